//! Content streams, written the same on every platform.

use lopdf::{Dictionary, Object, Stream};

use super::font::Type;
use super::path::{Path, Segment, Spot};
use super::shape::{EM, Glyph, Line};

/// A colour, each part from 0 to 1.
pub type Colour = [f64; 3];

/// Ink: #14213D.
pub const INK: Colour = [0.078, 0.129, 0.239];
/// Small print below the ink: #4A5468.
pub const QUIET: Colour = [0.29, 0.329, 0.408];

/// How hard streams are compressed: the usual compromise of zlib.
const LEVEL: u8 = 6;

/// Operators, one a line.
#[derive(Default)]
pub struct Content(Vec<u8>);

/// Where outlines land: scaled by `scale`, y turned up, moved so that `from` lands at `to`.
#[derive(Clone, Copy)]
pub struct Fit {
    /// A spot of the outlines.
    pub from: Spot,
    /// Where it lands.
    pub to: Spot,
    /// Points a unit.
    pub scale: f64,
}

impl Content {
    /// Sets the colour of what is filled next.
    pub fn colour(&mut self, colour: Colour) {
        self.operator(&colour.map(thousandths), "rg");
    }

    /// Fills all outlines together, by the non-zero rule.
    pub fn fill(&mut self, paths: &[Path], fit: Fit) {
        for path in paths {
            self.step(fit, &[path.start], "m");
            for segment in &path.segments {
                match *segment {
                    Segment::Line(end) => self.step(fit, &[end], "l"),
                    Segment::Cubic(first, second, end) => {
                        self.step(fit, &[first, second, end], "c");
                    }
                }
            }
            self.operator(&[], "h");
        }
        self.operator(&[], "f");
    }

    /// Shows a line from a baseline that starts at (`x`, `y`). Where glyphs do not follow
    /// characters, the text stands beside them for those who copy it out (§14.9.4).
    pub(super) fn show(&mut self, line: &Line, size_pt: f64, (x, y): (f64, f64), with: &Type<'_>) {
        if line.has_actual_text {
            let text = hexadecimal(core::iter::once(0xfeff).chain(line.text.encode_utf16()));
            self.operator(&[format!("/Span << /ActualText {text} >>")], "BDC");
        }
        self.operator(&[], "BT");
        let start = [hundredths(x), hundredths(y)];
        for (index, run) in line.glyphs.chunk_by(|a, b| a.font == b.font).enumerate() {
            let font = Type::name(run[0].font);
            self.operator(&[format!("/{font}"), hundredths(size_pt)], "Tf");
            if index == 0 {
                self.operator(&start, "Td");
            }
            self.run(run, size_pt, with);
        }
        self.operator(&[], "ET");
        if line.has_actual_text {
            self.operator(&[], "EMC");
        }
    }

    /// Shows glyphs of one font, in as many strings as they stand at heights.
    fn run(&mut self, run: &[Glyph], size_pt: f64, with: &Type<'_>) {
        for level in run.chunk_by(|a, b| a.shift.1 == b.shift.1) {
            let rise = level[0].shift.1;
            if rise != 0.0 {
                self.operator(&[hundredths(rise * size_pt / EM)], "Ts");
            }
            self.level(level, with);
            if rise != 0.0 {
                self.operator(&["0".to_string()], "Ts");
            }
        }
    }

    /// Shows glyphs of one height, moved where they do not stand as their font has them.
    fn level(&mut self, level: &[Glyph], with: &Type<'_>) {
        let mut parts = vec![Vec::new()];
        let mut moves = Vec::new();
        let mut due = 0.0;
        for glyph in level {
            due += glyph.shift.0;
            if hundredths(due) != "0" {
                moves.push(hundredths(-due));
                parts.push(Vec::new());
                due = 0.0;
            }
            parts
                .last_mut()
                .expect("there is one")
                .push(with.code(glyph));
            due += glyph.advance - glyph.shift.0 - with.stated(glyph);
        }
        if hundredths(due) != "0" {
            moves.push(hundredths(-due));
            parts.push(Vec::new());
        }
        let mut strings = parts.into_iter().map(hexadecimal);
        let first = strings.next().unwrap_or_default();
        if moves.is_empty() {
            return self.operator(&[first], "Tj");
        }
        let rest = moves.into_iter().zip(strings);
        let rest: String = rest.map(|(by, codes)| format!(" {by} {codes}")).collect();
        self.operator(&[format!("[{first}{rest}]")], "TJ");
    }

