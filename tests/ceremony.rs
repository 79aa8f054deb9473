//! The whole chain: two documents, two signers on phones, and every judge.

use std::path::PathBuf;

use seing_tests::browser::Browser;
use seing_tests::driver::{Device, Driver};
use seing_tests::judges::{Judges, LATER};
use seing_tests::place::{fixture, keepsakes};
use seing_tests::scene::{ANNA, BEN};
use seing_tests::sender::{Order, send, set_up};
use seing_tests::signer::Visit;
use seing_tests::stack::Stack;

use crate::{never, unseen, upright};

/// Certification, two signers, seal.
const SIGNATURES: usize = 4;
/// Its place among the documents; the last signer signs its rotated sheet.
const SCAN: usize = 1;
/// What the last signer types instead of drawing where everybody brings a copy.
pub(crate) const TYPED: &str = "Benjamin Theodore Keller";

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
            typed: typed(carrier, person.first),
            name,
        };
        visit.sign(link).await;
        files = keep(&visit, carrier).await;
        only_our_origin(phone, &stack.recorder.origin).await;
        stack.advance_days(days_between);
    }
    if days_between == 0 {
        // This machine's clock is the verifier's: what was signed in days to come is not valid yet.
        unseen::verification_sends_nothing(&desk, &stack, &files).await;
    }
    only_our_origin(desk, &stack.recorder.origin).await;

    unseen::nothing_left_the_browsers(&stack, &order, &files, &links);
    never::no_code_came_back(&stack, order.people.len()).await;
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
    upright::stands_upright(&files[SCAN], &order.documents[SCAN]);
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

fn typed(carrier: &str, first_name: &str) -> Option<&'static str> {
    (carrier == "local" && first_name == BEN.first).then_some(TYPED)
}

/// Closes a browser, whose pages and workers asked this deployment and nobody else.
async fn only_our_origin(browser: Browser, origin: &str) {
    let addresses = browser.addresses().await;
    let of_the_worker = |address: &&String| address.ends_with("/docworker_bg.wasm");
    assert!(
        addresses.iter().any(|address| of_the_worker(&address)),
        "the log lacks the worker's own request: {addresses:#?}"
    );
    let foreign = addresses.iter().filter(|one| !one.starts_with(origin));
    assert_eq!(foreign.collect::<Vec<_>>(), Vec::<&String>::new());
}
