//! What a person sees who cannot sign now: not yet, no more, or not with this link.

use leptos::prelude::*;
use sign_core::wire::EnvelopeState;

use super::decline::Decline;
use super::erase::Erase;
use super::hurdle::Trouble;
use super::shell::Told;
use super::state::Signing;
use crate::browser::clock;
use crate::components::button::Button;
use crate::components::header::Header;
use crate::components::notice::Notice;
use crate::components::stepper::Heading;
use crate::i18n::{Text, common, language, sign, t};
use crate::steps::sign::Gate;

/// While the server is asked.
#[component]
pub fn Asking() -> impl IntoView {
    view! {
        <Header home=false />
        <main id="main" class="main slim" tabindex="-1" aria-busy="true">
            <p role="status" class="muted">{t(common::WAIT)}</p>
        </main>
    }
}

/// The link opens nothing (any more).
#[component]
pub fn Blocked(trouble: Trouble) -> impl IntoView {
    let said = trouble.code.clone();
    view! {
        <Header home=false />
        <main id="main" class="main slim" tabindex="-1" data-test="screen" data-screen="blocked">
            <Heading title=sign::BLOCKED />
            <div data-test="blocked" data-code=said>
                <Told trouble />
            </div>
            <div class="actions">
                <Button label=common::RETRY press=crate::browser::visit::reload icon="refresh-cw" />
            </div>
        </main>
    }
}

/// The link was cut or mistyped.
#[component]
pub fn LinkBroken(code: String, again: Callback<String>) -> impl IntoView {
    let said = code.clone();
    let trouble = Trouble {
        told: sign::link_trouble(&code),
        code,
        again_ms: None,
    };
    view! {
        <Header home=false />
        <main id="main" class="main slim" tabindex="-1" data-test="screen" data-screen="blocked">
            <Heading title=sign::BLOCKED />
            <div class="stack wide" data-test="blocked" data-code=said>
                <Told trouble />
                <LinkInput again />
            </div>
        </main>
    }
}

/// The document's key came by another message.
#[component]
pub fn KeyMissing(again: Callback<String>) -> impl IntoView {
    view! {
        <Header home=false />
        <main id="main" class="main slim" tabindex="-1" data-test="screen" data-screen="blocked">
            <Heading title=sign::KEY_TITLE lead=sign::KEY_LEAD />
            <div class="stack wide" data-test="blocked" data-code="key_missing">
                <LinkInput again />
                <Notice><p>{t(sign::KEY_WHY)}</p></Notice>
            </div>
        </main>
    }
}

/// Takes the complete link by hand.
#[component]
fn LinkInput(again: Callback<String>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let empty = move || typed.with(|typed| typed.trim().is_empty());
    view! {
        <form
            class="stack"
            on:submit=move |event| {
                event.prevent_default();
                again.run(typed.get_untracked());
            }
        >
            <div class="field">
                <label for="link">{t(sign::KEY_FIELD)}</label>
                <textarea
                    class="input mono"
                    id="link"
                    data-test="link"
                    rows="3"
                    autocomplete="off"
                    spellcheck="false"
                    on:input=move |event| typed.set(event_target_value(&event))
                ></textarea>
            </div>
            <button type="submit" class="button primary" data-test="link-go" disabled=empty>
                {t(sign::KEY_GO)}
            </button>
        </form>
    }
}

/// Somebody else is before this person, or the envelope has ended.
#[component]
pub fn Door(signing: Signing, gate: Gate) -> impl IntoView {
    let locale = language();
    let (title, code, words): (Text, &'static str, Signal<String>) = match gate {
        Gate::Waiting(who) => (
            sign::WAITING,
            "not_your_turn",
            Signal::derive(move || sign::waiting_for(locale.get(), &who)),
        ),
        Gate::Busy(who, until_ms) => (
            sign::BUSY,
            "busy",
            Signal::derive(move || {
                sign::busy_with(locale.get(), &who, &clock::moment(until_ms, locale.get()))
            }),
        ),
        Gate::Ended(state) => (
            sign::ENDED,
            code_of(state),
            Signal::derive(move || sign::ended(state).of(locale.get()).to_owned()),
        ),
        Gate::Open | Gate::Signed => (sign::BLOCKED, "internal", Signal::stored(String::new())),
    };
    let waits = matches!(code, "not_your_turn" | "busy");
    let ask = move || signing.run(common::WAIT, async move { signing.refresh().await });
    let busy = Signal::derive(move || signing.doing.get().is_some());
    view! {
        <Header home=false>{move || signing.view.with(|view| view.sender.clone())}</Header>
        <main id="main" class="main slim" tabindex="-1" data-test="screen" data-screen="blocked">
            <Heading title />
            <div
                class="stack wide"
                data-test=if waits { "waiting" } else { "blocked" }
                data-code=code
            >
                <Notice>
                    <p>{words}</p>
                    <p>{t(if waits { sign::WAITING_SAFE } else { sign::ENDED_SAFE })}</p>
                </Notice>
            </div>
            {(!waits).then(|| view! { <Erase signing why=sign::FORGET_ENDED /> })}
            {waits.then(|| view! {
                <div class="actions">
                    <Decline signing />
                    <Button label=sign::ASK_AGAIN press=ask icon="refresh-cw" busy />
                </div>
            })}
        </main>
    }
}

fn code_of(state: EnvelopeState) -> &'static str {
    match state {
        EnvelopeState::Cancelled => "cancelled",
        EnvelopeState::Declined => "declined",
        EnvelopeState::Expired => "expired",
        _ => "closed",
    }
}
