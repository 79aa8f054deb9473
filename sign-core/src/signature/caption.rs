//! What a field asks for, in the sender's words: kept in the file, so that no server reads it.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, dictionary};

use super::field::words;
use crate::document::Document;
use crate::error::Result;
use crate::placement::{FieldKind, Placement};

/// How much of a caption is given back, in characters.
const MOST: usize = 200;

/// Returns the caption of a placement that has one.
pub(super) fn of(placement: &Placement) -> Option<&str> {
    let caption = placement.caption.trim();
    (placement.kind != FieldKind::Signature && !caption.is_empty()).then_some(caption)
}

/// Writes the caption into a field, or into the part of a signature that stands for one.
pub(super) fn write(field: &mut Dictionary, placement: &Placement) {
    if let Some(caption) = of(placement) {
        field.set(
            "Seing",
            dictionary! { "V" => 1, "Caption" => words(caption) },
        );
    }
}

/// Returns what the fields of a document ask for, by their names: those that the layout gave a
/// caption, also where they are drawn in their signer's signature. What is odd is left out.
///
/// # Errors
/// As [`Document::fields`].
pub fn captions(document: &Document) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for field in document.fields()? {
        let Ok(ours) = field.dict.get(b"Seing").and_then(Object::as_dict) else {
            continue;
        };
        let parts = ours.get(b"Parts").and_then(Object::as_array);
        let parts = parts.map(Vec::as_slice).unwrap_or_default().iter();
        found.extend(parts.filter_map(|part| named(part.as_dict().ok()?)));
        found.extend(caption(ours).map(|caption| (field.name, caption)));
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
    Some(caption.ok()?.chars().take(MOST).collect())
}
