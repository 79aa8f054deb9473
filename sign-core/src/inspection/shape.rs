//! Shapes that readers pass over and others refuse: references to nothing, fields that are no objects or
//! whose names are none, metadata that is no XMP, words in the trailer or information that is no object.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::names;
use super::xmp::is_xmp;
use crate::document::{Document, references, tail};

/// Returns whether a file has such a shape; `dangling` says whether any object refers to nothing.
pub(super) fn is_odd(document: &Document, dangling: bool) -> bool {
    let Ok(catalog) = document.catalog() else {
        return true;
    };
    let metadata = catalog.get(b"Metadata");
    let extra = tail::extra(document.trailer());
    metadata.is_ok_and(|metadata| !is_metadata(document, metadata))
        || !document.encrypted() && !tail::is_plain(&extra)
        || has_direct_information(document)
        || has_direct_field(document, &catalog)
        || !with_direct_kids(document, &catalog).is_empty()
        || !names::renamed(document).is_empty()
        || dangling && reaches_nothing(document)
}

/// Returns the form's fields, if it has an array of them.
pub(super) fn fields(document: &Document, catalog: &Dictionary) -> Option<Vec<Object>> {
    let form = document.resolve(catalog.get(b"AcroForm").ok()?).ok()?;
    let fields = document.resolve(form.as_dict().ok()?.get(b"Fields").ok()?);
    fields.ok()?.as_array().ok().cloned()
}

/// Whether the information stands in the trailer itself instead of being referred to (ISO 32000-2 Table 15).
fn has_direct_information(document: &Document) -> bool {
    let information = document.trailer().get(b"Info");
    information.is_ok_and(|information| information.as_reference().is_err())
}

fn has_direct_field(document: &Document, catalog: &Dictionary) -> bool {
    let fields = fields(document, catalog).unwrap_or_default();
    fields.iter().any(|field| field.as_reference().is_err())
}

/// Returns the fields whose `/Kids` hold a field or widget that is no object of its own.
pub(super) fn with_direct_kids(document: &Document, catalog: &Dictionary) -> Vec<ObjectId> {
    let fields = fields(document, catalog).unwrap_or_default();
    let mut seen: BTreeSet<ObjectId> = BTreeSet::new();
    let mut found = Vec::new();
    let mut waiting: Vec<ObjectId> = fields
        .iter()
        .filter_map(|one| one.as_reference().ok())
        .collect();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let kids = kids(document, id);
        if kids.iter().any(|kid| kid.as_dict().is_ok()) {
            found.push(id);
        }
        waiting.extend(kids.iter().filter_map(|kid| kid.as_reference().ok()));
    }
    found
}

/// Returns what stands in the `/Kids` of a field.
pub(super) fn kids(document: &Document, field: ObjectId) -> Vec<Object> {
    let dict = document.pick(field, &[b"Kids"]).unwrap_or_default();
    match dict.get(b"Kids").map(|kids| document.resolve(kids)) {
        Ok(Ok(Object::Array(kids))) => kids,
        _ => Vec::new(),
    }
}

/// Returns whether the trailer leads to a reference that leads nowhere.
fn reaches_nothing(document: &Document) -> bool {
    let mut seen: BTreeSet<ObjectId> = BTreeSet::new();
    let mut waiting = vec![document.root()];
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let object = document.object(id).unwrap_or(Object::Null);
        if document.dangles(&object) {
            return true;
        }
        references(&object, &mut waiting);
    }
    false
}

/// Whether the catalog's metadata is a stream that holds XMP.
pub(super) fn is_metadata(document: &Document, metadata: &Object) -> bool {
    if metadata.as_reference().is_err() {
        return false;
    }
    let Ok(Object::Stream(stream)) = document.resolve(metadata) else {
        return false;
    };
    document
        .stream_data(&stream)
        .is_ok_and(|text| is_xmp(&text))
}
