//! Appearances of signatures: the ink or the typed name, small print below it.

use lopdf::Stream;

use super::appearance::{Area, DROP, Frame, MARGIN_PT, Type, count, form, write_in};
use super::content::{Content, Fit, INK, QUIET};
use super::path::{Bounds, Path, Spot};
use super::text;
use crate::error::Result;

/// Free space around the ink, as a share of the box's shorter side.
const PADDING: f64 = 0.07;
/// Largest size of a typed signature, in points.
const TYPED_PT: f64 = 32.0;
/// Share of the box that small print may take, and its largest and smallest size in points.
const PRINT_SHARE: f64 = 0.45;
const PRINT_PT: (f64, f64) = (7.0, 4.0);

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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::signed;
    use crate::stamp::appearance::{Frame, Type};
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
}
