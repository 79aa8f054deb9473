//! A launch during which the server goes away, or whose answer the sender's browser does not hear.

use seing_tests::recorder::Fall;
use seing_tests::scene::{ANNA, BEN, Scene, judged, one_document, told_in_both};
use seing_tests::sender::{Order, Person, launched, make_ready};

const LAUNCH: &str = "/launch";
const WARNING: &str = "l’enveloppe est peut-être déjà partie";
/// The requests of a launch, and what is said where the server is gone before it takes one.
const REQUESTS: [(&str, &str); 4] = [
    ("/v1/envelopes", "offline"),
    ("/certify", "offline"),
    ("/blobs/0", "offline"),
    (LAUNCH, "unsure"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_down_during_a_launch_is_said_and_the_same_page_launches_later() {
    let mut scene = Scene::open().await;
    let order = one_document(&[ANNA, BEN], "sealed");
    make_ready(&scene.desk, &order).await;
    for (end, code) in REQUESTS {
        scene.stack.recorder.fall_at(end, Fall::Before);
        scene.desk.press("launch").await;
        told_in_both(&scene.desk, "message", &[code]).await;
        scene.stack.restart().await;
    }
    scene.desk.press("launch").await;
    let links = launched(&scene.desk, &order).await;
    ends_well(scene, &order, &links).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_whose_answer_is_lost_is_asked_for_again_and_invites_everybody_once() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA, BEN], "sealed");
    make_ready(&scene.desk, &order).await;
    scene.stack.recorder.lose(LAUNCH, 1);
    scene.desk.press("launch").await;
    let links = launched(&scene.desk, &order).await;
    ends_well(scene, &order, &links).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_that_nothing_is_heard_of_is_found_in_the_list_with_its_links() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA, BEN], "sealed");
    make_ready(&scene.desk, &order).await;
    scene.stack.recorder.lose(LAUNCH, 2);
    scene.desk.press("launch").await;
    let (warned, _) = told_in_both(&scene.desk, "message", &["unsure"]).await;
    assert!(warned.contains(WARNING), "{warned}");
    assert_eq!(launches(&scene), 2);
    scene.detail().await;
    let mut links = Vec::new();
    for place in 0..order.people.len() {
        scene.desk.press(&format!("get-link-{place}")).await;
        let hook = format!("link-{place}");
        scene.desk.see(&hook).await;
        links.extend(scene.desk.attribute(&hook, "data-link").await);
    }
    ends_well(scene, &order, &links).await;
}

/// There is one envelope, everybody was invited once, and everybody signs by their link.
async fn ends_well(scene: Scene, order: &Order, links: &[String]) {
    scene.desk.visit(&scene.stack.recorder.origin).await;
    scene.desk.count("envelope-row", 1).await;
    for (person, link) in order.people.iter().zip(links) {
        let phone = scene.phone(person).await;
        let visit = scene.visit(&phone, *person, order, "lost-launch");
        visit.sign(link).await;
        assert_eq!(invitations(&scene, person).await, 1);
        if person.first == BEN.first {
            phone.see_attribute("done", "data-sealed", "true").await;
            judged(&visit, 4).await;
        }
        phone.close().await;
    }
    scene.close().await;
}

/// How many launches the server said yes to.
fn launches(scene: &Scene) -> usize {
    let requests = scene.stack.recorder.requests();
    let yes = requests
        .iter()
        .filter(|one| one.path.ends_with(LAUNCH) && one.status.is_success());
    yes.count()
}

/// How many mails with a link somebody had before their code.
async fn invitations(scene: &Scene, person: &Person) -> usize {
    let (_, code) = scene.stack.code(person.contact(), 0).await;
    let before = scene
        .stack
        .inbox()
        .await
        .into_iter()
        .filter(|one| one.id < code);
    before
        .filter(|one| one.to == person.email && one.text.contains("/s#"))
        .count()
}
