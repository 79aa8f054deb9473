//! Taking an envelope back, after asking and with a reason.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::wire::{Cancel, EnvelopeState};

use super::{Shown, is_open};
use crate::browser::http::{self, Failure};
use crate::browser::page;
use crate::components::button::{Button, Weight};
use crate::components::field::Field;
use crate::components::notice::Failed;
use crate::i18n::{portal, t};

/// The button, and the question behind it.
#[component]
pub fn CancelBox(
    /// What the screen shows.
    shown: Shown,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let state = shown.state();
    view! {
        <Show when=move || state.get().is_some_and(can_end)>
            <Show
                when=move || asking.get()
                fallback=move || view! {
                    <p><Button label=portal::CANCEL press=move || asking.set(true) weight=Weight::Quiet icon="ban" test="cancel" /></p>
                }
            >
                <Question shown asking />
            </Show>
        </Show>
    }
}

/// Says whether the server still takes an envelope back: one that is being sealed ends sealed.
fn can_end(state: EnvelopeState) -> bool {
    is_open(state) && state != EnvelopeState::Sealing
}

#[component]
fn Question(shown: Shown, asking: RwSignal<bool>) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let cancel = move || {
        busy.set(true);
        let reason = reason
            .get_untracked()
            .trim()
            .chars()
            .take(500)
            .collect::<String>();
        let body = Cancel {
            reason: (!reason.is_empty()).then_some(reason),
        };
        spawn_local(async move {
            match http::tell("POST", &shown.path("/cancel"), None, &body).await {
                Ok(()) => shown.ask(),
                Err(failed) => failure.set(Some(failed)),
            }
            busy.set(false);
        });
    };
    page::focus("cancel-reason");
    view! {
        <section class="card" aria-labelledby="cancel-title">
            <h2 id="cancel-title">{t(portal::CANCEL_ASK)}</h2>
            <p>{t(portal::CANCEL_WHY)}</p>
            <Field id="cancel-reason" label=portal::CANCEL_REASON value=reason optional=true
                typed=move |text| reason.set(text) />
            <Failed failure />
            <div class="row">
                <Button label=portal::CANCEL press=cancel weight=Weight::Danger busy test="cancel-confirm" />
                <Button label=portal::CANCEL_KEEP press=move || asking.set(false) />
            </div>
        </section>
    }
}
