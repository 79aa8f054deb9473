//! What a field asks for is read by its signer; the browser's way back is a step of the flow.

use seing_tests::scene::{ANNA, BEN, Scene, one_document};
use seing_tests::sender::CAPTION;
use serde_json::json;

/// Label and hint of an input, by its name in the tests.
const SAID: &str = "
const input = document.querySelector(`[data-test=\"${arguments[0]}\"]`);
return [input.labels[0].textContent, document.getElementById(input.getAttribute('aria-describedby')).textContent];
";

/// Jumps to the content, as who uses a keyboard does.
const SKIP: &str = "document.querySelector('.skip').click(); return location.hash;";

#[tokio::test(flavor = "multi_thread")]
async fn a_signer_reads_what_a_field_asks_for_and_goes_back_by_the_browsers_own_way() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "captions");
    phone.visit(&links[0]).await;
    visit.go_to("fill-next").await;
    let said = phone.run(SAID, vec![json!("fill-text_01_1")]).await;
    assert_eq!(said[0], CAPTION);
    let place = said[1].as_str().expect("it says where");
    assert!(place.contains("page 1"), "{place}");
    phone.picture("caption-on-a-phone").await;

    for screen in ["agree-next", "read-next", "start"] {
        phone.back().await;
        phone.see(screen).await;
    }
    visit.go_to("use-ink").await;
    // What was entered on the way is still there: one step back and on again.
    phone.back().await;
    phone.see("fill-next").await;
    phone.press_through("fill-next").await;
    let end = visit.go_to("done").await;
    assert_eq!(end, "done", "{}", phone.text(end).await);
    phone.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_from_the_first_screen_leaves_and_a_link_opens_again() {
    let scene = Scene::open().await;
    let order = one_document(&[BEN], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&BEN).await;
    let verify = format!("{}/verify", scene.stack.recorder.origin);
    phone.visit(&verify).await;
    phone.see_attribute("screen", "data-screen", "verify").await;
    phone.visit(&links[0]).await;
    phone.press_through("start").await;
    phone.see("read-next").await;
    // A jump within the page is no other link: the tab keeps its own.
    phone.run(SKIP, vec![]).await;
    phone.reload().await;
    phone.see("read-next").await;
    phone.back().await;
    phone.see("start").await;
    phone.back().await;
    phone.see_attribute("screen", "data-screen", "verify").await;
    phone.visit(&links[0]).await;
    phone.see("start").await;
    phone.close().await;
    scene.close().await;
}
