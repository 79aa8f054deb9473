//! An envelope prepared and launched without a pointer; only the file comes from the system's dialog.

use std::path::Path;
use std::sync::Arc;

use seing_tests::browser::Browser;
use seing_tests::browser::keys::{DELETE, DOWN, RIGHT, UP};
use seing_tests::scene::{ANNA, Scene, judged};
use seing_tests::sender::{Order, Person};
use sign_core::document::Document;
use sign_core::placement::ViewRect;

use crate::corpus::drawing::stamps;

/// Certification, one signer, seal.
const SIGNATURES: usize = 3;
/// How far an arrow moves or grows a field, in points.
const STEP_PT: f64 = 6.0;
/// Pixels are whole numbers.
const TOLERANCE: f64 = 0.002;
/// The box of a field on the second page, in parts of the page.
const BOX: &str = "
const box = document.querySelector('[data-test=\"page-1\"] [data-test=\"field-box\"]').getBoundingClientRect();
const page = document.querySelector('[data-test=\"page-1\"]').getBoundingClientRect();
return [(box.x - page.x) / page.width, (box.y - page.y) / page.height, box.width / page.width, box.height / page.height];
";
const SHEET_PT: (f64, f64) = (595.3, 841.9);

#[tokio::test(flavor = "multi_thread")]
async fn an_envelope_is_prepared_and_launched_by_keyboard_alone() {
    let scene = Scene::open().await;
    let desk = &scene.desk;
    let order = Order {
        title: "Contrat par clavier",
        documents: vec![seing_tests::place::fixture("contract.pdf")],
        people: vec![ANNA],
        carrier: "sealed",
    };
    desk.enter_at("new-envelope").await;
    desk.reach("drop-pdf").await;
    desk.give("drop-pdf", &[&order.documents[0]]).await;
    desk.count("document-row", 1).await;
    desk.enter_at("next").await;
    name(desk, &ANNA).await;
    desk.enter_at("next").await;
    let placed = place(desk).await;
    desk.enter_at("next").await;
    desk.see("title").await;
    desk.type_at("title", order.title).await;
    desk.enter_at("launch").await;
    desk.see("link-0").await;
    let link = desk.attribute("link-0", "data-link").await;

    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "by-keyboard");
    visit.sign(&link.expect("the link is there")).await;
    let files = judged(&visit, SIGNATURES).await;
    assert!(
        same(&stamp(&files[0]), &placed),
        "it is signed where it was put"
    );
    phone.close().await;
    scene.close().await;
}

async fn name(desk: &Browser, person: &Person) {
    desk.type_at("first-name-0", person.first).await;
    desk.type_at("last-name-0", person.last).await;
    desk.type_at("email-0", person.email).await;
    desk.type_at("phone-0", person.contact()).await;
}

/// Adds a text and takes it away, then a signature to the second page, which is moved and grown.
async fn place(desk: &Browser) -> ViewRect {
    let chosen = "[data-test=\"field-box\"][data-chosen=\"true\"]";
    desk.see("page-0").await;
    desk.reach("place-text").await;
    desk.keys(&[' ']).await;
    desk.enter_at("add-field").await;
    desk.find_at(chosen).await;
    desk.keys(&[DELETE]).await;
    desk.count("field-box", 0).await;

    desk.reach_back("place-signature").await;
    desk.keys(&[' ']).await;
    desk.reach("#page").await;
    desk.keys(&[DOWN]).await;
    desk.enter_at("add-field").await;
    desk.find_at(chosen).await;
    let before = area(desk).await;
    desk.keys(&[RIGHT, RIGHT, RIGHT, UP, UP]).await;
    desk.shifted(&[RIGHT, RIGHT, DOWN]).await;
    let wanted = ViewRect {
        x: before.x + 3.0 * STEP_PT / SHEET_PT.0,
        y: before.y - 2.0 * STEP_PT / SHEET_PT.1,
        width: before.width + 2.0 * STEP_PT / SHEET_PT.0,
        height: before.height + STEP_PT / SHEET_PT.1,
    };
    desk.until("see the field moved and grown", || async {
        same(&area(desk).await, &wanted).then_some(())
    })
    .await;
    wanted
}

async fn area(desk: &Browser) -> ViewRect {
    let sides = desk.run(BOX, vec![]).await;
    let side = |at: usize| sides[at].as_f64().expect("a number");
    ViewRect {
        x: side(0),
        y: side(1),
        width: side(2),
        height: side(3),
    }
}

/// The signer's place on the second page of a signed file.
fn stamp(file: &Path) -> ViewRect {
    let bytes = std::fs::read(file).expect("a download can be read");
    let document = Document::open(Arc::new(bytes)).expect("a signed file opens");
    let mut stamps = stamps(&document, 1);
    stamps.retain(|stamp| stamp.width > 0.0);
    stamps.pop().expect("somebody signed there")
}

fn same(one: &ViewRect, other: &ViewRect) -> bool {
    let sides = |rect: &ViewRect| [rect.x, rect.y, rect.width, rect.height];
    let mut pairs = sides(one).into_iter().zip(sides(other));
    pairs.all(|(one, other)| (one - other).abs() < TOLERANCE)
}
