//! The sentences a signer agrees to, with their version: browser and server hash the same text.

use serde::{Deserialize, Serialize};

use super::transcript::Consent;
use crate::bytes::hash::sha256;

/// Version of the sentences. A changed sentence needs another one; old texts stay in [`KNOWN`].
pub const VERSION: &str = "1";

/// A language of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Locale {
    /// Returns the language's tag: `fr`, `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }
}

/// One sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its language.
    pub locale: Locale,
    /// Its version.
    pub version: &'static str,
    /// What is shown, exactly.
    pub text: &'static str,
}

/// Every sentence there has ever been.
pub const KNOWN: [Sentence; 6] = [
    french("J’accepte de signer ces documents par voie électronique."),
    french("J’ai lu les documents et je veux m’engager par ma signature."),
    french("J’accepte que mon nom et la preuve de cet acte soient conservés avec les documents."),
    english("I agree to sign these documents electronically."),
    english("I have read the documents and mean to be bound by my signature."),
    english("I agree that my name and the proof of this act are kept with the documents."),
];

const fn french(text: &'static str) -> Sentence {
    Sentence {
        locale: Locale::Fr,
        version: VERSION,
        text,
    }
}

const fn english(text: &'static str) -> Sentence {
    Sentence {
        locale: Locale::En,
        version: VERSION,
        text,
    }
}

impl Sentence {
    /// Returns what stands for it in the transcript.
    pub fn consent(&self) -> Consent {
        Consent {
            text: sha256(self.text.as_bytes()),
            locale: self.locale.tag().to_owned(),
            version: self.version.to_owned(),
        }
    }
}

/// Returns the sentences a signer is asked to agree to, in the order they are shown.
pub fn sentences(locale: Locale) -> impl Iterator<Item = &'static Sentence> {
    KNOWN
        .iter()
        .filter(move |one| one.locale == locale && one.version == VERSION)
}

/// Returns what the transcript holds once all of them were agreed to.
pub fn asked(locale: Locale) -> Vec<Consent> {
    sentences(locale).map(Sentence::consent).collect()
}

/// Tells whether a consent is to one of the sentences known here.
pub fn is_known(consent: &Consent) -> bool {
    KNOWN.iter().any(|one| one.consent() == *consent)
}

/// Returns the text somebody consented to, where it is known here.
pub fn text(consent: &Consent) -> Option<&'static str> {
    KNOWN
        .iter()
        .find(|one| one.consent() == *consent)
        .map(|one| one.text)
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, Locale, asked, is_known, sentences, text};
    use crate::bytes::hash::sha256;

    #[test]
    fn the_sentences_of_version_1_never_change() {
        let all: String = KNOWN.iter().map(|one| one.text).collect();
        assert_eq!(
            sha256(all.as_bytes()).hex(),
            "aaad6ecfee09205c9b14c997a7663d25bb345682005a955f040c734105221b8b"
        );
    }

    #[test]
    fn both_languages_ask_the_same_number_of_things() {
        assert_eq!(asked(Locale::Fr).len(), 3);
        assert_eq!(asked(Locale::En).len(), 3);
    }

    #[test]
    fn a_consent_is_known_by_text_language_and_version() {
        let mut consent = asked(Locale::En)[0].clone();
        assert!(is_known(&consent));
        assert_eq!(
            text(&consent),
            sentences(Locale::En).next().map(|one| one.text)
        );
        consent.locale = "fr".into();
        assert!(!is_known(&consent));
    }
}
