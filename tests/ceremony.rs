//! The whole chain: two documents, two signers on phones, and every judge.

use std::path::{Path, PathBuf};

use seing_tests::blobs::{Keys, unopened};
use seing_tests::browser::Browser;
use seing_tests::driver::{Device, Driver};
use seing_tests::judges::{Judges, LATER, text, unpacked};
use seing_tests::leak::Secrets;
use seing_tests::place::{fixture, keepsakes, scratch};
use seing_tests::recorder::Request;
use seing_tests::scene::{ANNA, BEN};
use seing_tests::sender::{Order, send, set_up};
use seing_tests::signer::{ANSWER, Visit};
use seing_tests::stack::Stack;
use sign_core::protocol::link::Link;

/// Certification, two signers, seal.
const SIGNATURES: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn two_signers_on_phones_sign_two_documents_that_every_judge_accepts() {
    run("sealed", &["contract.pdf", "scan.pdf"], 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signers_who_bring_their_own_copy_ten_days_apart_are_accepted_too() {
    run("local", &["letter.pdf", "scan.pdf"], 10).await;
}

async fn run(carrier: &'static str, documents: &[&str], days_between: i64) {
    let (stack, driver) = (Stack::start().await, Driver::start());
    let order = order(carrier, documents);
    let desk = driver.open(Device::Desktop, "fr").await;
    set_up(&desk, &stack.owner_link).await;
    let links = send(&desk, &order).await;

    let mut files = Vec::new();
    for (person, link) in order.people.iter().zip(&links) {
        let phone = driver.open(Device::Phone, person.locale).await;
        let name = format!("{carrier}-{}", person.first.to_lowercase());
        let visit = Visit {
            browser: &phone,
            stack: &stack,
            person: *person,
            order: &order,
            reloads: false,
            name,
        };
        visit.sign(link).await;
        files = keep(&visit, carrier).await;
        only_our_origin(&phone.addresses().await, &stack.recorder.origin);
        phone.close().await;
        stack.advance_days(days_between);
    }
    if days_between == 0 {
        // This machine's clock is the verifier's: what was signed in days to come is not valid yet.
        nothing_is_sent_to_verify(&desk, &stack, &files).await;
    }
    only_our_origin(&desk.addresses().await, &stack.recorder.origin);
    desk.close().await;

    nothing_left_the_browsers(&stack, &order, &files, &links);
    crate::never::no_code_came_back(&stack, order.people.len()).await;
    let judges = Judges::new(&stack.roots());
    for file in &files {
        // Before the last signature's own day nobody can judge it.
        let opinion = match days_between {
            0 => judges.accept_for_years(file, SIGNATURES),
            _ => LATER[1..]
                .iter()
                .try_for_each(|shift| judges.accept(file, SIGNATURES, Some(shift))),
        };
        opinion.unwrap_or_else(|refusal| panic!("{}: {refusal}", file.display()));
    }
}

fn order(carrier: &'static str, documents: &[&str]) -> Order {
    Order {
        title: "Contrat et bon de commande",
        documents: documents.iter().map(|name| fixture(name)).collect(),
        people: vec![ANNA, BEN],
        carrier,
    }
}

/// Keeps the last signer's files where a person can look at them.
async fn keep(visit: &Visit<'_>, carrier: &str) -> Vec<PathBuf> {
    let mut kept = Vec::new();
    for (index, file) in visit.keep_files().await.iter().enumerate() {
        let path = keepsakes().join(format!("{carrier}-{index}.pdf"));
        std::fs::copy(file, &path).expect("a download can be copied");
        kept.push(path);
    }
    kept
}

fn only_our_origin(addresses: &[String], origin: &str) {
    assert!(!addresses.is_empty(), "the browser's log is empty");
    let own = ["blob:", "data:", "chrome:", "about:"];
    let foreign = addresses.iter().filter(|address| {
        !address.starts_with(origin) && !own.iter().any(|scheme| address.starts_with(scheme))
    });
    assert_eq!(foreign.collect::<Vec<_>>(), Vec::<&String>::new());
}

/// Files given to the verifier's page make it ask for nothing of their own, and send nothing.
async fn nothing_is_sent_to_verify(browser: &Browser, stack: &Stack, files: &[PathBuf]) {
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
    let bytes = std::fs::read(&files[1]).expect("a download can be read");
    std::fs::write(&other, [&bytes[..], b"% more\n"].concat())
        .expect("the build folder can be written");
    browser.give("verify-drop", &[&other]).await;
    browser
        .see_attribute("verdict", "data-verdict", "changed")
        .await;
    let asked = stack.recorder.requests();
    for one in &asked[before..] {
        let place = format!("{} {}", one.method, one.path);
        assert!(one.method == "GET" && one.body.is_empty(), "{place}");
        assert!(!one.path.contains('?'), "{place}");
    }
    // The server's keys are asked for again with each file; nothing else follows from one.
    for one in &asked[loaded.len()..] {
        let known = |earlier: &Request| earlier.path == one.path;
        assert!(loaded[before..].iter().any(known), "{}", one.path);
    }
}

fn nothing_left_the_browsers(stack: &Stack, order: &Order, files: &[PathBuf], links: &[String]) {
    let (mut content, mut meaning) = (Secrets::default(), Secrets::default());
    for file in &order.documents {
        content.add(&std::fs::read(file).expect("a fixture can be read"));
    }
    let drawn = files
        .iter()
        .chain(&order.documents)
        .flat_map(|file| streams(file));
    let spoken = order.documents.iter().map(|file| text(file).into_bytes());
    let keys: Vec<[u8; 32]> = links.iter().map(|link| key(link)).collect();
    let known = keys.iter().map(|key| key.to_vec());
    let answer = [ANSWER.as_bytes().to_vec()];
    for secret in drawn.chain(spoken).chain(known).chain(answer) {
        content.add(&secret);
        meaning.add(&secret);
    }
    assert!(meaning.len() > 10_000, "the secrets were not gathered");
    std::fs::write(keepsakes().join("requests.txt"), stack.recorder.listing())
        .expect("the build folder can be written");
    let findings = stack.recorder.findings(&content, &meaning);
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    every_blob_was_sealed(stack, order, &keys);
}

/// Each document left the sender once, and each signer once more.
fn every_blob_was_sealed(stack: &Stack, order: &Order, keys: &[[u8; 32]]) {
    let read = |file: &PathBuf| std::fs::read(file).expect("a fixture can be read");
    let originals: Vec<Vec<u8>> = order.documents.iter().map(read).collect();
    let keys = Keys::new(order.carrier, keys, &originals);
    let (count, shut) = unopened(&stack.recorder.requests(), &keys);
    assert!(count >= originals.len() * (1 + order.people.len()));
    assert_eq!(shut, Vec::<String>::new());
}

/// The document's key, which every link has in its fragment.
fn key(link: &str) -> [u8; 32] {
    let link = Link::parse(link).expect("the portal hands out whole links");
    link.key.expect("a link holds its document's key")
}

/// Every decoded stream but certificates and revocation lists, which the server makes itself.
fn streams(file: &Path) -> Vec<Vec<u8>> {
    let whole = unpacked(file);
    let (mut found, mut rest) = (Vec::new(), whole.as_slice());
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
