//! Files the renderer needs and no PDF carries: the standard 14 fonts, fetched when first missed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use hayro::hayro_interpret::font::{FontData, FontQuery, StandardFont};

/// What was fetched, and what was missed since the last look.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    files: BTreeMap<&'static str, Option<FontData>>,
    missed: BTreeSet<&'static str>,
    lent: bool,
}

impl Shelf {
    /// Puts a file there; `None` says that it cannot be had.
    pub fn put(&self, name: &str, file: Option<Vec<u8>>) {
        let Some(name) = NAMES.into_iter().find(|known| *known == name) else {
            return;
        };
        let file = file.map(|octets| Arc::new(octets) as FontData);
        self.with(|inner| inner.files.insert(name, file));
    }

    /// Returns and forgets what was missed.
    pub fn missed(&self) -> Vec<String> {
        self.with(|inner| std::mem::take(&mut inner.missed))
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    /// Says whether a font of ours stood in for one of the document since the last look.
    pub fn lent(&self) -> bool {
        self.with(|inner| std::mem::take(&mut inner.lent))
    }

    /// Answers the renderer's question for a font that is not embedded.
    pub fn font(&self, query: &FontQuery) -> Option<(FontData, u32)> {
        let name = file_of(query)?;
        self.with(|inner| {
            let found = inner.files.get(name).cloned();
            inner.lent = true;
            if found.is_none() {
                inner.missed.insert(name);
            }
            found.flatten().map(|data| (data, 0))
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

const NAMES: [&str; 14] = [
    "FoxitSans.pfb",
    "FoxitSansBold.pfb",
    "FoxitSansItalic.pfb",
    "FoxitSansBoldItalic.pfb",
    "FoxitFixed.pfb",
    "FoxitFixedBold.pfb",
    "FoxitFixedItalic.pfb",
    "FoxitFixedBoldItalic.pfb",
    "FoxitSerif.pfb",
    "FoxitSerifBold.pfb",
    "FoxitSerifItalic.pfb",
    "FoxitSerifBoldItalic.pfb",
    "FoxitDingbats.pfb",
    "FoxitSymbol.pfb",
];

/// Returns the font that stands in; none for Chinese, Japanese and Korean, which we do not carry.
fn file_of(query: &FontQuery) -> Option<&'static str> {
    let standard = match query {
        FontQuery::Standard(standard) => *standard,
        FontQuery::Fallback(fallback) if fallback.character_collection.is_some() => return None,
        FontQuery::Fallback(fallback) => fallback.pick_standard_font(),
    };
    let place = match standard {
        StandardFont::Helvetica => 0,
        StandardFont::HelveticaBold => 1,
        StandardFont::HelveticaOblique => 2,
        StandardFont::HelveticaBoldOblique => 3,
        StandardFont::Courier => 4,
        StandardFont::CourierBold => 5,
        StandardFont::CourierOblique => 6,
        StandardFont::CourierBoldOblique => 7,
        StandardFont::TimesRoman => 8,
        StandardFont::TimesBold => 9,
        StandardFont::TimesItalic => 10,
        StandardFont::TimesBoldItalic => 11,
        StandardFont::ZapfDingBats => 12,
        StandardFont::Symbol => 13,
    };
    NAMES.get(place).copied()
}

#[cfg(test)]
mod tests {
    use hayro::hayro_interpret::font::{FontQuery, StandardFont};

    use super::Shelf;

    #[test]
    fn a_font_is_missed_once_and_then_lent() {
        let shelf = Shelf::default();
        let query = FontQuery::Standard(StandardFont::TimesBold);
        assert!(shelf.font(&query).is_none());
        assert_eq!(shelf.missed(), ["FoxitSerifBold.pfb"]);
        shelf.put("FoxitSerifBold.pfb", Some(vec![1]));
        assert!(shelf.font(&query).is_some());
        assert!(shelf.missed().is_empty() && shelf.lent() && !shelf.lent());
    }

    #[test]
    fn a_font_that_cannot_be_had_is_not_asked_for_again() {
        let shelf = Shelf::default();
        shelf.put("FoxitSans.pfb", None);
        assert!(
            shelf
                .font(&FontQuery::Standard(StandardFont::Helvetica))
                .is_none()
        );
        assert!(shelf.missed().is_empty());
    }
}
