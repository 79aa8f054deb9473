//! What a field's widget already says of itself.

use lopdf::{Dictionary, Object};

use super::parts;
use crate::document::{Document, Field};
use crate::error::Result;
use crate::signature::limits::dict;
use crate::stamp::appearance::Frame;

/// Returns the box that rev0 gave a field, by its blank appearance, or that of an empty field which
/// the document had of its own.
///
/// # Errors
/// `no_such_field` for a field that cannot be seen.
pub(super) fn frame(document: &Document, field: &Field) -> Result<Frame> {
    match blank_frame(document, &field.dict) {
        Some(frame) => Ok(frame),
        None => parts::whole(document, &field.name),
    }
}

fn blank_frame(document: &Document, field: &Dictionary) -> Option<Frame> {
    let appearances = dict(document, field, b"AP")?;
    let normal = document.resolve(appearances.get(b"N").ok()?).ok()?;
    let dict = &normal.as_stream().ok()?.dict;
    let [x, y, width, height] = numbers(dict, b"BBox")?;
    (x == 0.0 && y == 0.0).then_some(())?;
    let matrix = numbers(dict, b"Matrix")?;
    Some(Frame {
        width,
        height,
        matrix,
    })
}

/// Returns a field's flags.
pub(super) fn flags(field: &Dictionary) -> i64 {
    field.get(b"Ff").and_then(Object::as_i64).unwrap_or(0)
}

pub(super) fn numbers<const N: usize>(dict: &Dictionary, key: &[u8]) -> Option<[f64; N]> {
    let values = dict.get(key).and_then(Object::as_array).ok()?;
    let values: Option<Vec<f64>> = values.iter().map(number).collect();
    values?.try_into().ok()
}

/// Reads a number back as the hundredths it was written in.
fn number(object: &Object) -> Option<f64> {
    let value = f64::from(object.as_float().ok()?);
    Some((value * 100.0).round() / 100.0)
}
