//! Fonts that a caller hands in, opened and prepared for shaping.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use skrifa::raw::TableProvider as _;
use skrifa::{FontRef, MetadataProvider as _};

use super::{Fonts, SHIPPED};
use crate::error::{Error, Kind, Result};

/// Most octets of a font that is handed in: all of Chinese, Japanese and Korean.
const MOST_OCTETS: usize = 32 << 20;
/// `fsType` of `OS/2`: its licence forbids embedding, a part of it alone, or its outlines (OpenType 1.9, OS/2).
const RESTRICTED: u16 = 1 << 1 | 1 << 8 | 1 << 9;

impl Fonts {
    /// Adds OpenType fonts with TrueType or CFF outlines, none of them variable; of a collection,
    /// the first.
    ///
    /// # Errors
    /// [`Kind::BadFont`] for another one, or one that may not be embedded.
    pub fn with(fonts: Vec<Vec<u8>>) -> Result<Self> {
        let mut all = Self::default();
        for octets in fonts {
            all.add(octets)?;
        }
        Ok(all)
    }

    /// Returns the characters of a font that can be handed in, as the first and the last of each run,
    /// in ascending order.
    ///
    /// # Errors
    /// As [`Fonts::with`].
    pub fn runs(octets: &[u8]) -> Result<Vec<(u32, u32)>> {
        if !is_usable(octets) {
            return Err(Error::new(Kind::BadFont));
        }
        let face = FontRef::from_index(octets, 0).map_err(|_| Kind::BadFont)?;
        let drawn = face.charmap().mappings();
        let drawn = drawn.filter(|(_, glyph)| glyph.to_u32() != 0);
        let characters: BTreeSet<u32> = drawn.map(|(character, _)| character).collect();
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for character in characters {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == character => *last = character,
                _ => runs.push((character, character)),
            }
        }
        Ok(runs)
    }

    /// Returns a font prepared for shaping.
    pub(in crate::stamp) fn shaped(&self, font: usize) -> &harfrust::Font {
        static PREPARED: OnceLock<harfrust::Font> = OnceLock::new();
        match font.checked_sub(1) {
            Some(more) => &self.shaped[more],
            None => PREPARED.get_or_init(|| {
                harfrust::Font::new(SHIPPED, 0).expect("the shipped font is a font: tested")
            }),
        }
    }

    /// Adds one more font, as [`Fonts::with`].
    ///
    /// # Errors
    /// As [`Fonts::with`].
    pub fn add(&mut self, octets: Vec<u8>) -> Result<()> {
        if !is_usable(&octets) {
            return Err(Error::new(Kind::BadFont));
        }
        let octets = Arc::new(octets);
        let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = octets.clone();
        let shaped = harfrust::Font::new(shared, 0).ok_or(Kind::BadFont)?;
        self.more.push(octets);
        self.shaped.push(shaped);
        Ok(())
    }
}

fn is_usable(octets: &[u8]) -> bool {
    let Ok(font) = FontRef::from_index(octets, 0) else {
        return false;
    };
    let restricted = font
        .os2()
        .is_ok_and(|table| table.fs_type() & RESTRICTED != 0);
    let outlines = font.glyf().is_ok() || font.cff().is_ok();
    let fixed = font.fvar().is_err() && font.hmtx().is_ok();
    octets.len() <= MOST_OCTETS && outlines && fixed && !restricted
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::{Fonts, SHIPPED};
    use crate::error::Kind;

    #[test]
    fn what_is_no_font_to_embed_is_refused() {
        let refused = |octets: &[u8]| Fonts::with(vec![octets.to_vec()]).err().unwrap().kind;
        assert_eq!(refused(b""), Kind::BadFont);
        assert_eq!(refused(b"ttcf\0\x01\0\0\0\0\0\x01\0\0\0\0"), Kind::BadFont);
        let mut forbidden = SHIPPED.to_vec();
        let table = forbidden.windows(4).position(|tag| tag == b"OS/2").unwrap();
        let at: [u8; 4] = forbidden[table + 8..table + 12].try_into().unwrap();
        let at = u32::from_be_bytes(at) as usize;
        forbidden[at + 9] = 2;
        assert_eq!(refused(&forbidden), Kind::BadFont);
        assert!(Fonts::with(vec![SHIPPED.to_vec()]).is_ok());
        assert!(Fonts::runs(&forbidden).is_err() && Fonts::runs(b"").is_err());
    }

    #[test]
    fn the_runs_of_a_font_are_what_it_can_write() {
        let (fonts, runs) = (Fonts::default(), Fonts::runs(SHIPPED).unwrap());
        assert!(runs.is_sorted() && runs.windows(2).all(|pair| pair[0].1 + 1 < pair[1].0));
        for character in ('!'..='~').chain('À'..='ſ').chain(['€', '…', '王', '😀']) {
            let code = u32::from(character);
            let has = runs.iter().any(|run| (run.0..=run.1).contains(&code));
            let lacks = !fonts.missing(&character.to_string()).is_empty();
            assert_eq!(has, !lacks, "{character}");
        }
    }
}
