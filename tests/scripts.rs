//! Names and reasons in scripts that the shipped font has not, set in fonts that the server lends.

use std::fs;
use std::path::{Path, PathBuf};

use seing_tests::judges::text;
use seing_tests::place::scratch;
use seing_tests::scene::{Scene, judged, one_document};
use seing_tests::sender::{Person, launch, place, prepare};

/// Reads from right to left; the code goes by mail.
const AMAL: Person = Person {
    first: "أمل",
    last: "حداد",
    email: "amal@example.org",
    phone: None,
    locale: "en",
};
/// Why it is signed.
const LEASE: &str = "二〇二七年租约";
/// Where Debian puts fonts that have these letters.
const FONTS: [&str; 2] = [
    "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
];
/// Certification, one signer, seal.
const SIGNATURES: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn other_scripts_are_set_in_fonts_that_the_server_lends() {
    let folder = lent();
    let scene = Scene::with("en", |config| config.fonts_dir = Some(folder)).await;
    let (desk, order) = (&scene.desk, one_document(&[AMAL], "sealed"));
    prepare(desk, &order).await;
    place(desk, "place-name", ("page-0", 0.3, 0.5)).await;
    place(desk, "place-signature", ("page-0", 0.4, 0.93)).await;
    desk.choose("stated", "all").await;
    desk.write("reason", LEASE).await;
    desk.press("next").await;
    let links = launch(desk, &order).await;
    assert_eq!(fetched(&scene), 3, "the list and both fonts, once");

    let phone = scene.phone(&AMAL).await;
    phone.visit(&links[0]).await;
    let mut visit = scene.visit(&phone, AMAL, &order, "scripts");
    visit.typed = Some("أمل حدّاد");
    assert_eq!(visit.go_to("done").await, "done");
    phone.picture("scripts-done").await;
    let said = text(&judged(&visit, SIGNATURES).await[0]);
    for letters in [AMAL.first, AMAL.last, LEASE] {
        assert!(said.contains(letters), "{letters} is not in {said}");
    }
    phone.close().await;
    scene.close().await;
}

/// A folder of fonts, as somebody who runs a server has one.
fn lent() -> PathBuf {
    let folder = scratch("fonts");
    for font in FONTS.map(Path::new) {
        let name = font.file_name().expect("a path of a file");
        fs::copy(font, folder.join(name)).expect("scripts/setup test installs the fonts");
    }
    folder
}

/// How many fonts and lists of fonts were sent so far.
fn fetched(scene: &Scene) -> usize {
    let requests = scene.stack.recorder.requests();
    let own = |path: &str| path.starts_with("/pdf-fonts/own/");
    requests.iter().filter(|request| own(&request.path)).count()
}
