//! People who take their time: what was shown and proven stays good as long as PROTOCOL says.

use seing_tests::scene::{ANNA, Scene, judged, one_document, told};

/// Certification, one signer, seal.
const SIGNATURES: usize = 3;
const COMMIT: &str = "/v1/sign/commit";
const PROVE: &str = "/v1/sign/prove";
const SIGN: &str = "/v1/sign/sign";

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_that_was_read_for_long_gets_a_code_that_signs() {
    let scene = Scene::with("fr", |config| config.lease_ms = 30 * 60_000).await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "long-preview");
    phone.visit(&links[0]).await;
    assert_eq!(visit.go_to("preview-sign").await, "preview-sign");
    scene.stack.advance_minutes(11);
    assert_eq!(visit.go_to("done").await, "done");
    judged(&visit, SIGNATURES).await;
    phone.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proven_code_signs_after_a_quarter_of_an_hour_without_another() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "long-proven");
    phone.visit(&links[0]).await;
    assert_eq!(visit.go_to("code").await, "code");
    let (code, _) = scene.stack.code(ANNA.contact(), 0).await;
    scene.stack.recorder.cut(Some(SIGN));
    phone.sign_with(&code).await;
    told(&phone, "message", &["offline"]).await;
    scene.stack.recorder.cut(None);
    scene.stack.advance_minutes(15);
    phone.press("sign").await;
    phone.see_attribute("done", "data-sealed", "true").await;
    let requests = scene.stack.recorder.requests();
    let asked = |path| requests.iter().filter(|one| one.path == path).count();
    assert_eq!(
        (asked(COMMIT), asked(PROVE)),
        (1, 2),
        "one code, two certificates"
    );
    judged(&visit, SIGNATURES).await;
    phone.close().await;
    scene.close().await;
}
