//! The signatures of a file, as they stand in its fields.

use lopdf::{Dictionary, Object, ObjectId};

use super::finding::FindingCode;
use super::gap::{self, Gap};
use crate::Result;
use crate::document::{Document, Revision};

/// A signature field with a value.
pub(super) struct Found {
    /// The field's name.
    pub(super) field: String,
    /// The field's dictionary.
    pub(super) field_dict: Dictionary,
    /// The signature dictionary; empty where there is none.
    pub(super) dict: Dictionary,
    /// The gap, or why there is none.
    pub(super) gap: core::result::Result<Gap, FindingCode>,
    /// The revision it covers, by its place in the list, where it covers one.
    pub(super) revision: Option<usize>,
    /// Whether another field has the same dictionary.
    pub(super) shared: bool,
}

/// Finds every signed field, in the order of what they cover.
pub(super) fn signatures(document: &Document) -> Result<Vec<Found>> {
    let mut values: Vec<Option<ObjectId>> = Vec::new();
    let mut found = Vec::new();
    for field in document.fields()? {
        let signature = field.kind.as_deref() == Some(b"Sig");
        let Some(value) = field
            .dict
            .get(b"V")
            .ok()
            .filter(|value| signature && !value.is_null())
        else {
            continue;
        };
        values.push(value.as_reference().ok());
        let dict = match document.resolve(value) {
            Ok(Object::Dictionary(dict)) => dict,
            _ => Dictionary::new(),
        };
        let gap = gap::read(document.bytes(), &dict);
        let revision = gap.as_ref().ok().and_then(|gap| covered(document, gap.end));
        let field_dict = field.dict;
        found.push(Found {
            field: field.name,
            field_dict,
            dict,
            gap,
            revision,
            shared: false,
        });
    }
    for (at, found) in found.iter_mut().enumerate() {
        found.shared =
            values[at].is_some() && values.iter().filter(|id| **id == values[at]).count() > 1;
    }
    found.sort_by_key(|found| found.gap.as_ref().map_or(0, |gap| gap.end));
    Ok(found)
}

/// The revision that ends at `end`, but for a line ending.
fn covered(document: &Document, end: usize) -> Option<usize> {
    let bytes = document.bytes();
    document
        .revisions()
        .iter()
        .position(|revision| ends_at(bytes, revision, end))
}

fn ends_at(bytes: &[u8], revision: &Revision, end: usize) -> bool {
    let stop = usize::try_from(revision.end).unwrap_or(usize::MAX);
    let between = bytes.get(end.min(stop)..end.max(stop));
    between.is_some_and(|between| between.iter().all(|byte| matches!(byte, b'\r' | b'\n')))
}
