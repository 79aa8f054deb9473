//! The document security store.

use lopdf::{Dictionary, Object, Stream};

use super::store;
use crate::document::{Appended, Base, Tail};
use crate::wire::StoreRefs;

/// Certificates and revocation lists that a file carries, as DER.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Every certificate of every chain, timestamps and seal included.
    pub certificates: Vec<Vec<u8>>,
    /// A list of every issuer.
    pub crls: Vec<Vec<u8>>,
}

/// Fills the store, object `number`, by an update of a file known by numbers alone: the empty one
/// that rev0 made, or one that keeps what it `known` (ETSI EN 319 142-1 §5.4.2; no `/VRI` of ours:
/// PADES 1.4).
pub fn append(base: Base, number: u32, known: &StoreRefs, evidence: &Evidence) -> Appended {
    let mut tail = Tail::new(base);
    let certificates = streams(&mut tail, &evidence.certificates);
    let crls = streams(&mut tail, &evidence.crls);
    let store = store::filled(known, certificates, crls);
    tail.put((number, 0), store.into());
    tail.finish()
}

/// Adds one stream for each different DER object.
fn streams(tail: &mut Tail, objects: &[Vec<u8>]) -> Vec<Object> {
    let mut added: Vec<&[u8]> = Vec::new();
    let mut references = Vec::new();
    for der in objects {
        if !added.contains(&der.as_slice()) {
            added.push(der);
            references.push(
                tail.add(Stream::new(Dictionary::new(), der.clone()).into())
                    .into(),
            );
        }
    }
    references
}
