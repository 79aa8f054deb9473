//! Text in lines: how wide it is, how it breaks, how large it fits.

use super::fonts::Fonts;
use super::shape::Line;
use crate::error::{Error, Kind, Result};

/// Height of a line as a share of the size.
pub const LINE: f64 = 1.25;
/// Largest size of a field's text, in points.
pub const LARGEST_PT: f64 = 12.0;
/// Smallest size that can be read, and the step between sizes that are tried, in points.
const LEAST_PT: f64 = 5.0;
const STEP_PT: f64 = 0.5;

/// Text broken into lines of one size.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Size in points.
    pub size_pt: f64,
    /// Top to bottom.
    pub lines: Vec<String>,
}

/// Returns the width of one line in points.
pub fn width(fonts: &Fonts, line: &str, size_pt: f64) -> f64 {
    Line::of(fonts, line).width(size_pt)
}

/// Breaks `text` into lines of the largest size up to `largest_pt` at which all of it fits.
///
/// # Errors
/// [`Kind::TextTooLong`] when no readable size fits.
pub fn fit(
    fonts: &Fonts,
    text: &str,
    (width_pt, height_pt): (f64, f64),
    largest_pt: f64,
) -> Result<Block> {
    let mut size_pt = largest_pt;
    while size_pt >= LEAST_PT {
        if let Some(lines) = wrap(fonts, text, size_pt, width_pt) {
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
pub fn shorten(fonts: &Fonts, line: &str, size_pt: f64, width_pt: f64) -> String {
    if width(fonts, line, size_pt) <= width_pt {
        return line.to_string();
    }
    let mut kept: Vec<char> = line.chars().collect();
    while kept.pop().is_some() {
        let cut: String = kept.iter().collect::<String>().trim_end().to_string() + "…";
        if width(fonts, &cut, size_pt) <= width_pt {
            return cut;
        }
    }
    String::new()
}

/// Returns the lines at this size, or nothing when what cannot be broken is too wide.
fn wrap(fonts: &Fonts, text: &str, size_pt: f64, width_pt: f64) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for (space, piece) in pieces(paragraph) {
            let longer = match (line.is_empty(), space) {
                (true, _) => piece.clone(),
                (false, true) => format!("{line} {piece}"),
                (false, false) => format!("{line}{piece}"),
            };
            if width(fonts, &longer, size_pt) <= width_pt {
                line = longer;
            } else if line.is_empty() || width(fonts, &piece, size_pt) > width_pt {
                return None;
            } else {
                lines.push(core::mem::replace(&mut line, piece));
            }
        }
        lines.push(line);
    }
    Some(lines)
}

/// Returns what a paragraph can be broken into, each with whether a space stands before it.
fn pieces(paragraph: &str) -> Vec<(bool, String)> {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for word in paragraph.split_whitespace() {
        let mut open = None;
        for character in word.chars() {
            let unspaced = is_unspaced(character);
            match (open, pieces.last_mut()) {
                (Some(before), Some((_, piece))) if !(unspaced || before) => piece.push(character),
                _ => pieces.push((open.is_none(), character.to_string())),
            }
            open = Some(unspaced);
        }
    }
    pieces
}

/// Whether a line may break before and after a character: Chinese, Japanese and Korean ones
/// (Unicode Standard Annex #14, class ID).
fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::{LARGEST_PT, fit, shorten, width};
    use crate::error::Kind;
    use crate::stamp::fonts::Fonts;

    #[test]
    fn width_grows_with_size_and_length() {
        assert!(
            (width(&Fonts::default(), "mm", 10.0) - 2.0 * width(&Fonts::default(), "m", 10.0))
                .abs()
                < 1e-9
        );
        assert!(
            (width(&Fonts::default(), "m", 20.0) - 2.0 * width(&Fonts::default(), "m", 10.0)).abs()
                < 1e-9
        );
    }

    #[test]
    fn a_text_shrinks_and_wraps_to_fit_and_is_refused_when_it_cannot_be_read() {
        assert_eq!(
            fit(&Fonts::default(), "Ann Doe", (200.0, 20.0), LARGEST_PT)
                .unwrap()
                .size_pt,
            12.0
        );
        let block = fit(
            &Fonts::default(),
            "one two three four five six",
            (60.0, 40.0),
            LARGEST_PT,
        )
        .unwrap();
        assert!(block.lines.len() > 1 && block.size_pt < 12.0);
        assert!(
            block
                .lines
                .iter()
                .all(|line| width(&Fonts::default(), line, block.size_pt) <= 60.0)
        );
        assert_eq!(
            fit(
                &Fonts::default(),
                &"word ".repeat(100),
                (60.0, 20.0),
                LARGEST_PT
            )
            .unwrap_err()
            .kind,
            Kind::TextTooLong
        );
    }

    #[test]
    fn a_line_too_long_ends_in_an_ellipsis() {
        let cut = shorten(
            &Fonts::default(),
            "Maximiliane von und zu Hohenstein",
            6.0,
            60.0,
        );
        assert!(cut.ends_with('…') && width(&Fonts::default(), &cut, 6.0) <= 60.0);
        assert_eq!(shorten(&Fonts::default(), "Ann", 6.0, 60.0), "Ann");
    }
}
