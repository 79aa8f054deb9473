//! Links that open nothing any more: each says why, and what to do.

use seing_tests::scene::{ANNA, Scene, one_document, said_in_both, told_in_both};

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_mistyped_cut_used_cancelled_or_expired_says_so_in_both_languages() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let signed = scene.launch(&order).await.remove(0);
    let phone = scene.phone(&ANNA).await;

    phone.visit(&signed.replace("#1.", "#1.x")).await;
    told_in_both(&phone, "blocked", &["not_found"]).await;
    let cut = signed
        .rsplit_once('.')
        .map(|(start, _)| &start[..start.len() - 4])
        .unwrap_or_default();
    phone.visit("about:blank").await;
    phone.visit(cut).await;
    told_in_both(&phone, "blocked", &["link_cut"]).await;

    scene
        .visit(&phone, ANNA, &order, "used")
        .sign(&signed)
        .await;
    phone.visit("about:blank").await;
    phone.visit(&signed).await;
    let (used, _) = said_in_both(&phone, "done").await;
    assert!(used.contains("scellé"), "{used}");

    let cancelled = scene.launch(&order).await.remove(0);
    scene.cancel().await;
    scene
        .desk
        .see_attribute("envelope-state", "data-state", "cancelled")
        .await;
    phone.visit("about:blank").await;
    phone.visit(&cancelled).await;
    told_in_both(&phone, "blocked", &["cancelled"]).await;

    let expired = scene.launch(&order).await.remove(0);
    scene.stack.advance_days(31);
    phone.visit("about:blank").await;
    phone.visit(&expired).await;
    told_in_both(&phone, "blocked", &["expired"]).await;
    phone.close().await;
    scene.close().await;
}
