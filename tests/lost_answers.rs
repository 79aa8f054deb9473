//! The server did what it was asked, and the browser did not hear it: nothing is done twice or lost.

use seing_tests::judges::Judges;
use seing_tests::scene::{ANNA, BEN, Scene, judged, one_document, told};
use seing_tests::signer::Visit;

const PROVE: &str = "/v1/sign/prove";
const SIGN: &str = "/v1/sign/sign";

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_whose_answer_is_lost_is_repeated_at_a_press_or_after_a_reload() {
    signed_by_two(PROVE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_whose_answer_is_lost_is_fetched_at_a_press_or_after_a_reload() {
    signed_by_two(SIGN).await;
}

/// The first one presses again, the second one loads the page again; every judge accepts
/// what both of them signed.
async fn signed_by_two(path: &str) {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA, BEN], "sealed");
    let links = scene.launch(&order).await;
    let anna = scene.phone(&ANNA).await;
    let visit = scene.visit(&anna, ANNA, &order, "unheard-press");
    unheard(&visit, &links[0], path).await;
    anna.press("sign").await;
    anna.see_attribute("done", "data-sealed", "false").await;
    let file = anna.keep("save-pdf-0").await;
    Judges::new(&scene.stack.roots())
        .accept_unsealed(&file, 2, None)
        .unwrap_or_else(|refusal| panic!("{refusal}"));
    anna.close().await;

    let ben = scene.phone(&BEN).await;
    let visit = scene.visit(&ben, BEN, &order, "unheard-reload");
    unheard(&visit, &links[1], path).await;
    ben.reload().await;
    assert_eq!(visit.go_to("done").await, "done");
    ben.see_attribute("done", "data-sealed", "true").await;
    judged(&visit, 4).await;
    ben.close().await;
    scene.close().await;
}

/// Goes on until the server has taken the request and the screen says that nothing came back.
async fn unheard(visit: &Visit<'_>, link: &str, path: &str) {
    let (phone, recorder) = (visit.browser, &visit.stack.recorder);
    phone.visit(link).await;
    assert_eq!(visit.go_to("code").await, "code");
    let before = taken(visit, path);
    recorder.lose(path, 1);
    let (code, _) = visit.stack.code(visit.person.contact(), 0).await;
    phone.sign_with(&code).await;
    told(phone, "message", &["offline"]).await;
    assert_eq!(taken(visit, path), before + 1, "the server did not take it");
}

/// How many requests for a path the server said yes to.
fn taken(visit: &Visit<'_>, path: &str) -> usize {
    let requests = visit.stack.recorder.requests();
    let yes = requests
        .iter()
        .filter(|one| one.path == path && one.status.is_success());
    yes.count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answers_before_and_after_may_be_lost_as_well() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "unheard-each");
    phone.visit(&links[0]).await;
    assert_eq!(visit.go_to("use-ink").await, "use-ink");
    visit.ink().await;
    for (path, screen) in [
        ("/v1/sign/begin", "use-ink"),
        ("/v1/sign/commit", "preview-sign"),
    ] {
        scene.stack.recorder.lose(path, 1);
        phone.press(screen).await;
        told(&phone, "message", &["offline"]).await;
        phone.press_through(screen).await;
    }
    let (code, _) = scene.stack.code(ANNA.contact(), 0).await;
    // The turn was taken twice, and the update is uploaded under the second one's number.
    scene.stack.recorder.lose("?fence=2", 1);
    phone.sign_with(&code).await;
    told(&phone, "message", &["offline"]).await;
    scene.stack.recorder.lose("/v1/sign/finish", 1);
    phone.press("sign").await;
    taken_more_than(&visit, "/v1/sign/finish", 0).await;
    told(&phone, "message", &["offline"]).await;
    scene.stack.recorder.lose("/v1/sign/seal", 1);
    phone.press("sign").await;
    phone.see_attribute("done", "data-sealed", "false").await;
    told(&phone, "message", &["offline"]).await;
    phone.reload().await;
    phone.see_attribute("done", "data-sealed", "true").await;
    judged(&visit, 3).await;
    phone.close().await;
    scene.close().await;
}

async fn taken_more_than(visit: &Visit<'_>, path: &str, before: usize) {
    let heard = || async { (taken(visit, path) > before).then_some(()) };
    visit.browser.until("be heard by the server", heard).await;
}
