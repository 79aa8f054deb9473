//! Fonts that text is set in: the shipped one, and those a caller hands in for other scripts.

#[cfg(feature = "scripts")]
mod handed;

use std::sync::Arc;

use skrifa::{FontRef, GlyphId, MetadataProvider as _};

use crate::error::{Error, Kind, Result};

/// Noto Sans Regular, cut to Latin, Greek, Cyrillic, punctuation and currency (`fonts/make.sh`).
pub const SHIPPED: &[u8] = include_bytes!("../../fonts/NotoSans-Seing.ttf");

/// The shipped font and those for other scripts, looked through in this order.
#[derive(Clone, Default)]
pub struct Fonts {
    more: Vec<Arc<Vec<u8>>>,
    #[cfg(feature = "scripts")]
    shaped: Vec<harfrust::Font>,
}

impl Fonts {
    /// Returns the characters of `text` that no font has, each once, in order: what to tell
    /// people before they sign.
    pub fn missing(&self, text: &str) -> Vec<char> {
        let mut lacking = Vec::new();
        for character in text.chars().filter(|c| self.lacks(*c)) {
            if !lacking.contains(&character) {
                lacking.push(character);
            }
        }
        lacking
    }

    /// Refuses text that cannot be written.
    ///
    /// # Errors
    /// [`Kind::MissingGlyph`], at the place of the character in the text.
    pub fn check(&self, text: &str) -> Result<()> {
        match text.chars().position(|c| self.lacks(c)) {
            Some(place) => Err(Error::at(
                Kind::MissingGlyph,
                u64::try_from(place).unwrap_or(u64::MAX),
            )),
            None => Ok(()),
        }
    }

    pub(super) fn count(&self) -> usize {
        1 + self.more.len()
    }

    /// Returns the octets of a font; 0 is the shipped one.
    pub(super) fn octets(&self, font: usize) -> &[u8] {
        match font.checked_sub(1) {
            Some(more) => &self.more[more],
            None => SHIPPED,
        }
    }

    pub(super) fn face(&self, font: usize) -> FontRef<'_> {
        FontRef::from_index(self.octets(font), 0)
            .expect("a font is opened before it is kept: tested")
    }

    /// Returns the first font that has a character; `before` first where that reads on.
    pub(super) fn of(&self, character: char, before: Option<usize>) -> Option<usize> {
        let on = before.filter(|_| !character.is_alphanumeric());
        let mut all = on.into_iter().chain(0..self.count());
        all.find(|font| glyph(&self.face(*font), character).is_some())
    }

    fn lacks(&self, character: char) -> bool {
        !is_break(character) && !is_unseen(character) && self.of(character, None).is_none()
    }
}

/// Returns the glyph of a character.
pub(super) fn glyph(face: &FontRef<'_>, character: char) -> Option<GlyphId> {
    face.charmap()
        .map(character)
        .filter(|glyph| glyph.to_u32() != 0)
}

fn is_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\t')
}

/// Whether a character shapes others and is not seen itself: joiners, marks of direction, variation
/// selectors.
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::Fonts;
    use crate::error::Kind;

    #[test]
    fn european_names_can_be_written_and_others_are_named() {
        let fonts = Fonts::default();
        assert!(
            fonts
                .missing("Zoë Œuvré-Ľudovít Ștefan Ångström Þórr Ğül Αθηνά Юрий € № “x” — …")
                .is_empty()
        );
        assert_eq!(fonts.missing("王 Ann 王 😀"), ['王', '😀']);
        let error = fonts.check("Ann 王").unwrap_err();
        assert_eq!((error.kind, error.at), (Kind::MissingGlyph, Some(4)));
    }
}
