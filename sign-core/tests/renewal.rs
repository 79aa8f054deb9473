//! Files that outlive their certificates: document timestamps over renewable seals.

use std::sync::Arc;

use sign_core::Kind;
use sign_core::signature::certificate::profile::{self, Request};
use sign_core::signature::key::Signer as _;
use sign_core::signature::renewal::{self, Renewal};
use sign_core::signature::timestamp::{self, Authority};
use sign_core::verify::{Changes, Report, SignatureKind, Trust, Verdict, verify};

use crate::ceremony::approvals::left;
use crate::ceremony::paper::contract;
use crate::ceremony::pki::{BEGIN_MS, Pair, Pki, key, request};
use crate::ceremony::run::{Ceremony, ceremony, open, plan};

const YEAR_MS: i64 = 365 * 86_400_000;
/// Octets of a token with its certificates, and more.
const TOKEN: u32 = 4096;

fn renewable() -> Ceremony {
    let mut plan = plan();
    plan.renew = true;
    Ceremony::launched_on(contract(), &plan).ended()
}

/// The first authority lives 12 years; the second takes over before its end.
fn authorities(pki: &Pki) -> [Pair; 2] {
    let years = |years: i64| BEGIN_MS + years * YEAR_MS;
    [
        authority(pki, 31, years(0) - YEAR_MS, years(12)),
        authority(pki, 32, years(10), years(29)),
    ]
}

/// A timestamp authority that lives from one time to another.
fn authority(pki: &Pki, number: u8, not_before_ms: i64, not_after_ms: i64) -> Pair {
    let key = key(number);
    let spki = key.spki();
    let request = Request {
        not_before_ms,
        not_after_ms,
        ..request("Later time", &spki, number)
    };
    let der = profile::timestamping(&request, &pki.root.issuer()).unwrap();
    Pair { key, der }
}

fn prepared(ceremony: &Ceremony, who: &Pair, at_ms: i64) -> Renewal {
    let mut evidence = ceremony.pki.evidence(&[], at_ms);
    evidence.certificates.push(who.der.clone());
    renewal::draft(&open(&ceremony.bytes), &evidence, TOKEN).unwrap()
}

fn token(pki: &Pki, who: &Pair, renewal: &Renewal, at_ms: i64) -> Vec<u8> {
    let authority = Authority {
        certificate: &who.der,
        chain: core::slice::from_ref(&pki.root.der),
        key: &who.key,
    };
    let imprint = renewal.imprint();
    let asked = timestamp::Request {
        imprint,
        nonce: None,
    };
    timestamp::issue(&asked, &authority, &imprint.0[..16], at_ms).unwrap()
}

fn renew(ceremony: &mut Ceremony, who: &Pair, at_ms: i64) {
    let renewal = prepared(ceremony, who, at_ms);
    let token = token(&ceremony.pki, who, &renewal, at_ms);
    ceremony.bytes.extend(renewal.finish(&token).unwrap());
}

fn report(ceremony: &Ceremony, at_ms: i64) -> Report {
    let pki = &ceremony.pki;
    let trust = Trust {
        roots: vec![pki.root.der.clone()],
        others: vec![pki.issuing.der.clone(), pki.tsa.der.clone()],
    };
    verify(&Arc::new(ceremony.bytes.clone()), &trust, at_ms)
}

#[test]
fn a_file_renewed_twice_is_valid_when_its_first_data_has_long_run_out() {
    let mut ceremony = renewable();
    let [first, second] = authorities(&ceremony.pki);
    let sealed = ceremony.bytes.len();
    let late = BEGIN_MS + 25 * YEAR_MS;
    assert_eq!(report(&ceremony, late).verdict, Verdict::Indeterminate);
    renew(&mut ceremony, &first, BEGIN_MS + 9 * YEAR_MS);
    left(&ceremony, "renewed_once.pdf");
    let soon = report(&ceremony, BEGIN_MS + 11 * YEAR_MS);
    assert_eq!(soon.verdict, Verdict::Valid, "{soon:#?}");
    assert_eq!(report(&ceremony, late).verdict, Verdict::Indeterminate);
    renew(&mut ceremony, &second, BEGIN_MS + 11 * YEAR_MS);
    left(&ceremony, "renewed_twice.pdf");
    let report = report(&ceremony, late);
    assert_eq!(report.verdict, Verdict::Valid, "{report:#?}");
    let kinds = report.signatures.iter().map(|one| one.kind).skip(4);
    assert_eq!(kinds.collect::<Vec<_>>(), [SignatureKind::Timestamp; 2]);
    assert_eq!(report.signatures[3].changes, Changes::Allowed);
    let document = open(&ceremony.bytes);
    let mut ends = document.revisions().iter().map(|one| one.end);
    assert!(ends.any(|end| end == sealed as u64));
}

#[test]
fn a_renewal_adds_only_what_the_store_lacks() {
    let mut ceremony = renewable();
    let [first, _] = authorities(&ceremony.pki);
    let streams = |ceremony: &Ceremony| {
        let document = open(&ceremony.bytes);
        let catalog = document.catalog().unwrap();
        let store = document.resolve(catalog.get(b"DSS").unwrap()).unwrap();
        let store = store.as_dict().unwrap().clone();
        let list = |key: &[u8]| store.get(key).unwrap().as_array().unwrap().len();
        (list(b"Certs"), list(b"CRLs"))
    };
    let before = streams(&ceremony);
    renew(&mut ceremony, &first, BEGIN_MS + YEAR_MS);
    assert_eq!(streams(&ceremony), (before.0 + 1, before.1 + 2));
    renew(&mut ceremony, &first, BEGIN_MS + YEAR_MS);
    assert_eq!(streams(&ceremony), (before.0 + 1, before.1 + 2));
}

#[test]
fn a_token_of_something_else_is_not_taken() {
    let ceremony = renewable();
    let (at_ms, tsa) = (BEGIN_MS + YEAR_MS, &ceremony.pki.tsa);
    let (one, other) = (
        prepared(&ceremony, tsa, at_ms),
        prepared(&ceremony, tsa, BEGIN_MS),
    );
    let token = token(&ceremony.pki, tsa, &other, at_ms);
    assert_eq!(one.finish(&token).unwrap_err().kind, Kind::BadTimestamp);
}

#[test]
fn nothing_is_renewed_behind_a_final_lock_or_where_nobody_signed() {
    let refused = |bytes: &[u8]| {
        let evidence = Pki::new().evidence(&[], BEGIN_MS);
        let refused = renewal::draft(&open(bytes), &evidence, TOKEN);
        refused.unwrap_err().kind
    };
    assert_eq!(refused(&ceremony().bytes), Kind::Locked);
    assert_eq!(refused(&contract()), Kind::NoSuchField);
}
