//! A cancel and a signature at the same time: the signature stands once the server has it; and a decline.

use seing_tests::browser::Browser;
use seing_tests::judges::Judges;
use seing_tests::scene::{ANNA, BEN, REASON, Scene, erased, judged, one_document, told};
use seing_tests::sender::Order;

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_after_the_code_and_before_the_signature_wins() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let phone = proven_up_to(&scene, &order, "/v1/sign/sign").await;
    scene.cancel().await;
    scene
        .desk
        .see_attribute("envelope-state", "data-state", "cancelled")
        .await;

    scene.stack.recorder.cut(None);
    phone.press("sign").await;
    told(&phone, "blocked", &["cancelled"]).await;
    phone.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_after_the_last_signature_comes_too_late() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let phone = proven_up_to(&scene, &order, "/v1/sign/finish").await;
    scene.detail().await;
    scene
        .desk
        .see_attribute("envelope-state", "data-state", "sealing")
        .await;
    assert!(
        !scene.desk.sees("cancel").await,
        "nothing can be taken back"
    );

    scene.stack.recorder.cut(None);
    phone.reload().await;
    phone.see_attribute("done", "data-sealed", "true").await;
    judged(&scene.visit(&phone, ANNA, &order, "too-late"), 3).await;
    scene.detail().await;
    scene
        .desk
        .see_attribute("envelope-state", "data-state", "completed")
        .await;
    phone.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_between_two_signers_leaves_the_first_one_what_they_signed() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA, BEN], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "before-cancel");
    visit.sign(&links[0]).await;
    scene.cancel().await;
    scene
        .desk
        .see_attribute("envelope-state", "data-state", "cancelled")
        .await;
    phone.reload().await;
    phone.see_attribute("done", "data-sealed", "false").await;
    let file = phone.keep("save-pdf-0").await;
    Judges::new(&scene.stack.roots())
        .accept_unsealed(&file, 2, None)
        .unwrap_or_else(|refusal| panic!("{refusal}"));
    phone.close().await;

    let second = scene.phone(&BEN).await;
    second.visit(&links[1]).await;
    told(&second, "blocked", &["cancelled"]).await;
    second.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decline_ends_the_envelope_and_its_reason_is_told() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA, BEN], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    phone.visit(&links[0]).await;
    phone.press("decline").await;
    phone.write("#decline-reason", REASON).await;
    phone.press("decline-confirm").await;
    told(&phone, "blocked", &["declined"]).await;
    erased(&phone).await;
    phone.close().await;
    scene.detail().await;
    scene
        .desk
        .see_attribute("envelope-state", "data-state", "declined")
        .await;
    assert!(scene.desk.text("#main").await.contains(REASON));
    let second = scene.phone(&BEN).await;
    second.visit(&links[1]).await;
    told(&second, "blocked", &["declined"]).await;
    second.close().await;
    scene.close().await;
}

/// A phone whose code was right, and whose request for `cut` does not arrive.
async fn proven_up_to(scene: &Scene, order: &Order, cut: &str) -> Browser {
    let links = scene.launch(order).await;
    let phone = scene.phone(&ANNA).await;
    phone.visit(&links[0]).await;
    let visit = scene.visit(&phone, ANNA, order, "cancel");
    assert_eq!(visit.go_to("code").await, "code");
    scene.stack.recorder.cut(Some(cut));
    let (code, _) = scene.stack.code(ANNA.contact(), 0).await;
    phone.sign_with(&code).await;
    told(&phone, "message", &["offline"]).await;
    phone
}
