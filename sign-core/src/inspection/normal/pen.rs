//! The type that a form asks for, and what is written with it in a field's box (ISO 32000-2 §12.7.4.3).

use core::fmt::Write as _;

use lopdf::{Dictionary, Object, Stream, dictionary};

use super::latin::{encoded, width};
use super::redraw::{Shown, dict, value};
use crate::bytes::number::single;
use crate::document::Document;
use crate::document::page::rect;

/// Free space beside a text, in points.
const MARGIN_PT: f64 = 2.0;
/// Type size that a form leaves to viewers: a share of the box's height, and its bounds in points.
const SHARE: f64 = 0.67;
const SIZES_PT: (f64, f64) = (4.0, 12.0);
/// From the middle of a line down to its baseline, and height of a line, as shares of the size.
const DROP: f64 = 0.4;
const LINE: f64 = 1.15;
/// The most lines of one field.
const LINES: usize = 2000;

/// A field's box: width and height as its text stands, in points.
pub(super) struct Frame {
    width: f64,
    height: f64,
    matrix: [f64; 6],
    border: f64,
    /// Operators that paint ground and border.
    ground: String,
}

impl Frame {
    /// Reads a widget's box; nothing for one without an area.
    pub(super) fn of(document: &Document, widget: &Dictionary) -> Option<Self> {
        let sides = rect(document, &value(document, widget, b"Rect")?)?;
        let (wide, high) = (sides.width(), sides.height());
        let look = dict(document, widget, b"MK").unwrap_or_default();
        let turn = value(document, &look, b"R").and_then(|turn| turn.as_i64().ok());
        let (width, height, matrix) = match turn.unwrap_or(0).rem_euclid(360) {
            90 => (high, wide, [0.0, 1.0, -1.0, 0.0, wide, 0.0]),
            180 => (wide, high, [-1.0, 0.0, 0.0, -1.0, wide, high]),
            270 => (high, wide, [0.0, -1.0, 1.0, 0.0, 0.0, high]),
            _ => (wide, high, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
        };
        let style = dict(document, widget, b"BS").unwrap_or_default();
        let border = value(document, &style, b"W").and_then(|width| number(&width));
        let edge = colour(document, &look, b"BC", ["G", "RG", "K"]);
        let border = border.unwrap_or(f64::from(u8::from(edge.is_some())));
        let fill = colour(document, &look, b"BG", ["g", "rg", "k"]);
        let (fill, edge) = (fill.unwrap_or_default(), edge.filter(|_| border > 0.0));
        let mut ground = String::new();
        if !fill.is_empty() {
            write!(ground, "{fill} 0 0 {width:.2} {height:.2} re f ").ok()?;
        }
        if let Some(edge) = edge {
            let (x, w, h) = (border / 2.0, width - border, height - border);
            write!(
                ground,
                "{edge} {border:.2} w {x:.2} {x:.2} {w:.2} {h:.2} re S "
            )
            .ok()?;
        }
        Some(Self {
            width,
            height,
            matrix,
            border,
            ground,
        })
    }

    /// Returns its width and height.
    pub(super) fn size(&self) -> (f64, f64) {
        (self.width, self.height)
    }

    /// Returns a form that shows some text operators over ground and border.
    pub(super) fn form(&self, text: &str, fonts: Dictionary) -> Stream {
        let (width, height) = self.size();
        let ground = &self.ground;
        let content =
            format!("q {ground}Q /Tx BMC q 0 0 {width:.2} {height:.2} re W n {text}Q EMC");
        let numbers = |all: &[f64]| all.iter().map(|one| Object::Real(single(*one))).collect();
        let sides: Vec<Object> = numbers(&[0.0, 0.0, width, height]);
        let matrix: Vec<Object> = numbers(&self.matrix);
        let dict = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => sides, "Matrix" => matrix,
            "Resources" => dictionary! { "Font" => fonts },
        };
        Stream::new(dict, content.into_bytes())
    }

    /// Returns how wide a text may be.
    fn room(&self) -> f64 {
        self.width - 2.0 * (self.border + MARGIN_PT)
    }
}

/// Font, size, colour and side of a field's text.
pub(super) struct Pen {
    name: Vec<u8>,
    font: Option<Dictionary>,
    size_pt: f64,
    colour: String,
    side: i64,
}

