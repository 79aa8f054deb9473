//! Seed values: what an empty signature field asks of the signature made in it (ISO 32000-2
//! §12.7.5.5, Tables 237 and 238).

use lopdf::{Dictionary, Object};

use super::limits::dict;
use crate::document::Document;

/// `/Ff`: what of the seed values must be obeyed.
const FILTER: i64 = 1;
const SUB_FILTER: i64 = 1 << 1;
const VERSION: i64 = 1 << 2;
const REASONS: i64 = 1 << 3;
const DIGEST_METHOD: i64 = 1 << 6;
const LOCK_DOCUMENT: i64 = 1 << 7;
/// What is never met when it must be: a legal attestation, revocation data inside the signature,
/// an appearance by name, and whatever is not known here.
const KNOWN: i64 = FILTER | SUB_FILTER | VERSION | REASONS | DIGEST_METHOD | LOCK_DOCUMENT;

/// The newest parser of seed values that a field may ask for, which reads all of PDF 2.0.
const PARSER: f32 = 3.0;

/// Returns whether a signature of a signer as made here is one that a field asks for.
pub(super) fn is_met(document: &Document, field: &Dictionary) -> bool {
    let Some(seed) = dict(document, field, b"SV") else {
        return true;
    };
    let flags = flags(&seed);
    let asks = |flag: i64| flags & flag != 0;
    let named = |key: &[u8], ours: &[u8]| texts(document, &seed, key).iter().any(|one| one == ours);
    flags & !KNOWN == 0
        && (!asks(FILTER) || named(b"Filter", b"Adobe.PPKLite"))
        && (!asks(SUB_FILTER) || named(b"SubFilter", b"ETSI.CAdES.detached"))
        && (!asks(DIGEST_METHOD) || named(b"DigestMethod", b"SHA256"))
        && (!asks(VERSION) || is_parsed(&seed))
        && (!asks(REASONS) || is_reasonless(&texts(document, &seed, b"Reasons")))
        && (!asks(LOCK_DOCUMENT) || !named(b"LockDocument", b"true"))
        && is_open(document, &seed)
}

/// Whether a certification is not asked for, nor a certificate or timestamp of somebody named.
fn is_open(document: &Document, seed: &Dictionary) -> bool {
    let level =
        dict(document, seed, b"MDP").and_then(|mdp| mdp.get(b"P").and_then(Object::as_i64).ok());
    let free = |key: &[u8]| dict(document, seed, key).is_none_or(|found| flags(&found) == 0);
    level.unwrap_or(0) == 0 && free(b"Cert") && free(b"TimeStamp")
}

fn flags(seed: &Dictionary) -> i64 {
    seed.get(b"Ff").and_then(Object::as_i64).unwrap_or(0)
}

fn is_parsed(seed: &Dictionary) -> bool {
    let version = seed.get(b"V").and_then(Object::as_float);
    version.is_ok_and(|version| version <= PARSER)
}

/// Whether no reason is to be given: none is listed, or a full stop alone.
fn is_reasonless(reasons: &[Vec<u8>]) -> bool {
    reasons.iter().all(|reason| reason == b".")
}

/// Returns the names or strings of an entry, which may be one or an array of them.
fn texts(document: &Document, seed: &Dictionary, key: &[u8]) -> Vec<Vec<u8>> {
    let entry = seed.get(key).ok().map(|entry| document.resolve(entry));
    let items = match entry {
        Some(Ok(Object::Array(items))) => items,
        Some(Ok(one)) => vec![one],
        _ => Vec::new(),
    };
    let text = |item: &Object| match document.resolve(item).ok()? {
        Object::Name(text) | Object::String(text, _) => Some(text),
        _ => None,
    };
    items.iter().filter_map(text).collect()
}
