//! The bar at the top: the mark, what this is about, language and account.

use leptos::prelude::*;

use super::icon::Icon;
use crate::browser::page;
use crate::i18n::{common, language, t};
use sign_core::wire::Locale;

/// The bar at the top of every screen.
#[component]
pub fn Header(
    /// What stands beside the mark.
    #[prop(optional)]
    children: Option<Children>,
    /// False where the mark must not lead to the portal (the signer's screens).
    #[prop(default = true)]
    home: bool,
) -> impl IntoView {
    view! {
        <a class="skip" href="#main">{t(common::SKIP)}</a>
        <header class="header">
            {if home {
                view! { <a class="brand" href="/" aria-label=t(common::HOME)><Mark /> "Seing"</a> }.into_any()
            } else {
                view! { <span class="brand"><Mark /> "Seing"</span> }.into_any()
            }}
            <div class="middle">{children.map(|children| children())}</div>
            <LanguageButton />
        </header>
    }
}

/// Switches the language of the screens.
#[component]
fn LanguageButton() -> impl IntoView {
    let locale = language();
    let other = move || match locale.get() {
        Locale::Fr => Locale::En,
        Locale::En => Locale::Fr,
    };
    view! {
        <button
            type="button"
            class="button quiet"
            data-test=move || ["lang-", crate::i18n::tag(other())].concat()
            lang=move || crate::i18n::tag(other())
            title=t(common::LANGUAGE_HINT)
            on:click=move |_| {
                let next = other();
                locale.set(next);
                page::set_locale(next);
            }
        >
            <Icon name="languages" />
            <span>{t(common::LANGUAGE)}</span>
        </button>
    }
}

/// The mark of the product.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 24 24" class="icon large" aria-hidden="true">
            <path d="M3 17.5c3-8 6-12 8-11 2.3 1.200-2.800 8.700-1 9.700 1.600.9 3.600-4.300 5.400-3.800 1.300.5-.2 3.200 1.200 3.600 1 .3 2.200-.7 3.600-2.200" />
        </svg>
    }
}
