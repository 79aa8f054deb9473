//! How large a document may be on a phone: beyond it the limit is said, and nothing is lost.

use std::fs;
use std::path::PathBuf;

use seing_tests::driver::{Device, Driver};
use seing_tests::place::{fixture, scratch};
use seing_tests::scan::sheets;
use seing_tests::scene::{ANNA, Scene, judged, told_in_both};
use seing_tests::sender::{Order, set_up};
use seing_tests::stack::Stack;

/// PRODUCT: 25 MB on a phone.
const PHONE_BYTES: u64 = 25_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_on_a_phone_is_told_the_limit_and_the_other_documents_are_kept() {
    let (stack, driver) = (Stack::start().await, Driver::start());
    let phone = driver.open(Device::Phone, "fr").await;
    set_up(&phone, &stack.owner_link).await;
    phone.press("new-envelope").await;
    let (small, large) = (fixture("letter.pdf"), plans());
    phone.give("drop-pdf", &[&small, &large]).await;
    let (french, english) = told_in_both(&phone, "document-error", &["too_large"]).await;
    assert!(french.contains("25,0") && french.contains("Mo"), "{french}");
    assert!(
        english.contains("25.0") && english.contains("MB"),
        "{english}"
    );
    phone.count("document-row", 1).await;
    phone.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signer_on_a_phone_is_told_the_limit_and_signs_by_the_same_link_on_a_computer() {
    let scene = Scene::open().await;
    let order = Order {
        title: "Plans",
        documents: vec![plans()],
        people: vec![ANNA],
        carrier: "local",
    };
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    phone.visit(&links[0]).await;
    phone.give("pick-original-0", &[&order.documents[0]]).await;
    let (french, english) = told_in_both(&phone, "message", &["over_phone_limit"]).await;
    assert!(french.contains("25 Mo") && french.contains("ordinateur"));
    assert!(english.contains("25 MB") && english.contains("computer"));
    phone.close().await;

    let computer = scene.driver.open(Device::Desktop, ANNA.locale).await;
    let visit = scene.visit(&computer, ANNA, &order, "at-a-computer");
    visit.sign(&links[0]).await;
    computer.see_attribute("done", "data-sealed", "true").await;
    judged(&visit, 3).await;
    computer.close().await;
    scene.close().await;
}

/// A PDF of little more than a phone takes.
fn plans() -> PathBuf {
    let path = scratch("phone").join("plans.pdf");
    let bytes = sheets(4, 2_505);
    let size = u64::try_from(bytes.len()).expect("a size");
    assert!(size > PHONE_BYTES && size < PHONE_BYTES + 200_000, "{size}");
    fs::write(&path, bytes).expect("the build folder can be written");
    path
}
