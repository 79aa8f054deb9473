//! Whether a document may be shown or handed out: what its signatures must say before.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sign_core::signature::caption::captions;
use sign_core::verify::report::{Finding, Report, Verdict, Weight};
use sign_core::verify::{Trust, verify_hashed};
use sign_core::wire::B64;

use super::failure::{Failed, refused};
use super::message::{Checked, Failure, Notice};
use super::paper::Paper;

/// What may be unknown of a signature of elsewhere: whose it is and how it was made. Every other
/// doubt is about what the file shows or holds, and nobody signs over that.
const ELSEWHERE: [&str; 9] = [
    "algorithm_past",
    "algorithm_unknown",
    "certificate_expired",
    "certificate_unchecked",
    "chain_incomplete",
    "format_unknown",
    "revocation_missing",
    "root_unknown",
    "timestamp_untrusted",
];

/// `GET /v1/keys`: the certificates a server stands for, in PEM.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Served {
    /// Trusted as a root.
    pub root: String,
    /// May help.
    pub issuing: String,
    /// May help.
    pub tsa: String,
}

/// Reads all signatures and says whether it is known whose all of them are. Refuses a document that
/// was changed, whose signatures do not hold, or that shows or holds something doubtful.
pub fn check(paper: &mut Paper, keys: &str, at_ms: i64) -> Failed<Checked> {
    let served: Served =
        serde_json::from_str(keys).map_err(|_| Failure::plain("not_understood"))?;
    let der = |text: &String| pem(text).into_iter().map(|one| one.0);
    let trust = Trust {
        roots: der(&served.root).collect(),
        others: [&served.issuing, &served.tsa]
            .into_iter()
            .flat_map(der)
            .collect(),
    };
    let report = verify_hashed(&paper.shared(), paper.trail(), &trust, at_ms);
    if !holds(&report) {
        return Err(Failure::plain("does_not_verify"));
    }
    Ok(Checked {
        known: report.verdict == Verdict::Valid,
        unseen: report.findings.iter().filter_map(unseen).collect(),
        captions: captions(&paper.document()?)
            .map_err(refused)?
            .into_iter()
            .collect(),
    })
}

/// Returns what a finding says that no page shows.
fn unseen(finding: &Finding) -> Option<Notice> {
    let code = match finding.code.as_str() {
        "content_unseen" => finding.about.clone()?,
        "value_differs" => finding.code.clone(),
        _ => return None,
    };
    Some(Notice { code, page: None })
}

/// Returns every certificate of a PEM text (RFC 7468), DER.
pub fn pem(text: &str) -> Vec<B64> {
    let parts = text.split("-----BEGIN CERTIFICATE-----").skip(1);
    let bodies = parts.filter_map(|part| part.split_once("-----END CERTIFICATE-----"));
    let decoded = bodies.map(|(body, _)| {
        let letters: String = body
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .collect();
        STANDARD.decode(letters)
    });
    decoded.filter_map(Result::ok).map(B64).collect()
}

fn holds(report: &Report) -> bool {
    match report.verdict {
        Verdict::Valid => true,
        Verdict::Indeterminate => doubts_elsewhere_only(report),
        Verdict::Unsigned | Verdict::Changed | Verdict::Invalid | Verdict::Unreadable => false,
    }
}

fn doubts_elsewhere_only(report: &Report) -> bool {
    let of_signatures = report.signatures.iter().flat_map(|one| &one.findings);
    let mut doubts = of_signatures
        .chain(&report.findings)
        .filter(|finding| finding.weight >= Weight::Unknown);
    doubts.all(|finding| ELSEWHERE.contains(&finding.code.as_str()))
}

#[cfg(test)]
mod tests {
    use sign_core::verify::finding::FindingCode;
    use sign_core::verify::report::{Finding, Report, Verdict, Weight};

    use super::{ELSEWHERE, holds, pem, unseen};

    /// Doubts about what a file shows or holds.
    const SHOWN: [FindingCode; 11] = [
        FindingCode::ObjectsHidden,
        FindingCode::ObjectDormant,
        FindingCode::DssOdd,
        FindingCode::FieldAliased,
        FindingCode::PermsMismatch,
        FindingCode::AppearancesRedrawn,
        FindingCode::Repaired,
        FindingCode::HybridXref,
        FindingCode::LockMismatch,
        FindingCode::TooMany,
        FindingCode::ValueNotShown,
    ];

    fn doubted(codes: &[FindingCode]) -> Report {
        let finding = |code: &FindingCode| Finding {
            code: code.code().to_owned(),
            weight: code.weight(),
            text: code.text().to_owned(),
            about: None,
        };
        Report {
            verdict: Verdict::Indeterminate,
            signatures: Vec::new(),
            findings: codes.iter().map(finding).collect(),
            versions: Vec::new(),
        }
    }

    #[test]
    fn nobody_signs_over_a_doubt_about_what_is_shown() {
        for code in SHOWN {
            assert!(!holds(&doubted(&[code])), "{}", code.code());
            assert!(!holds(&doubted(&[FindingCode::RootUnknown, code])));
        }
    }

    #[test]
    fn an_unknown_signer_of_elsewhere_hinders_nobody() {
        let notes = [FindingCode::TimeClaimed, FindingCode::RootUnknown];
        assert!(holds(&doubted(&notes)));
        assert!(holds(&doubted(&[FindingCode::AlgorithmPast])));
    }

    #[test]
    fn every_doubt_is_about_a_signature_of_elsewhere_or_about_what_is_shown() {
        let doubts = FindingCode::ALL.iter();
        for code in doubts.filter(|code| code.weight() == Weight::Unknown) {
            let elsewhere = ELSEWHERE.contains(&code.code());
            assert_ne!(elsewhere, SHOWN.contains(code), "{}", code.code());
        }
    }

    #[test]
    fn what_no_page_shows_is_passed_on() {
        let mut report = doubted(&[FindingCode::ValueDiffers, FindingCode::RootUnknown]);
        let layers = doubted(&[FindingCode::ContentUnseen]).findings.remove(0);
        let about = Some("hidden_layers".to_owned());
        report.findings.push(Finding { about, ..layers });
        let told = report.findings.iter().filter_map(unseen);
        let codes: Vec<_> = told.map(|notice| notice.code).collect();
        assert_eq!(codes, ["value_differs", "hidden_layers"]);
    }

    #[test]
    fn every_certificate_of_a_text_is_read_and_nothing_else() {
        let one = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n";
        let key = "-----BEGIN PUBLIC KEY-----\nAQID\n-----END PUBLIC KEY-----\n";
        let found = pem(&[one, key, one].concat());
        assert_eq!(
            found.iter().map(|one| one.0.clone()).collect::<Vec<_>>(),
            [[1, 2, 3], [1, 2, 3]]
        );
    }
}
