//! Files nobody attacked: none is accused, and the signed ones get the verdict they deserve.

use std::sync::Arc;

use sign_core::bytes::trail::Trail;
use sign_core::verify::{Report, Trust, Verdict, verify_versions};

use crate::corpus::corpus;

/// 2026-11-22.
const NOW_MS: i64 = 1_795_305_600_000;

/// Signed files of the corpus, and what they deserve: with nobody's root trusted, an intact one is
/// indeterminate.
const SIGNED: [(&str, Verdict); 4] = [
    (
        "MatthiasValvekens-pyHanko--certified-with-indirect-refs-in-dir.pdf",
        Verdict::Indeterminate,
    ),
    // Certified by Adobe Sign and encrypted with an empty password.
    (
        "qpdf-qpdf--minimal-signed-restricted.pdf",
        Verdict::Indeterminate,
    ),
    // Its ranges are made up and its containers empty; pdfsig and pyHanko refuse it too.
    ("chromium-pdfium--two_signatures.pdf", Verdict::Invalid),
    // Hybrid, of an unknown root; each update adds an object nothing refers to.
    ("pdfcpu-pdfcpu--testPAdES_BLTA.pdf", Verdict::Indeterminate),
];

fn report(path: &std::path::Path) -> Report {
    let bytes = std::fs::read(path).unwrap();
    verify_versions(&Arc::new(bytes), &Trail::new(), &Trust::default(), NOW_MS)
}

#[test]
fn no_file_of_the_corpus_is_accused_unjustly() {
    let mut wrong = Vec::new();
    for path in corpus() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let report = report(&path);
        let known = SIGNED.iter().find(|(signed, _)| *signed == name);
        let expected = known.map(|(_, verdict)| *verdict);
        let fine = match expected {
            Some(expected) => report.verdict == expected,
            None => matches!(report.verdict, Verdict::Unsigned | Verdict::Unreadable),
        };
        if !fine {
            wrong.push(format!("{name}: {report:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
