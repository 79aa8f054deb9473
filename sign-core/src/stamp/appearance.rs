//! Appearance streams of fields: drawings and text upright in a box of points.

use lopdf::{Dictionary, Object, Stream, dictionary};

use super::content::{Content, INK, hundredths, stream};
use super::font::Type;
use super::fonts::Fonts;
use super::shape::Line;
use super::text::{self, Block};
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

/// Returns an appearance that draws nothing.
pub fn blank(frame: &Frame) -> Stream {
    form(frame, Content::default(), Resources::default())
}

/// Returns an appearance with `value` as large as fits, its lines one under the other.
///
/// # Errors
/// [`crate::Kind::TextTooLong`] when no readable size fits.
pub fn written(frame: &Frame, value: &str, with: &Type<'_>) -> Result<Stream> {
    let mut content = Content::default();
    content.colour(INK);
    let area = Area::of(frame);
    let block = area.block(value, text::LARGEST_PT, with)?;
    write_in(&mut content, &area, &block, with);
    Ok(form(frame, content, with.into()))
}

/// Refuses a text that [`written`] could not write in a box of that size: what to tell people before
/// they sign.
///
/// # Errors
/// [`crate::Kind::MissingGlyph`], at the place of the character in the text, and
/// [`crate::Kind::TextTooLong`] when no readable size fits.
pub fn check(value: &str, width_pt: f64, height_pt: f64, fonts: &Fonts) -> Result<()> {
    fonts.check(value)?;
    let area = Area {
        left: 0.0,
        width: width_pt,
        floor: 0.0,
        top: height_pt,
    };
    area.fit(value, text::LARGEST_PT, fonts).map(drop)
}

/// A part of a box, in points from its lower left corner.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) width: f64,
    pub(super) floor: f64,
    pub(super) top: f64,
}

impl Area {
    /// All of a box.
    pub(super) fn of(frame: &Frame) -> Self {
        Self {
            left: 0.0,
            width: frame.width,
            floor: 0.0,
            top: frame.height,
        }
    }

    /// Breaks text into lines that fit here.
    ///
    /// # Errors
    /// [`crate::Kind::TextTooLong`] when no readable size fits.
    pub(super) fn block(&self, value: &str, largest_pt: f64, with: &Type<'_>) -> Result<Block> {
        self.fit(value, largest_pt, with.fonts)
    }

    fn fit(&self, value: &str, largest_pt: f64, fonts: &Fonts) -> Result<Block> {
        let (wide, high) = (self.width - 2.0 * MARGIN_PT, self.top - self.floor);
        text::fit(fonts, value, (wide, high), largest_pt)
    }
}

/// Writes lines into an area, centred upright.
pub(super) fn write_in(content: &mut Content, area: &Area, block: &Block, with: &Type<'_>) {
    let line_pt = block.size_pt * text::LINE;
    let middle = (area.floor + area.top) / 2.0 + line_pt * (count(block.lines.len()) - 1.0) / 2.0;
    for (index, line) in block.lines.iter().enumerate() {
        let y = middle - count(index) * line_pt - DROP * block.size_pt;
        let line = Line::of(with.fonts, line);
        let spare = area.width - 2.0 * MARGIN_PT - line.width(block.size_pt);
        let start = if line.from_right { spare } else { 0.0 };
        let x = area.left + MARGIN_PT + start;
        content.show(&line, block.size_pt, (x, y), with);
    }
}

/// What operators draw with.
#[derive(Default)]
pub(super) struct Resources<'a> {
    pub(super) with: Option<&'a Type<'a>>,
    pub(super) pictures: Dictionary,
}

impl<'a> From<&'a Type<'a>> for Resources<'a> {
    fn from(with: &'a Type<'a>) -> Self {
        Self {
            with: Some(with),
            pictures: Dictionary::new(),
        }
    }
}

/// Wraps operators as a form XObject (ISO 32000-2 §8.10).
pub(super) fn form(frame: &Frame, content: Content, with: Resources<'_>) -> Stream {
    let mut resources = match with.with {
        Some(with) => dictionary! { "Font" => with.resources() },
        None => Dictionary::new(),
    };
    if !with.pictures.is_empty() {
        resources.set("XObject", with.pictures);
    }
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

    use super::{Frame, blank, check, written};
    use crate::error::Kind;
    use crate::stamp::font::shipped;

    const FRAME: Frame = Frame {
        width: 200.0,
        height: 80.0,
        matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    };

    #[test]
    fn a_text_that_cannot_be_read_in_its_box_is_refused() {
        let with = &shipped(["word "]);
        let error = written(&FRAME, &"word ".repeat(500), with).unwrap_err();
        assert_eq!(error.kind, Kind::TextTooLong);
    }

    #[test]
    fn what_cannot_be_written_is_known_before() {
        let (fonts, small) = (super::Fonts::default(), "Maximiliane");
        assert!(check("Zoë Œuvré", FRAME.width, FRAME.height, &fonts).is_ok());
        let error = check("李明", FRAME.width, FRAME.height, &fonts).unwrap_err();
        assert_eq!((error.kind, error.at), (Kind::MissingGlyph, Some(0)));
        for width in [24.0, 30.0, 36.0, 48.0] {
            let frame = Frame {
                width,
                height: 14.0,
                ..FRAME
            };
            let drawn = written(&frame, small, &shipped([small])).map(drop);
            let checked = check(small, frame.width, frame.height, &fonts);
            assert_eq!(
                drawn.map_err(|one| one.kind),
                checked.map_err(|one| one.kind)
            );
        }
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
