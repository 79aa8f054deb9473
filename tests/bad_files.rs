//! Files that cannot be signed: each is refused with its reason, and the others are kept.

use seing_tests::place::fixture;
use seing_tests::scene::{ANNA, Scene, judged, one_document, told, told_in_both};

/// Certification, one signer, seal.
const SIGNATURES: usize = 3;
/// A fixture, and the codes that fit it.
const REFUSED: [(&str, &[&str]); 5] = [
    ("text.pdf", &["not_pdf"]),
    ("empty.pdf", &["empty"]),
    ("truncated.pdf", &["truncated", "damaged"]),
    ("password.pdf", &["encrypted"]),
    ("scan.pdf", &["too_large"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_file_is_refused_with_its_reason_in_both_languages() {
    for locale in ["fr", "en"] {
        let scene = Scene::with(locale, |config| config.max_bytes = 200_000).await;
        let desk = &scene.desk;
        desk.press("new-envelope").await;
        desk.give("drop-pdf", &[&fixture("contract.pdf")]).await;
        desk.count("document-row", 1).await;
        for (name, codes) in REFUSED {
            desk.give("drop-pdf", &[&fixture(name)]).await;
            let hook = format!(
                "[data-test=\"document-error\"][data-code=\"{}\"]",
                last_seen(desk, codes).await
            );
            told(desk, &hook, codes).await;
            desk.count("document-row", 1).await;
            desk.picture(&format!("refused-{locale}-{name}")).await;
        }
        scene.close().await;
    }
}

/// Waits for the message with one of these codes; earlier ones may still stand there.
async fn last_seen<'a>(desk: &seing_tests::browser::Browser, codes: &[&'a str]) -> &'a str {
    desk.until(&format!("be told one of {codes:?}"), || async {
        for code in codes {
            if desk
                .sees(&format!(
                    "[data-test=\"document-error\"][data-code=\"{code}\"]"
                ))
                .await
            {
                return Some(*code);
            }
        }
        None
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_file_than_the_sender_s_is_refused_and_the_right_one_taken() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "local");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "wrong-file");
    phone.visit(&links[0]).await;
    visit.go_to("pick-original-0").await;
    phone
        .give("pick-original-0", &[&fixture("other.pdf")])
        .await;
    told_in_both(&phone, "message", &["wrong_original"]).await;
    assert_eq!(visit.go_to("done").await, "done");
    judged(&visit, SIGNATURES).await;
    phone.close().await;
    scene.close().await;
}
