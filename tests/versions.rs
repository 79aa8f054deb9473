//! The verifier's page: the document as it stood at each signature, by keyboard, and what was changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use seing_tests::browser::Browser;
use seing_tests::browser::keys::ENTER;
use seing_tests::driver::{Device, Driver};
use seing_tests::place::scratch;
use seing_tests::stack::Stack;
use sign_core::document::{Document, Update};

use crate::demo::demo;

/// Certification, two signers and the seal.
const VERSIONS: usize = 4;

/// What the outlines of the version say, and how many of them lie outside their page.
const OUTLINES: &str = "
const all = [...document.querySelectorAll('[data-test=outline]')];
const outside = all.filter((one) => {
  const [own, page] = [one.getBoundingClientRect(), one.closest('.sheet').getBoundingClientRect()];
  return own.width < 1 || own.height < 1 || own.left < page.left - 1 || own.right > page.right + 1
    || own.top < page.top - 1 || own.bottom > page.bottom + 1;
});
return [all.map((one) => one.dataset.code), outside.length];
";

#[tokio::test(flavor = "multi_thread")]
async fn each_version_is_reached_by_keyboard_and_marks_what_it_changed() {
    let (stack, driver) = (Stack::start().await, Driver::start());
    let (file, roots) = demo("contract.pdf", 2);
    let desk = driver.open(Device::Desktop, "en").await;
    let before = opened(&desk, &stack, &[&roots.join("root.pem"), &file], "valid").await;
    desk.enter_at("version-see-0").await;
    desk.find_at("#versions").await;
    for at in 0..VERSIONS {
        desk.see_attribute("version-pages", "data-version", &at.to_string())
            .await;
        let now = desk.text("version-now").await;
        let says = format!("Version {} of {VERSIONS}: ", at + 1);
        assert!(now.starts_with(&says), "{now}");
        all_pages_are_drawn(&desk).await;
        let (codes, _) = outlines(&desk).await;
        let mine = codes.contains(&"signature_added".to_owned());
        assert_eq!(mine, at == 1 || at == 2, "{at}: {codes:?}");
        desk.count("[data-test=version-change][data-allowed=false]", 0)
            .await;
        desk.picture(&format!("versions-{at}")).await;
        if at + 1 < VERSIONS {
            desk.enter_at("version-next").await;
        }
    }
    desk.reach("version-outline").await;
    desk.keys(&[' ']).await;
    desk.count("outline", 0).await;
    desk.reach_back("versions-close").await;
    desk.keys(&[ENTER]).await;
    desk.find_at("#version-3").await;
    desk.count("versions", 0).await;
    nothing_was_sent(&stack, before);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_after_the_last_signature_is_outlined_and_not_allowed() {
    let (stack, driver) = (Stack::start().await, Driver::start());
    let (file, roots) = demo("contract.pdf", 1);
    let phone = driver.open(Device::Phone, "fr").await;
    let file = tampered(&file);
    let before = opened(&phone, &stack, &[&roots.join("root.pem"), &file], "changed").await;
    phone.press("version-see-3").await;
    phone
        .see_attribute("version-pages", "data-version", "3")
        .await;
    let said = phone.text("[data-test=version-change]").await;
    let said = said.replace('\u{a0}', " ");
    assert!(said.starts_with("Page 1 : "), "{said}");
    assert!(said.ends_with("Non autorisé"), "{said}");
    let (codes, outside) = outlines(&phone).await;
    assert_eq!((codes, outside), (vec!["annotation_changed".to_owned()], 0));
    let words = phone.text("outline").await;
    assert_eq!(words, "1 Annotation, non autorisé");
    phone.look_at("outline").await;
    phone.picture("versions-tampered").await;
    phone.press("version-previous").await;
    phone
        .see_attribute("version-pages", "data-version", "2")
        .await;
    phone
        .count("[data-test=version-change][data-allowed=false]", 0)
        .await;
    nothing_was_sent(&stack, before);
    phone.close().await;
}

/// Reads files; returns how many requests were made before.
async fn opened(browser: &Browser, stack: &Stack, files: &[&Path], verdict: &str) -> usize {
    let before = stack.recorder.requests().len();
    browser
        .visit(&format!("{}/verify", stack.recorder.origin))
        .await;
    browser.give("verify-drop", files).await;
    browser
        .see_attribute("verdict", "data-verdict", verdict)
        .await;
    before
}

/// Looks at every page of the version until it is drawn.
async fn all_pages_are_drawn(browser: &Browser) {
    let pages = browser.attribute("version-pages", "data-pages").await;
    let pages: u32 = pages.and_then(|n| n.parse().ok()).expect("a number");
    browser
        .count("[data-test=versions] .page", pages as usize)
        .await;
    for page in 0..pages {
        let name = format!("version-page-{page}");
        browser.look_at(&name).await;
        browser.see_attribute(&name, "data-rendered", "true").await;
    }
}

async fn outlines(browser: &Browser) -> (Vec<String>, u64) {
    let found = browser.run(OUTLINES, vec![]).await;
    let codes = serde_json::from_value(found[0].clone()).expect("a list of codes");
    (codes, found[1].as_u64().expect("a number"))
}

/// Covers a part of the first page with white, after the seal.
fn tampered(file: &Path) -> PathBuf {
    let bytes = fs::read(file).expect("the demo's file can be read");
    let document = Document::open(Arc::new(bytes.clone())).expect("it opens");
    let mut update = Update::new(&document).expect("it takes an update");
    let page = document.page(0).expect("it has a page");
    let (cover, drawing) = (update.reserve(), update.reserve());
    let white = "<< /Type /XObject /Subtype /Form /BBox [0 0 240 160] /Length 22 >>\nstream\n1 g 0 0 240 160 re f  \nendstream";
    update.put_raw(drawing, white.into());
    let entries = "/Type /Annot /Subtype /Stamp /Rect [60 600 300 760] /F 4";
    let stamp = format!("<< {entries} /AP << /N {} 0 R >> >>", drawing.0);
    update.put_raw(cover, stamp.into());
    update
        .push_to_array(page.id, b"Annots", &[cover])
        .expect("a page takes annotations");
    let path = scratch("tampered").join("tampered.pdf");
    let tail = update.finish().bytes;
    fs::write(&path, [bytes, tail].concat()).expect("the build folder can be written");
    path
}

/// The app's own files and the server's keys were asked for, and nothing was told.
fn nothing_was_sent(stack: &Stack, before: usize) {
    for one in &stack.recorder.requests()[before..] {
        let place = format!("{} {}", one.method, one.path);
        assert!(one.method == "GET" && one.body.is_empty(), "{place}");
        let app = !one.path.starts_with("/v1/") && !one.path.contains('?');
        assert!(app || one.path == "/v1/keys", "{place}");
    }
}
