//! What a signer agrees to, and what names this build in the evidence.

use sign_core::bytes::hash::sha256;
use sign_core::protocol::consent;
use sign_core::wire::{Hash, Locale};

use crate::i18n::Text;

/// Returns the sentences in the order they are shown.
pub fn sentences() -> Vec<Text> {
    let french = consent::sentences(Locale::Fr);
    let english = consent::sentences(Locale::En);
    french
        .zip(english)
        .map(|(fr, en)| Text {
            fr: fr.text,
            en: en.text,
        })
        .collect()
}

/// Returns the hash of this build's name.
pub fn build() -> Hash {
    sha256(concat!("seing-app/", env!("CARGO_PKG_VERSION")).as_bytes())
}
