//! What is drawn in a signature's own appearance, where no other field may be added for it.

use lopdf::{Dictionary, Object, Stream, dictionary};

use crate::document::Document;
use crate::error::{Error, Kind, Result};
use crate::placement::Geometry;
use crate::signature::layout::own_fields;
use crate::signature::look::{self, Chosen};
use crate::stamp::appearance::{Frame, numbers};
use crate::stamp::content::{hundredths, stream};

use super::widget;

/// An answer, or the signature itself, and its box in the appearance.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) frame: Frame,
    pub(super) chosen: Chosen,
    x: f64,
    y: f64,
}

/// Reads the parts that the layout left in a signature field; nothing for a field of another kind.
///
/// # Errors
/// `no_such_field` where they are not as the layout writes them.
pub(super) fn of(document: &Document, field: &Dictionary) -> Result<Option<Vec<Part>>> {
    let Ok(ours) = field.get(b"Seing").and_then(Object::as_dict) else {
        return Ok(None);
    };
    let Ok(parts) = ours.get(b"Parts") else {
        return Ok(None);
    };
    let parts = parts.as_array().map_err(|_| Kind::NoSuchField)?;
    let read = |one: &Object| part(document, one).ok_or_else(|| Error::new(Kind::NoSuchField));
    parts.iter().map(read).collect::<Result<_>>().map(Some)
}

fn part(document: &Document, one: &Object) -> Option<Part> {
    let one = one.as_dict().ok()?;
    let [x, y, width, height] = widget::numbers(one, b"Rect")?;
    Some(Part {
        name: lopdf::decode_text_string(one.get(b"T").ok()?).ok()?,
        required: widget::flags(one) != 0,
        frame: Frame {
            width,
            height,
            matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        },
        chosen: look::read(document, one).ok()?,
        x,
        y,
    })
}

/// Returns the one part of an empty field that the document had of its own: all of its box.
///
/// # Errors
/// `no_such_field` where it cannot be seen.
pub(super) fn whole(document: &Document, name: &str) -> Result<Frame> {
    let own = own_fields(document)?;
    let own = own.iter().find(|field| field.name == name);
    let own = own.ok_or(Kind::NoSuchField)?;
    let geometry = Geometry::from(&document.page(own.page)?);
    let (width, height) = (own.rect.width, own.rect.height);
    Ok(Frame {
        width,
        height,
        matrix: geometry.upright(width, height),
    })
}

/// Puts drawings, which are objects already, together in one appearance.
pub(super) fn together(frame: &Frame, drawn: &[(&Part, lopdf::ObjectId)]) -> Stream {
    let mut forms = Dictionary::new();
    let mut content = String::new();
    for (number, (part, id)) in drawn.iter().enumerate() {
        let (x, y) = (hundredths(part.x), hundredths(part.y));
        content += &format!("q 1 0 0 1 {x} {y} cm /P{number} Do Q\n");
        forms.set(format!("P{number}"), *id);
    }
    let dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Form",
        "BBox" => numbers(&[0.0, 0.0, frame.width, frame.height]),
        "Matrix" => numbers(&frame.matrix),
        "Resources" => dictionary! { "XObject" => forms },
    };
    stream(dict, content.as_bytes())
}
