//! A document of several chunks: what the browser seals and opens is what the other cipher reads.

use std::fs;

use sign_core::protocol::carrier::CHUNK_BYTES;

use seing_tests::place::scratch;
use seing_tests::scan::scan;
use seing_tests::scene::{ANNA, Scene, judged};
use seing_tests::sender::Order;

use crate::unseen::every_blob_is_a_piece;

#[tokio::test(flavor = "multi_thread")]
async fn a_document_of_three_chunks_is_sealed_opened_and_signed() {
    let document = scratch("large").join("large.pdf");
    let bytes = scan(2 * CHUNK_BYTES + CHUNK_BYTES / 2);
    assert_eq!(bytes.len().div_ceil(CHUNK_BYTES), 3);
    fs::write(&document, bytes).expect("the build folder can be written");
    let order = Order {
        title: "Plans",
        documents: vec![document],
        people: vec![ANNA],
        carrier: "sealed",
    };
    let scene = Scene::open().await;
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "large");
    visit.sign(&links[0]).await;
    phone.see_attribute("done", "data-sealed", "true").await;
    let files = judged(&visit, 3).await;
    every_blob_is_a_piece(&scene.stack, &order, &files, &links);
    phone.close().await;
    scene.close().await;
}
