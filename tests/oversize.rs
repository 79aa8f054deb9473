//! A file over every limit is refused before it is read, wherever one is chosen.

use std::fs::File;
use std::path::{Path, PathBuf};

use seing_tests::browser::Browser;
use seing_tests::place::{fixture, scratch};
use seing_tests::scene::{ANNA, BEN, Scene, judged, one_document, told};

/// Certification, one signer, seal.
const SIGNATURES: usize = 3;
/// One octet over what is taken in.
const OVER_BYTES: u64 = (1 << 30) + 1;

#[tokio::test(flavor = "multi_thread")]
async fn a_file_over_a_gibibyte_is_refused_and_another_taken() {
    let (scene, vast) = (Scene::open().await, vast());
    let order = one_document(&[ANNA], "local");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    let visit = scene.visit(&phone, ANNA, &order, "oversize");
    phone.visit(&links[0]).await;
    visit.go_to("pick-original-0").await;
    phone.give("pick-original-0", &[&vast]).await;
    told(&phone, "message", &["too_large"]).await;
    assert_eq!(visit.go_to("done").await, "done");
    judged(&visit, SIGNATURES).await;
    phone.close().await;
    let reader = scene.phone(&BEN).await;
    is_not_verified(&scene, &reader, &vast).await;
    reader.close().await;
    scene.close().await;
}

async fn is_not_verified(scene: &Scene, reader: &Browser, vast: &Path) {
    let address = format!("{}/verify", scene.stack.recorder.origin);
    reader.visit(&address).await;
    reader.give("verify-drop", &[vast]).await;
    told(reader, "message", &["too_large"]).await;
    reader
        .give("verify-drop", &[&fixture("contract.pdf")])
        .await;
    reader
        .see_attribute("verdict", "data-verdict", "unsigned")
        .await;
}

/// A file of holes: it takes no room on the disk.
fn vast() -> PathBuf {
    let path = scratch("oversize").join("vast.pdf");
    let file = File::create(&path).expect("the build folder can be written");
    file.set_len(OVER_BYTES)
        .expect("a file of holes can be made");
    path
}
