//! Filled fields drawn where viewers were told to draw them anew, which the rewrite no longer tells
//! (ISO 32000-2 §12.7.3, `/NeedAppearances`).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, decode_text_string, dictionary};

use super::button;
use super::form::added;
use super::pen::{Frame, Pen};
use crate::document::{Document, Field};
use crate::error::Result;

/// Flags of text fields and choices (§12.7.5.3, §12.7.5.4).
const MULTILINE: i64 = 1 << 12;
const PASSWORD: i64 = 1 << 13;
const COMBO: i64 = 1 << 17;
const COMB: i64 = 1 << 24;

/// How many octets all values together may take.
const OCTETS: usize = 4 << 20;

/// What a field shows.
pub(super) enum Shown {
    /// One line, in the middle of the box.
    Line(String),
    /// One line in so many cells.
    Cells(String, usize),
    /// Lines from the top of the box on, broken where they are too long.
    Lines(String),
    /// A list from the top of the box on, and which of it is chosen.
    List(Vec<(String, bool)>),
}

/// Gives every text field and choice an appearance that shows its value, and every button that has none
/// one that shows its state. What a font of the form
/// cannot write keeps the appearance it has.
pub(super) fn mend(document: &Document, objects: &mut BTreeMap<ObjectId, Object>) -> Result<()> {
    let catalog = document.catalog()?;
    let form = dict(document, &catalog, b"AcroForm").unwrap_or_default();
    let asked = value(document, &form, b"NeedAppearances");
    if asked != Some(Object::Boolean(true)) {
        return Ok(());
    }
    let mut left = OCTETS;
    for field in document.fields()? {
        if field.kind.as_deref() == Some(b"Btn") {
            button::mend(document, &form, &field, objects);
        }
        let Some(shown) = shown(document, &field) else {
            continue;
        };
        left = left.saturating_sub(shown.octets().saturating_mul(field.widgets.len()));
        if left == 0 {
            break;
        }
        for id in &field.widgets {
            redraw(document, &form, (&field, &shown), *id, objects);
        }
    }
    Ok(())
}

fn redraw(
    document: &Document,
    form: &Dictionary,
    (field, shown): (&Field, &Shown),
    id: ObjectId,
    objects: &mut BTreeMap<ObjectId, Object>,
) {
    let Some(mut widget) = widget(document, objects, id) else {
        return;
    };
    let drawn = Frame::of(document, &widget).and_then(|frame| {
        let pen = Pen::of(document, form, &[&widget, &field.dict, form])?;
        pen.drawn(&frame, shown)
    });
    if let Some(drawn) = drawn {
        let normal = added(document, objects, drawn.into());
        widget.set("AP", dictionary! { "N" => normal });
        objects.insert(id, Object::Dictionary(widget));
    }
}

/// Returns a widget as it is in the rewrite so far.
pub(super) fn widget(
    document: &Document,
    objects: &BTreeMap<ObjectId, Object>,
    id: ObjectId,
) -> Option<Dictionary> {
    let known = objects.get(&id).and_then(|object| object.as_dict().ok());
    known.cloned().or_else(|| document.dict(id).ok())
}

/// Returns what a field shows; nothing for one that is no text and no choice.
fn shown(document: &Document, field: &Field) -> Option<Shown> {
    let flags = flags(document, field);
    match field.kind.as_deref()? {
        b"Tx" => Some(text(document, field, flags)),
        b"Ch" if flags & COMBO != 0 => {
            let chosen = chosen(document, field).into_iter().next();
            Some(Shown::Line(named(
                document,
                field,
                chosen.unwrap_or_default(),
            )))
        }
        b"Ch" => Some(Shown::List(list(document, field))),
        _ => None,
    }
}

/// Returns a field's flags.
pub(super) fn flags(document: &Document, field: &Field) -> i64 {
    let flags = value(document, &field.dict, b"Ff").and_then(|flags| flags.as_i64().ok());
    flags.unwrap_or(0)
}

fn text(document: &Document, field: &Field, flags: i64) -> Shown {
    let text = chosen(document, field).into_iter().next();
    let text = text.unwrap_or_default();
    let cells = value(document, &field.dict, b"MaxLen").and_then(|most| most.as_i64().ok());
    let cells = cells.and_then(|most| usize::try_from(most).ok());
    match cells.filter(|most| flags & COMB != 0 && (1..=1000).contains(most)) {
        Some(cells) => Shown::Cells(text, cells),
        None if flags & PASSWORD != 0 => Shown::Line("*".repeat(text.chars().count())),
        None if flags & MULTILINE != 0 => Shown::Lines(text),
        None => Shown::Line(text.replace(['\r', '\n'], " ")),
    }
}

/// Returns a field's value: one text, or each one chosen.
fn chosen(document: &Document, field: &Field) -> Vec<String> {
    let plain = |object: &Object| match document.resolve(object).ok()? {
        Object::Stream(stream) => {
            let data = document.stream_data(&stream).ok()?;
            decode_text_string(&Object::string_literal(data)).ok()
        }
        text => decode_text_string(&text).ok(),
    };
    match value(document, &field.dict, b"V") {
        Some(Object::Array(all)) => all.iter().filter_map(plain).collect(),
        Some(one) => plain(&one).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Returns a choice's options: the value of each and the name it goes by.
fn options(document: &Document, field: &Field) -> Vec<(String, String)> {
    let Some(Object::Array(options)) = value(document, &field.dict, b"Opt") else {
        return Vec::new();
    };
    let plain = |object: &Object| decode_text_string(&document.resolve(object).ok()?).ok();
    let option = |option: &Object| match document.resolve(option).ok()? {
        Object::Array(pair) => Some((plain(pair.first()?)?, plain(pair.get(1)?)?)),
        one => plain(&one).map(|one| (one.clone(), one)),
    };
    options.iter().filter_map(option).collect()
}

fn named(document: &Document, field: &Field, chosen: String) -> String {
    let mut options = options(document, field).into_iter();
    let found = options.find(|(value, _)| *value == chosen);
    found.map_or(chosen, |(_, name)| name)
}

fn list(document: &Document, field: &Field) -> Vec<(String, bool)> {
    let first = value(document, &field.dict, b"TI").and_then(|first| first.as_i64().ok());
    let first = first.and_then(|first| usize::try_from(first).ok());
    let chosen = chosen(document, field);
    let options = options(document, field).into_iter();
    let seen = options.map(|(value, name)| (name, chosen.contains(&value)));
    seen.skip(first.unwrap_or(0)).collect()
}

impl Shown {
    fn octets(&self) -> usize {
        match self {
            Self::Line(text) | Self::Cells(text, _) | Self::Lines(text) => text.len(),
            Self::List(all) => all.iter().map(|(name, _)| name.len()).sum(),
        }
    }

    /// Whether every letter of it is a plain one.
    pub(super) fn is_ascii(&self) -> bool {
        match self {
            Self::Line(text) | Self::Cells(text, _) | Self::Lines(text) => text.is_ascii(),
            Self::List(all) => all.iter().all(|(name, _)| name.is_ascii()),
        }
    }
}

/// Returns an entry's value; nothing for one that is null.
pub(super) fn value(document: &Document, dict: &Dictionary, key: &[u8]) -> Option<Object> {
    let value = document.resolve(dict.get(key).ok()?).ok()?;
    (!value.is_null()).then_some(value)
}

/// Returns an entry that is a dictionary.
pub(super) fn dict(document: &Document, above: &Dictionary, key: &[u8]) -> Option<Dictionary> {
    match value(document, above, key)? {
        Object::Dictionary(dict) => Some(dict),
        _ => None,
    }
}
