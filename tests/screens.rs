//! Photographs of every screen in every look, in both languages; no screen scrolls sideways or covers
//! what has the focus.

use std::fs;
use std::path::{Path, PathBuf};

use seing_tests::browser::Browser;
use seing_tests::driver::{Device, Driver};
use seing_tests::place::{fixture, scratch};
use seing_tests::scene::{ANNA, BEN};
use seing_tests::sender::{Order, Person, links, make_ready, set_up};
use seing_tests::signer::Visit;
use seing_tests::stack::Stack;

#[tokio::test(flavor = "multi_thread")]
async fn no_french_screen_scrolls_sideways_or_covers_the_focus_in_any_look() {
    photograph(
        "fr",
        Person {
            locale: "fr",
            ..ANNA
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_english_screen_scrolls_sideways_or_covers_the_focus_in_any_look() {
    photograph(
        "en",
        Person {
            locale: "en",
            ..ANNA
        },
    )
    .await;
}

async fn photograph(locale: &'static str, first: Person) {
    let (mut stack, driver) = (Stack::start().await, Driver::start());
    let mut desk = driver.open(Device::Desktop, locale).await;
    desk.look_closely(locale);
    set_up(&desk, &stack.owner_link).await;
    desk.picture("list-empty").await;
    let order = Order {
        title: "Convention de prestation de services entre Atelier Martin et Durand & Cie",
        documents: vec![fixture("contract.pdf"), fixture("letter.pdf")],
        people: vec![first, BEN],
        carrier: "sealed",
    };
    make_ready(&desk, &order).await;
    logo(&desk).await;
    let links = links(&desk, &order).await;

    let mut theirs = driver.open(Device::Desktop, locale).await;
    theirs.look_closely(locale);
    stranger(&theirs, &stack, &links).await;
    let visit = Visit {
        browser: &theirs,
        stack: &stack,
        person: first,
        order: &order,
        reloads: false,
        typed: None,
        name: "sign".to_owned(),
    };
    signer(&visit, &links[0]).await;
    let file = theirs.keep("save-pdf-0").await;
    verify(&theirs, &stack, &file).await;
    login(&theirs, &stack).await;
    portal(&desk, &mut stack).await;

    let faults = [desk.faults(), theirs.faults()].concat();
    theirs.close().await;
    desk.close().await;
    assert!(
        faults.is_empty(),
        "{} screens scroll sideways or cover the focus:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// Back to the fields, where a logo is chosen, and once more to the last look.
async fn logo(desk: &Browser) {
    desk.press("back").await;
    desk.press("field-box").await;
    desk.give("logo-file", &[&fixture("logo.png")]).await;
    desk.see("logo-view").await;
    desk.picture("portal-logo").await;
    desk.press("next").await;
    desk.see("logo-review").await;
    desk.picture("portal-logo-review").await;
}

/// A link that is cut, one whose turn has not come, and an address that leads nowhere.
async fn stranger(browser: &Browser, stack: &Stack, links: &[String]) {
    browser.visit(&links[0].replace("#1.", "#1.x")).await;
    browser.see("blocked").await;
    browser.picture("sign-cut-link").await;
    browser.visit("about:blank").await;
    browser.visit(&links[1]).await;
    browser.see("waiting").await;
    browser.picture("sign-waiting").await;
    browser
        .visit(&format!("{}/nowhere", stack.recorder.origin))
        .await;
    browser.see("#main h1").await;
    browser.picture("missing").await;
}

/// The whole act; on the way the question whether to decline, and a code that is wrong.
async fn signer(visit: &Visit<'_>, link: &str) {
    let browser = visit.browser;
    browser.visit(link).await;
    browser.see("start").await;
    browser.press("decline").await;
    browser.see("decline-confirm").await;
    browser.picture("sign-decline").await;
    browser.reload().await;
    assert_eq!(visit.go_to("use-ink").await, "use-ink");
    picture(browser).await;
    assert_eq!(visit.go_to("code").await, "code");
    let (code, _) = visit.stack.code(visit.person.contact(), 0).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    browser.sign_with(wrong).await;
    browser.see("message").await;
    browser.picture("sign-code-wrong").await;
    assert_eq!(visit.go_to("done").await, "done");
}

/// A file that is no picture, then one that is; the signature is drawn all the same.
async fn picture(browser: &Browser) {
    browser
        .press("label:has([data-test=\"way-picture\"])")
        .await;
    browser.give("picture-file", &[&fixture("text.pdf")]).await;
    browser.see("picture-file-error").await;
    browser.picture("sign-picture-refused").await;
    browser
        .give("picture-file", &[&fixture("signature.jpg")])
        .await;
    browser.see("picture-pad").await;
    browser.picture("sign-picture").await;
    browser.press("label:has([data-test=\"way-draw\"])").await;
    browser.see("ink-pad").await;
}

/// The file as it is and as it was at its first signer, with a byte more, with a byte other, and something that is no PDF.
async fn verify(browser: &Browser, stack: &Stack, file: &Path) {
    browser
        .visit(&format!("{}/verify", stack.recorder.origin))
        .await;
    browser.see("screen").await;
    browser.picture("verify-empty").await;
    for (name, path) in variants(file) {
        browser.give("verify-drop", &[&path]).await;
        browser.see_attribute("verdict", "data-verdict", name).await;
        browser.picture(&format!("verify-{name}")).await;
        if name == "valid" {
            browser.press("version-see-1").await;
            browser.look_at("version-page-0").await;
            browser
                .see_attribute("version-page-0", "data-rendered", "true")
                .await;
            browser.picture("verify-version").await;
        }
    }
}

fn variants(file: &Path) -> [(&'static str, PathBuf); 4] {
    let (folder, bytes) = (
        scratch("verify"),
        fs::read(file).expect("a download can be read"),
    );
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).expect("the build folder can be written");
        path
    };
    let mut broken = bytes.clone();
    broken[bytes.len() / 3] ^= 1;
    [
        ("valid", file.to_owned()),
        (
            "changed",
            write("changed.pdf", &[bytes.as_slice(), b"% more\n"].concat()),
        ),
        ("invalid", write("broken.pdf", &broken)),
        ("unreadable", fixture("text.pdf")),
    ]
}

/// List and detail, the question whether to cancel, no server.
async fn portal(desk: &Browser, stack: &mut Stack) {
    let home = format!("{}/", stack.recorder.origin);
    desk.visit(&home).await;
    desk.see("envelope-row").await;
    desk.picture("list").await;
    desk.press("envelope-row").await;
    desk.see("cancel").await;
    desk.picture("detail").await;
    desk.press("cancel").await;
    desk.see("cancel-confirm").await;
    desk.picture("detail-cancel").await;
    stack.halt().await;
    desk.press("cancel-confirm").await;
    desk.see("message").await;
    desk.picture("detail-no-server").await;
    stack.resume().await;
}

/// A browser nobody is signed in with, and a wrong password.
async fn login(browser: &Browser, stack: &Stack) {
    browser
        .visit(&format!("{}/login", stack.recorder.origin))
        .await;
    browser.see("login-go").await;
    browser.picture("login").await;
    browser.write("login-email", "odile@example.org").await;
    browser.write("login-password", "not the password").await;
    browser.press("login-go").await;
    browser.see("message").await;
    browser.picture("login-wrong").await;
}
