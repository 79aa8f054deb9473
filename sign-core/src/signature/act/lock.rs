//! What a signature will hold: the lock of its field, and the reference that repeats it.

use lopdf::{Dictionary, Object};

use crate::document::{Document, Field};
use crate::error::{Kind, Result};
use crate::placement::name;
use crate::signature::field::{self, Cover};
use crate::signature::limits::dict;

/// A field's lock as its signature takes it over.
pub(super) struct Lock {
    /// Fields that are drawn with the signature: the signature's own and its signer's.
    pub(super) drawn: Vec<String>,
    /// `/Reference`; none for a field of the document's own without a lock.
    pub(super) reference: Option<Object>,
}

impl Lock {
    /// Reads it. Fields that the layout made have one over themselves and their signer's fields.
    ///
    /// # Errors
    /// `no_such_field` for a lock that does not read.
    pub(super) fn of(document: &Document, own: &Field) -> Result<Self> {
        let lock = dict(document, &own.dict, b"Lock");
        let names = lock.as_ref().map(|lock| names(document, lock));
        match (names.transpose()?.flatten(), lock) {
            (Some(names), _) if names.contains(&own.name) && is_ours(&own.name) => Ok(Self {
                reference: Some(field::locking(document.root(), &Cover::Fields(&names))),
                drawn: names,
            }),
            (_, lock) => Ok(Self {
                drawn: vec![own.name.clone()],
                reference: lock.map(|lock| repeated(document, &lock)),
            }),
        }
    }
}

/// Returns the reference that repeats a lock of others, everything in it direct (PADES 1.1).
fn repeated(document: &Document, lock: &Dictionary) -> Object {
    let direct = |value: &Object| document.resolve(value).unwrap_or(Object::Null);
    let direct = lock.iter().map(|(key, value)| (key.clone(), direct(value)));
    field::locking(document.root(), &Cover::As(&direct.collect()))
}

/// Whether a name is one the layout gives to signature fields.
fn is_ours(name: &str) -> bool {
    name::kind(name).is_some()
}

/// Returns the names a lock includes; nothing where it covers otherwise.
fn names(document: &Document, lock: &Dictionary) -> Result<Option<Vec<String>>> {
    if !matches!(
        lock.get(b"Action").and_then(Object::as_name),
        Ok(b"Include")
    ) {
        return Ok(None);
    }
    let names = document.resolve(lock.get(b"Fields").map_err(|_| Kind::NoSuchField)?)?;
    let names = names.as_array().map_err(|_| Kind::NoSuchField)?.iter();
    let decoded =
        names.map(|name| lopdf::decode_text_string(name).map_err(|_| Kind::NoSuchField.into()));
    decoded.collect::<Result<_>>().map(Some)
}
