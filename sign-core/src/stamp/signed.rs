//! Appearances of signatures: the ink or the typed name, small print below it.

use lopdf::{Dictionary, Stream};

use super::appearance::{Area, DROP, Frame, MARGIN_PT, Resources, count, form, write_in};
use super::content::{Content, Fit, INK, QUIET};
use super::font::Type;
use super::image::Picture;
use super::path::{Bounds, Path, Spot};
use super::shape::Line;
use super::text::{self, Block};
use crate::error::Result;

/// Free space around the ink, as a share of the box's shorter side.
const PADDING: f64 = 0.07;
/// Largest size of a typed signature, in points.
const TYPED_PT: f64 = 32.0;
/// Share of the box that small print may take, and its largest and smallest size in points.
const PRINT_SHARE: f64 = 0.45;
const PRINT_PT: (f64, f64) = (7.0, 4.0);
/// From this width on, as times the height, a statement stands beside the mark and not below it,
/// where it has its share of the height.
const WIDE: f64 = 1.8;
const STATED_SHARE: f64 = 0.55;
/// Share of its place that a logo takes.
const LOGO_SHARE: f64 = 0.35;
/// Least width and height of a statement in points: five lines of the smallest print.
const LEAST_COLUMN_PT: (f64, f64) = (60.0, 25.0);

/// What is signed with.
#[derive(Clone, Copy)]
pub enum Mark<'a> {
    /// What was drawn.
    Ink(&'a [Path]),
    /// A name, to be typed.
    Name(&'a str),
    /// What was uploaded.
    Picture(Picture),
}

/// What stands beside the mark.
#[derive(Clone, Copy, Default)]
pub struct Print<'a> {
    /// Lines in small print, all of which are to be seen.
    pub stated: &'a [String],
    /// Lines below the mark, as far as the height allows.
    pub below: &'a [String],
    /// Beside the mark, or beside or above what is stated.
    pub logo: Option<Picture>,
}

/// Returns an appearance with a signature and what is stated with it.
///
/// # Errors
/// [`crate::Kind::TextTooLong`] when a typed name fits at no readable size.
pub fn signed(frame: &Frame, mark: Mark<'_>, print: Print<'_>, with: &Type<'_>) -> Result<Stream> {
    let mut content = Content::default();
    let mut pictures = Dictionary::new();
    let floor = print_lines(&mut content, frame, print.below, with);
    let (mut area, mut beside) = parted(frame, !print.stated.is_empty());
    area.floor += floor;
    if let Some(logo) = print.logo {
        let place = beside.as_mut().unwrap_or(&mut area).spare();
        content.picture("I0", fitted(&place, logo));
        pictures.set("I0", logo.id);
    }
    if let Some(beside) = beside {
        state(&mut content, &beside, print.stated, with);
    }
    draw(&mut content, &area, mark, with)?;
    if let Mark::Picture(picture) = mark {
        pictures.set("I1", picture.id);
    }
    let resources = Resources {
        pictures,
        ..with.into()
    };
    Ok(form(frame, content, resources))
}

/// Returns whether everything that may be stated can be read in a box of this size.
pub fn holds_statement(width: f64, height: f64, logo: bool) -> bool {
    let frame = Frame {
        width,
        height,
        matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    };
    parted(&frame, true).1.is_some_and(|mut beside| {
        if logo {
            beside.spare();
        }
        beside.width >= LEAST_COLUMN_PT.0 && beside.top - beside.floor >= LEAST_COLUMN_PT.1
    })
}

/// Parts a box into the mark's and the statement's: side by side, or one above the other.
fn parted(frame: &Frame, stated: bool) -> (Area, Option<Area>) {
    let (mut own, mut beside) = (Area::of(frame), Area::of(frame));
    if !stated {
        return (own, None);
    }
    if beside.is_wide() {
        own.width = frame.width / 2.0;
        beside.left = own.width;
        beside.width = own.width;
    } else {
        own.floor = frame.height * STATED_SHARE;
        beside.top = own.floor;
    }
    (own, Some(beside))
}

