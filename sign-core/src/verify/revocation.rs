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

    /// Whether something in it is about a certificate, whoever made it.
    fn names(&self, subject: &Certificate, issuer: &Certificate) -> bool {
        let (serial, name) = (&subject.serial, &issuer.subject);
        let mut lists = self.lists.iter();
        let mut responses = self.responses.iter();
        lists.any(|list| list.entry(serial).is_some() && list.issuer == *name)
            || responses.any(|response| response.entry(serial, issuer).is_some())
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

/// Everything that is heard on a chain.
pub(super) struct Heard<'a> {
    /// What may speak for a certificate and against it.
    pub(super) evidence: &'a [&'a Evidence],
    /// What came after the moment of judgement: it cannot speak for a certificate as of then, but a
    /// revocation before the signature is one whenever it was told.
    pub(super) later: Option<&'a Evidence>,
    /// What is known of who signed which list.
    pub(super) links: &'a Links,
}

impl Heard<'_> {
    /// Asks about every certificate of a chain but its root.
    pub(super) fn ask(&self, chain: &[Certificate], moments: Moments) -> Vec<FindingCode> {
        let pairs = chain.iter().zip(chain.iter().skip(1));
        pairs
            .filter_map(|(subject, issuer)| self.one(subject, issuer, moments))
            .collect()
    }

    /// Whether a certificate of a chain was revoked by then. What says nothing of it is not checked.
    pub(super) fn is_revoked(&self, chain: &[Certificate], signed_ms: i64) -> bool {
        let mut pairs = chain.iter().zip(chain.iter().skip(1));
        let all = || self.evidence.iter().copied().chain(self.later);
        pairs.any(|(subject, issuer)| {
            all().any(|evidence| evidence.names(subject, issuer))
                && revoked(&words(subject, issuer, all(), self.links), signed_ms)
        })
    }

    fn one(
        &self,
        subject: &Certificate,
        issuer: &Certificate,
        moments: Moments,
    ) -> Option<FindingCode> {
        let links = self.links;
        let said = words(subject, issuer, self.evidence.iter().copied(), links);
        let since = words(subject, issuer, self.later, links);
        if [&said, &since].map(|words| revoked(words, moments.signed_ms)) != [false; 2] {
            return Some(FindingCode::CertificateRevoked);
        }
        let current = |end: Option<i64>| end.is_none_or(|end| moments.at_ms <= end);
        let spoken = said.iter().any(|(_, until_ms)| current(*until_ms));
        (!spoken).then_some(FindingCode::RevocationMissing)
    }
}

/// Since when somebody says that a certificate is revoked, if it is, and until when that word is
/// good.
type Word = (Option<i64>, Option<i64>);

fn revoked(words: &[Word], signed_ms: i64) -> bool {
    let mut since = words.iter().filter_map(|(since_ms, _)| *since_ms);
    since.any(|since_ms| since_ms <= signed_ms)
}

/// What everybody who may speak says of a certificate.
fn words<'a>(
    subject: &Certificate,
    issuer: &Certificate,
    evidence: impl IntoIterator<Item = &'a Evidence>,
    links: &Links,
) -> Vec<Word> {
    let mut said = Vec::new();
    for heard in evidence {
        let lists = heard.lists.iter();
        let lists = lists.filter(|list| links.list(list, issuer).is_ok());
        said.extend(lists.map(|list| {
            let entry = list.entry(&subject.serial);
            (entry.map(|entry| entry.at_ms), list.next_update_ms)
        }));
        let responses = heard.responses.iter();
        said.extend(responses.filter_map(|response| answer(response, subject, issuer)));
    }
    said
}

/// What a response says of a certificate, where the issuer lets its maker speak.
fn answer(response: &Response, subject: &Certificate, issuer: &Certificate) -> Option<Word> {
    let single = response.entry(&subject.serial, issuer)?;
    response.is_signed_for(issuer).ok()?;
    match single.status {
        Status::Good => Some((None, single.next_update_ms)),
        Status::Revoked(since_ms) => Some((Some(since_ms), single.next_update_ms)),
        Status::Unknown => None,
    }
}
