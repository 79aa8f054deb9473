//! Documents that others signed or certified before: sent from the portal, signed on a phone, judged.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use seing_tests::judges::Judges;
use seing_tests::leak::Secrets;
use seing_tests::place::{fixture, keepsakes, repository, scratch};
use seing_tests::scene::{ANNA, Scene, told};
use seing_tests::sender::{Order, launch, prepare};
use seing_tests::stack::Stack;

use crate::demo::run;
use crate::foreign::{sign, signed_by_others};
use crate::unseen::nothing_left_the_browsers;

/// Theirs, Anna's, and a seal that is an approval as well.
const SIGNATURES: usize = 3;
/// What others call their empty field: words that may stand in the document, too.
const FIELD: &str = "Signature de la locataire";

#[tokio::test(flavor = "multi_thread")]
async fn a_document_signed_by_others_is_sent_from_the_portal_and_signed_on_a_phone() {
    let (scene, folder) = (Scene::open().await, scratch("signed-input"));
    let roots = scene.stack.roots();
    let order = order(signed_by_others(&folder, &roots, &[]));
    let links = scene.launch(&order).await;
    let file = signed_on_a_phone(&scene, &order, &links[0], "signed-before").await;
    accepted(&order.documents[0], &file, &roots);
    nothing_left_the_browsers(&scene.stack, &order, &[file], &links);
    scene.detail().await;
    scene.desk.keep("save-pdf-0").await;
    // Whose their signature is cannot be known here.
    scene
        .desk
        .see_attribute("checked", "data-known", "false")
        .await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certified_document_is_signed_in_its_own_field_whose_name_never_leaves() {
    let (scene, folder) = (Scene::open().await, scratch("certified-input"));
    let roots = scene.stack.roots();
    let order = order(sign(&with_field(&folder), &folder, &roots, &["--certify"]));
    let desk = &scene.desk;
    prepare(desk, &order).await;
    desk.see("page-0").await;
    desk.press_at("page-0", 0.3, 0.3).await;
    // In the middle of the field; above, there was none to sign.
    desk.press_at("page-0", 0.67, 0.88).await;
    desk.count("field-box", 1).await;
    desk.picture("certified-fields").await;
    desk.press("next").await;
    let links = launch(desk, &order).await;
    let file = signed_on_a_phone(&scene, &order, &links[0], "certified-before").await;
    accepted(&order.documents[0], &file, &roots);
    nothing_left_the_browsers(&scene.stack, &order, &[file], &links);
    no_request_holds(&scene.stack, FIELD);
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certified_document_without_a_field_for_us_is_refused_when_it_is_chosen() {
    let (scene, folder) = (Scene::open().await, scratch("certified-refused"));
    let theirs = signed_by_others(&folder, &scene.stack.roots(), &["--certify"]);
    scene.desk.press("new-envelope").await;
    scene.desk.give("drop-pdf", &[&theirs]).await;
    told(&scene.desk, "document-error", &["certified"]).await;
    scene.desk.count("document-row", 0).await;
    scene.close().await;
}

/// Searches every request for a name: as it is, as PDF writes it, and as an address does.
fn no_request_holds(stack: &Stack, name: &str) {
    let wide = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let as_text = ["%20", "+", " "].map(|gap| name.replace(' ', gap).into_bytes());
    let mut secrets = Secrets::default();
    for form in as_text.iter().chain([&wide]) {
        secrets.add(form);
    }
    let findings = stack.recorder.findings(&secrets, &secrets);
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
}

fn order(document: PathBuf) -> Order {
    Order {
        title: "Avenant",
        documents: vec![document],
        people: vec![ANNA],
        carrier: "sealed",
    }
}

async fn signed_on_a_phone(scene: &Scene, order: &Order, link: &str, name: &str) -> PathBuf {
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, order, name);
    visit.sign(link).await;
    let file = keepsakes().join(format!("{name}.pdf"));
    fs::copy(&visit.keep_files().await[0], &file).expect("a download can be copied");
    phone.close().await;
    file
}

/// Their bytes are the beginning of ours, and every judge that knows of such files is content.
fn accepted(theirs: &Path, ours: &Path, roots: &Path) {
    let (before, after) = (fs::read(theirs), fs::read(ours));
    let (before, after) = (
        before.expect("pyHanko wrote it"),
        after.expect("it was saved"),
    );
    assert!(after.starts_with(&before));
    let judges = Judges::new(roots);
    let asked = judges
        .pyhanko("validate", ours, SIGNATURES, None)
        .and_then(|()| judges.pdfsig(ours, SIGNATURES, None))
        .and_then(|()| judges.qpdf(ours, None));
    asked.unwrap_or_else(|refusal| panic!("{refusal}"));
}

/// The contract with an empty signature field at the foot of its first page.
fn with_field(folder: &Path) -> PathBuf {
    let prepared = folder.join("with-field.pdf");
    let mut command = Command::new(repository().join(".seing/venv/bin/pyhanko"));
    command.args(["sign", "addfields", "--field"]);
    command.arg(format!("1/300,60,500,140/{FIELD}"));
    command.arg(fixture("contract.pdf")).arg(&prepared);
    run(&mut command).unwrap_or_else(|words| panic!("pyHanko: {words}"));
    prepared
}
