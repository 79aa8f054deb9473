//! What a field asks for, in the sender's words: kept in the file, so that no server reads it.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, dictionary};

use super::field::words;
use crate::document::Document;
use crate::error::Result;
use crate::placement::{FieldKind, Placement, name};
use crate::wire::entry::{CAPTION_CHARS, is_line};

/// Returns the caption of a placement that has one.
pub(super) fn of(placement: &Placement) -> Option<&str> {
    let caption = placement.caption.trim();
    let fit = placement.kind != FieldKind::Signature && is_line(caption, CAPTION_CHARS);
    fit.then_some(caption)
}

/// Writes the caption into a field, or into the part of a signature that stands for one.
pub(super) fn write(field: &mut Dictionary, placement: &Placement) {
    if let Some(caption) = of(placement) {
        let ours = dictionary! { "V" => 1, "Caption" => words(caption) };
        field.set("Seing", ours);
    }
}

/// Returns what the fields of ours ask for, by their names: each in its own words, or in those that the
/// signature of the same signer has for it. What others say of our fields, and what is odd, is left out.
///
/// # Errors
/// As [`Document::fields`].
pub fn captions(document: &Document) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for field in document.fields()? {
        let (Some(owner), Ok(ours)) = (
            name::owner(&field.name),
            field.dict.get(b"Seing").and_then(Object::as_dict),
        ) else {
            continue;
        };
        let parts = ours.get(b"Parts").and_then(Object::as_array);
        let parts = parts.map(Vec::as_slice).unwrap_or_default().iter();
        let named = parts.filter_map(|part| named(part.as_dict().ok()?));
        let own = caption(ours).map(|caption| (field.name.clone(), caption));
        for (name, caption) in named.chain(own) {
            if name::owner(&name) == Some(owner) {
                found.entry(name).or_insert(caption);
            }
        }
    }
    Ok(found)
}

fn named(part: &Dictionary) -> Option<(String, String)> {
    let name = part.get(b"T").and_then(lopdf::decode_text_string).ok()?;
    let ours = part.get(b"Seing").and_then(Object::as_dict).ok()?;
    Some((name, caption(ours)?))
}

fn caption(ours: &Dictionary) -> Option<String> {
    let caption = ours.get(b"Caption").and_then(lopdf::decode_text_string);
    caption.ok().filter(|text| is_line(text, CAPTION_CHARS))
}
