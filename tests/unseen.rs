//! What the server never saw: searched for in every request, and looked for inside every blob.

use std::fs;
use std::path::{Path, PathBuf};

use seing_tests::blobs::{Keys, make_up, pieces};
use seing_tests::browser::Browser;
use seing_tests::judges::{text, unpacked};
use seing_tests::leak::Secrets;
use seing_tests::place::{keepsakes, scratch};
use seing_tests::recorder::Request;
use seing_tests::sender::{CAPTION, Order};
use seing_tests::signer::ANSWER;
use seing_tests::stack::Stack;
use sign_core::protocol::carrier::local_key;
use sign_core::protocol::link::Link;

use crate::ceremony::TYPED;

/// Searches every request of a run for the documents, what was drawn, typed and answered, and what
/// links hold; then looks into every blob.
pub(crate) fn nothing_left_the_browsers(
    stack: &Stack,
    order: &Order,
    files: &[PathBuf],
    links: &[String],
) {
    let (mut content, mut meaning) = (Secrets::default(), Secrets::default());
    for file in &order.documents {
        content.add(&fs::read(file).expect("a fixture can be read"));
    }
    let drawn = files
        .iter()
        .chain(&order.documents)
        .flat_map(|file| streams(file));
    let packed = order
        .documents
        .iter()
        .flat_map(|file| streams_of(&fs::read(file).expect("a fixture can be read")));
    let spoken = order.documents.iter().map(|file| text(file).into_bytes());
    let known = links.iter().flat_map(|link| known(link, order));
    let typed = [ANSWER, TYPED, CAPTION].map(|text| text.as_bytes().to_vec());
    let others = known.map(|known| known.to_vec()).chain(typed);
    let written: Vec<u8> = CAPTION.encode_utf16().flat_map(u16::to_be_bytes).collect();
    content.add(&written);
    for secret in drawn.chain(packed).chain(spoken).chain(others) {
        content.add(&secret);
        meaning.add(&secret);
    }
    assert!(meaning.len() > 10_000, "the secrets were not gathered");
    fs::write(keepsakes().join("requests.txt"), stack.recorder.listing())
        .expect("the build folder can be written");
    let findings = stack.recorder.findings(&content, &meaning);
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    every_blob_is_a_piece(stack, order, files, links);
}

/// Every link by itself opens every blob; what is inside makes up the finished files, one piece
/// from the sender and one from each signer.
pub(crate) fn every_blob_is_a_piece(
    stack: &Stack,
    order: &Order,
    files: &[PathBuf],
    links: &[String],
) {
    let read = |file: &PathBuf| fs::read(file).expect("a PDF of this run can be read");
    let originals: Vec<Vec<u8>> = order.documents.iter().map(read).collect();
    let requests = stack.recorder.requests();
    for link in links {
        let keys = Keys::new(order.carrier, &key(&whole(link)), &originals);
        let pieces = pieces(&requests, &keys).unwrap_or_else(|shut| panic!("{shut}"));
        assert_eq!(pieces.len(), files.len());
        for (original, file) in originals.iter().zip(files) {
            let before: &[u8] = if order.carrier == "local" {
                original
            } else {
                b""
            };
            let file = read(file);
            let made = pieces
                .values()
                .filter(|of_one| make_up(&file, before, of_one));
            let counts: Vec<usize> = made.map(|of_one| of_one.len()).collect();
            assert_eq!(counts, [1 + order.people.len()], "pieces of one document");
        }
    }
}

/// A file chosen and one dropped on the verifier's page make it send nothing, and ask for nothing of
/// their own.
pub(crate) async fn verification_sends_nothing(
    browser: &Browser,
    stack: &Stack,
    files: &[PathBuf],
) {
    let before = stack.recorder.requests().len();
    let address = format!("{}/verify", stack.recorder.origin);
    browser.visit(&address).await;
    browser.give("verify-drop", &[&files[0]]).await;
    browser
        .see_attribute("verdict", "data-verdict", "valid")
        .await;
    let loaded = stack.recorder.requests();
    assert!(loaded.len() > before, "the page was not asked for");
    let other = scratch("verify").join("changed.pdf");
    let bytes = fs::read(&files[1]).expect("a download can be read");
    fs::write(&other, [&bytes[..], b"% more\n"].concat()).expect("the build folder can be written");
    browser.drop_on(".drop", &other).await;
    browser
        .see_attribute("verdict", "data-verdict", "changed")
        .await;
    let asked = stack.recorder.requests();
    for one in &asked[before..] {
        let place = format!("{} {}", one.method, one.path);
        assert!(one.method == "GET" && one.body.is_empty(), "{place}");
        assert!(is_known_before(one), "{place}");
    }
    // The server's keys are asked for with each file; nothing else follows from one.
    for one in &asked[loaded.len()..] {
        assert_eq!(one.path, "/v1/keys");
    }
}

/// Whether it asks for a file of the app or for the server's keys, which no document changes.
fn is_known_before(request: &Request) -> bool {
    let is_app = !request.path.starts_with("/v1/") && !request.path.contains('?');
    is_app || request.path == "/v1/keys"
}

fn whole(link: &str) -> Link {
    Link::parse(link).expect("the portal hands out whole links")
}

/// What a link holds, and what it makes with each original where everybody brings a copy.
fn known(link: &str, order: &Order) -> Vec<[u8; 32]> {
    let link = whole(link);
    let brought = order.documents.iter().filter(|_| order.carrier == "local");
    let derived = brought.map(|file| {
        let original = fs::read(file).expect("a fixture can be read");
        local_key(&original, Some(&key(&link)))
    });
    derived.chain([link.secret, key(&link)]).collect()
}

/// The document's key, which every link has in its fragment.
fn key(link: &Link) -> [u8; 32] {
    link.key.expect("a link holds its document's key")
}

/// Every decoded stream but certificates and revocation lists, which the server makes itself.
fn streams(file: &Path) -> Vec<Vec<u8>> {
    streams_of(&unpacked(file))
}

/// The same as they stand in a file, packed or not.
fn streams_of(whole: &[u8]) -> Vec<Vec<u8>> {
    let (mut found, mut rest) = (Vec::new(), whole);
    while let Some(start) = position(rest, b"\nstream\n") {
        let body = &rest[start + 8..];
        let end = position(body, b"\nendstream").unwrap_or(body.len());
        if !body.starts_with(&[0x30, 0x82]) {
            found.push(body[..end].to_vec());
        }
        rest = &body[end..];
    }
    found
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}
