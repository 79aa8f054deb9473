//! What the inspection found in a document, in words.

use leptos::prelude::*;

use crate::components::notice::{Notice, Tone};
use crate::i18n::refusal::{finding, kept};
use crate::i18n::{Text, new, t};
use crate::steps::new::DraftDocument;

/// What the sender should know of a document; nothing where there is nothing to know.
#[component]
pub fn Findings(
    /// The document.
    document: DraftDocument,
) -> impl IntoView {
    let words = words(&document);
    (!words.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Warn>
                {words.into_iter().map(|words| view! { <p>{t(words)}</p> }).collect_view()}
            </Notice>
        }
    })
}

/// What the inspection found, each thing once.
fn words(document: &DraftDocument) -> Vec<Text> {
    let say = if document.bears("signed") {
        kept
    } else {
        finding
    };
    let mut words = document
        .findings
        .iter()
        .map(|code| say(code))
        .collect::<Vec<_>>();
    let rewritten = document.input != document.original;
    words.extend(rewritten.then_some(new::NORMALISED));
    words.dedup();
    words
}
