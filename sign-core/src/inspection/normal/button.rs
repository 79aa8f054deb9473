//! Buttons without an appearance, drawn where viewers were told to draw them (ISO 32000-2 §12.7.5.2).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, decode_text_string, dictionary};

use super::form::added;
use super::pen::{Frame, Pen};
use super::redraw::{Shown, dict, flags, value, widget};
use crate::document::{Document, Field};

/// Flags of buttons (§12.7.5.2.1).
const RADIO: i64 = 1 << 15;
const PUSH: i64 = 1 << 16;

/// The mark of a button that is on, where it names none: a letter of ZapfDingbats.
const TICK: u8 = b'4';
const DISC: u8 = b'l';

/// Size of a mark as a share of the box's smaller side; its width and height as shares of that size.
const SHARE: f64 = 0.8;
const WIDE: f64 = 0.8;
const HIGH: f64 = 0.7;

/// The most characters of a caption.
const CAPTION: usize = 1000;

/// Gives the widgets of a button an appearance, where they have none.
pub(super) fn mend(
    document: &Document,
    form: &Dictionary,
    field: &Field,
    objects: &mut BTreeMap<ObjectId, Object>,
) {
    for id in &field.widgets {
        let bare = widget(document, objects, *id).filter(|widget| !is_drawn(document, widget));
        let Some(mut widget) = bare else {
            continue;
        };
        let Some(frame) = Frame::of(document, &widget) else {
            continue;
        };
        if flags(document, field) & PUSH != 0 {
            let pen = Pen::of(document, form, &[&widget, &field.dict, form]);
            let drawn = pushed(document, &widget, &frame, pen);
            let normal = added(document, objects, drawn);
            widget.set("AP", dictionary! { "N" => normal });
        } else {
            turned(document, field, &frame, &mut widget, objects);
        }
        objects.insert(*id, Object::Dictionary(widget));
    }
}

fn is_drawn(document: &Document, widget: &Dictionary) -> bool {
    let appearances = dict(document, widget, b"AP").unwrap_or_default();
    value(document, &appearances, b"N").is_some()
}

/// Draws a push-button with its caption; without one that a font here can write, its ground alone.
fn pushed(document: &Document, widget: &Dictionary, frame: &Frame, pen: Option<Pen>) -> Object {
    let caption: String = caption(document, widget).chars().take(CAPTION).collect();
    let shown = Shown::Line(caption.replace(['\r', '\n'], " "));
    let drawn = pen.and_then(|pen| pen.centred().drawn(frame, &shown));
    drawn
        .unwrap_or_else(|| frame.form("", Dictionary::new()))
        .into()
}

fn caption(document: &Document, widget: &Dictionary) -> String {
    let look = dict(document, widget, b"MK").unwrap_or_default();
    let caption = value(document, &look, b"CA").and_then(|text| decode_text_string(&text).ok());
    caption.unwrap_or_default()
}

/// Draws a check box or radio button off, and on where that is its state.
fn turned(
    document: &Document,
    field: &Field,
    frame: &Frame,
    widget: &mut Dictionary,
    objects: &mut BTreeMap<ObjectId, Object>,
) {
    let off = frame.form("", Dictionary::new());
    let mut states = dictionary! { "Off" => added(document, objects, off.into()) };
    let state = state(document, field, widget);
    if let Some(name) = &state {
        let on = marked(frame, mark(document, field, widget));
        states.set(name.clone(), added(document, objects, on));
    }
    widget.set("AP", dictionary! { "N" => states });
    let state = state.unwrap_or_else(|| b"Off".to_vec());
    widget.set("AS", Object::Name(state));
}

/// Returns the state of a button that is on: the widget's own, or the value of a field that has no
/// other widget.
fn state(document: &Document, field: &Field, widget: &Dictionary) -> Option<Vec<u8>> {
    let named = |above: &Dictionary, key: &[u8]| match value(document, above, key)? {
        Object::Name(name) => Some(name),
        _ => None,
    };
    let whole = || named(&field.dict, b"V").filter(|_| field.widgets.len() == 1);
    let state = named(widget, b"AS").or_else(whole);
    state.filter(|name| name != b"Off")
}

fn mark(document: &Document, field: &Field, widget: &Dictionary) -> u8 {
    let own = caption(document, widget).bytes().next();
    let usual = if flags(document, field) & RADIO == 0 {
        TICK
    } else {
        DISC
    };
    own.filter(u8::is_ascii_graphic).unwrap_or(usual)
}

fn marked(frame: &Frame, mark: u8) -> Object {
    let (width, height) = frame.size();
    let size_pt = SHARE * width.min(height);
    let (x, y) = (
        (width - WIDE * size_pt) / 2.0,
        (height - HIGH * size_pt) / 2.0,
    );
    let text = format!("BT 0 g /ZaDb {size_pt:.2} Tf {x:.2} {y:.2} Td <{mark:02x}> Tj ET ");
    let font = dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "ZapfDingbats",
    };
    frame.form(&text, dictionary! { "ZaDb" => font }).into()
}
