//! A server that goes away, a network that goes away, a page loaded again: nothing is lost.

use seing_tests::scene::{ANNA, BEN, Scene, judged, one_document, told};
use seing_tests::sender::send_reloading;

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_at_every_step_loses_nothing() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA, BEN], "sealed");
    let links = scene.launch(&order).await;
    for (person, link) in order.people.iter().zip(&links) {
        let phone = scene.phone(person).await;
        let mut visit = scene.visit(&phone, *person, &order, "reloads");
        visit.reloads = true;
        visit.sign(link).await;
        let is_last = person.first == BEN.first;
        let sealed = is_last.to_string();
        phone.see_attribute("done", "data-sealed", &sealed).await;
        if is_last {
            judged(&visit, 4).await;
        }
        phone.close().await;
    }
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_at_every_step_of_the_sender_loses_nothing() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA, BEN], "local");
    let links = send_reloading(&scene.desk, &order).await;
    scene.detail().await;
    let row = scene.desk.text("#main h1").await;
    assert!(row.contains(order.title), "{row}");
    assert_eq!(links.len(), order.people.len());
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_down_in_the_middle_is_said_and_the_act_goes_on_after_it() {
    let mut scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    phone.visit(&links[0]).await;
    assert_eq!(
        scene
            .visit(&phone, ANNA, &order, "outage")
            .go_to("preview-sign")
            .await,
        "preview-sign"
    );

    scene.stack.halt().await;
    phone.press("preview-sign").await;
    told(&phone, "message", &["offline"]).await;
    scene.stack.resume().await;
    assert_eq!(
        scene
            .visit(&phone, ANNA, &order, "outage")
            .go_to("code")
            .await,
        "code"
    );

    let (code, _) = scene.stack.code(ANNA.contact(), 0).await;
    phone.offline(true).await;
    phone.write("code", &code).await;
    phone.press_if_there("sign").await;
    told(&phone, "message", &["offline"]).await;
    phone.offline(false).await;
    phone.press_if_there("sign").await;
    phone.see_attribute("done", "data-sealed", "true").await;
    judged(&scene.visit(&phone, ANNA, &order, "outage"), 3).await;
    phone.close().await;
    scene.close().await;
}
