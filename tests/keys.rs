//! The key of a document in a person's browser: kept once it opened something, erased on request.

use seing_tests::scene::{ANNA, Scene, erased, one_document, told};

#[tokio::test(flavor = "multi_thread")]
async fn a_link_with_a_wrong_key_does_not_replace_the_right_one() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let link = scene.launch(&order).await.remove(0);
    let (without, key) = link.rsplit_once('.').expect("a link ends with its key");
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "wrong-key");
    phone.visit(&link).await;
    assert_eq!(visit.go_to("read-next").await, "read-next");
    phone.leave_for_a_new_tab().await;
    phone.visit(&[without, ".", &other(key)].concat()).await;
    told(&phone, "message", &["bad_blob"]).await;
    phone.leave_for_a_new_tab().await;
    phone.visit(without).await;
    assert_eq!(visit.go_to("done").await, "done");
    erased(&phone).await;
    phone.close().await;
    scene.close().await;
}

/// The same length, another first letter.
fn other(key: &str) -> String {
    let first = if key.starts_with('A') { "B" } else { "A" };
    [first, &key[1..]].concat()
}
