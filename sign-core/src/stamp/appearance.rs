//! Appearance streams of fields: drawings and text upright in a box of points.

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use super::content::{Content, INK, hundredths, stream};
use super::font::Font;
use super::text;
use crate::error::Result;

/// Free space beside a text, in points.
pub(super) const MARGIN_PT: f64 = 2.0;
/// From the middle of a line of text down to its baseline, as a share of the size.
pub(super) const DROP: f64 = 0.36;

/// The box an appearance fills.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Width in points, as seen.
    pub width: f64,
    /// Height in points, as seen.
    pub height: f64,
    /// `/Matrix`: stands it upright on a turned page.
    pub matrix: [f64; 6],
}

/// A font already in the file.
#[derive(Clone, Copy)]
pub struct Type<'a> {
    /// What encodes text for it.
    pub font: &'a Font,
    /// Its object.
    pub id: ObjectId,
}

/// Returns an appearance that draws nothing.
pub fn blank(frame: &Frame) -> Stream {
    form(frame, Content::default(), None)
}

/// Returns an appearance with `value` as large as fits, its lines one under the other.
///
/// # Errors
/// [`crate::Kind::TextTooLong`] when no readable size fits.
pub fn written(frame: &Frame, value: &str, with: Type<'_>) -> Result<Stream> {
    let mut content = Content::default();
    content.colour(INK);
    let area = Area {
        floor: 0.0,
        frame,
        largest_pt: text::LARGEST_PT,
    };
    write_in(&mut content, &area, value, with)?;
    Ok(form(frame, content, Some(with)))
}

/// Where text goes: into a box, above a height.
pub(super) struct Area<'a> {
    pub(super) floor: f64,
    pub(super) frame: &'a Frame,
    pub(super) largest_pt: f64,
}

/// Writes text into an area, centred upright.
pub(super) fn write_in(
    content: &mut Content,
    area: &Area<'_>,
    value: &str,
    with: Type<'_>,
) -> Result<()> {
    let Area {
        floor,
        frame: Frame { width, height, .. },
        largest_pt,
    } = *area;
    let block = text::fit(value, width - 2.0 * MARGIN_PT, height - floor, largest_pt)?;
    let line_pt = block.size_pt * text::LINE;
    let middle = (floor + height) / 2.0 + line_pt * (count(block.lines.len()) - 1.0) / 2.0;
    for (index, line) in block.lines.iter().enumerate() {
        let y = middle - count(index) * line_pt - DROP * block.size_pt;
        content.show(&with.font.encode(line), block.size_pt, MARGIN_PT, y);
    }
    Ok(())
}

/// Wraps operators as a form XObject (ISO 32000-2 §8.10).
pub(super) fn form(frame: &Frame, content: Content, with: Option<Type<'_>>) -> Stream {
    let resources = match with {
        Some(Type { id, .. }) => dictionary! { "Font" => dictionary! { "F1" => id } },
        None => Dictionary::new(),
    };
    let dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Form",
        "BBox" => numbers(&[0.0, 0.0, frame.width, frame.height]),
        "Matrix" => numbers(&frame.matrix), "Resources" => resources,
    };
    stream(dict, &content.into_bytes())
}

/// Returns an array of numbers with at most two decimals.
pub fn numbers(values: &[f64]) -> Object {
    let number = |value: &f64| {
        let text = hundredths(*value);
        let whole = text.parse().map(Object::Integer);
        whole.unwrap_or_else(|_| Object::Real(text.parse().expect("hundredths are a number")))
    };
    Object::Array(values.iter().map(number).collect())
}

pub(super) fn count(lines: usize) -> f64 {
    f64::from(u32::try_from(lines).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::{Frame, Type, blank, written};
    use crate::error::Kind;
    use crate::stamp::font::Font;

    const FRAME: Frame = Frame {
        width: 200.0,
        height: 80.0,
        matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    };

    #[test]
    fn a_text_that_cannot_be_read_in_its_box_is_refused() {
        let font = Font::of(["word "]).unwrap();
        let with = Type {
            font: &font,
            id: (9, 0),
        };
        let error = written(&FRAME, &"word ".repeat(500), with).unwrap_err();
        assert_eq!(error.kind, Kind::TextTooLong);
    }

    #[test]
    fn a_blank_appearance_needs_no_font() {
        assert!(
            blank(&FRAME)
                .dict
                .get(b"Resources")
                .unwrap()
                .as_dict()
                .unwrap()
                .is_empty()
        );
    }
}
