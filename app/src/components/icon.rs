//! One symbol of the sprite; decoration beside a word, never alone.

use leptos::prelude::*;

use crate::browser::page;

/// Draws a symbol of `public/icons.svg`.
#[component]
pub fn Icon(
    /// Id of the symbol.
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    let sprite = page::icons();
    view! {
        <svg class="icon" aria-hidden="true" focusable="false">
            <use href=move || [&sprite, "#", name.get()].concat()></use>
        </svg>
    }
}
