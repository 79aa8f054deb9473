//! Revocation data inside the file: who speaks for which certificate, and what they say.

use lopdf::{Dictionary, Object};

use super::chain::Links;
use super::finding::FindingCode;
use crate::document::Document;
use crate::signature::certificate::Certificate;
use crate::signature::cms::Signed;
use crate::signature::crl::Crl;
use crate::signature::ocsp::{self, Response, Status};
use crate::signature::oid;

/// The most streams that are read of the security store.
const MAX_STREAMS: usize = 2_000;

/// Lists, responses and certificates; unreadable ones are left out.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    lists: Vec<Crl>,
    responses: Vec<Response>,
    /// Certificates that may complete a chain.
    pub(super) certificates: Vec<Certificate>,
}

/// When what is asked has to hold, in milliseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    /// The signature.
    pub(super) signed_ms: i64,
    /// The moment of judgement, at which the data must still be good.
    pub(super) at_ms: i64,
}

impl Evidence {
    /// Reads the document security store (ISO 32000-2 §12.8.4.3).
    pub(super) fn stored(document: &Document) -> Self {
        let store = document.catalog().ok();
        let store = store.and_then(|catalog| document.resolve(catalog.get(b"DSS").ok()?).ok());
        let Some(Object::Dictionary(store)) = store else {
            return Self::default();
        };
        let streams = |key| streams(document, &store, key);
        let parsed = |der: &Vec<u8>| Certificate::parse(der).ok();
        Self {
            certificates: streams(b"Certs").iter().filter_map(parsed).collect(),
            ..Self::read(&streams(b"CRLs"), &streams(b"OCSPs"))
        }
    }

    /// Reads what a signature carries itself, as Adobe's attribute.
    pub(super) fn carried(signed: &Signed) -> Self {
        let archival = signed.attribute(oid::REVOCATION_ARCHIVAL);
        match archival.and_then(|der| ocsp::archival(der).ok()) {
            Some(found) => Self::read(&found.lists, &found.responses),
            None => Self::default(),
        }
    }

    fn read(lists: &[Vec<u8>], responses: &[Vec<u8>]) -> Self {
        Self {
            lists: lists
                .iter()
                .filter_map(|der| Crl::parse(der).ok())
                .collect(),
            responses: responses
                .iter()
                .filter_map(|der| Response::parse(der).ok())
                .collect(),
            certificates: Vec::new(),
        }
    }
}

fn streams(document: &Document, store: &Dictionary, key: &[u8]) -> Vec<Vec<u8>> {
    let list = store
        .get(key)
        .ok()
        .and_then(|list| document.resolve(list).ok());
    let Some(Object::Array(list)) = list else {
        return Vec::new();
    };
    let streams = list.iter().take(MAX_STREAMS);
    streams
        .filter_map(|stream| match document.resolve(stream) {
            Ok(Object::Stream(stream)) => document.stream_data(&stream).ok(),
            _ => None,
        })
        .collect()
}

/// Asks about every certificate of a chain but its root.
pub(super) fn ask(
    chain: &[Certificate],
    evidence: &[&Evidence],
    links: &Links,
    moments: Moments,
) -> Vec<FindingCode> {
    let pairs = chain.iter().zip(chain.iter().skip(1));
    pairs
        .filter_map(|(subject, issuer)| one(subject, issuer, evidence, links, moments))
        .collect()
}

/// Whether a certificate of a chain was revoked by then. What says nothing of it is not checked.
pub(super) fn is_revoked(
    chain: &[Certificate],
    evidence: &Evidence,
    links: &Links,
    signed_ms: i64,
) -> bool {
    chain
        .iter()
        .zip(chain.iter().skip(1))
        .any(|(subject, issuer)| {
            let listed = evidence
                .lists
                .iter()
                .any(|list| list.entry(&subject.serial).is_some() && list.issuer == issuer.subject);
            let answered = evidence
                .responses
                .iter()
                .any(|response| response.entry(&subject.serial, issuer).is_some());
            (listed || answered)
                && words(subject, issuer, &[evidence], links)
                    .iter()
                    .any(|(since, _)| since.is_some_and(|since| since <= signed_ms))
        })
}

fn one(
    subject: &Certificate,
    issuer: &Certificate,
    evidence: &[&Evidence],
    links: &Links,
    moments: Moments,
) -> Option<FindingCode> {
    let mut current = false;
    for (revoked_ms, until_ms) in words(subject, issuer, evidence, links) {
        if revoked_ms.is_some_and(|since| since <= moments.signed_ms) {
            return Some(FindingCode::CertificateRevoked);
        }
        current |= until_ms.is_none_or(|end| moments.at_ms <= end);
    }
    (!current).then_some(FindingCode::RevocationMissing)
}

/// What everybody who may speak says of a certificate: since when it is revoked, if it is, and
/// until when that word is good.
fn words(
    subject: &Certificate,
    issuer: &Certificate,
    evidence: &[&Evidence],
    links: &Links,
) -> Vec<(Option<i64>, Option<i64>)> {
    let lists = evidence.iter().flat_map(|evidence| &evidence.lists);
    let lists = lists.filter(|list| links.list(list, issuer).is_ok());
    let said = lists.map(|list| {
        let entry = list.entry(&subject.serial);
        (entry.map(|entry| entry.at_ms), list.next_update_ms)
    });
    let responses = evidence.iter().flat_map(|evidence| &evidence.responses);
    let answers = responses.filter_map(|response| {
        let single = response.entry(&subject.serial, issuer)?;
        response.is_signed_for(issuer).ok()?;
        match single.status {
            Status::Good => Some((None, single.next_update_ms)),
            Status::Revoked(since_ms) => Some((Some(since_ms), single.next_update_ms)),
            Status::Unknown => None,
        }
    });
    said.chain(answers).collect()
}
