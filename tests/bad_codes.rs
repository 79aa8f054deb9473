//! Codes that are wrong or late, and two tabs at one turn.

use seing_tests::browser::Browser;
use seing_tests::scene::{
    ANNA, BEN, Scene, judged, one_document, said_in_both, told, told_in_both,
};

const TRIES: usize = 5;
/// Certification, one signer, seal.
const SIGNATURES: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_codes_lock_and_a_new_code_signs_in_both_languages() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA, BEN], "sealed");
    let links = scene.launch(&order).await;
    for (person, link) in order.people.iter().zip(&links) {
        let phone = scene.phone(person).await;
        let visit = scene.visit(&phone, *person, &order, "wrong-code");
        phone.visit(link).await;
        assert_eq!(visit.go_to("code").await, "code");
        let (code, first) = scene.stack.code(person.contact(), 0).await;
        five_times_wrong(&phone, &code).await;
        scene.stack.advance_minutes(2);
        phone.press("resend").await;
        let (fresh, _) = scene.stack.code(person.contact(), first).await;
        phone.sign_with(&fresh).await;
        let is_last = person.first == BEN.first;
        let sealed = is_last.to_string();
        phone.see_attribute("done", "data-sealed", &sealed).await;
        if is_last {
            judged(&visit, SIGNATURES + 1).await;
        }
        phone.close().await;
    }
    scene.close().await;
}

/// The fifth try locks the code, which is said with what to do.
async fn five_times_wrong(phone: &Browser, code: &str) {
    let wrong = other_than(code);
    for left in (0..TRIES).rev() {
        phone.sign_with(&wrong).await;
        let code = match left {
            0 => "code_locked",
            _ => "code_wrong",
        };
        // The message of the last try may still stand there.
        phone.see_attribute("message", "data-code", code).await;
        let said = told(phone, "message", &[code]).await;
        if left > 0 {
            tries_are_left(phone, left).await;
        } else {
            let way_on = ["Demandez un nouveau code.", "Ask for a new code."];
            assert!(way_on.iter().any(|way| said.contains(way)), "{said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_code_is_refused_and_the_next_one_signs() {
    let scene = Scene::with("fr", |config| config.lease_ms = 30 * 60_000).await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "late-code");
    phone.visit(&links[0]).await;
    assert_eq!(visit.go_to("code").await, "code");
    let (late, first) = scene.stack.code(ANNA.contact(), 0).await;
    scene.stack.advance_minutes(11);
    phone.sign_with(&late).await;
    told_in_both(&phone, "message", &["code_expired"]).await;
    phone.press("resend").await;
    let (fresh, _) = scene.stack.code(ANNA.contact(), first).await;
    phone.sign_with(&fresh).await;
    phone.see_attribute("done", "data-sealed", "true").await;
    judged(&visit, SIGNATURES).await;
    phone.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_that_ended_says_so_and_is_taken_again_with_all_that_was_entered() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "late-turn");
    phone.visit(&links[0]).await;
    assert_eq!(visit.go_to("code").await, "code");
    let (late, first) = scene.stack.code(ANNA.contact(), 0).await;
    scene.stack.advance_minutes(11);
    phone.sign_with(&late).await;
    told_in_both(&phone, "message", &["lease_ended"]).await;
    phone.press("use-ink").await;
    phone.press("preview-sign").await;
    let (fresh, _) = scene.stack.code(ANNA.contact(), first).await;
    phone.sign_with(&fresh).await;
    phone.see_attribute("done", "data-sealed", "true").await;
    judged(&visit, SIGNATURES).await;
    phone.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_device_takes_the_turn_and_the_first_is_told() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let (first, second) = (scene.phone(&ANNA).await, scene.phone(&ANNA).await);
    first.visit(&links[0]).await;
    assert_eq!(
        scene
            .visit(&first, ANNA, &order, "first-device")
            .go_to("code")
            .await,
        "code"
    );
    let (old, number) = scene.stack.code(ANNA.contact(), 0).await;

    second.visit(&links[0]).await;
    let visit = scene.visit(&second, ANNA, &order, "second-device");
    assert_eq!(visit.go_to("code").await, "code");
    let (fresh, _) = scene.stack.code(ANNA.contact(), number).await;

    first.sign_with(&old).await;
    told_in_both(&first, "message", &["superseded"]).await;
    second.sign_with(&fresh).await;
    second.see_attribute("done", "data-sealed", "true").await;
    judged(&visit, SIGNATURES).await;
    first.close().await;
    second.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_tab_goes_on_where_the_first_one_is() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "two-tabs");
    phone.visit(&links[0]).await;
    assert_eq!(visit.go_to("code").await, "code");
    phone.new_tab().await;
    phone.visit(&links[0]).await;
    assert_eq!(visit.go_to("done").await, "done");
    phone.look_at_tab(0).await;
    let (code, _) = scene.stack.code(ANNA.contact(), 0).await;
    phone.sign_with(&code).await;
    phone.see("done").await;
    phone.reload().await;
    phone.see_attribute("done", "data-sealed", "true").await;
    said_in_both(&phone, "done").await;
    judged(&visit, SIGNATURES).await;
    phone.close().await;
    scene.close().await;
}

/// The last one is said in words.
async fn tries_are_left(phone: &Browser, left: usize) {
    let (number, before) = (left.to_string(), (left + 1).to_string());
    let read = || async {
        let text = phone.text("tries-left").await;
        let says = text.contains(&number) || (left == 1 && !text.contains(&before));
        says.then_some(())
    };
    phone.until("read how many tries are left", read).await;
}

fn other_than(code: &str) -> String {
    let last = code.as_bytes().last().copied().unwrap_or(b'0');
    let other = if last == b'9' {
        '0'
    } else {
        char::from(last + 1)
    };
    format!("{}{other}", &code[..code.len() - 1])
}
