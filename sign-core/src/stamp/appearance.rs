//! Appearance streams of fields: drawings and text upright in a box of points.

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use super::content::{Content, Fit, INK, QUIET, hundredths, stream};
use super::font::Font;
use super::path::{Bounds, Path, Spot};
use super::text;
use crate::error::Result;

/// Free space around the ink, as a share of the box's shorter side.
const PADDING: f64 = 0.07;
/// Largest size of a typed signature, in points.
const TYPED_PT: f64 = 32.0;
/// Free space beside a text, in points.
const MARGIN_PT: f64 = 2.0;
/// Share of the box that small print may take, and its largest and smallest size in points.
const PRINT_SHARE: f64 = 0.45;
const PRINT_PT: (f64, f64) = (7.0, 4.0);
/// From the middle of a line of text down to its baseline, as a share of the size.
const DROP: f64 = 0.36;

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

/// Returns an appearance with a drawn signature and small print below it, as far as the height
/// allows. Without ink the signature is `name`, typed.
///
/// # Errors
/// [`crate::Kind::TextTooLong`] when a typed name fits at no readable size.
pub fn signed(
    frame: &Frame,
    ink: &[Path],
    name: &str,
    print: &[String],
    with: Type<'_>,
) -> Result<Stream> {
    let mut content = Content::default();
    let floor = print_lines(&mut content, frame, print, with);
    content.colour(INK);
    match Bounds::of(ink) {
        Some(bounds) => content.fill(ink, placed(frame, floor, bounds)),
        None => write_in(
            &mut content,
            &Area {
                floor,
                frame,
                largest_pt: TYPED_PT,
            },
            name,
            with,
        )?,
    }
    Ok(form(frame, content, Some(with)))
}

/// Writes small print at the foot of the box; returns the height it takes.
fn print_lines(content: &mut Content, frame: &Frame, print: &[String], with: Type<'_>) -> f64 {
    let size_pt = (frame.height * 0.1).clamp(PRINT_PT.1, PRINT_PT.0);
    let line_pt = size_pt * text::LINE;
    let room = (frame.height * PRINT_SHARE / line_pt).floor();
    let lines: Vec<&String> = print
        .iter()
        .enumerate()
        .filter(|(n, _)| count(*n) < room)
        .map(|(_, l)| l)
        .collect();
    content.colour(QUIET);
    for (above, line) in lines.iter().rev().enumerate() {
        let line = text::shorten(line, size_pt, frame.width - 2.0 * MARGIN_PT);
        let y = (count(above) + 0.5) * line_pt - DROP * size_pt + 1.0;
        content.show(&with.font.encode(&line), size_pt, MARGIN_PT, y);
    }
    count(lines.len()) * line_pt
}

/// Returns how ink fits between `floor` and the top, keeping its shape.
fn placed(frame: &Frame, floor: f64, bounds: Bounds) -> Fit {
    let height = frame.height - floor;
    let padding = frame.width.min(height) * PADDING;
    let (wide, high) = (frame.width - 2.0 * padding, height - 2.0 * padding);
    let scale = (wide / bounds.width()).min(high / bounds.height());
    let middle = Spot::new(
        (bounds.left + bounds.right) / 2.0,
        (bounds.top + bounds.bottom) / 2.0,
    );
    Fit {
        from: middle,
        to: Spot::new(frame.width / 2.0, floor + height / 2.0),
        scale,
    }
}

/// Where text goes: into a box, above a height.
struct Area<'a> {
    floor: f64,
    frame: &'a Frame,
    largest_pt: f64,
}

/// Writes text into an area, centred upright.
fn write_in(content: &mut Content, area: &Area<'_>, value: &str, with: Type<'_>) -> Result<()> {
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
fn form(frame: &Frame, content: Content, with: Option<Type<'_>>) -> Stream {
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

fn count(lines: usize) -> f64 {
    f64::from(u32::try_from(lines).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::{Frame, Type, blank, signed, written};
    use crate::error::Kind;
    use crate::stamp::font::Font;
    use crate::stamp::path::{Path, Segment, Spot};

    const FRAME: Frame = Frame {
        width: 200.0,
        height: 80.0,
        matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    };

    fn plain(stream: &lopdf::Stream) -> String {
        let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(&stream.content).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn square(side: f64) -> Path {
        let corners = [(side, 0.0), (side, side), (0.0, side)];
        let segments = corners
            .map(|(x, y)| Segment::Line(Spot::new(x, y)))
            .to_vec();
        Path {
            start: Spot::new(0.0, 0.0),
            segments,
        }
    }

    #[test]
    fn ink_fills_the_height_inside_its_padding_and_stays_square() {
        let font = Font::of([]).unwrap();
        let with = Type {
            font: &font,
            id: (9, 0),
        };
        let drawn = plain(&signed(&FRAME, &[square(300.0)], "", &[], with).unwrap());
        assert!(
            drawn.contains("65.6 74.4 m\n134.4 74.4 l\n134.4 5.6 l\n65.6 5.6 l\nh\nf\n"),
            "{drawn}"
        );
    }

    #[test]
    fn small_print_appears_only_where_there_is_height() {
        let font = Font::of(["Ann"]).unwrap();
        let with = Type {
            font: &font,
            id: (9, 0),
        };
        let print = ["Ann".to_string()];
        let shown = |frame| plain(&signed(frame, &[square(9.0)], "Ann", &print, with).unwrap());
        assert!(shown(&FRAME).contains("Tj"));
        assert!(
            !shown(&Frame {
                height: 10.0,
                ..FRAME
            })
            .contains("Tj")
        );
    }

    #[test]
    fn without_ink_the_name_is_written() {
        let font = Font::of(["Ann"]).unwrap();
        let with = Type {
            font: &font,
            id: (9, 0),
        };
        assert!(plain(&signed(&FRAME, &[], "Ann", &[], with).unwrap()).contains("Tj"));
    }

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
