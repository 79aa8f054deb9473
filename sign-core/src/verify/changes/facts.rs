//! What one version knows of a form field: its kind, its value and what it shows.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::reach::below;
use crate::bytes::lexer::Lexer;
use crate::document::{Document, Field};

/// How many objects of a picture are looked at.
const MAX_DRAWN: usize = 10_000;

/// Operators that paint (ISO 32000-2 Annex A).
const PAINTING: [&[u8]; 18] = [
    b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do", b"BI", b"EI", b"Tj",
    b"TJ", b"'", b"\"", b"d0",
];

/// What is known of a field.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    /// `/FT`.
    pub(super) kind: Option<Vec<u8>>,
    /// Whether it has a value that is not empty.
    pub(super) filled: bool,
    /// Its appearances and those of its widgets.
    pub(super) pictures: Vec<Object>,
    /// Whether a widget of it may have an area.
    pub(super) visible: bool,
    /// Whether its value is a document timestamp.
    pub(super) stamps: bool,
    /// Its widgets; the field itself where both are one object.
    pub(super) widgets: Vec<ObjectId>,
    /// Whether it acts, or shows itself as something else than a form's field does.
    pub(super) odd: bool,
}

impl Facts {
    /// Reads those of a field whose widgets, itself aside, are `widgets`.
    pub(super) fn of(document: &Document, field: &Field, widgets: &[Dictionary]) -> Self {
        let all = || widgets.iter().chain([&field.dict]);
        let picture = |widget: &Dictionary| widget.get(b"AP").ok().cloned();
        let value = field.dict.get(b"V").ok();
        let value = value.and_then(|value| brief(document, value));
        Self {
            kind: field.kind.clone(),
            filled: !matches!(&value, None | Some(Object::Null))
                && !matches!(&value, Some(Object::String(text, _)) if text.is_empty()),
            pictures: all().filter_map(picture).collect(),
            visible: all().any(|widget| has_area(document, widget)),
            stamps: value.is_some_and(|value| stamps(&value)),
            widgets: field.widgets.clone(),
            odd: all().any(|widget| is_odd(document, widget)),
        }
    }

    /// Whether it is for a signature.
    pub(super) fn is_signature(&self) -> bool {
        self.kind.as_deref() == Some(b"Sig")
    }

    /// Whether it is of a kind that is filled in.
    pub(super) fn is_form(&self) -> bool {
        matches!(self.kind.as_deref(), Some(b"Tx" | b"Ch" | b"Btn"))
    }

    /// Whether it shows the text that is its value.
    pub(super) fn shows_text(&self) -> bool {
        self.filled && matches!(self.kind.as_deref(), Some(b"Tx" | b"Ch"))
    }

    /// Whether an appearance of it paints anything, or may.
    pub(super) fn paints(&self, document: &Document) -> bool {
        let mut open = self.pictures.clone();
        let mut seen: BTreeSet<ObjectId> = BTreeSet::new();
        while let Some(object) = open.pop() {
            match object {
                Object::Reference(id) if seen.insert(id) => open.extend(document.object(id)),
                Object::Stream(stream) => match document.stream_data(&stream) {
                    Ok(data) if !paints(&data) => {}
                    _ => return true,
                },
                other => below(other, &mut open),
            }
            if seen.len() > MAX_DRAWN {
                return true;
            }
        }
        false
    }
}

/// Whether a content stream has an operator that paints.
fn paints(content: &[u8]) -> bool {
    let mut lexer = Lexer::new(content, 0);
    loop {
        lexer.skip_space();
        let read = match lexer.peek() {
            None => return false,
            Some(b'(') => lexer.literal_string().is_some(),
            Some(b'<') if lexer.take(b"<<") => true,
            Some(b'<') => lexer.hex_string().is_some(),
            Some(b'/') => !lexer.name().is_empty(),
            Some(b'[' | b']' | b'>' | b'{' | b'}' | b')') => {
                lexer.seek(lexer.at() + 1);
                true
            }
            Some(_) => !PAINTING.contains(&lexer.word()),
        };
        if !read {
            return true;
        }
    }
}

/// Whether a widget has an area, or corners that are none for sure.
fn has_area(document: &Document, widget: &Dictionary) -> bool {
    let Ok(corners) = widget.get(b"Rect") else {
        return false;
    };
    let Ok(Object::Array(corners)) = document.resolve(corners) else {
        return true;
    };
    let corners = corners
        .iter()
        .map(|corner| document.resolve(corner).ok()?.as_float().ok());
    match corners.collect::<Vec<_>>()[..] {
        [Some(x0), Some(y0), Some(x1), Some(y1)] => x0 != x1 && y0 != y1,
        _ => true,
    }
}

/// Whether a widget has an action, a face that viewers draw by themselves, or is no widget.
fn is_odd(document: &Document, widget: &Dictionary) -> bool {
    let entry = |key: &[u8]| document.resolve(widget.get(key).ok()?).ok();
    let other = match entry(b"Subtype") {
        Some(Object::Name(kind)) => kind != b"Widget",
        _ => widget.has(b"Rect"),
    };
    let faced = match entry(b"MK") {
        Some(Object::Dictionary(face)) => face.iter().any(|(key, _)| key != b"R"),
        _ => false,
    };
    other || faced || widget.has(b"A") || widget.has(b"AA")
}

/// Reads a value; of a dictionary that is plainly there only what is asked of it here, for the container of
/// a signature is long.
fn brief(document: &Document, value: &Object) -> Option<Object> {
    let id = value.as_reference().ok();
    let picked = id.and_then(|id| document.picked(id, &[b"SubFilter"]));
    let brief = picked.map(Object::Dictionary);
    brief.or_else(|| document.resolve(value).ok())
}

fn stamps(value: &Object) -> bool {
    let format = value.as_dict().and_then(|value| value.get(b"SubFilter"));
    matches!(format, Ok(Object::Name(name)) if name == b"ETSI.RFC3161")
}
