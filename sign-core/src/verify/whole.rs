//! What concerns the file as a whole: fields nobody can tell apart, hidden and active content.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::finding::FindingCode;
use super::found::Found;
use super::report::Finding;
use crate::document::{Document, Field};
use crate::inspection;

/// The most annotations that are looked at.
const MAX_ANNOTATIONS: usize = 200_000;

/// What the inspection says of files that act by themselves.
const ACTIVE: [&str; 8] = [
    "open_action",
    "javascript",
    "active_content",
    "launch_action",
    "submit_action",
    "import_action",
    "xfa",
    "dynamic_xfa",
];

/// What it says of files that hold what their pages do not show.
const UNSEEN: [&str; 3] = ["attachments", "hidden_annotations", "hidden_layers"];

/// Looks at a signed file; of an unsigned one only whether it hides a signature.
pub(super) fn findings(document: &Document, found: &[Found]) -> Vec<Finding> {
    let fields = document.fields().unwrap_or_default();
    let mut findings = Vec::new();
    if has_unlisted(document, &fields) {
        findings.push(FindingCode::SignatureUnlisted.finding());
    }
    if found.is_empty() {
        return findings;
    }
    let aliased = aliases(&fields).into_iter();
    findings.extend(aliased.map(|name| FindingCode::FieldAliased.about(name)));
    if has_odd_store(document) {
        findings.push(FindingCode::DssOdd.finding());
    }
    if hides_document(document) {
        findings.push(FindingCode::ObjectsHidden.finding());
    }
    let said = inspection::acts(document);
    findings.extend(said.is_err().then(|| FindingCode::TooMany.finding()));
    findings.extend(said.iter().flatten().filter_map(|one| match one.code {
        code if ACTIVE.contains(&code) => Some(FindingCode::ActiveContent.about(code)),
        code if UNSEEN.contains(&code) => Some(FindingCode::ContentUnseen.about(code)),
        "value_differs" => Some(FindingCode::ValueDiffers.finding()),
        "not_all_read" => Some(FindingCode::TooMany.finding()),
        _ => None,
    }));
    findings
}

/// Whether a catalog or page tree is hidden in a revision. Behind the last one it is `trailing_bytes`,
/// and in a file without any, `repaired`, earlier catalogs of its own cannot be told from hidden ones.
fn hides_document(document: &Document) -> bool {
    let end = document.revisions().last().map(|revision| revision.end);
    inspection::first_stray(document).is_some_and(|at| end.is_some_and(|end| (at as u64) < end))
}

/// Fields that had a signature in one of the first `most` versions, and have none now.
pub(super) fn removed(document: &Document, found: &[Found], most: usize) -> Vec<Finding> {
    let earlier = 0..document.revisions().len().saturating_sub(1).min(most);
    let signed = earlier.filter_map(|at| signed_fields(&document.at_revision(at).ok()?));
    let names: BTreeSet<String> = signed.flatten().collect();
    let gone = names
        .into_iter()
        .filter(|name| found.iter().all(|found| found.field != *name));
    gone.map(|name| FindingCode::SignatureReplaced.about(name))
        .collect()
}

fn signed_fields(document: &Document) -> Option<Vec<String>> {
    let fields = document.fields().ok()?.into_iter();
    let signed = fields.filter(|field| {
        let value = field.dict.get(b"V").is_ok_and(|value| !value.is_null());
        value && field.kind.as_deref() == Some(b"Sig")
    });
    Some(signed.map(|field| field.name).collect())
}

/// Names that two fields bear, and fields that share a widget with another.
fn aliases(fields: &[Field]) -> BTreeSet<String> {
    let (mut names, mut places) = (BTreeSet::new(), BTreeSet::new());
    let twice = fields.iter().filter(|field| {
        let own: BTreeSet<ObjectId> = field.widgets.iter().chain([&field.id]).copied().collect();
        let known = own.into_iter().filter(|id| !places.insert(*id)).count() > 0;
        !names.insert(field.name.as_str()) || known
    });
    twice.map(|field| field.name.clone()).collect()
}

/// Whether a page shows a signed widget that no field has.
fn has_unlisted(document: &Document, fields: &[Field]) -> bool {
    let ids = fields
        .iter()
        .flat_map(|field| field.widgets.iter().chain([&field.id]));
    let known: BTreeSet<ObjectId> = ids.copied().collect();
    let pages = 0..document.page_count().unwrap_or(0);
    let annotations = pages.filter_map(|index| {
        let page = document.page_entries(index, &[b"Annots"]).ok()?;
        let list = document.resolve(page.get(b"Annots").ok()?).ok()?;
        list.as_array().ok().cloned()
    });
    annotations
        .flatten()
        .take(MAX_ANNOTATIONS)
        .filter(|item| item.as_reference().map_or(true, |id| !known.contains(&id)))
        .any(|item| is_signed_widget(document, &item))
}

fn is_signed_widget(document: &Document, item: &Object) -> bool {
    let dictionary = |object: &Object| match document.resolve(object) {
        Ok(Object::Dictionary(dictionary)) => Some(dictionary),
        _ => None,
    };
    let entry = |widget: &Dictionary, key: &[u8]| {
        let above = widget.get(b"Parent").ok().and_then(dictionary);
        let own = widget.get(key).ok().cloned();
        own.or_else(|| above?.get(key).ok().cloned())
    };
    let Some(widget) = dictionary(item) else {
        return false;
    };
    let kind = entry(&widget, b"FT").and_then(|kind| document.resolve(&kind).ok());
    let value = entry(&widget, b"V").and_then(|value| dictionary(&value));
    kind == Some(Object::Name(b"Sig".to_vec())) && value.is_some()
}

/// Whether the document security store holds what it has no place for (ISO 32000-2 Table 261).
fn has_odd_store(document: &Document) -> bool {
    let Ok(catalog) = document.catalog() else {
        return false;
    };
    let Ok(store) = catalog.get(b"DSS") else {
        return false;
    };
    let Ok(Object::Dictionary(store)) = document.resolve(store) else {
        return true;
    };
    store.iter().any(|(key, value)| match key.as_slice() {
        b"Type" => false,
        b"VRI" => !matches!(
            document.resolve(value),
            Ok(Object::Dictionary(_) | Object::Null)
        ),
        b"Certs" | b"CRLs" | b"OCSPs" => !holds_der(document, value),
        _ => true,
    })
}

fn holds_der(document: &Document, list: &Object) -> bool {
    let Ok(Object::Array(list)) = document.resolve(list) else {
        return false;
    };
    list.iter().all(|item| match document.resolve(item) {
        Ok(Object::Stream(stream)) => {
            let data = document.stream_data(&stream);
            data.is_ok_and(|data| data.first() == Some(&0x30))
        }
        _ => false,
    })
}

/// Whether the catalog's `/Perms` and the signatures name the same certification (ISO 32000-2
/// §12.8.6); `certifying` is the object of the signature that certifies.
pub(super) fn permissions_disagree(document: &Document, certifying: &[Option<ObjectId>]) -> bool {
    let catalog = document.catalog().unwrap_or_default();
    let permissions = catalog.get(b"Perms").ok();
    let named = match permissions.and_then(|found| document.resolve(found).ok()) {
        Some(Object::Dictionary(found)) => found.get(b"DocMDP").ok().cloned(),
        _ => None,
    };
    match (named, certifying) {
        (None, []) => false,
        (Some(Object::Reference(id)), [first, ..]) => *first != Some(id),
        _ => true,
    }
}
