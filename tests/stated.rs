//! What a signature states, boxes and initials: chosen by the sender, seen on what comes out.

use seing_tests::judges::{text, unpacked};
use seing_tests::scene::{ANNA, Scene, WHY, judged, one_document};
use seing_tests::sender::{launch, place, prepare};

/// Certification, one signer, seal.
const SIGNATURES: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_states_what_its_sender_chose_and_a_box_is_ticked() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let desk = &scene.desk;
    prepare(desk, &order).await;
    place(desk, "place-check", ("page-0", 0.3, 0.5)).await;
    place(desk, "place-initials", ("page-0", 0.8, 0.1)).await;
    place(desk, "place-signature", ("page-0", 0.4, 0.93)).await;
    desk.choose("stated", "all").await;
    desk.write("reason", WHY).await;
    desk.picture("portal-stated").await;
    // What was chosen for a place is kept with it, though no place is in hand after that.
    desk.reload().await;
    desk.count("field-box", 3).await;
    desk.press("next").await;
    let links = launch(desk, &order).await;

    let phone = scene.phone(&ANNA).await;
    phone.visit(&links[0]).await;
    let visit = scene.visit(&phone, ANNA, &order, "stated");
    assert_eq!(visit.go_to("done").await, "done");
    let files = judged(&visit, SIGNATURES).await;
    let said = text(&files[0])
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for words in [
        "Anna Durand",
        "Empreinte",
        &["Motif : ", WHY].concat(),
        "AD",
    ] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    let file = unpacked(&files[0]);
    let ticked = file.windows(8).any(|window| window == b"/AS /Yes");
    assert!(ticked, "the box was ticked");
    phone.close().await;
    scene.close().await;
}
