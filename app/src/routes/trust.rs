//! Whom documents are checked against, and the check before anything is shown or handed out.

use sign_core::verify::report::Report;
use sign_core::wire::B64;

use super::sign::hurdle::Hurdle;
use crate::browser::{clock, docworker, http, json};
use crate::worker::message::{Answer, Ask, Checked, Failure, Handle};
use crate::worker::trust::{Served, pem};

/// Where the server tells its certificates.
const KEYS: &str = "/v1/keys";

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
    let served: Served = http::get(KEYS, None).await?;
    let others = [served.issuing, served.tsa]
        .iter()
        .flat_map(|text| pem(text))
        .collect();
    Ok(Keys {
        roots: pem(&served.root),
        others,
    })
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
pub async fn check<E>(handle: Handle) -> Result<Checked, E>
where
    E: From<http::Failure> + From<Failure>,
{
    let ask = Ask::Check {
        handle,
        keys: http::get_text(KEYS).await?,
        at_ms: clock::now_ms(),
    };
    match docworker::ask(ask, Vec::new()).await?.answer {
        Answer::Checked(checked) => Ok(checked),
        _ => Err(Failure::plain("own_result").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::roots;

    #[test]
    fn chosen_roots_are_read_whole_or_not_at_all() {
        let one = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n";
        let cut = "-----BEGIN CERTIFICATE-----\nAQI";
        assert_eq!(roots(one).map(|found| found.len()), Some(1));
        assert_eq!(roots(&[one, cut].concat()), None);
        assert_eq!(roots("no certificate"), None);
    }
}
