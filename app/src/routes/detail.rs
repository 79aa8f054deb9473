//! One envelope.

use leptos::prelude::*;

#[component]
pub fn Detail(id: String) -> impl IntoView {
    id
}
