//! Codes that are wrong or late, and two tabs at one turn.

use seing_tests::browser::Browser;
use seing_tests::scene::{ANNA, Scene, one_document, told};

const TRIES: usize = 5;

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_codes_lock_and_a_new_code_signs() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "wrong-code");
    phone.visit(&links[0]).await;
    assert_eq!(visit.go_to("code").await, "code");
    let (code, first) = scene.stack.code(ANNA.contact(), 0).await;
    let wrong = other_than(&code);
    for left in (0..TRIES).rev() {
        phone.write("code", &wrong).await;
        let code = if left == 0 {
            "code_locked"
        } else {
            "code_wrong"
        };
        // The message of the last try may still stand there.
        phone.see_attribute("message", "data-code", code).await;
        told(&phone, "message", &[code]).await;
        if left > 0 {
            tries_are_left(&phone, left).await;
        }
    }
    scene.stack.advance_minutes(2);
    phone.press("resend").await;
    let (fresh, _) = scene.stack.code(ANNA.contact(), first).await;
    phone.write("code", &fresh).await;
    phone.see("done").await;
    phone.close().await;
    scene.desk.close().await;
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
    phone.write("code", &late).await;
    told(&phone, "message", &["code_expired"]).await;
    phone.press("resend").await;
    let (fresh, _) = scene.stack.code(ANNA.contact(), first).await;
    phone.write("code", &fresh).await;
    phone.see("done").await;
    phone.close().await;
    scene.desk.close().await;
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
    phone.write("code", &late).await;
    told(&phone, "message", &["lease_ended"]).await;
    phone.press("use-ink").await;
    phone.press("preview-sign").await;
    let (fresh, _) = scene.stack.code(ANNA.contact(), first).await;
    phone.write("code", &fresh).await;
    phone.see("done").await;
    phone.close().await;
    scene.desk.close().await;
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
    assert_eq!(
        scene
            .visit(&second, ANNA, &order, "second-device")
            .go_to("code")
            .await,
        "code"
    );
    let (fresh, _) = scene.stack.code(ANNA.contact(), number).await;

    first.write("code", &old).await;
    told(&first, "message", &["superseded"]).await;
    second.write("code", &fresh).await;
    second.see("done").await;
    first.close().await;
    second.close().await;
    scene.desk.close().await;
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
    phone.write("code", &code).await;
    phone.see_one_of(&["done", "message"]).await;
    phone.reload().await;
    phone.see("done").await;
    phone.close().await;
    scene.desk.close().await;
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