impl Area {
    fn is_wide(&self) -> bool {
        self.width >= (self.top - self.floor) * WIDE
    }

    /// Gives a part of itself to a logo: on the right where it is wide, else at the top.
    fn spare(&mut self) -> Self {
        let mut logo = *self;
        if self.is_wide() {
            self.width *= 1.0 - LOGO_SHARE;
            logo.left += self.width;
            logo.width -= self.width;
        } else {
            self.top -= (self.top - self.floor) * LOGO_SHARE;
            logo.floor = self.top;
        }
        logo
    }
}

/// Returns how a picture's unit square fits into an area, keeping its shape.
fn fitted(area: &Area, picture: Picture) -> [f64; 6] {
    let high = area.top - area.floor;
    let padding = area.width.min(high) * PADDING;
    let width = (area.width - 2.0 * padding).min((high - 2.0 * padding) * picture.aspect());
    let height = width / picture.aspect();
    let x = area.left + (area.width - width) / 2.0;
    let y = area.floor + (high - height) / 2.0;
    let [a, b, c, d, e, f] = picture.upright();
    [
        a * width,
        b * height,
        c * width,
        d * height,
        e * width + x,
        f * height + y,
    ]
}

/// Writes a statement as large as all of it fits, else as many lines as fit, cut.
fn state(content: &mut Content, area: &Area, lines: &[String], with: &Type<'_>) {
    let block = area.block(&lines.join("\n"), PRINT_PT.0, with);
    let block = block.unwrap_or_else(|_| cut(area, lines, with));
    content.colour(QUIET);
    write_in(content, area, &block, with);
}

fn cut(area: &Area, lines: &[String], with: &Type<'_>) -> Block {
    let size_pt = PRINT_PT.1;
    let room = (area.top - area.floor) / (size_pt * text::LINE);
    let wide = area.width - 2.0 * MARGIN_PT;
    let lines = lines.iter().enumerate();
    let lines = lines.filter(|(n, _)| count(n + 1) <= room);
    Block {
        size_pt,
        lines: lines
            .map(|(_, line)| text::shorten(with.fonts, line, size_pt, wide))
            .collect(),
    }
}

fn draw(content: &mut Content, area: &Area, mark: Mark<'_>, with: &Type<'_>) -> Result<()> {
    content.colour(INK);
    match mark {
        Mark::Ink(paths) => {
            if let Some(bounds) = Bounds::of(paths) {
                content.fill(paths, placed(area, bounds));
            }
        }
        Mark::Picture(picture) => content.picture("I1", fitted(area, picture)),
        Mark::Name(name) => {
            let block = area.block(name, TYPED_PT, with)?;
            write_in(content, area, &block, with);
        }
    }
    Ok(())
}

/// Writes small print at the foot of the box; returns the height it takes.
fn print_lines(content: &mut Content, frame: &Frame, print: &[String], with: &Type<'_>) -> f64 {
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
        let line = text::shorten(with.fonts, line, size_pt, frame.width - 2.0 * MARGIN_PT);
        let y = (count(above) + 0.5) * line_pt - DROP * size_pt + 1.0;
        let line = Line::of(with.fonts, &line);
        content.show(&line, size_pt, (MARGIN_PT, y), with);
    }
    count(lines.len()) * line_pt
}

