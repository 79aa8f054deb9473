//! What a file holds that its pages do not show: layers, attached files, annotations (ISO 32000-2
//! §7.11.4, §8.11.4, §12.5.3); and its own form, which whoever signs does not fill in.

use lopdf::{Dictionary, Object};

use super::{Finding, Severity, finding, shown};
use crate::document::Document;
use crate::error::Result;

/// How many layers are looked at.
const LAYERS: usize = 10_000;

/// `/F` bits 2 and 6: hidden everywhere, hidden on a screen (ISO 32000-2 Table 167).
const HIDDEN: i64 = 1 << 1 | 1 << 5;

/// What a layer's usage can switch, and where it says so (ISO 32000-2 Table 100).
const USAGES: [[&[u8]; 2]; 3] = [
    [b"View", b"ViewState"],
    [b"Print", b"PrintState"],
    [b"Export", b"ExportState"],
];

/// Finds what the catalog leads to.
pub(super) fn unseen(document: &Document, catalog: &Dictionary) -> Result<Vec<Finding>> {
    let attached = has_attachments(document, catalog);
    let fields = document.fields()?;
    let filled = |kind: &Option<Vec<u8>>| kind.as_deref().is_some_and(|kind| kind != b"Sig");
    let has_form = fields.iter().any(|field| filled(&field.kind));
    let differs = fields.iter().any(|field| shown::differs(document, field));
    let found = [
        (
            has_hidden_layers(document, catalog),
            "hidden_layers",
            Severity::Warn,
        ),
        (attached, "attachments", Severity::Warn),
        (has_form, "form_fields", Severity::Note),
        (differs, "value_differs", Severity::Warn),
    ];
    let found = found.into_iter().filter(|(is, ..)| *is);
    Ok(found
        .map(|(_, code, severity)| finding(code, severity))
        .collect())
}

/// Whether some layer is off, or on for the screen and off on paper.
fn has_hidden_layers(document: &Document, catalog: &Dictionary) -> bool {
    let Some(layers) = dict(document, catalog, b"OCProperties") else {
        return false;
    };
    let Some(shown) = dict(document, &layers, b"D") else {
        return false;
    };
    let base = value(document, &shown, b"BaseState");
    let off = base.is_some_and(|base| base == Object::Name(b"OFF".to_vec()));
    let switches = !array(document, &shown, b"AS").is_empty();
    off || !array(document, &shown, b"OFF").is_empty()
        || switches && differs(document, &array(document, &layers, b"OCGs"))
}

/// Whether some layer has a use for which it is off.
fn differs(document: &Document, layers: &[Object]) -> bool {
    layers.iter().take(LAYERS).any(|layer| {
        let Ok(Object::Dictionary(layer)) = document.resolve(layer) else {
            return false;
        };
        let usage = dict(document, &layer, b"Usage").unwrap_or_default();
        USAGES.iter().any(|[kind, state]| {
            let state = dict(document, &usage, kind).and_then(|of| value(document, &of, state));
            state == Some(Object::Name(b"OFF".to_vec()))
        })
    })
}

fn has_attachments(document: &Document, catalog: &Dictionary) -> bool {
    let names = dict(document, catalog, b"Names").unwrap_or_default();
    let files = dict(document, &names, b"EmbeddedFiles").unwrap_or_default();
    let holds = |dict: &Dictionary, key: &[u8]| !array(document, dict, key).is_empty();
    holds(&files, b"Names") || holds(&files, b"Kids") || holds(catalog, b"AF")
}

/// Says what an annotation holds or draws that the page does not show.
pub(super) fn annotation(document: &Document, annotation: &Dictionary) -> Option<&'static str> {
    let is = |key: &[u8], name: &[u8]| {
        annotation
            .get(key)
            .and_then(Object::as_name)
            .is_ok_and(|of| of == name)
    };
    if is(b"Subtype", b"FileAttachment") {
        return Some("attachments");
    }
    let flags = value(document, annotation, b"F").and_then(|flags| flags.as_i64().ok());
    let hidden = flags.is_some_and(|flags| flags & HIDDEN != 0);
    // A note's window opens and closes; a signature is no secret for having no place.
    let passed = is(b"Subtype", b"Popup") || is(b"FT", b"Sig");
    (hidden && !passed && annotation.has(b"AP")).then_some("hidden_annotations")
}

pub(super) fn value(document: &Document, dict: &Dictionary, key: &[u8]) -> Option<Object> {
    document.resolve(dict.get(key).ok()?).ok()
}

pub(super) fn dict(document: &Document, of: &Dictionary, key: &[u8]) -> Option<Dictionary> {
    match value(document, of, key)? {
        Object::Dictionary(dict) => Some(dict),
        _ => None,
    }
}

pub(super) fn array(document: &Document, of: &Dictionary, key: &[u8]) -> Vec<Object> {
    match value(document, of, key) {
        Some(Object::Array(items)) => items,
        _ => Vec::new(),
    }
}
