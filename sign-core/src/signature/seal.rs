//! The organisation's seal, made without the document.
//!
//! Whoever holds the file sends numbers, hashes and one trailer end (PROTOCOL §5); the server
//! builds both last updates itself, since a client's octets under the seal could change anything.

use lopdf::{Dictionary, Object, dictionary};

use super::dss::{self, Evidence};
use super::field::{self, SEAL};
use super::store;
use crate::bytes::date::pdf_date;
use crate::bytes::hash::{BLOCK_BYTES, Sha256Stream, state_before_end};
use crate::digest::{self, Prepared};
use crate::document::tail::MOST_NUMBER;
use crate::document::{Appended, Base, Document, Encryption, Tail};
use crate::error::{Error, Kind, Result};
use crate::wire::{B64, Hash, ObjectRef, SealDocument, SealPlan, StoreRefs};

/// Most objects of a store that is kept: more than any signature needs.
const MOST_REFS: usize = 10_000;

/// What a seal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// What rev0 made for it.
    pub plan: SealPlan,
    /// What the store takes.
    pub evidence: Evidence,
    /// The organisation's name.
    pub name: String,
    /// What it attests, in the envelope's language.
    pub reason: String,
    /// The server's time, milliseconds since 1970, whole seconds.
    pub time_ms: i64,
    /// Octets to reserve for the CMS.
    pub reserve: u32,
}

/// DSS and seal updates whose gap is still empty.
#[derive(Clone, Debug, PartialEq)]
pub struct SealDraft {
    store: Vec<u8>,
    seal: Appended,
    prepared: Prepared,
}

/// The end of a sealed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedTail {
    /// What to append to the registered head: store and seal.
    pub tail: Vec<u8>,
    /// SHA-256 of the sealed file.
    pub sha256: Hash,
    /// Its size in bytes.
    pub size: u64,
}

/// Says of the head what its seal needs.
///
/// # Errors
/// [`Kind::SignedEncrypted`] for a file that is encrypted: whoever seals it must have its key, and
/// so be able to read it.
pub fn request(document: &Document, id: &str) -> Result<SealDocument> {
    if document.encrypted() {
        return Err(Error::new(Kind::SignedEncrypted));
    }
    described(document, id)
}

fn described(document: &Document, id: &str) -> Result<SealDocument> {
    let base = document.base();
    let state = state_before_end(document.bytes());
    Ok(SealDocument {
        id: id.to_string(),
        sha256: Sha256Stream::resume(&state)?.finish(),
        size: base.length,
        state,
        next: base.next,
        root: base.root.into(),
        info: base.info.map(ObjectRef::from),
        file_id: base.file_id.map(B64),
        xref: base.xref,
        store: store::refs(document)?,
    })
}

/// Builds both updates on the head that `head` describes.
///
/// # Errors
/// [`Kind::WrongFile`] where its state does not lead to its hash, [`Kind::NotStructure`] where its
/// end is not that of a file made here.
pub fn draft(head: &SealDocument, seal: &Seal) -> Result<SealDraft> {
    follow(head, None, seal)
}

/// Builds both updates on a file that is here: the only way for one that is encrypted.
///
/// # Errors
/// As [`draft`]; [`Kind::SignedEncrypted`] where its encryption is not made here.
pub fn draft_on(document: &Document, seal: &Seal) -> Result<SealDraft> {
    let encryption = document.encryption();
    if document.encrypted() && encryption.is_none() {
        return Err(Error::new(Kind::SignedEncrypted));
    }
    follow(&described(document, "")?, encryption, seal)
}

fn follow(head: &SealDocument, encryption: Option<Encryption>, seal: &Seal) -> Result<SealDraft> {
    let base = registered(head, encryption)?;
    let mut file = Sha256Stream::resume(&head.state)?;
    if file.clone().finish() != head.sha256 {
        return Err(Error::new(Kind::WrongFile));
    }
    let store = dss::append(base, seal.plan.dss, &head.store, &seal.evidence);
    file.update(&store.bytes);
    let appended = lock(store.base, seal);
    let prepared = digest::prepare(&file, &appended)?;
    Ok(SealDraft {
        store: store.bytes,
        seal: appended,
        prepared,
    })
}

impl SealDraft {
    /// Returns the digest to sign.
    pub fn digest(&self) -> Hash {
        self.prepared.digest
    }

    /// Puts the seal's CMS in its place.
    ///
    /// # Errors
    /// [`Kind::GapTooSmall`] where it does not fit.
    pub fn finish(&self, cms: &[u8]) -> Result<SealedTail> {
        let (sha256, size) = digest::finish_file(&self.prepared.proof, cms)?;
        let tail = [self.store.clone(), digest::embed(&self.seal, cms)?].concat();
        Ok(SealedTail { tail, sha256, size })
    }
}

/// Returns the base of the head, its trailer's end checked.
fn registered(head: &SealDocument, encryption: Option<Encryption>) -> Result<Base> {
    let end = &head.state.rest.0;
    let length = head.state.blocks.checked_mul(BLOCK_BYTES as u64);
    let length = length.and_then(|blocks| blocks.checked_add(end.len() as u64));
    let numbered = head.next <= MOST_NUMBER && stands(&head.store, head.next);
    if length != Some(head.size) || end.len() < BLOCK_BYTES || !numbered {
        return Err(Error::new(Kind::WrongFile));
    }
    let base = Base {
        length: head.size,
        startxref: 0,
        next: head.next,
        root: (head.root.number, head.root.generation),
        info: head.info.map(|info| (info.number, info.generation)),
        file_id: head.file_id.clone().map(|id| id.0),
        xref: head.xref,
        extra: extra(encryption.as_ref()),
        encryption,
        ends_with_eol: true,
    };
    base.confirmed(end)
}

/// Returns the trailer entries that both updates carry on.
fn extra(encryption: Option<&Encryption>) -> Dictionary {
    let dict = encryption.map(|encryption| encryption.dict);
    let named = dict.map(|dict| Object::Reference((dict.number, dict.generation)));
    named
        .map(|named| (b"Encrypt".to_vec(), named))
        .into_iter()
        .collect()
}

/// Returns whether a store refers to objects that a file can have.
fn stands(store: &StoreRefs, next: u32) -> bool {
    let lists = [&store.certificates, &store.crls, &store.ocsps];
    let mut all = lists.into_iter().flatten().chain(&store.vri);
    let count = lists.iter().map(|list| list.len()).sum::<usize>();
    count <= MOST_REFS && all.all(|id| (1..next).contains(&id.number))
}

/// Makes the update that locks the file: the seal's field, and its signature.
fn lock(base: Base, seal: &Seal) -> Appended {
    let SealPlan {
        field,
        lock,
        page,
        prefix,
        renew,
        ..
    } = seal.plan;
    let root = base.root;
    let mut tail = Tail::new(base);
    let signature = tail.reserve();
    let name = field::prefix(prefix) + SEAL;
    let mut widget = field::invisible(&name, (page.number, page.generation));
    widget.set("Lock", (lock, 0));
    widget.set("V", signature);
    tail.put((field, 0), widget.into());
    let dict = dictionary! {
        "Name" => field::words(&seal.name), "Reason" => field::words(&seal.reason),
        "M" => Object::string_literal(pdf_date(seal.time_ms)),
        "Reference" => field::locking(root, &field::sealing(&name, renew)),
    };
    tail.put_signature(signature, dict, seal.reserve as usize);
    tail.finish()
}
