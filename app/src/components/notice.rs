//! A few sentences that matter: what happened, what is safe, what to do.

use leptos::prelude::*;
use sign_core::wire::problem::Code;

use super::icon::Icon;
use crate::browser::clock;
use crate::browser::http::Failure;
use crate::i18n::problem::{Explained, explain};
use crate::i18n::{Text, common, language, t};

/// How grave it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    #[default]
    Info,
    /// Done.
    Ok,
    /// Look at this first.
    Warn,
    /// It did not work.
    Bad,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Info => "notice",
            Self::Ok => "notice ok",
            Self::Warn => "notice warn",
            Self::Bad => "notice bad",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Ok => "circle-check",
            Self::Warn => "triangle-alert",
            Self::Bad => "circle-alert",
        }
    }
}

/// A notice with anything in it.
#[component]
pub fn Notice(
    /// How grave it is.
    #[prop(optional)]
    tone: Tone,
    /// In bold above the rest.
    #[prop(optional)]
    title: Option<Text>,
    /// The sentences.
    children: Children,
) -> impl IntoView {
    let role = if tone == Tone::Bad { "alert" } else { "note" };
    view! {
        <div class=tone.class() role=role>
            <Icon name=tone.icon() />
            {title.map(|title| view! { <p class="strong">{t(title)}</p> })}
            {children()}
        </div>
    }
}

/// The sentences of something that went wrong.
#[component]
pub fn Trouble(
    /// What to say.
    told: Explained,
    /// When it can be tried again, where that is known.
    #[prop(optional_no_strip)]
    again_ms: Option<i64>,
) -> impl IntoView {
    let locale = language();
    let again = again_ms
        .map(|at_ms| move || common::again_at(locale.get(), &clock::moment(at_ms, locale.get())));
    view! {
        <Notice tone=Tone::Bad title=told.what>
            <p>{t(told.safe)}</p>
            <p>{t(told.act)}</p>
            {again.map(|again| view! { <p data-test="again">{again}</p> })}
        </Notice>
    }
}

/// Tells a failed call, as long as there is one; a live region.
#[component]
pub fn Failed(
    /// The failure, if any.
    #[prop(into)]
    failure: Signal<Option<Failure>>,
) -> impl IntoView {
    view! {
        <div class="live" aria-live="assertive">
            {move || {
                failure.get().map(|failure| {
                    let code = failure.code().map_or("offline", Code::text);
                    view! {
                        <div data-test="message" data-code=code>
                            <Trouble told=explain(&failure) again_ms=failure.again_ms() />
                        </div>
                    }
                })
            }}
        </div>
    }
}
