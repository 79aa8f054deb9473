//! What a file holds that its pages do not show: layers, attached files, annotations (ISO 32000-2
//! §7.11.4, §8.11.4, §12.5.3); and its own form, which whoever signs does not fill in.

use lopdf::{Dictionary, Object};

use super::reader::Reader;
use super::{Finding, Severity, finding, shown};
use crate::document::{Document, Field};

/// `/F` bits 2 and 6: hidden everywhere, hidden on a screen (ISO 32000-2 Table 167).
const HIDDEN: i64 = 1 << 1 | 1 << 5;

/// Policies of a membership by which something is seen where layers are off (ISO 32000-2 Table 97).
const INVERSE: [&[u8]; 2] = [b"AllOff", b"AnyOff"];

/// How deep an expression over layers is looked into.
const EXPRESSION: u32 = 32;

/// What a layer's usage can switch, and where it says so (ISO 32000-2 Table 100).
const USAGES: [[&[u8]; 2]; 3] = [
    [b"View", b"ViewState"],
    [b"Print", b"PrintState"],
    [b"Export", b"ExportState"],
];

/// Finds what the catalog leads to; `fields` are those of its form.
pub(super) fn unseen(reader: &Reader<'_>, catalog: &Dictionary, fields: &[Field]) -> Vec<Finding> {
    let form = reader.dict(catalog, b"AcroForm").unwrap_or_default();
    // Then whatever reads the file draws the fields itself.
    let drawn = reader.value(&form, b"NeedAppearances") == Some(Object::Boolean(true));
    let differs = |field| !drawn && shown::differs(reader, field);
    let filled = |field: &Field| field.kind.as_deref().is_some_and(|kind| kind != b"Sig");
    let found = [
        (
            has_hidden_layers(reader, catalog),
            "hidden_layers",
            Severity::Warn,
        ),
        (
            has_attachments(reader, catalog),
            "attachments",
            Severity::Warn,
        ),
        (fields.iter().any(filled), "form_fields", Severity::Note),
        (fields.iter().any(differs), "value_differs", Severity::Warn),
    ];
    let found = found.into_iter().filter(|(is, ..)| *is);
    found
        .map(|(_, code, severity)| finding(code, severity))
        .collect()
}

/// Whether some layer is off, or on for the screen and off on paper, or something is seen without one alone.
fn has_hidden_layers(reader: &Reader<'_>, catalog: &Dictionary) -> bool {
    let Some(layers) = reader.dict(catalog, b"OCProperties") else {
        return false;
    };
    let Some(shown) = reader.dict(&layers, b"D") else {
        return false;
    };
    let base = reader.value(&shown, b"BaseState");
    let off = base.is_some_and(|base| base == Object::Name(b"OFF".to_vec()));
    let switches = !reader.array(&shown, b"AS").is_empty();
    off || !reader.array(&shown, b"OFF").is_empty()
        || switches && are_switched(reader, &reader.array(&layers, b"OCGs"))
        || has_inverse(reader.document)
}

/// Whether something is seen only where layers are off: hidden while all are on (ISO 32000-2 §8.11.2.2).
fn has_inverse(document: &Document) -> bool {
    let objects = document.entries().map(|(id, _)| id);
    let mut said = objects.filter_map(|id| document.pick(id, &[b"P", b"VE", b"OC"]).ok());
    said.any(|said| {
        let own = said.get(b"OC").and_then(Object::as_dict);
        is_inverse(document, &said) || own.is_ok_and(|own| is_inverse(document, own))
    })
}

fn is_inverse(document: &Document, membership: &Dictionary) -> bool {
    let policy = membership.get(b"P").and_then(Object::as_name);
    let off = policy.is_ok_and(|policy| INVERSE.contains(&policy));
    let expression = membership.get(b"VE").ok();
    let expression = expression.and_then(|expression| document.resolve(expression).ok());
    off || expression.is_some_and(|expression| negates(&expression, EXPRESSION))
}

/// Whether an expression says "not", as far as it stands in one piece.
fn negates(expression: &Object, depth: u32) -> bool {
    let Object::Array(parts) = expression else {
        return false;
    };
    let not = parts.first().and_then(|word| word.as_name().ok()) == Some(b"Not");
    not || depth > 0 && parts.iter().any(|part| negates(part, depth - 1))
}

/// Whether some layer has a use for which it is off.
fn are_switched(reader: &Reader<'_>, layers: &[Object]) -> bool {
    layers.iter().any(|layer| {
        let Some(Object::Dictionary(layer)) = reader.resolve(layer) else {
            return false;
        };
        let usage = reader.dict(&layer, b"Usage").unwrap_or_default();
        USAGES.iter().any(|[kind, state]| {
            let state = reader
                .dict(&usage, kind)
                .and_then(|of| reader.value(&of, state));
            state == Some(Object::Name(b"OFF".to_vec()))
        })
    })
}

fn has_attachments(reader: &Reader<'_>, catalog: &Dictionary) -> bool {
    let names = reader.dict(catalog, b"Names").unwrap_or_default();
    let files = reader.dict(&names, b"EmbeddedFiles").unwrap_or_default();
    let holds = |dict: &Dictionary, key: &[u8]| !reader.array(dict, key).is_empty();
    holds(&files, b"Names") || holds(&files, b"Kids") || holds(catalog, b"AF")
}

/// Says what an annotation holds or draws that the page does not show.
pub(super) fn annotation(reader: &Reader<'_>, annotation: &Dictionary) -> Option<&'static str> {
    let is = |dict: &Dictionary, key: &[u8], name: &[u8]| {
        let found = dict.get(key).and_then(Object::as_name);
        found.is_ok_and(|found| found == name)
    };
    if is(annotation, b"Subtype", b"FileAttachment") {
        return Some("attachments");
    }
    let flags = reader
        .value(annotation, b"F")
        .and_then(|flags| flags.as_i64().ok());
    let hidden = flags.is_some_and(|flags| flags & HIDDEN != 0);
    if !hidden || !annotation.has(b"AP") {
        return None;
    }
    // A note's window opens and closes; a signature is no secret for having no place.
    let above = reader.dict(annotation, b"Parent").unwrap_or_default();
    let signs = is(annotation, b"FT", b"Sig") || is(&above, b"FT", b"Sig");
    let passed = is(annotation, b"Subtype", b"Popup") || signs;
    (!passed).then_some("hidden_annotations")
}
