//! A form that is sent as a whole: what went wrong above it, one button below.

use leptos::prelude::*;

use super::notice::Failed;
use crate::browser::http::Failure;
use crate::i18n::{Text, common, t};

/// A form with its button; while it is busy it is not sent again.
#[component]
pub fn Form(
    /// What its button does.
    label: Text,
    /// Name of the button for the end-to-end tests.
    test: &'static str,
    /// Why the last call was refused.
    failure: RwSignal<Option<Failure>>,
    /// True while a call is on its way.
    busy: RwSignal<bool>,
    /// What happens when it is sent.
    send: impl Fn() + 'static,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            send();
        }
    };
    let waits = t(common::WAIT);
    view! {
        <form class="stack" novalidate on:submit=submit>
            <Failed failure />
            {children()}
            <button type="submit" data-test=test class="button primary" aria-busy=move || busy.get().to_string()>
                {t(label)}
            </button>
        </form>
        <p class="hush" aria-live="polite">{move || busy.get().then(waits)}</p>
    }
}