impl Pen {
    /// Reads what the first of some dictionaries says that says it.
    pub(super) fn of(
        document: &Document,
        form: &Dictionary,
        layers: &[&Dictionary],
    ) -> Option<Self> {
        let first = |key: &[u8]| layers.iter().find_map(|layer| value(document, layer, key));
        let said = first(b"DA").and_then(|said| said.as_str().map(<[u8]>::to_vec).ok())?;
        let said = String::from_utf8_lossy(&said).into_owned();
        let words: Vec<&str> = said.split_ascii_whitespace().collect();
        let at = words
            .iter()
            .position(|word| *word == "Tf")
            .filter(|at| *at >= 2)?;
        let name = words[at - 2].strip_prefix('/')?.as_bytes().to_vec();
        let size_pt: f64 = words[at - 1].parse().ok()?;
        let colours = [&words[..at - 2], &words[at + 1..]].concat();
        let plain = |word: &&str| ["g", "rg", "k"].contains(word) || word.parse::<f64>().is_ok();
        let resources = dict(document, form, b"DR").unwrap_or_default();
        let fonts = dict(document, &resources, b"Font").unwrap_or_default();
        Some(Self {
            font: dict(document, &fonts, &name).filter(is_plain),
            name,
            size_pt: size_pt.clamp(0.0, 144.0),
            colour: colours
                .into_iter()
                .filter(plain)
                .collect::<Vec<_>>()
                .join(" "),
            side: first(b"Q").and_then(|side| side.as_i64().ok()).unwrap_or(0),
        })
    }

    /// Puts text in the middle.
    pub(super) fn centred(self) -> Self {
        Self { side: 1, ..self }
    }

    /// Draws what a field shows; nothing where a character of it is in no font here.
    pub(super) fn drawn(&self, frame: &Frame, shown: &Shown) -> Option<Stream> {
        let mut text = String::new();
        match shown {
            Shown::Line(line) => self.line(&mut text, frame, line)?,
            Shown::Cells(line, cells) => self.cells(&mut text, frame, line, *cells)?,
            Shown::Lines(lines) => self.lines(&mut text, frame, lines)?,
            Shown::List(all) => self.list(&mut text, frame, all)?,
        }
        let mut fonts = Dictionary::new();
        fonts.set(self.name.clone(), self.font(shown));
        Some(frame.form(&text, fonts))
    }

    /// The form's font for plain letters, and one that has all of Windows' Latin letters for others.
    fn font(&self, shown: &Shown) -> Dictionary {
        let known = self.font.clone().filter(|_| shown.is_ascii());
        known.unwrap_or_else(|| {
            dictionary! {
                "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
                "Encoding" => "WinAnsiEncoding",
            }
        })
    }

    fn line(&self, out: &mut String, frame: &Frame, line: &str) -> Option<()> {
        let line = encoded(line)?;
        let high = SHARE * (frame.height - 2.0 * frame.border);
        let fits = frame.room() / width(&line, 1.0).max(0.001);
        let size_pt = self.size(high.min(fits), f64::INFINITY);
        let y = frame.height / 2.0 - DROP * size_pt;
        self.show(out, frame, &line, (size_pt, y));
        Some(())
    }

    fn cells(&self, out: &mut String, frame: &Frame, line: &str, cells: usize) -> Option<()> {
        let line = encoded(line)?;
        let cell = frame.width / cells as f64;
        let size_pt = self.size(SHARE * frame.height, SIZES_PT.1);
        let y = frame.height / 2.0 - DROP * size_pt;
        for (at, letter) in line.iter().take(cells).enumerate() {
            let x = (at as f64 + 0.5) * cell - width(&[*letter], size_pt) / 2.0;
            self.put(out, &[*letter], (size_pt, x, y));
        }
        Some(())
    }

    fn lines(&self, out: &mut String, frame: &Frame, lines: &str) -> Option<()> {
        let size_pt = self.size(SIZES_PT.1, SIZES_PT.1);
        let mut y = frame.height - frame.border - MARGIN_PT - size_pt;
        let broken = lines.replace("\r\n", "\n").replace('\r', "\n");
        for line in broken.split('\n').take(LINES) {
            for line in wrapped(&encoded(line)?, size_pt, frame.room()) {
                self.show(out, frame, &line, (size_pt, y));
                y -= LINE * size_pt;
            }
        }
        Some(())
    }

