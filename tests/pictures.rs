//! A signature that is a picture of one, and a logo in the stamps: seen in the file, valid for every judge.

use std::fs;
use std::path::Path;

use seing_tests::browser::Browser;
use seing_tests::judges::{drawn, pictures, unpacked};
use seing_tests::leak::Secrets;
use seing_tests::place::{fixture, scratch};
use seing_tests::scene::{ANNA, BEN, Scene, judged, one_document, said_in_both};
use seing_tests::sender::{launch, place, prepare};
use seing_tests::signer::Visit;
use serde_json::json;

/// Certification, one signer, seal.
const SIGNATURES: usize = 3;
/// What the photograph says beside its pixels.
const CAMERA: &[u8] = b"A telephone of somebody";
/// A side of the largest picture of a signature.
const MOST_PX: u32 = 1000;

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_of_a_signature_is_stamped_and_says_nothing_of_its_camera() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&ANNA).await;
    phone.visit(&links[0]).await;
    let visit = scene.visit(&phone, ANNA, &order, "picture");
    let photograph = fixture("signature.jpg");
    let (width, height) = photographed(&visit, &photograph).await;
    assert!(width > 2 * height && width <= MOST_PX, "{width} × {height}");
    phone.reload_keeping("use-ink").await;
    assert_eq!(size(&phone, "picture-pad").await, (width, height));
    phone.press_through("use-ink").await;
    assert_eq!(visit.go_to("done").await, "done");

    let files = judged(&visit, SIGNATURES).await;
    assert_eq!(stamped(&files[0]), [(width, height), (width, height)]);
    let file = unpacked(&files[0]);
    for absent in [CAMERA, b"/DCTDecode"] {
        assert!(!holds(&file, absent), "{absent:?}");
    }
    let mut secrets = Secrets::default();
    secrets.add(&fs::read(photograph).expect("a fixture can be read"));
    let found = scene.stack.recorder.findings(&secrets, &Secrets::default());
    assert!(found.is_empty(), "\n{}", found.join("\n"));
    phone.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_kept_for_the_next_visit_where_that_is_ticked_and_goes_with_all_else() {
    let scene = Scene::open().await;
    let order = one_document(&[BEN], "sealed");
    let links = scene.launch(&order).await;
    let phone = scene.phone(&BEN).await;
    phone.visit(&links[0]).await;
    let visit = scene.visit(&phone, BEN, &order, "picture-kept");
    let taken = photographed(&visit, &fixture("signature.jpg")).await;
    phone.tick("picture-keep").await;
    phone.picture("picture-keep").await;
    phone.press_through("use-ink").await;
    assert_eq!(visit.go_to("done").await, "done");

    let links = scene.launch(&order).await;
    phone.visit(&links[0]).await;
    phone.reload().await;
    assert_eq!(visit.go_to("use-ink").await, "use-ink");
    by_picture(&phone).await;
    assert_eq!(size(&phone, "picture-pad").await, taken);
    phone.press_through("use-ink").await;
    assert_eq!(visit.go_to("done").await, "done");
    let kept = "return new Promise((tell) => { indexedDB.open('seing').onsuccess = (opened) => \
        opened.target.result.transaction('kept').objectStore('kept').getKey('own/picture').onsuccess = \
        (found) => tell(found.target.result ?? null) })";
    assert_eq!(phone.run(kept, vec![]).await, json!("own/picture"));
    phone.press("forget").await;
    phone.see("forgotten").await;
    assert_eq!(phone.run(kept, vec![]).await, json!(null));
    phone.close().await;
    scene.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_of_a_signature_is_refused_in_words() {
    let scene = Scene::open().await;
    let order = one_document(&[ANNA], "sealed");
    let links = scene.launch(&order).await;
    let desk = &scene.desk;
    desk.visit(&links[0]).await;
    let visit = scene.visit(desk, ANNA, &order, "picture-refused");
    assert_eq!(visit.go_to("use-ink").await, "use-ink");
    by_picture(desk).await;
    let large = scratch("large").join("large.png");
    fs::write(&large, vec![0; (10 << 20) + 1]).expect("the build folder can be written");
    let unfit = [
        (fixture("text.pdf"), "no_picture"),
        (fixture("blank.png"), "blank"),
        (large, "too_large"),
    ];
    for (file, code) in unfit {
        desk.give("picture-file", &[&file]).await;
        desk.see_attribute("picture-file-error", "data-code", code)
            .await;
        let (french, english) = said_in_both(desk, "picture-file-error").await;
        assert_ne!(french, english);
    }
    desk.picture("picture-refused").await;
    desk.press("use-ink").await;
    desk.see(".actions .note").await;
    taken_away(desk).await;
    scene.close().await;
}

/// A picture with its paper and without, and then none.
async fn taken_away(desk: &Browser) {
    desk.give("picture-file", &[&fixture("signature.jpg")])
        .await;
    let ink = size(desk, "picture-pad").await;
    desk.press("picture-clear").await;
    let whole = format!("{}x{}", 800, 500);
    desk.see_attribute("picture-pad", "data-size", &whole).await;
    desk.picture("picture-paper").await;
    assert!(ink.0 < 800 && ink.1 < 500, "{ink:?}");
    desk.press("picture-remove").await;
    desk.lose("picture-pad").await;
    let focus = "return document.activeElement.id";
    desk.until("find the focus where a picture is chosen", || async {
        (desk.run(focus, vec![]).await == "picture-file").then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_logo_is_in_every_stamp_and_is_remembered_until_it_is_forgotten() {
    let scene = Scene::open().await;
    let (desk, order) = (&scene.desk, one_document(&[ANNA, BEN], "sealed"));
    prepare(desk, &order).await;
    for (person, down) in [(0, 0.3), (1, 0.7)] {
        desk.press(&format!("person-pick-{person}")).await;
        place(desk, "place-signature", ("page-0", 0.4, down)).await;
    }
    desk.give("logo-file", &[&fixture("logo.png")]).await;
    assert_eq!(size(desk, "logo-view").await, (480, 240));
    desk.look_at("logo-view").await;
    desk.picture("portal-logo").await;
    desk.reload().await;
    desk.count("field-box", 2).await;
    desk.press("next").await;
    assert_eq!(size(desk, "logo-review").await, (480, 240));
    let links = launch(desk, &order).await;

    let phone = scene.phone(&ANNA).await;
    phone.visit(&links[0]).await;
    let first = scene.visit(&phone, ANNA, &order, "logo-first");
    photographed(&first, &fixture("signature.jpg")).await;
    phone.press_through("use-ink").await;
    assert_eq!(first.go_to("done").await, "done");
    phone.visit(&links[1]).await;
    phone.reload().await;
    let second = scene.visit(&phone, BEN, &order, "logo-second");
    assert_eq!(second.go_to("done").await, "done");
    let files = judged(&second, SIGNATURES + 1).await;
    assert_eq!(greens(&files[0]), [true, true], "the logo in each half");
    forgotten(&scene).await;
    phone.close().await;
    scene.close().await;
}

/// The next envelope shows the logo again, until it is forgotten.
async fn forgotten(scene: &Scene) {
    let desk = &scene.desk;
    desk.visit(&format!("{}/", scene.stack.recorder.origin))
        .await;
    prepare(desk, &one_document(&[ANNA], "sealed")).await;
    place(desk, "place-signature", ("page-0", 0.4, 0.3)).await;
    assert_eq!(size(desk, "logo-view").await, (480, 240));
    desk.press("logo-forget").await;
    desk.lose("logo-view").await;
    desk.reload().await;
    desk.press("field-box").await;
    desk.see("label:has([data-test=\"logo-file\"])").await;
    assert!(!desk.sees("logo-view").await);
}

/// Goes to the pad and gives it a photograph; returns the size of the ink in it.
async fn photographed(visit: &Visit<'_>, file: &Path) -> (u32, u32) {
    assert_eq!(visit.go_to("use-ink").await, "use-ink");
    by_picture(visit.browser).await;
    visit.browser.give("picture-file", &[file]).await;
    let found = size(visit.browser, "picture-pad").await;
    visit.browser.look_at("picture-pad").await;
    visit
        .browser
        .picture(&format!("{}-chosen", visit.name))
        .await;
    found
}

async fn by_picture(browser: &Browser) {
    browser
        .press("label:has([data-test=\"way-picture\"])")
        .await;
}

/// The pixels of a picture on the screen, once it is there.
async fn size(browser: &Browser, hook: &str) -> (u32, u32) {
    browser.see(hook).await;
    let said = browser.attribute(hook, "data-size").await;
    let said = said.unwrap_or_default();
    let sides = said.split_once('x').expect("a size has two sides");
    let side = |side: &str| side.parse().expect("a side is a number");
    (side(sides.0), side(sides.1))
}

/// The sizes of all pictures and masks in a file.
fn stamped(file: &Path) -> Vec<(u32, u32)> {
    let listed = pictures(file);
    let sizes = listed.iter().map(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let side = |column: usize| columns[column].parse().expect("a side is a number");
        (side(3), side(4))
    });
    sizes.collect()
}

/// Whether the logo's green is seen in the upper and in the lower half of the page.
fn greens(file: &Path) -> [bool; 2] {
    let pixels = drawn(file);
    let (upper, lower) = pixels.split_at(pixels.len() / 2);
    let green = |half: &[[u8; 3]]| half.iter().any(|[r, g, b]| *r < 40 && *g > 120 && *b < 90);
    [green(upper), green(lower)]
}

fn holds(file: &[u8], wanted: &[u8]) -> bool {
    file.windows(wanted.len()).any(|window| window == wanted)
}
