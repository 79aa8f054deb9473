//! Whom this server's documents are checked against, and the check before anything is shown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sign_core::verify::report::{Report, Verdict, Weight};
use sign_core::wire::B64;

use super::state::Hurdle;
use crate::browser::{clock, docworker, http, json};
use crate::worker::message::{Answer, Ask, Failure, Handle};

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

/// `GET /v1/keys`: the certificates this server stands for, in PEM.
#[derive(Clone, Debug, serde::Deserialize)]
struct Served {
    root: String,
    issuing: String,
    tsa: String,
}

/// Certificates to check against, DER.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// Trusted as roots.
    pub roots: Vec<B64>,
    /// May help.
    pub others: Vec<B64>,
}

/// Asks the server for its certificates.
pub async fn keys() -> Result<Keys, http::Failure> {
    let served: Served = http::get("/v1/keys", None).await?;
    let others = [served.issuing, served.tsa]
        .iter()
        .flat_map(|text| pem(text))
        .collect();
    Ok(Keys {
        roots: pem(&served.root),
        others,
    })
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

/// Returns the certificates of a text that was chosen as roots: all of them, at least one.
pub fn roots(text: &str) -> Option<Vec<B64>> {
    let found = pem(text);
    let whole = found.len() == text.matches("-----BEGIN CERTIFICATE-----").count();
    (whole && !found.is_empty()).then_some(found)
}

/// Reads all signatures of a document.
pub async fn report(handle: Handle, keys: Keys) -> Result<Report, Hurdle> {
    let Keys { roots, others } = keys;
    let ask = Ask::Verify {
        handle,
        roots,
        others,
        at_ms: clock::now_ms(),
    };
    let reply = docworker::ask(ask, Vec::new()).await?;
    let Answer::Report(report) = reply.answer else {
        return Err(Hurdle::Device);
    };
    json::read(&report).ok_or(Hurdle::Device)
}

/// Refuses a document that was changed, whose signatures do not hold, or that shows or holds
/// something doubtful.
pub async fn check(handle: Handle) -> Result<(), Hurdle> {
    let report = report(handle, keys().await?).await?;
    if holds(&report) {
        Ok(())
    } else {
        Err(Failure::plain("does_not_verify").into())
    }
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

    use super::{ELSEWHERE, holds, pem, roots};

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
    fn every_certificate_of_a_text_is_read_and_nothing_else() {
        let one = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n";
        let key = "-----BEGIN PUBLIC KEY-----\nAQID\n-----END PUBLIC KEY-----\n";
        let found = pem(&[one, key, one].concat());
        assert_eq!(
            found.iter().map(|one| one.0.clone()).collect::<Vec<_>>(),
            [[1, 2, 3], [1, 2, 3]]
        );
    }

    #[test]
    fn chosen_roots_are_read_whole_or_not_at_all() {
        let one = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n";
        let cut = "-----BEGIN CERTIFICATE-----\nAQI";
        assert_eq!(roots(one).map(|found| found.len()), Some(1));
        assert_eq!(roots(&[one, cut].concat()), None);
        assert_eq!(roots("no certificate"), None);
    }
}
