//! Whom this server's documents are checked against, and the check before anything is shown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sign_core::verify::report::{Report, Verdict};
use sign_core::wire::B64;

use super::state::Hurdle;
use crate::browser::{clock, docworker, http, json};
use crate::worker::message::{Answer, Ask, Failure, Handle};

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

/// Refuses a document that was changed or whose signatures do not hold.
pub async fn check(handle: Handle) -> Result<(), Hurdle> {
    let report = report(handle, keys().await?).await?;
    match report.verdict {
        Verdict::Valid | Verdict::Indeterminate => Ok(()),
        _ => Err(Failure::plain("does_not_verify").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::pem;

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
