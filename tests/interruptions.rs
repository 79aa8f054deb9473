//! A server that goes away, a network that goes away, a page loaded again: nothing is lost.

use seing_tests::recorder::Fall;
use seing_tests::scene::{ANNA, BEN, Scene, judged, one_document, told, told_in_both};
use seing_tests::sender::send_reloading;
use seing_tests::signer::Visit;

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
    told_in_both(&phone, "message", &["offline"]).await;
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
    phone.sign_with(&code).await;
    told_in_both(&phone, "message", &["offline"]).await;
    phone.offline(false).await;
    phone.press_if_there("sign").await;
    phone.see_attribute("done", "data-sealed", "true").await;
    judged(&scene.visit(&phone, ANNA, &order, "outage"), 3).await;
    phone.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proven_code_is_not_asked_for_again_in_a_page_loaded_again_or_in_a_new_tab() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA, BEN], "sealed");
    let links = scene.launch(&order).await;
    let anna = scene.phone(&ANNA).await;
    let visit = scene.visit(&anna, ANNA, &order, "proven-reload");
    stopped_before_the_signature(&visit, &links[0]).await;
    anna.reload().await;
    signs_without_a_code(&visit, "false").await;
    anna.close().await;

    let ben = scene.phone(&BEN).await;
    let visit = scene.visit(&ben, BEN, &order, "proven-tab");
    stopped_before_the_signature(&visit, &links[1]).await;
    ben.leave_for_a_new_tab().await;
    ben.visit(&links[1]).await;
    signs_without_a_code(&visit, "true").await;
    judged(&visit, 4).await;
    ben.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_whose_download_breaks_off_is_said_and_fetched_again_by_the_same_page() {
    let mut scene = Scene::open().await;
    let order = one_document(&[BEN], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&BEN).await;
    phone.visit(&links[0]).await;
    phone.see("start").await;
    scene.stack.recorder.fall_at("/blobs/0", Fall::Halfway);
    phone.press("start").await;
    told_in_both(&phone, "message", &["offline"]).await;
    scene.stack.restart().await;
    let visit = scene.visit(&phone, BEN, &order, "broken-off");
    assert_eq!(visit.go_to("preview-sign").await, "preview-sign");

    scene.stack.recorder.fall_at("/blobs/0", Fall::Halfway);
    phone.reload().await;
    told_in_both(&phone, "message", &["offline"]).await;
    scene.stack.restart().await;
    phone.press("reopen").await;
    phone.see("page-0").await;
    let visit = scene.visit(&phone, BEN, &order, "broken-off-later");
    assert_eq!(visit.go_to("done").await, "done");
    judged(&visit, 3).await;
    assert_eq!(begun(&visit), 1, "what was prepared was lost");
    phone.close().await;
    scene.close().await;
}

/// How often a turn was taken, which prepares everything anew.
fn begun(visit: &Visit<'_>) -> usize {
    let requests = visit.stack.recorder.requests();
    let begins = requests.iter().filter(|one| one.path == "/v1/sign/begin");
    begins.count()
}

/// Goes on until the code is proven; the signature itself does not reach the server.
async fn stopped_before_the_signature(visit: &Visit<'_>, link: &str) {
    let (phone, recorder) = (visit.browser, &visit.stack.recorder);
    phone.visit(link).await;
    assert_eq!(visit.go_to("code").await, "code");
    recorder.cut(Some("/v1/sign/sign"));
    let (code, _) = visit.stack.code(visit.person.contact(), 0).await;
    phone.sign_with(&code).await;
    told(phone, "message", &["offline"]).await;
    recorder.cut(None);
}

/// The certificate is there: one press signs, and no other code is sent or proven.
async fn signs_without_a_code(visit: &Visit<'_>, sealed: &str) {
    let (phone, before) = (visit.browser, codes_sent_and_proven(visit));
    phone.see("sign").await;
    assert!(!phone.sees("code").await, "the code was proven already");
    phone.press("sign").await;
    phone.see_attribute("done", "data-sealed", sealed).await;
    assert_eq!(codes_sent_and_proven(visit), before);
}

fn codes_sent_and_proven(visit: &Visit<'_>) -> usize {
    let requests = visit.stack.recorder.requests().into_iter();
    let paths = requests.map(|one| one.path);
    paths
        .filter(|path| path == "/v1/sign/commit" || path == "/v1/sign/prove")
        .count()
}
