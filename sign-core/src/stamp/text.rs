//! Text in the shipped font: what can be written, how wide it is, how it breaks into lines.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};

use crate::error::{Error, Kind, Result};

/// Noto Sans Regular, cut to Latin, Greek, Cyrillic, punctuation and currency (`fonts/make.sh`).
pub const FONT: &[u8] = include_bytes!("../../fonts/NotoSans-Seing.ttf");

/// Height of a line as a share of the size.
pub const LINE: f64 = 1.25;
/// Largest size of a field's text, in points.
pub const LARGEST_PT: f64 = 12.0;
/// Smallest size that can be read, and the step between sizes that are tried, in points.
const LEAST_PT: f64 = 5.0;
const STEP_PT: f64 = 0.5;
/// Units of the em square that widths in PDF count in (ISO 32000-2 §9.2.4).
const EM: f64 = 1000.0;

/// Text broken into lines of one size.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Size in points.
    pub size_pt: f64,
    /// Top to bottom.
    pub lines: Vec<String>,
}

/// The shipped font, opened.
pub(super) fn face() -> FontRef<'static> {
    FontRef::new(FONT).expect("the shipped font is a font: a test opens it")
}

/// Returns the glyph of a character.
pub(super) fn glyph(face: &FontRef<'_>, character: char) -> Option<GlyphId> {
    face.charmap()
        .map(character)
        .filter(|glyph| glyph.to_u32() != 0)
}

/// Returns the characters of `text` that the shipped font lacks, each once, in order.
pub fn missing(text: &str) -> Vec<char> {
    let face = face();
    let mut lacking = Vec::new();
    for character in text.chars().filter(|c| !is_break(*c)) {
        if glyph(&face, character).is_none() && !lacking.contains(&character) {
            lacking.push(character);
        }
    }
    lacking
}

/// Refuses text that cannot be written.
///
/// # Errors
/// [`Kind::MissingGlyph`], at the place of the character in the text.
pub fn check(text: &str) -> Result<()> {
    let face = face();
    let lacks = |c: char| !is_break(c) && glyph(&face, c).is_none();
    match text.chars().position(lacks) {
        Some(place) => Err(Error::at(
            Kind::MissingGlyph,
            u64::try_from(place).unwrap_or(u64::MAX),
        )),
        None => Ok(()),
    }
}

/// Returns the width of one line in points.
pub fn width(line: &str, size_pt: f64) -> f64 {
    let face = face();
    let glyphs = line.chars().filter_map(|c| glyph(&face, c));
    glyphs.map(|glyph| advance(&face, glyph)).sum::<f64>() * size_pt / EM
}

/// Breaks `text` into lines of the largest size up to `largest_pt` at which all of it fits.
///
/// # Errors
/// [`Kind::TextTooLong`] when no readable size fits.
pub fn fit(text: &str, width_pt: f64, height_pt: f64, largest_pt: f64) -> Result<Block> {
    let mut size_pt = largest_pt;
    while size_pt >= LEAST_PT {
        if let Some(lines) = wrap(text, size_pt, width_pt) {
            let lines_high = f64::from(u32::try_from(lines.len()).unwrap_or(u32::MAX));
            if lines_high * LINE * size_pt <= height_pt {
                return Ok(Block { size_pt, lines });
            }
        }
        size_pt -= STEP_PT;
    }
    Err(Error::new(Kind::TextTooLong))
}

/// Returns `line` cut with an ellipsis to what fits into the width.
pub fn shorten(line: &str, size_pt: f64, width_pt: f64) -> String {
    if width(line, size_pt) <= width_pt {
        return line.to_string();
    }
    let mut kept: Vec<char> = line.chars().collect();
    while kept.pop().is_some() {
        let cut: String = kept.iter().collect::<String>().trim_end().to_string() + "…";
        if width(&cut, size_pt) <= width_pt {
            return cut;
        }
    }
    String::new()
}

/// Returns the advance of a glyph in thousandths of the size.
pub(super) fn advance(face: &FontRef<'_>, glyph: GlyphId) -> f64 {
    let metrics = face.glyph_metrics(Size::unscaled(), LocationRef::default());
    f64::from(metrics.advance_width(glyph).unwrap_or_default())
}

/// Returns the lines at this size, or nothing when a word alone is too wide.
fn wrap(text: &str, size_pt: f64, width_pt: f64) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let longer = if line.is_empty() {
                word.to_string()
            } else {
                format!("{line} {word}")
            };
            if width(&longer, size_pt) <= width_pt {
                line = longer;
            } else if line.is_empty() || width(word, size_pt) > width_pt {
                return None;
            } else {
                lines.push(core::mem::replace(&mut line, word.to_string()));
            }
        }
        lines.push(line);
    }
    Some(lines)
}

fn is_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\t')
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::{LARGEST_PT, check, fit, missing, shorten, width};
    use crate::error::Kind;

    #[test]
    fn european_names_can_be_written_and_others_are_named() {
        assert!(
            missing("Zoë Œuvré-Ľudovít Ștefan Ångström Þórr Ğül Αθηνά Юрий € № “x” — …").is_empty()
        );
        assert_eq!(missing("王 Ann 王 😀"), ['王', '😀']);
        let error = check("Ann 王").unwrap_err();
        assert_eq!((error.kind, error.at), (Kind::MissingGlyph, Some(4)));
    }

    #[test]
    fn width_grows_with_size_and_length() {
        assert!((width("mm", 10.0) - 2.0 * width("m", 10.0)).abs() < 1e-9);
        assert!((width("m", 20.0) - 2.0 * width("m", 10.0)).abs() < 1e-9);
    }

    #[test]
    fn a_text_shrinks_and_wraps_to_fit_and_is_refused_when_it_cannot_be_read() {
        assert_eq!(
            fit("Ann Doe", 200.0, 20.0, LARGEST_PT).unwrap().size_pt,
            12.0
        );
        let block = fit("one two three four five six", 60.0, 40.0, LARGEST_PT).unwrap();
        assert!(block.lines.len() > 1 && block.size_pt < 12.0);
        assert!(
            block
                .lines
                .iter()
                .all(|line| width(line, block.size_pt) <= 60.0)
        );
        assert_eq!(
            fit(&"word ".repeat(100), 60.0, 20.0, LARGEST_PT)
                .unwrap_err()
                .kind,
            Kind::TextTooLong
        );
    }

    #[test]
    fn a_line_too_long_ends_in_an_ellipsis() {
        let cut = shorten("Maximiliane von und zu Hohenstein", 6.0, 60.0);
        assert!(cut.ends_with('…') && width(&cut, 6.0) <= 60.0);
        assert_eq!(shorten("Ann", 6.0, 60.0), "Ann");
    }
}
