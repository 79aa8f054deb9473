//! What a sender entered is not lost, and what could not be sent or signed is said before the launch.

use seing_server::config::{SmtpConfig, Tls};
use seing_tests::browser::Browser;
use seing_tests::driver::{Device, Driver};
use seing_tests::place::fixture;
use seing_tests::scene::{ANNA, BEN, REASON, Scene, one_document};
use seing_tests::sender::{PASSWORD, Person, launch, launched, make_ready, prepare, set_up};
use seing_tests::stack::Stack;
use serde_json::json;

/// Has letters that the shipped font has not; the code goes by mail.
const LI: Person = Person {
    first: "明",
    last: "李",
    email: "li@example.org",
    phone: None,
    locale: "en",
};
/// The browser has no room for another file.
const FULL: &str =
    "IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); };";
/// The draft asks for more than the form offers.
const LONGER: &str = "
const draft = JSON.parse(localStorage['seing.draft']);
localStorage['seing.draft'] = JSON.stringify({ ...draft, expires_days: 95 });
";
/// What is said of a file, an amount, a note and a layer.
const UNSEEN: [(&str, [&str; 5]); 2] = [
    (
        "fr",
        [
            "Des fichiers sont joints",
            "calques masqués",
            "annotations masquées",
            "autre chose que sa valeur",
            "a un formulaire",
        ],
    ),
    (
        "en",
        [
            "Files are attached",
            "layers that are hidden",
            "hidden annotations",
            "something other than its value",
            "has a form",
        ],
    ),
];
/// What was typed into an input, and whether it has the focus.
const TYPED: &str = "
const input = document.querySelector(arguments[0]);
return input && [input.value, input === document.activeElement];
";

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_that_is_being_typed_stays_when_a_signer_opens_their_link() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA, BEN], "sealed");
    let links = scene.launch(&order).await;
    let desk = &scene.desk;
    scene.detail().await;
    desk.press("get-link-1").await;
    desk.see("link-1").await;
    desk.press("cancel").await;
    desk.write("#cancel-reason", REASON).await;

    let phone = scene.phone(&ANNA).await;
    phone.visit(&links[0]).await;
    let visit = scene.visit(&phone, ANNA, &order, "opens");
    assert_eq!(visit.go_to("code").await, "code");
    desk.see_attribute("person-state-0", "data-state", "opened")
        .await;
    let typed = desk.run(TYPED, vec![json!("#cancel-reason")]).await;
    assert_eq!(typed, json!([REASON, true]));
    assert!(desk.sees("link-1").await, "the link is still there");
    desk.picture("portal-reason-kept").await;
    phone.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preparation_goes_on_after_signing_in_again() {
    let scene = Scene::open().await;
    let (desk, order) = (&scene.desk, one_document(&[ANNA], "sealed"));
    prepare(desk, &order).await;
    desk.see("page-0").await;
    desk.cdp("Network.clearBrowserCookies", json!({})).await;
    desk.reload().await;
    desk.write("login-email", "odile@example.org").await;
    desk.write("login-password", PASSWORD).await;
    desk.press("login-go").await;
    desk.see("page-0").await;
    desk.visit(&format!("{}/new#people", scene.stack.recorder.origin))
        .await;
    desk.see("first-name-0").await;
    let typed = desk.run(TYPED, vec![json!("[data-test=email-0]")]).await;
    assert_eq!(typed[0], json!(ANNA.email));
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_the_browser_cannot_keep_is_said_and_launched_all_the_same() {
    let scene = Scene::open().await;
    let (desk, order) = (&scene.desk, one_document(&[ANNA], "sealed"));
    desk.press("new-envelope").await;
    desk.see(".drop").await;
    desk.run(FULL, vec![]).await;
    desk.give("drop-pdf", &[&order.documents[0]]).await;
    desk.see("file-held").await;
    desk.picture("portal-file-held").await;
    desk.press("next").await;
    name(desk, &ANNA).await;
    desk.press("next").await;
    place(desk, "place-signature", 0.3).await;
    desk.press("next").await;
    desk.see("title").await;
    desk.press("launch").await;
    let links = launched(desk, &order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "not-kept");
    visit.sign(&links[0]).await;
    phone.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_cannot_be_written_on_its_page_is_said_before_the_launch() {
    let scene = Scene::with("en", |_| {}).await;
    let (desk, order) = (&scene.desk, one_document(&[LI], "sealed"));
    prepare(desk, &order).await;
    place(desk, "place-signature", 0.3).await;
    place(desk, "place-name", 0.7).await;
    said(desk, "fields that do not write this name").await;
    desk.picture("portal-name-letters").await;
    desk.press("next").await;
    assert!(desk.sees("page-0").await, "it goes no further");
    desk.press("back").await;
    name(desk, &BEN).await;
    desk.press("next").await;
    desk.see("page-0").await;
    desk.until("see nothing missing", || async {
        (!desk.text("#main").await.contains("Still missing")).then_some(())
    })
    .await;
    desk.press("next").await;
    launch(desk, &order).await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_page_of_a_file_shows_is_said_to_who_sends_it() {
    for (locale, told) in UNSEEN {
        let scene = Scene::with(locale, |_| {}).await;
        let desk = &scene.desk;
        desk.press("new-envelope").await;
        desk.give("drop-pdf", &[&fixture("form.pdf")]).await;
        desk.count("document-row", 1).await;
        for words in told {
            said(desk, words).await;
        }
        desk.picture(&format!("portal-unseen-{locale}")).await;
        scene.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_page_of_a_file_shows_is_said_to_who_signs_it() {
    for (signer, (locale, told)) in [ANNA, BEN].into_iter().zip(UNSEEN) {
        let scene = Scene::with(locale, |_| {}).await;
        let mut order = one_document(&[signer], "sealed");
        order.documents = vec![fixture("form.pdf")];
        let links = scene.launch(&order).await;
        let phone = scene.phone(&signer).await;
        phone.visit(&links[0]).await;
        let name = format!("unseen-{locale}");
        let visit = scene.visit(&phone, signer, &order, &name);
        assert_eq!(visit.go_to("read-next").await, "read-next");
        phone.see("unseen").await;
        for words in &told[..4] {
            said(&phone, words).await;
        }
        phone.picture(&format!("{name}-read")).await;
        phone.close().await;
        scene.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_would_refuse_is_said_where_it_is_entered() {
    let scene = Scene::with("en", |_| {}).await;
    let (desk, order) = (&scene.desk, one_document(&[ANNA], "sealed"));
    desk.press("new-envelope").await;
    desk.give("drop-pdf", &[&order.documents[0]]).await;
    desk.count("document-row", 1).await;
    desk.press("next").await;
    let landline = Person {
        phone: Some("01 45 67 89 00"),
        email: "anna..durand@example.org",
        ..ANNA
    };
    name(desk, &landline).await;
    desk.press("next").await;
    said(desk, "A mobile number is needed").await;
    said(desk, "An address is needed").await;
    desk.picture("portal-people-refused").await;
    name(desk, &ANNA).await;
    desk.press("next").await;
    desk.see("page-0").await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_refuses_all_the_same_is_named() {
    let scene = Scene::with("en", |_| {}).await;
    let (desk, order) = (&scene.desk, one_document(&[ANNA], "sealed"));
    make_ready(desk, &order).await;
    desk.run(LONGER, vec![]).await;
    desk.reload().await;
    desk.press("launch").await;
    said(desk, "The time to sign is 1 to 90 days.").await;
    desk.picture("portal-refusal-named").await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_up_that_is_loaded_again_goes_on_and_says_what_is_wrong() {
    let (stack, driver) = (Stack::start().await, Driver::start());
    let desk = driver.open(Device::Desktop, "en").await;
    desk.visit(&stack.owner_link).await;
    desk.write("owner-name", "Odile Martin").await;
    desk.write("owner-email", "odile").await;
    desk.write("owner-password", PASSWORD).await;
    desk.write("owner-organisation", "Atelier Martin").await;
    desk.press("setup-go").await;
    said(&desk, "An address is needed").await;
    desk.picture("portal-setup-address").await;
    desk.reload().await;
    desk.see("owner-name").await;
    let typed = desk.run(TYPED, vec![json!("[data-test=owner-name]")]).await;
    assert_eq!(typed[0], json!("Odile Martin"));
    set_up(&desk, &stack.owner_link).await;
    desk.visit(&format!("{}/setup", stack.recorder.origin))
        .await;
    said(&desk, "is missing from this address").await;
    desk.picture("portal-setup-cut").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_ways_by_which_a_code_can_leave_are_offered() {
    let relay = SmtpConfig {
        host: "127.0.0.1".to_owned(),
        port: 9,
        login: None,
        tls: Tls::None,
        from: "seing@example.org".to_owned(),
        timeout_ms: 1_000,
    };
    let scene = Scene::with("fr", |config| {
        config.dev = false;
        config.smtp = Some(relay);
    })
    .await;
    let desk = &scene.desk;
    desk.press("new-envelope").await;
    desk.give("drop-pdf", &[&fixture("letter.pdf")]).await;
    desk.count("document-row", 1).await;
    desk.press("next").await;
    desk.see("method-0").await;
    let ways = "return [...document.querySelectorAll('[data-test=method-0] option')].map((one) => one.value)";
    assert_eq!(desk.run(ways, vec![]).await, json!(["email"]));
    desk.picture("portal-people-email-only").await;
    scene.close().await;
}

/// Writes a person's names and ways into the first card.
async fn name(desk: &Browser, person: &Person) {
    desk.write("first-name-0", person.first).await;
    desk.write("last-name-0", person.last).await;
    desk.write("email-0", person.email).await;
    if let Some(phone) = person.phone {
        desk.write("phone-0", phone).await;
    }
}

/// Presses a tool, then a point of the first page.
async fn place(desk: &Browser, tool: &str, across: f64) {
    desk.see("page-0").await;
    let before = desk.how_many("field-box").await;
    desk.press(tool).await;
    desk.press_at("page-0", across, 0.3).await;
    desk.count("field-box", before + 1).await;
}

/// Waits until the screen says this.
async fn said(desk: &Browser, words: &str) {
    desk.until(&format!("read {words}"), || async {
        desk.text("#main").await.contains(words).then_some(())
    })
    .await;
}
