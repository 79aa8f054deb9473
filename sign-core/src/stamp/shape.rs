//! Text as glyphs in the order they are seen: each script by its own rules, both directions.

#[cfg(feature = "scripts")]
mod scripts;

use skrifa::MetadataProvider as _;
use skrifa::instance::{LocationRef, Size};

use super::fonts::{Fonts, glyph};

/// Units of the em square that widths in PDF count in (ISO 32000-2 §9.2.4).
pub(super) const EM: f64 = 1000.0;

/// A glyph in its place. Lengths are thousandths of the size.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    /// Which font; 0 is the shipped one.
    pub(super) font: usize,
    pub(super) id: u16,
    /// To the next glyph.
    pub(super) advance: f64,
    /// From where it would stand, to the right and up.
    pub(super) shift: (f64, f64),
    /// The text it stands for; of several glyphs that stand for the same, the first has it.
    pub(super) says: String,
}

/// A line of text as it is seen, from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) glyphs: Vec<Glyph>,
    /// Whether it starts on the right.
    pub(super) from_right: bool,
    /// Whether its text stands beside its glyphs (ISO 32000-2 §14.9.4): they do not follow characters one
    /// by one, and all of it runs to the right. Readers turn what runs to the left, a text beside it, too.
    pub(super) has_actual_text: bool,
    /// What it says, in the order it is read.
    pub(super) text: String,
}

impl Line {
    /// Sets a text without line breaks. What no font has is left out: [`Fonts::check`] says so.
    pub(super) fn of(fonts: &Fonts, text: &str) -> Self {
        #[cfg(feature = "scripts")]
        if !is_plain(fonts, text) {
            return scripts::line(fonts, text);
        }
        Self {
            glyphs: plain(fonts, text),
            text: text.to_string(),
            ..Self::default()
        }
    }

    /// Returns the width in points.
    pub(super) fn width(&self, size_pt: f64) -> f64 {
        self.glyphs.iter().map(|one| one.advance).sum::<f64>() * size_pt / EM
    }
}

/// Whether every character is one glyph of the shipped font, one after the other.
#[cfg(feature = "scripts")]
fn is_plain(fonts: &Fonts, text: &str) -> bool {
    let face = fonts.face(0);
    let joins =
        |c| matches!(c, '\u{300}'..='\u{36f}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}');
    text.chars()
        .all(|c| c.is_control() || (glyph(&face, c).is_some() && !joins(c)))
}

fn plain(fonts: &Fonts, text: &str) -> Vec<Glyph> {
    let face = fonts.face(0);
    let metrics = face.glyph_metrics(Size::unscaled(), LocationRef::default());
    let one = |character: char| {
        let id = glyph(&face, character)?;
        Some(Glyph {
            font: 0,
            id: narrow(id.to_u32()),
            advance: f64::from(metrics.advance_width(id).unwrap_or_default()),
            shift: (0.0, 0.0),
            says: character.to_string(),
        })
    };
    text.chars().filter_map(one).collect()
}

fn narrow(glyph: u32) -> u16 {
    u16::try_from(glyph).expect("a font has under 65,536 glyphs")
}
