//! Each code of the server's refusals is told on the screen of who signs, in their language.

use seing_tests::scene::{ANNA, BEN, Scene, one_document, told};
use seing_tests::sender::Person;
use sign_core::wire::Code;

/// The first request of an act that is made of the preview.
const COMMIT: &str = "/v1/sign/commit";

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_is_told_in_french() {
    each_is_told_to(&ANNA).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_is_told_in_english() {
    each_is_told_to(&BEN).await;
}

async fn each_is_told_to(person: &Person) {
    let scene = Scene::open().await;
    let order = one_document(&[*person], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(person).await;
    let visit = scene.visit(&phone, *person, &order, "refused");
    phone.visit(&links[0]).await;
    for code in Code::ALL {
        // Some refusals end the turn; it is taken again.
        assert_eq!(visit.go_to("preview-sign").await, "preview-sign");
        scene.stack.recorder.refuse(Some((COMMIT, *code)));
        phone.press("preview-sign").await;
        phone
            .see_attribute("message", "data-code", code.text())
            .await;
        told(&phone, "message", &[code.text()]).await;
        scene.stack.recorder.refuse(None);
    }
    assert_eq!(visit.go_to("done").await, "done");
    phone.close().await;
    scene.close().await;
}
