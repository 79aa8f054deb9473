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
        try_code(&phone, &wrong).await;
        let codes: &[&str] = if left == 0 {
            &["code_wrong", "code_locked"]
        } else {
            &["code_wrong"]
        };
        told(&phone, "message", codes).await;
        if left > 0 {
            phone
                .until("read how many tries are left", || async {
                    phone
                        .text("tries-left")
                        .await
                        .contains(&left.to_string())
                        .then_some(())
                })
                .await;
        }
    }
    scene.stack.advance_minutes(2);
    phone.press("resend").await;
    let (fresh, _) = scene.stack.code(ANNA.contact(), first).await;
    phone.see("code").await;
    try_code(&phone, &fresh).await;
    phone.see("done").await;
    phone.close().await;
    scene.desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_code_is_refused_and_the_next_one_signs() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "late-code");
    phone.visit(&links[0]).await;
    assert_eq!(visit.go_to("code").await, "code");
    let (late, first) = scene.stack.code(ANNA.contact(), 0).await;
    scene.stack.advance_minutes(11);
    try_code(&phone, &late).await;
    told(&phone, "message", &["code_expired", "lease_ended"]).await;
    phone.press("resend").await;
    let (fresh, _) = scene.stack.code(ANNA.contact(), first).await;
    phone.see("code").await;
    try_code(&phone, &fresh).await;
    phone.see("done").await;
    phone.close().await;
    scene.desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_tab_takes_the_turn_and_the_first_is_told() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "two-tabs");
    phone.visit(&links[0]).await;
    assert_eq!(visit.go_to("code").await, "code");
    let (old, first) = scene.stack.code(ANNA.contact(), 0).await;

    phone.new_tab().await;
    phone.visit(&links[0]).await;
    let screen = visit.go_to("code").await;
    assert_eq!(screen, "code");
    if phone.sees("resend").await {
        scene.stack.advance_minutes(2);
        phone.press_if_there("resend").await;
    }
    let (fresh, _) = scene.stack.code(ANNA.contact(), first).await;

    phone.look_at_tab(0).await;
    try_code(&phone, &old).await;
    told(
        &phone,
        "message",
        &["superseded", "code_wrong", "code_expired"],
    )
    .await;
    phone.look_at_tab(1).await;
    try_code(&phone, &fresh).await;
    phone.see("done").await;
    phone.close().await;
    scene.desk.close().await;
}

async fn try_code(phone: &Browser, code: &str) {
    phone.write("code", code).await;
    phone.press_if_there("sign").await;
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