    fn list(&self, out: &mut String, frame: &Frame, all: &[(String, bool)]) -> Option<()> {
        let size_pt = self.size(SIZES_PT.1, SIZES_PT.1);
        let mut top = frame.height - frame.border - 1.0;
        for (name, chosen) in all.iter().take(LINES) {
            if top <= 0.0 {
                break;
            }
            let (line, bottom) = (encoded(name)?, top - LINE * size_pt);
            if *chosen {
                let (x, wide, high) =
                    (frame.border, frame.width - 2.0 * frame.border, top - bottom);
                write!(
                    out,
                    "q 0.6 0.757 0.855 rg {x:.2} {bottom:.2} {wide:.2} {high:.2} re f Q "
                )
                .ok()?;
            }
            self.show(out, frame, &line, (size_pt, bottom + 0.25 * size_pt));
            top = bottom;
        }
        Some(())
    }

    /// The size a form asks for; where it asks for none, what fits within the usual bounds.
    fn size(&self, fits: f64, most: f64) -> f64 {
        match self.size_pt {
            0.0 => fits.clamp(SIZES_PT.0, most.max(SIZES_PT.0)),
            size_pt => size_pt,
        }
    }

    /// Writes a line at a height, on its side of the box.
    fn show(&self, out: &mut String, frame: &Frame, line: &[u8], (size_pt, y): (f64, f64)) {
        let spare = frame.room() - width(line, size_pt);
        let share = [0.0, 0.5, 1.0].get(self.side.clamp(0, 2) as usize);
        let x = frame.border + MARGIN_PT + share.unwrap_or(&0.0) * spare;
        self.put(out, line, (size_pt, x, y));
    }

    fn put(&self, out: &mut String, line: &[u8], (size_pt, x, y): (f64, f64, f64)) {
        if line.is_empty() {
            return;
        }
        let name = crate::document::octets(&Object::Name(self.name.clone()));
        let name = String::from_utf8_lossy(&name).into_owned();
        let digits: String = line.iter().map(|octet| format!("{octet:02x}")).collect();
        let colour = &self.colour;
        *out += &format!("BT {colour} {name} {size_pt:.2} Tf {x:.2} {y:.2} Td <{digits}> Tj ET ");
    }
}

/// Breaks a line where a word would pass the edge.
fn wrapped(line: &[u8], size_pt: f64, room: f64) -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = vec![Vec::new()];
    for word in line.split(|octet| *octet == b' ') {
        let current = lines.last_mut().expect("there is one from the start");
        let longer = [current.as_slice(), b" ", word].concat();
        if current.is_empty() {
            *current = word.to_vec();
        } else if width(&longer, size_pt) <= room {
            *current = longer;
        } else {
            lines.push(word.to_vec());
        }
    }
    lines
}

/// Whether a font has plain letters under their usual codes: no symbols, no codes of two octets, no
/// subset of what a document once needed.
fn is_plain(font: &Dictionary) -> bool {
    let name = |key: &[u8]| font.get(key).and_then(Object::as_name).unwrap_or(b"");
    let symbols = [b"Symbol".as_slice(), b"ZapfDingbats"];
    let simple = [b"Type1".as_slice(), b"TrueType"].contains(&name(b"Subtype"));
    simple && !symbols.contains(&name(b"BaseFont")) && name(b"BaseFont").get(6) != Some(&b'+')
}

/// Returns the operator that sets a colour of an array of one, three or four numbers.
fn colour(
    document: &Document,
    look: &Dictionary,
    key: &[u8],
    operators: [&str; 3],
) -> Option<String> {
    let Object::Array(parts) = value(document, look, key)? else {
        return None;
    };
    let operator = operators[[1, 3, 4].iter().position(|count| *count == parts.len())?];
    let parts: Option<Vec<String>> = parts
        .iter()
        .map(|part| Some(number(part)?.to_string()))
        .collect();
    Some(format!("{} {operator}", parts?.join(" ")))
}

fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from)
}
