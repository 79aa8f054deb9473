//! New envelope.

use leptos::prelude::*;

pub mod draft;

#[component]
pub fn New() -> impl IntoView {}
