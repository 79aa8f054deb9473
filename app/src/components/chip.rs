//! A state as a word with its symbol; the colour only repeats it.

use leptos::prelude::*;
use sign_core::wire::{EnvelopeState, RecipientState};

use super::icon::Icon;
use crate::i18n::portal::{envelope_state, recipient_state};
use crate::i18n::{Text, t};

/// A word, its symbol and its colour.
#[component]
fn Chip(
    words: Text,
    icon: &'static str,
    class: &'static str,
    test: String,
    state: &'static str,
) -> impl IntoView {
    view! {
        <span class=class data-test=test data-state=state>
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
    let (icon, class, code) = match state {
        EnvelopeState::Draft => ("pen-line", "chip", "draft"),
        EnvelopeState::InProgress => ("clock", "chip live", "in_progress"),
        EnvelopeState::Sealing => ("hourglass", "chip live", "sealing"),
        EnvelopeState::Completed => ("circle-check", "chip ok", "completed"),
        EnvelopeState::Expired => ("hourglass", "chip warn", "expired"),
        EnvelopeState::Cancelled => ("ban", "chip", "cancelled"),
        EnvelopeState::Declined => ("circle-x", "chip bad", "declined"),
    };
    view! { <Chip words=envelope_state(state) icon class test="envelope-state".to_owned() state=code /> }
}

/// The state of one who signs.
#[component]
pub fn RecipientChip(
    /// The state.
    state: RecipientState,
    /// Zero-based place in the list.
    place: usize,
) -> impl IntoView {
    let (icon, class, code) = match state {
        RecipientState::Waiting => ("hourglass", "chip", "waiting"),
        RecipientState::Notified => ("send", "chip live", "notified"),
        RecipientState::Opened => ("eye", "chip live", "opened"),
        RecipientState::Verified => ("key-round", "chip live", "verified"),
        RecipientState::Signed => ("circle-check", "chip ok", "signed"),
        RecipientState::Declined => ("circle-x", "chip bad", "declined"),
        RecipientState::Void => ("ban", "chip", "void"),
    };
    view! { <Chip words=recipient_state(state) icon class test=["person-state-", &place.to_string()].concat() state=code /> }
}
