//! What a field's widget already says of itself.

use lopdf::{Dictionary, Object};

use crate::document::Document;
use crate::error::{Kind, Result};
use crate::stamp::appearance::Frame;

/// Returns the box that rev0 gave a field, by its blank appearance.
///
/// # Errors
/// `no_such_field` for a field without an appearance as made here.
pub(super) fn frame(document: &Document, field: &Dictionary) -> Result<Frame> {
    let foreign = |_| Kind::NoSuchField;
    let appearances = document.resolve(field.get(b"AP").map_err(foreign)?)?;
    let normal = appearances
        .as_dict()
        .and_then(|ap| ap.get(b"N"))
        .map_err(foreign)?;
    let normal = document.resolve(normal)?;
    let dict = &normal.as_stream().map_err(foreign)?.dict;
    let [_, _, width, height] = numbers(dict, b"BBox").ok_or(Kind::NoSuchField)?;
    let matrix = numbers(dict, b"Matrix").ok_or(Kind::NoSuchField)?;
    Ok(Frame {
        width,
        height,
        matrix,
    })
}

/// Returns a field's flags.
pub(super) fn flags(field: &Dictionary) -> i64 {
    field.get(b"Ff").and_then(Object::as_i64).unwrap_or(0)
}

fn numbers<const N: usize>(dict: &Dictionary, key: &[u8]) -> Option<[f64; N]> {
    let values = dict.get(key).and_then(Object::as_array).ok()?;
    let values: Option<Vec<f64>> = values.iter().map(number).collect();
    values?.try_into().ok()
}

/// Reads a number back as the hundredths it was written in.
fn number(object: &Object) -> Option<f64> {
    let value = f64::from(object.as_float().ok()?);
    Some((value * 100.0).round() / 100.0)
}
