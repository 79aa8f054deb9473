//! Every text of the product, in French and English, as typed keys.
//!
//! A text is a constant that cannot be built with a language missing; a text with values in it is
//! a function over [`Locale`], whose `match` the compiler checks the same way.

use leptos::prelude::*;
use sign_core::wire::Locale;

pub mod common;
pub mod entry;
pub mod new;
pub mod picture;
pub mod portal;
pub mod problem;
pub mod refusal;
pub mod sign;
pub mod unseen;
pub mod verify;

/// One text in every language of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// French.
    pub fr: &'static str,
    /// English.
    pub en: &'static str,
}

/// Builds a text; French first.
pub const fn text(fr: &'static str, en: &'static str) -> Text {
    Text { fr, en }
}

impl Text {
    /// Returns the text in one language.
    pub fn of(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Fr => self.fr,
            Locale::En => self.en,
        }
    }
}

/// The language of the screens, as a signal in context.
#[derive(Clone, Copy)]
pub struct Language(pub RwSignal<Locale>);

/// Returns the language of the screens; only while a component is being made.
pub fn language() -> RwSignal<Locale> {
    use_context::<Language>().map_or_else(|| RwSignal::new(Locale::default()), |found| found.0)
}

/// Returns a text that follows the language, for use inside `view!`.
pub fn t(text: Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let locale = language();
    move || text.of(locale.get())
}

/// Returns a text with values in it that follows the language.
pub fn tf<F>(write: F) -> impl Fn() -> String + Clone + Send + Sync + 'static
where
    F: Fn(Locale) -> String + Clone + Send + Sync + 'static,
{
    let locale = language();
    move || write(locale.get())
}

/// Returns the BCP 47 tag.
pub fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "fr",
        Locale::En => "en",
    }
}

/// Chooses among the reader's languages, in their order of preference.
pub fn choose<'a>(preferred: impl IntoIterator<Item = &'a str>) -> Locale {
    preferred
        .into_iter()
        .find_map(|tag| match tag.get(..2)? {
            "fr" => Some(Locale::Fr),
            "en" => Some(Locale::En),
            _ => None,
        })
        .unwrap_or(Locale::En)
}

#[cfg(test)]
mod tests {
    use super::choose;
    use sign_core::wire::Locale;

    #[test]
    fn the_first_language_we_have_wins_and_english_is_the_last_resort() {
        assert_eq!(choose(["de-AT", "fr-CA", "en"]), Locale::Fr);
        assert_eq!(choose(["en-GB", "fr"]), Locale::En);
        assert_eq!(choose(["é"]), Locale::En);
    }
}
