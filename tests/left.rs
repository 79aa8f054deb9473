//! The last signer goes away between their signature and the seal: the sender completes it.

use std::fs;

use seing_tests::judges::Judges;
use seing_tests::scene::{ANNA, Scene, one_document, told};

/// Certification, one signer, seal.
const SIGNATURES: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn the_sender_completes_what_the_last_signer_left() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    phone.visit(&links[0]).await;
    let visit = scene.visit(&phone, ANNA, &order, "left");
    assert_eq!(visit.go_to("code").await, "code");

    let recorder = &scene.stack.recorder;
    recorder.cut(Some("/v1/sign/finish"));
    let (code, _) = scene.stack.code(ANNA.contact(), 0).await;
    phone.sign_with(&code).await;
    told(&phone, "message", &["offline"]).await;
    phone.close().await;
    recorder.cut(None);
    let seals = || {
        recorder
            .requests()
            .iter()
            .filter(|one| one.path.ends_with("/seal"))
            .count()
    };
    assert_eq!(seals(), 0, "nobody asked for the seal");

    scene.detail().await;
    scene
        .desk
        .see_attribute("envelope-state", "data-state", "sealing")
        .await;
    scene.desk.picture("portal-sealing").await;
    scene.desk.press("seal-now").await;
    scene
        .desk
        .see_attribute("envelope-state", "data-state", "completed")
        .await;
    assert_eq!(seals(), 1);
    let file = scene.desk.keep("save-pdf-0").await;
    Judges::new(&scene.stack.roots())
        .accept_for_years(&file, SIGNATURES)
        .unwrap_or_else(|refusal| panic!("{refusal}"));

    let later = scene.phone(&ANNA).await;
    later.visit(&links[0]).await;
    later.see_attribute("done", "data-sealed", "true").await;
    let same = later.keep("save-pdf-0").await;
    assert!(
        fs::read(same).expect("a download") == fs::read(file).expect("a download"),
        "signer and sender have one file"
    );
    later.close().await;
    scene.close().await;
}
