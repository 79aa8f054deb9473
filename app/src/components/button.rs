//! A button: one look for each weight, busy and idle.

use leptos::prelude::*;

use super::icon::Icon;
use crate::i18n::{Text, t};

/// How much a button weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// The one thing to do here.
    Primary,
    /// Something else to do.
    #[default]
    Plain,
    /// A side road.
    Quiet,
    /// What cannot be undone.
    Danger,
}

impl Weight {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Plain => "button",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
        }
    }
}

/// A button with a word and perhaps a symbol.
#[component]
pub fn Button(
    /// What it does.
    #[prop(into)]
    label: Signal<Text>,
    /// What happens on a press.
    press: impl Fn() + 'static,
    /// How much it weighs.
    #[prop(optional)]
    weight: Weight,
    /// Id of a symbol.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// While true the button is busy and does nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Name for the end-to-end tests.
    #[prop(optional, into)]
    test: Option<String>,
) -> impl IntoView {
    let locale = crate::i18n::language();
    view! {
        <button
            type="button"
            data-test=test
            class=weight.class()
            aria-busy=move || busy.get().to_string()
            aria-disabled=move || busy.get().to_string()
            on:click=move |_| {
                if !busy.get_untracked() {
                    press();
                }
            }
        >
            {icon.map(|name| view! { <Icon name /> })}
            <span>{move || label.get().of(locale.get())}</span>
        </button>
    }
}

/// A button that shows a symbol alone and says its word to assistive technology.
#[component]
pub fn IconButton(
    /// Id of the symbol.
    icon: &'static str,
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
    /// What happens on a press.
    press: impl Fn() + 'static,
    /// While true there is nothing to do.
    #[prop(optional, into)]
    off: Signal<bool>,
    /// Name for the end-to-end tests.
    #[prop(optional, into)]
    test: Option<String>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            data-test=test
            class="button quiet square"
            aria-label=move || label.get()
            title=move || label.get()
            aria-disabled=move || off.get().to_string()
            on:click=move |_| {
                if !off.get_untracked() {
                    press();
                }
            }
        >
            <Icon name=icon />
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What is there.
    label: Text,
    /// How much it weighs.
    #[prop(optional)]
    weight: Weight,
    /// Id of a symbol.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Name for the end-to-end tests.
    #[prop(optional, into)]
    test: Option<String>,
) -> impl IntoView {
    view! {
        <a href=href data-test=test class=weight.class()>
            {icon.map(|name| view! { <Icon name /> })}
            <span>{t(label)}</span>
        </a>
    }
}