/// Returns how ink fits into an area, keeping its shape.
fn placed(area: &Area, bounds: Bounds) -> Fit {
    let height = area.top - area.floor;
    let padding = area.width.min(height) * PADDING;
    let (wide, high) = (area.width - 2.0 * padding, height - 2.0 * padding);
    let scale = (wide / bounds.width()).min(high / bounds.height());
    let middle = Spot::new(
        (bounds.left + bounds.right) / 2.0,
        (bounds.top + bounds.bottom) / 2.0,
    );
    Fit {
        from: middle,
        to: Spot::new(area.left + area.width / 2.0, area.floor + height / 2.0),
        scale,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::{Mark, Print, holds_statement, signed};
    use crate::stamp::appearance::Frame;
    use crate::stamp::font::shipped;
    use crate::stamp::image::Picture;
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
        let with = &shipped([]);
        let drawn =
            plain(&signed(&FRAME, Mark::Ink(&[square(300.0)]), Print::default(), with).unwrap());
        assert!(
            drawn.contains("65.6 74.4 m\n134.4 74.4 l\n134.4 5.6 l\n65.6 5.6 l\nh\nf\n"),
            "{drawn}"
        );
    }

    #[test]
    fn small_print_appears_only_where_there_is_height() {
        let with = &shipped(["Ann"]);
        let print = Print {
            below: &["Ann".to_string()],
            ..Print::default()
        };
        let ink = [square(9.0)];
        let shown = |frame| plain(&signed(frame, Mark::Ink(&ink), print, with).unwrap());
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
        let with = &shipped(["Ann"]);
        assert!(
            plain(&signed(&FRAME, Mark::Name("Ann"), Print::default(), with).unwrap())
                .contains("Tj")
        );
    }

    #[test]
    fn a_statement_stands_beside_the_ink_where_it_is_wide_and_below_it_where_not() {
        let stated = ["Ann Doe".to_string(), "22 Nov 2026".to_string()];
        let with = &shipped(stated.iter().map(String::as_str));
        let print = Print {
            stated: &stated,
            ..Print::default()
        };
        let starts = |frame: &Frame| {
            let ink = [square(9.0)];
            let drawn = signed(frame, Mark::Ink(&ink), print, with);
            let drawn = plain(&drawn.unwrap());
            let starts = drawn.lines().filter_map(|line| line.strip_suffix(" Td"));
            starts.map(str::to_string).collect::<Vec<_>>()
        };
        assert_eq!(starts(&FRAME), ["102 41.85", "102 33.1"]);
        let narrow = Frame {
            width: 100.0,
            ..FRAME
        };
        assert_eq!(starts(&narrow), ["2 23.86", "2 15.11"]);
    }

    #[test]
    fn a_statement_that_is_too_long_is_cut_and_a_box_too_small_for_one_is_known() {
        let stated = ["word ".repeat(200), "22 Nov 2026".to_string()];
        let with = &shipped(stated.iter().map(String::as_str).chain(["…"]));
        let print = Print {
            stated: &stated,
            ..Print::default()
        };
        let ink = [square(9.0)];
        let drawn = signed(&FRAME, Mark::Ink(&ink), print, with).unwrap();
        assert_eq!(plain(&drawn).matches("/F1 4 Tf").count(), 2);
        assert!(holds_statement(180.0, 64.0, false) && holds_statement(70.0, 60.0, false));
        assert!(!holds_statement(200.0, 20.0, false) && !holds_statement(50.0, 60.0, false));
        assert!(holds_statement(180.0, 64.0, true) && !holds_statement(70.0, 60.0, true));
    }

    #[test]
    fn a_picture_keeps_its_shape_beside_a_logo() {
        let with = &shipped([]);
        let size = lopdf::dictionary! { "Width" => 40, "Height" => 20 };
        let picture = |number| Picture::again((number, 0), &size, 1).unwrap();
        let print = Print {
            logo: Some(picture(3)),
            ..Print::default()
        };
        let drawn = signed(&FRAME, Mark::Picture(picture(4)), print, with).unwrap();
        let moves: Vec<String> = plain(&drawn)
            .lines()
            .filter_map(|line| line.strip_suffix(" cm").map(str::to_string))
            .collect();
        assert_eq!(
            moves,
            ["60.2 0 0 30.1 134.9 24.95", "118.8 0 0 59.4 5.6 10.3"]
        );
        let resources = drawn.dict.get(b"Resources").unwrap().as_dict().unwrap();
        assert_eq!(
            resources.get(b"XObject").unwrap().as_dict().unwrap().len(),
            2
        );
    }
}
