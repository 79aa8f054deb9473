//! Revocation lists inside the file: who speaks for which certificate, and what they say.

use lopdf::Object;

use super::finding::FindingCode;
use crate::document::Document;
use crate::signature::certificate::Certificate;
use crate::signature::crl::Crl;

/// The lists of the document security store (ISO 32000-2 §12.8.4.3); unreadable ones are left out.
pub(super) fn lists(document: &Document) -> Vec<Crl> {
    let Ok(catalog) = document.catalog() else {
        return Vec::new();
    };
    let store = catalog
        .get(b"DSS")
        .ok()
        .and_then(|store| document.resolve(store).ok());
    let Some(Object::Dictionary(store)) = store else {
        return Vec::new();
    };
    let lists = store
        .get(b"CRLs")
        .ok()
        .and_then(|lists| document.resolve(lists).ok());
    let Some(Object::Array(lists)) = lists else {
        return Vec::new();
    };
    lists
        .iter()
        .filter_map(|list| read(document, list))
        .collect()
}

fn read(document: &Document, list: &Object) -> Option<Crl> {
    let Ok(Object::Stream(stream)) = document.resolve(list) else {
        return None;
    };
    Crl::parse(&document.stream_data(&stream).ok()?).ok()
}

/// Asks `lists` about every certificate of a chain but its root, as of `signed_ms`; a list must
/// still be good at `at_ms`.
pub(super) fn ask(
    chain: &[Certificate],
    lists: &[Crl],
    signed_ms: i64,
    at_ms: i64,
) -> Vec<FindingCode> {
    let pairs = chain.iter().zip(chain.iter().skip(1));
    pairs
        .filter_map(|(subject, issuer)| one(subject, issuer, lists, signed_ms, at_ms))
        .collect()
}

fn one(
    subject: &Certificate,
    issuer: &Certificate,
    lists: &[Crl],
    signed_ms: i64,
    at_ms: i64,
) -> Option<FindingCode> {
    let mut speaking = lists
        .iter()
        .filter(|list| list.is_signed_by(issuer).is_ok())
        .peekable();
    if speaking.peek().is_none() {
        return Some(FindingCode::RevocationMissing);
    }
    let mut current = false;
    for list in speaking {
        if list
            .entry(&subject.serial)
            .is_some_and(|entry| entry.at_ms <= signed_ms)
        {
            return Some(FindingCode::CertificateRevoked);
        }
        current |= list.next_update_ms.is_none_or(|end| at_ms <= end);
    }
    (!current).then_some(FindingCode::RevocationMissing)
}
