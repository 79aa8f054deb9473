//! What nobody can know of a signer: who they are, who says so, when they signed, and what came after.

use std::sync::Arc;

use sign_core::signature::certificate::profile::{self, Request};
use sign_core::signature::key::Signer as _;
use sign_core::verify::{Trust, Verdict, verify};

use crate::attacks::container::bare_of_time;
use crate::attacks::pki::{BEGIN_MS, Pki, request};
use crate::attacks::stage::{Signing, approved, paper, sign_as, updated, written};
use crate::verify_evidence::report_at;
use crate::verify_foreign::codes;
use crate::verify_later::without_store;

const DAY_MS: i64 = 86_400_000;

#[test]
fn a_signature_without_a_timestamp_ends_with_its_certificate() {
    let file = bare_of_time(&approved());
    let now = report_at(file.clone(), BEGIN_MS + DAY_MS);
    assert_eq!(now.verdict, Verdict::Valid, "{now:#?}");
    assert!(codes(&now).contains(&"time_claimed"));
    let later = report_at(file, BEGIN_MS + 40 * 365 * DAY_MS);
    assert_eq!(later.verdict, Verdict::Indeterminate, "{later:#?}");
    assert!(codes(&later).contains(&"certificate_expired"));
}

#[test]
fn a_timestamp_before_the_certificate_began_breaks_the_signature() {
    let mut pki = Pki::new();
    let spki = pki.organisation.key.spki();
    let late = Request {
        not_before_ms: BEGIN_MS + DAY_MS,
        ..request("ACME certifies", &spki, 4)
    };
    pki.organisation.der = profile::certification(&late, &pki.issuing.issuer()).unwrap();
    let file = sign_as(&pki, &written(&paper()), &Signing::default());
    let report = report_at(file, BEGIN_MS + 2 * DAY_MS);
    assert_eq!(report.verdict, Verdict::Invalid, "{report:#?}");
    assert!(codes(&report).contains(&"certificate_period"));
}

#[test]
fn whoever_is_not_known_is_told() {
    let known = |bytes: Vec<u8>| verify(&Arc::new(bytes), &Trust::default(), BEGIN_MS + DAY_MS);
    let stranger = known(approved());
    assert_eq!(stranger.verdict, Verdict::Indeterminate, "{stranger:#?}");
    assert!(codes(&stranger).contains(&"timestamp_untrusted"));
    assert!(codes(&stranger).contains(&"root_unknown"));
    let bare = known(bare_of_time(&without_store()));
    assert_eq!(bare.verdict, Verdict::Indeterminate, "{bare:#?}");
    assert!(codes(&bare).contains(&"chain_incomplete"));
}

#[test]
fn more_versions_than_are_compared_are_told() {
    let mut bytes = approved();
    for _ in 0..301 {
        bytes = updated(&bytes, |document, update| {
            let root = document.root();
            update.set_entry(root, b"Version", b"/1.7").unwrap();
        });
    }
    let report = report_at(bytes, BEGIN_MS + DAY_MS);
    assert_eq!(report.verdict, Verdict::Indeterminate, "{report:#?}");
    assert!(codes(&report).contains(&"too_many"));
}
