//! One symbol of the sprite; decoration beside a word, never alone.

use leptos::prelude::*;

/// Draws a symbol of `public/icons.svg`.
#[component]
pub fn Icon(
    /// Id of the symbol.
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" focusable="false">
            <use href=move || ["/icons.svg#", name.get()].concat()></use>
        </svg>
    }
}
