//! What a document that others have signed still takes, told before anybody plans anything.

use super::own::{OwnField, own_fields};
use crate::document::Document;
use crate::error::{Error, Kind, Result};
use crate::signature::field::SEAL;
use crate::signature::limits::{Limits, writable};

/// What a document that is signed already still takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// Whether it is certified: then it is signed in its own empty fields alone.
    pub certified: bool,
    /// Its own empty signature fields that may be signed.
    pub own: Vec<OwnField>,
}

/// Returns what a document still takes; nothing to say of one that nobody has signed.
///
/// # Errors
/// `certified` where a certification leaves no field to sign, `locked` where another signature leaves
/// none or forbids the seal, `signed_encrypted` for every file that is encrypted, since no request
/// for a seal may tell its key ([`crate::signature::seal::request`]), `signed_repaired` as
/// [`super::lay_out`].
pub fn room(document: &Document) -> Result<Option<Room>> {
    let Some(limits) = Limits::of(document)? else {
        return Ok(None);
    };
    writable(document)?;
    if document.encrypted() {
        return Err(Error::new(Kind::SignedEncrypted));
    }
    limits.admit()?;
    if limits.freezes(SEAL) {
        return Err(Error::new(Kind::Locked));
    }
    let mut own = own_fields(document)?;
    own.retain(|field| !limits.freezes(&field.name) && stays_open(document, field));
    let certified = limits.certified.is_some();
    if certified && own.is_empty() {
        return Err(Error::new(Kind::Certified));
    }
    Ok(Some(Room { certified, own }))
}

/// Whether the seal can follow a signature in this field.
fn stays_open(document: &Document, field: &OwnField) -> bool {
    let lock = Limits::of_lock(document, &field.name);
    lock.is_ok_and(|lock| lock.admit().is_ok() && !lock.freezes(SEAL))
}
