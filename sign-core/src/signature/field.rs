//! Fields, locks and references as every revision writes them.

use lopdf::{Dictionary, Object, ObjectId, StringFormat, dictionary};

use super::limits::is_signed;
use crate::document::{Document, Field};
use crate::error::{Error, Kind, Result};
use crate::placement::name;

/// `/F` of every widget: printed, and locked in its place (ISO 32000-2 §12.5.3).
pub(super) const PRINTED_LOCKED: i64 = 132;
/// `/Ff`: read-only and required (§12.7.4.1).
pub(super) const READ_ONLY: i64 = 1;
/// See [`READ_ONLY`].
pub(super) const REQUIRED: i64 = 2;

/// The field of the organisation's certification, and that of its seal.
pub(super) const CERTIFICATION: &str = "org_cert";
/// See [`CERTIFICATION`].
pub(super) const SEAL: &str = "seal";

/// What a lock covers (§12.7.5.5, Table 236).
pub(super) enum Cover<'a> {
    /// These fields.
    Fields(&'a [String]),
    /// Everything; after it the document may not change at all.
    All,
    /// This field alone; after it forms may be filled and timestamps added (PROTOCOL §1: a seal
    /// behind which timestamps are renewed; never everything with `/P 2`).
    Renewable(&'a str),
    /// What a lock of others covers, its direct values copied.
    As(&'a Dictionary),
}

/// Returns what the seal's lock covers.
pub(super) fn sealing(name: &str, renew: bool) -> Cover<'_> {
    if renew {
        Cover::Renewable(name)
    } else {
        Cover::All
    }
}

/// What of a lock its signature's reference repeats.
const LOCK_KEYS: [&[u8]; 3] = [b"Action", b"Fields", b"P"];

/// Returns what field names start with in a document where the plain ones were taken.
pub(super) fn prefix(number: u8) -> String {
    if number == 0 {
        String::new()
    } else {
        format!("seing{number}_")
    }
}

/// Finds a signature field that nobody has signed, by its name or its alias.
///
/// # Errors
/// [`Kind::NoSuchField`] where there is none of that name, [`Kind::AlreadySigned`] where it is signed.
pub(super) fn unsigned(document: &Document, name: &str) -> Result<Field> {
    let field = match name::own_number(name) {
        Some(number) => numbered(document, number)?,
        None => document.field(name)?,
    };
    let field = field.ok_or(Kind::NoSuchField)?;
    if field.kind.as_deref() != Some(b"Sig") {
        return Err(Error::new(Kind::NoSuchField));
    }
    if is_signed(&field) {
        return Err(Error::new(Kind::AlreadySigned));
    }
    Ok(field)
}

fn numbered(document: &Document, number: u32) -> Result<Option<Field>> {
    let mut fields = document.fields()?.into_iter();
    Ok(fields.find(|field| field.id.0 == number))
}

/// Returns a text string: ASCII as it is, else UTF-16 (§7.9.2.2).
pub(super) fn words(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let units = core::iter::once(0xfeff).chain(text.encode_utf16());
    let octets = units.flat_map(u16::to_be_bytes).collect();
    Object::String(octets, StringFormat::Hexadecimal)
}

/// Returns an indirect reference as it stands in a file.
pub(super) fn reference(id: ObjectId) -> Vec<u8> {
    format!("{} {} R", id.0, id.1).into_bytes()
}

/// Returns a signature field and widget that cannot be seen.
pub(super) fn invisible(name: &str, page: ObjectId) -> Dictionary {
    dictionary! {
        "FT" => "Sig", "T" => words(name), "Type" => "Annot", "Subtype" => "Widget",
        "F" => PRINTED_LOCKED, "Rect" => vec![Object::Integer(0); 4], "P" => page,
    }
}

/// Returns the `/Lock` of a signature field.
pub(super) fn lock(cover: &Cover<'_>) -> Dictionary {
    let mut lock = dictionary! { "Type" => "SigFieldLock" };
    lock.extend(&covered(cover));
    lock
}

/// Returns the one signature reference that repeats a lock (§12.8.2.4).
pub(super) fn locking(root: ObjectId, cover: &Cover<'_>) -> Object {
    let mut params = dictionary! { "Type" => "TransformParams" };
    params.extend(&covered(cover));
    params.set("V", "1.2");
    Object::Array(vec![
        dictionary! {
            "Type" => "SigRef", "TransformMethod" => "FieldMDP", "Data" => root,
            "TransformParams" => params,
        }
        .into(),
    ])
}

fn covered(cover: &Cover<'_>) -> Dictionary {
    match cover {
        Cover::Fields(names) => {
            let names: Vec<Object> = names.iter().map(|name| words(name)).collect();
            dictionary! { "Action" => "Include", "Fields" => names }
        }
        Cover::All => dictionary! { "Action" => "All", "P" => 1 },
        Cover::Renewable(name) => {
            dictionary! { "Action" => "Include", "Fields" => vec![words(name)], "P" => 2 }
        }
        Cover::As(lock) => {
            let entries = lock
                .iter()
                .filter(|(key, _)| LOCK_KEYS.contains(&key.as_slice()));
            entries
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_beyond_ascii_are_written_in_utf_16() {
        assert_eq!(
            words("Zoë").as_str().ok(),
            Some(&b"\xfe\xff\0Z\0o\0\xeb"[..])
        );
    }
}
