//! What the verifier says of the ceremony: honest, flipped, and changed by each kind of forger.

use std::sync::Arc;

use sign_core::verify::{Changes, Coverage, Report, SignatureKind, Trust, Verdict, verify};

use super::{BEGIN_MS, Ceremony, ceremony};

/// Five years after the ceremony.
const LATER_MS: i64 = BEGIN_MS + 5 * 365 * 86_400_000;

fn trust(ceremony: &Ceremony) -> Trust {
    let pki = &ceremony.pki;
    Trust {
        roots: vec![pki.root.der.clone()],
        others: vec![pki.issuing.der.clone(), pki.tsa.der.clone()],
    }
}

fn report(ceremony: &Ceremony, bytes: &[u8]) -> Report {
    verify(&Arc::new(bytes.to_vec()), &trust(ceremony), LATER_MS)
}

/// Expects a file in which everything is valid.
pub(crate) fn valid(ceremony: &Ceremony, signatures: usize) -> Report {
    let report = report(ceremony, &ceremony.bytes);
    assert_eq!(report.verdict, Verdict::Valid, "{report:#?}");
    assert_eq!(report.signatures.len(), signatures);
    report
}

fn codes(report: &Report) -> Vec<String> {
    let of_signatures = report
        .signatures
        .iter()
        .flat_map(|signature| &signature.findings);
    of_signatures
        .chain(&report.findings)
        .map(|finding| finding.code.clone())
        .collect()
}

#[test]
fn an_honest_file_is_valid_years_later() {
    let ceremony = ceremony();
    let report = report(&ceremony, &ceremony.bytes);
    assert_eq!(report.verdict, Verdict::Valid, "{report:#?}");
    let kinds: Vec<_> = report
        .signatures
        .iter()
        .map(|signature| signature.kind)
        .collect();
    use SignatureKind::{Approval, Certification};
    assert_eq!(kinds, [Certification, Approval, Approval, Approval]);
    let last = report.signatures.last().unwrap();
    assert_eq!(
        (last.coverage, last.changes),
        (Coverage::File, Changes::None)
    );
    assert!(
        report
            .signatures
            .iter()
            .all(|signature| signature.intact && signature.trusted)
    );
    assert_eq!(report.signatures[1].signer.as_deref(), Some("Anna Müller"));
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the file is left for judges outside"
)]
fn a_seal_behind_which_timestamps_are_renewed_locks_itself_alone() {
    let renewing = sign_core::signature::layout::Plan {
        renew: true,
        ..super::plan()
    };
    let ceremony = Ceremony::launched_on(super::paper::contract(), &renewing).ended();
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("renewable.pdf");
    std::fs::write(path, &ceremony.bytes).unwrap();
    valid(&ceremony, 4);
    let document = super::open(&ceremony.bytes);
    let field = document.field("seal").unwrap().unwrap();
    let lock = document.resolve(field.dict.get(b"Lock").unwrap()).unwrap();
    let lock = lock.as_dict().unwrap();
    assert_eq!(lock.get(b"P").unwrap().as_i64().unwrap(), 2);
    assert_eq!(lock.get(b"Action").unwrap().as_name().unwrap(), b"Include");
}

#[test]
fn before_the_seal_it_is_valid_and_says_so() {
    let mut ceremony = Ceremony::launched();
    ceremony.sign(1, "Anna Müller", BEGIN_MS);
    let report = report(&ceremony, &ceremony.bytes);
    assert_eq!(report.verdict, Verdict::Valid, "{report:#?}");
    assert!(codes(&report).contains(&"not_sealed".to_owned()));
}

#[test]
fn a_launched_file_is_valid_and_its_container_strict() {
    let ceremony = Ceremony::launched();
    let report = self::report(&ceremony, &ceremony.bytes);
    assert_eq!(report.verdict, Verdict::Valid, "{report:#?}");
    let key = b"/Contents <30";
    let at = ceremony
        .bytes
        .windows(key.len())
        .position(|window| window == key)
        .unwrap();
    for byte in (at + key.len()..ceremony.bytes.len()).step_by(97) {
        let mut bytes = ceremony.bytes.clone();
        bytes[byte] ^= 1;
        let report = self::report(&ceremony, &bytes);
        assert!(
            !matches!(report.verdict, Verdict::Valid | Verdict::Unsigned),
            "{byte}: {report:#?}"
        );
    }
}

#[test]
fn an_unknown_root_is_indeterminate() {
    let ceremony = ceremony();
    let report = verify(
        &Arc::new(ceremony.bytes.clone()),
        &Trust::default(),
        LATER_MS,
    );
    assert_eq!(report.verdict, Verdict::Indeterminate, "{report:#?}");
    assert!(
        report
            .signatures
            .iter()
            .all(|signature| signature.intact && !signature.trusted)
    );
}
