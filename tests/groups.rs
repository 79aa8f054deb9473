//! Two people of one group, who may sign in either order: the later one sees what the first one added.

use seing_tests::browser::Browser;
use seing_tests::scene::{ANNA, BEN, Scene, judged, one_document};
use seing_tests::sender::{Order, links, make_ready};
use seing_tests::signer::Visit;

const BEGIN: &str = "/v1/sign/begin";
const COMMIT: &str = "/v1/sign/commit";

#[tokio::test(flavor = "multi_thread")]
async fn what_another_one_signed_while_this_one_read_is_shown_before_anything_is_committed_to() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA, BEN], "sealed");
    let links = launch_as_a_group(&scene, &order).await;
    let anna = scene.phone(&ANNA).await;
    let visit = scene.visit(&anna, ANNA, &order, "group-read");
    anna.visit(&links[0]).await;
    assert_eq!(visit.go_to("use-ink").await, "use-ink");

    let ben = scene.phone(&BEN).await;
    let first = scene.visit(&ben, BEN, &order, "group-first");
    first.sign(&links[1]).await;
    ben.see_attribute("done", "data-sealed", "false").await;
    ben.close().await;
    assert_eq!(asked(&visit), [BEGIN, COMMIT], "only one has begun");

    assert_eq!(visit.go_to("preview-sign").await, "preview-sign");
    reads(&anna, BEN.last).await;
    assert_eq!(
        asked(&visit),
        [BEGIN, COMMIT, BEGIN],
        "nothing is committed to"
    );
    assert_eq!(visit.go_to("done").await, "done");
    anna.see_attribute("done", "data-sealed", "true").await;
    judged(&visit, 4).await;
    anna.close().await;
    scene.close().await;
}

/// Launches with both people in the first group.
async fn launch_as_a_group(scene: &Scene, order: &Order) -> Vec<String> {
    let desk = &scene.desk;
    make_ready(desk, order).await;
    desk.press("back").await;
    desk.see("place-signature").await;
    desk.press("back").await;
    desk.choose("turn-1", "1").await;
    desk.press("next").await;
    desk.see("place-signature").await;
    desk.press("next").await;
    links(desk, order).await
}

/// Waits until the first page has the word among its own.
async fn reads(browser: &Browser, word: &str) {
    let script = "return document.querySelector('[data-test=page-0] .words')?.textContent ?? '';";
    let found = || async {
        let words = browser.run(script, vec![]).await;
        words.as_str()?.contains(word).then_some(())
    };
    browser
        .until(&format!("read {word} on the page"), found)
        .await;
}

/// Which of the two requests were made, in order.
fn asked(visit: &Visit<'_>) -> Vec<String> {
    let requests = visit.stack.recorder.requests().into_iter();
    let paths = requests.map(|one| one.path);
    paths
        .filter(|path| path == BEGIN || path == COMMIT)
        .collect()
}