    /// Shows the picture named `name`; the matrix puts its unit square onto the page.
    pub fn picture(&mut self, name: &str, matrix: [f64; 6]) {
        self.operator(&[], "q");
        self.operator(&matrix.map(hundredths), "cm");
        self.operator(&[format!("/{name}")], "Do");
        self.operator(&[], "Q");
    }

    /// Returns the operators.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    fn step(&mut self, fit: Fit, spots: &[Spot], operator: &str) {
        let place = |spot: &Spot| {
            let way = spot.minus(fit.from);
            [
                hundredths(fit.to.x + way.x * fit.scale),
                hundredths(fit.to.y - way.y * fit.scale),
            ]
        };
        let operands: Vec<String> = spots.iter().flat_map(place).collect();
        self.operator(&operands, operator);
    }

    fn operator(&mut self, operands: &[String], operator: &str) {
        for operand in operands {
            self.0.extend_from_slice(operand.as_bytes());
            self.0.push(b' ');
        }
        self.0.extend_from_slice(operator.as_bytes());
        self.0.push(b'\n');
    }
}

/// Writes units of 16 bits as a string.
fn hexadecimal(units: impl IntoIterator<Item = u16>) -> String {
    let digits: String = units
        .into_iter()
        .map(|unit| format!("{unit:04x}"))
        .collect();
    format!("<{digits}>")
}

/// Returns a compressed stream with these entries.
pub fn stream(mut dict: Dictionary, plain: &[u8]) -> Stream {
    dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
    Stream::new(
        dict,
        miniz_oxide::deflate::compress_to_vec_zlib(plain, LEVEL),
    )
}

/// Writes a number with at most two decimals.
pub fn hundredths(value: f64) -> String {
    fixed(value, 2)
}

fn thousandths(value: f64) -> String {
    fixed(value, 3)
}

fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if matches!(text, "-0" | "") {
        "0".to_string()
    } else {
        text.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, Fit, hundredths, stream};
    use crate::stamp::path::{Path, Segment, Spot};

    #[test]
    fn numbers_are_short_and_never_negative_zero() {
        let written = [1.0, -0.001, 12.345_678, -3.5, 0.0, 100.0].map(hundredths);
        assert_eq!(written, ["1", "0", "12.35", "-3.5", "0", "100"]);
    }

    #[test]
    fn an_outline_is_scaled_and_turned_upright() {
        let path = Path {
            start: Spot::new(10.0, 10.0),
            segments: vec![Segment::Line(Spot::new(20.0, 30.0))],
        };
        let fit = Fit {
            from: Spot::new(10.0, 10.0),
            to: Spot::new(1.0, 50.0),
            scale: 0.5,
        };
        let mut content = Content::default();
        content.fill(&[path], fit);
        assert_eq!(content.into_bytes(), b"1 50 m\n6 40 l\nh\nf\n");
    }

    #[test]
    fn a_stream_says_how_it_is_packed_and_unpacks_to_what_went_in() {
        let packed = stream(lopdf::Dictionary::new(), b"q Q q Q q Q");
        assert!(packed.dict.get(b"Filter").is_ok());
        let plain = miniz_oxide::inflate::decompress_to_vec_zlib(&packed.content);
        assert_eq!(plain.ok().as_deref(), Some(&b"q Q q Q q Q"[..]));
    }
}
