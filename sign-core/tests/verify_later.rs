//! Revocations that a file tells only after a document timestamp.

use lopdf::{Dictionary, Object, Stream};
use sign_core::bytes::hash::sha256;
use sign_core::document::{Document, Update};
use sign_core::signature::certificate::Certificate;
use sign_core::signature::crl::{self, Revoked};
use sign_core::verify::{Report, Verdict};

use crate::attacks::pki::{BEGIN_MS, Pair, Pki};
use crate::attacks::stage::{Signing, approved, paper, sign, updated, written};
use crate::verify_evidence::{report_at, stamped};
use crate::verify_foreign::codes;

const DAY_MS: i64 = 86_400_000;

/// A list in which `issuer` revokes a certificate as of a time.
fn list(issuer: &Pair, revoked: &Pair, at_ms: i64) -> Vec<u8> {
    let serial = Certificate::parse(&revoked.der).unwrap().serial;
    let entry = Revoked {
        serial,
        at_ms,
        reason: None,
    };
    let request = crl::Request {
        number: 2,
        this_update_ms: BEGIN_MS + DAY_MS,
        next_update_ms: BEGIN_MS + 400 * DAY_MS,
        expired_since_ms: BEGIN_MS - 10 * DAY_MS,
        revoked: &[entry],
    };
    crl::issue(&request, &issuer.issuer()).unwrap()
}

/// Puts one more list into the store.
fn told(document: &Document, update: &mut Update, list: Vec<u8>) {
    let stream = Stream::new(Dictionary::new(), list);
    let added = update.add(Object::Stream(stream));
    let root = document.root();
    update
        .push_path(root, &[b"DSS", b"CRLs"], &[added])
        .unwrap();
}

/// Judges a file, two days on, to which such a list was added.
fn later(file: &[u8], list: &[u8]) -> Report {
    let bytes = updated(file, |document, update| {
        told(document, update, list.to_vec());
    });
    report_at(bytes, BEGIN_MS + 2 * DAY_MS)
}

#[test]
fn a_revocation_before_the_signature_counts_whenever_it_was_told() {
    let (file, pki) = (stamped(&approved(), sha256), Pki::new());
    let report = |at_ms| later(&file, &list(&pki.issuing, &pki.organisation, at_ms));
    let since = report(BEGIN_MS + DAY_MS);
    assert_eq!(since.verdict, Verdict::Valid, "{since:#?}");
    let before = report(BEGIN_MS - DAY_MS);
    assert_eq!(before.verdict, Verdict::Invalid, "{before:#?}");
    assert!(codes(&before).contains(&"certificate_revoked"));
}

#[test]
fn a_revocation_of_the_authority_before_its_timestamp_counts_whenever_it_was_told() {
    let (file, pki) = (stamped(&approved(), sha256), Pki::new());
    let report = |at_ms| later(&file, &list(&pki.root, &pki.tsa, at_ms));
    let since = report(BEGIN_MS + DAY_MS);
    assert_eq!(since.verdict, Verdict::Valid, "{since:#?}");
    let before = report(BEGIN_MS - DAY_MS);
    assert_eq!(before.verdict, Verdict::Invalid, "{before:#?}");
}

#[test]
fn data_that_was_missing_then_hides_no_revocation() {
    let (pki, file) = (Pki::new(), without_store());
    let list = list(&pki.issuing, &pki.organisation, BEGIN_MS - DAY_MS);
    let report = later(&stamped(&file, sha256), &list);
    assert_eq!(report.verdict, Verdict::Invalid, "{report:#?}");
    assert!(codes(&report).contains(&"certificate_revoked"));
}

/// A signed file whose store holds nothing.
pub(crate) fn without_store() -> Vec<u8> {
    let bare = updated(&written(&paper()), |document, update| {
        let root = document.root();
        update
            .set_entry(root, b"DSS", b"<< /Type /DSS /CRLs [] >>")
            .unwrap();
    });
    sign(&bare, &Signing::default())
}
