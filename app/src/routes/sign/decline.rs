//! Declining, with a reason if one likes; reachable until the signature stands.

use leptos::prelude::*;
use sign_core::wire;

use super::state::Signing;
use crate::browser::{http, page};
use crate::i18n::{common, sign, t};

/// A quiet way out, which asks once more.
#[component]
pub fn Decline(signing: Signing) -> impl IntoView {
    let (open, reason) = (RwSignal::new(false), RwSignal::new(String::new()));
    let send = move || {
        signing.run(common::WAIT, async move {
            let typed = reason
                .get_untracked()
                .trim()
                .chars()
                .take(500)
                .collect::<String>();
            let body = wire::Decline {
                reason: (!typed.is_empty()).then_some(typed),
            };
            http::tell("POST", "/v1/sign/decline", Some(&signing.bearer()), &body).await?;
            signing.refresh().await
        });
    };
    let press = move |_| {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            page::focus("decline-reason");
        }
    };
    view! {
        <button
            type="button"
            class="button quiet"
            data-test="decline"
            aria-expanded=move || open.get().to_string()
            on:click=press
        >
            {t(sign::DECLINE)}
        </button>
        {move || open.get().then(|| view! {
            <div class="card decline">
                <p>{t(sign::DECLINE_WHAT)}</p>
                <div class="field">
                    <label for="decline-reason">{t(sign::DECLINE_REASON)}</label>
                    <textarea
                        class="input"
                        id="decline-reason"
                        maxlength="500"
                        on:input=move |event| reason.set(event_target_value(&event))
                    ></textarea>
                </div>
                <div class="row">
                    <button type="button" class="button" on:click=move |_| open.set(false)>
                        {t(common::CANCEL)}
                    </button>
                    <button type="button" class="button danger" data-test="decline-confirm" on:click=move |_| send()>
                        {t(sign::DECLINE_GO)}
                    </button>
                </div>
            </div>
        })}
    }
}
