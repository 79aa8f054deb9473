//! The code, and the signature.

use gloo::timers::callback::Interval;
use leptos::prelude::*;
use sign_core::wire::problem;

use super::shell::{Actions, Screen};
use super::state::Signing;
use super::{commit, finish, prove};
use crate::browser::clock;
use crate::i18n::{language, sign, t};
use crate::steps::sign::{Move, Step};

/// One input for all digits, what is left of time and tries, and another code.
#[component]
pub fn Code(signing: Signing) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let digits = signing
        .view
        .with_untracked(|view| usize::from(view.code_digits));
    let proven = Memo::new(move |_| {
        signing
            .draft
            .with(|draft| draft.act.as_ref().is_some_and(|act| act.proven.is_some()))
    });
    let signs = Memo::new(move |_| proven.get() && signing.doing.get().is_some());
    let off = Signal::derive(move || !proven.get() && typed.with(|typed| typed.len() != digits));
    let asked = RwSignal::new(false);
    Effect::new(move |_| {
        // The documents may still be being opened: then it waits for them.
        if asked.get() && signing.doing.with(Option::is_none) {
            asked.set(false);
            if !off.get_untracked() {
                go(signing, (!proven.get_untracked()).then_some(typed));
            }
        }
    });
    let ask = move || asked.set(true);
    let back = Callback::new(move |()| signing.go(Move::Back));
    view! {
        <Screen signing step=Step::Code name="code" title=sign::CODE lead=sign::CODE_LEAD>
            {move || if signs.get() {
                view! { <p class="muted">{t(sign::SIGNING_KEEP_OPEN)}</p> }.into_any()
            } else if proven.get() {
                view! { <p>{t(sign::CODE_PROVEN)}</p> }.into_any()
            } else {
                view! { <Input signing typed digits go=Callback::new(move |()| ask()) /> }.into_any()
            }}
            <Actions signing label=sign::SIGN_GO test="sign" press=ask off back />
        </Screen>
    }
}

/// Proves that the code is known, unless that is done, then signs. A wrong code is taken away, so that
/// no second try is spent on it.
fn go(signing: Signing, typed: Option<RwSignal<String>>) {
    signing.run(sign::SIGNING, async move {
        if let Some(typed) = typed {
            let proven = prove::prove(signing, typed.get_untracked()).await;
            if let Err(hurdle) = &proven
                && hurdle.code() == Some(problem::Code::CodeWrong)
            {
                typed.try_set(String::new());
            }
            proven?;
        }
        prove::sign(signing).await?;
        finish::finish(signing).await
    });
}

#[component]
fn Input(
    signing: Signing,
    typed: RwSignal<String>,
    digits: usize,
    go: Callback<()>,
) -> impl IntoView {
    let locale = language();
    let now = RwSignal::new(clock::now_ms());
    StoredValue::new_local(Interval::new(1_000, move || now.set(clock::now_ms())));
    let skew = signing.skew_ms();
    let left =
        move |until: Option<i64>| until.map_or(0, |until| (until - now.get() - skew).max(0) / 1000);
    let committed = move || {
        signing
            .draft
            .with(|draft| draft.act.as_ref().and_then(|act| act.committed.clone()))
    };
    let expires = move || left(committed().map(|one| one.code_expires_ms));
    let resend_in = move || left(committed().map(|one| one.resend_at_ms));
    let tries = move || committed().map_or(0, |one| one.tries_left);
    let change = move |event| {
        let text: String = event_target_value(&event)
            .chars()
            .filter(char::is_ascii_digit)
            .take(digits)
            .collect();
        typed.set(text);
    };
    let enter = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            go.run(());
        }
    };
    let resend = move || {
        typed.set(String::new());
        signing.run(sign::COMMITTING, commit::resend(signing));
    };
    view! {
        <div class="stack">
            <p data-test="code-to">
                {move || committed().map(|one| {
                    sign::code_sent_to(locale.get(), signing.view.with(|view| view.method), &one.code_to)
                })}
            </p>
            <div class="field">
                <label for="code">{move || sign::code_label(locale.get(), digits)}</label>
                <input
                    class="input code"
                    id="code"
                    type="text"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    pattern="[0-9]*"
                    data-test="code"
                    aria-describedby="code-left"
                    prop:value=move || typed.get()
                    on:input=change
                    on:keydown=enter
                />
                <p class="hint" id="code-left">
                    {move || sign::code_left(locale.get(), expires())} " "
                    <span data-test="tries-left">{move || sign::tries_left(locale.get(), tries())}</span>
                </p>
            </div>
            <button
                type="button"
                class="button"
                data-test="resend"
                disabled=move || { resend_in() > 0 || signing.doing.get().is_some() }
                on:click=move |_| resend()
            >
                {move || sign::resend(locale.get(), resend_in())}
            </button>
        </div>
    }
}
