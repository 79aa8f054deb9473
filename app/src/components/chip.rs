//! A state as a word with its symbol; the colour only repeats it.

use leptos::prelude::*;
use sign_core::wire::portal::{EnvelopeState, RecipientState};

use super::icon::Icon;
use crate::i18n::portal::{envelope_state, recipient_state};
use crate::i18n::{Text, t};

/// A word, its symbol and its colour.
#[component]
fn Chip(words: Text, icon: &'static str, class: &'static str) -> impl IntoView {
    view! {
        <span class=class>
            <Icon name=icon />
            {t(words)}
        </span>
    }
}

/// The state of an envelope.
#[component]
pub fn EnvelopeChip(
    /// The state.
    state: EnvelopeState,
) -> impl IntoView {
    let (icon, class) = match state {
        EnvelopeState::Draft => ("pen-line", "chip"),
        EnvelopeState::InProgress => ("clock", "chip live"),
        EnvelopeState::Sealing => ("hourglass", "chip live"),
        EnvelopeState::Completed => ("circle-check", "chip ok"),
        EnvelopeState::Expired => ("hourglass", "chip warn"),
        EnvelopeState::Cancelled => ("ban", "chip"),
        EnvelopeState::Declined => ("circle-x", "chip bad"),
    };
    view! { <Chip words=envelope_state(state) icon class /> }
}

/// The state of one who signs.
#[component]
pub fn RecipientChip(
    /// The state.
    state: RecipientState,
) -> impl IntoView {
    let (icon, class) = match state {
        RecipientState::Waiting => ("hourglass", "chip"),
        RecipientState::Notified => ("send", "chip live"),
        RecipientState::Opened => ("eye", "chip live"),
        RecipientState::Verified => ("key-round", "chip live"),
        RecipientState::Signed => ("circle-check", "chip ok"),
        RecipientState::Declined => ("circle-x", "chip bad"),
        RecipientState::Void => ("ban", "chip"),
    };
    view! { <Chip words=recipient_state(state) icon class /> }
}
