//! The signatures of a file, as they stand in its fields.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};

use super::finding::FindingCode;
use super::gap::{self, Gap};
use crate::Result;
use crate::document::{Document, Entry, Revision};
use crate::placement::name;

/// How often all signatures together may have the file hashed.
const MAX_PASSES: usize = 200;

/// How many signatures are judged.
const MAX_SIGNATURES: usize = 500;

/// Room for `number generation obj` and white space.
const HEAD_BYTES: usize = 64;

/// A signature field with a value.
pub(super) struct Found {
    /// The field's name.
    pub(super) field: String,
    /// What the field is called in a transcript.
    pub(super) alias: String,
    /// The field's dictionary.
    pub(super) field_dict: Dictionary,
    /// The object of the signature dictionary, where it is one of its own.
    pub(super) value: Option<ObjectId>,
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
    let mut found: Vec<Found> = Vec::new();
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
        let own = value.as_reference().ok();
        let dict = match document.resolve(value) {
            Ok(Object::Dictionary(dict)) => dict,
            _ => Dictionary::new(),
        };
        let gap = gap::read(document.bytes(), &dict)
            .and_then(|gap| inside(document, own.unwrap_or(field.id), gap));
        let revision = gap.as_ref().ok().and_then(|gap| covered(document, gap.end));
        let alias = name::alias(&field);
        let field_dict = field.dict;
        found.push(Found {
            alias,
            field: field.name,
            field_dict,
            value: own,
            dict,
            gap,
            revision,
            shared: false,
        });
    }
    let mut uses: BTreeMap<ObjectId, usize> = BTreeMap::new();
    for id in found.iter().filter_map(|found| found.value) {
        *uses.entry(id).or_default() += 1;
    }
    for found in &mut found {
        let uses = found.value.and_then(|id| uses.get(&id));
        found.shared = uses.is_some_and(|uses| *uses > 1);
    }
    found.sort_by_key(|found| found.gap.as_ref().map_or(0, |gap| gap.end));
    ration(document.bytes().len(), &mut found);
    Ok(found)
}

/// Leaves out the signatures whose ranges would have to be hashed after all those before cost
/// [`MAX_PASSES`] over the file, and those beyond [`MAX_SIGNATURES`].
fn ration(length: usize, found: &mut [Found]) {
    let mut left = length.saturating_mul(MAX_PASSES);
    for (at, found) in found.iter_mut().enumerate() {
        let cost = found.gap.as_ref().map_or(0, |gap| gap.end);
        match left.checked_sub(cost) {
            Some(rest) if at < MAX_SIGNATURES => left = rest,
            _ => found.gap = Err(FindingCode::TooMany),
        }
    }
}

/// Passes a gap that stands in the object it is said to be of: else it is another's.
fn inside(document: &Document, id: ObjectId, gap: Gap) -> core::result::Result<Gap, FindingCode> {
    let Some(Entry::At { offset, .. }) = document.entry(id) else {
        return Err(FindingCode::ByteRangeOdd);
    };
    let start = usize::try_from(offset).unwrap_or(usize::MAX);
    let length = document.raw(id).map_or(0, |raw| raw.len());
    // The value follows its number, generation and keyword.
    let end = start.saturating_add(length).saturating_add(HEAD_BYTES);
    if start < gap.at.start && gap.at.end <= end {
        Ok(gap)
    } else {
        Err(FindingCode::ByteRangeOdd)
    }
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
