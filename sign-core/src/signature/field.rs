//! Fields, locks and references as every revision writes them.

use lopdf::{Dictionary, Object, ObjectId, StringFormat, dictionary};

use super::limits::is_signed;
use crate::document::{Document, Field};
use crate::error::{Error, Kind, Result};
use crate::placement::FieldKind;

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

/// Returns what a field of ours takes, by its name, and whether it is drawn without being signed.
pub(super) fn kind(name: &str) -> Option<FieldKind> {
    let plain = match name
        .strip_prefix("seing")
        .and_then(|rest| rest.split_once('_'))
    {
        Some((number, plain)) if number.bytes().all(|b| b.is_ascii_digit()) => plain,
        _ => name,
    };
    match plain.split('_').next()? {
        "sig" | "ink" => Some(FieldKind::Signature),
        "name" => Some(FieldKind::Name),
        "date" => Some(FieldKind::Date),
        "text" => Some(FieldKind::Text),
        _ => None,
    }
}

/// Finds a signature field that nobody has signed.
///
/// # Errors
/// [`Kind::NoSuchField`] where there is none of that name, [`Kind::AlreadySigned`] where it is signed.
pub(super) fn unsigned(document: &Document, name: &str) -> Result<Field> {
    let field = document.field(name)?.ok_or(Kind::NoSuchField)?;
    if field.kind.as_deref() != Some(b"Sig") {
        return Err(Error::new(Kind::NoSuchField));
    }
    if is_signed(&field) {
        return Err(Error::new(Kind::AlreadySigned));
    }
    Ok(field)
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
    use super::{kind, words};
    use crate::placement::FieldKind;

    #[test]
    fn a_field_says_by_its_name_what_it_takes() {
        assert_eq!(kind("sig_01"), Some(FieldKind::Signature));
        assert_eq!(kind("seing2_ink_01_2"), Some(FieldKind::Signature));
        assert_eq!(kind("seing1_date_12_1"), Some(FieldKind::Date));
        assert_eq!(kind("seingx_date_12_1"), None);
        assert_eq!(kind("amount"), None);
    }

    #[test]
    fn names_beyond_ascii_are_written_in_utf_16() {
        assert_eq!(
            words("Zoë").as_str().ok(),
            Some(&b"\xfe\xff\0Z\0o\0\xeb"[..])
        );
    }
}
