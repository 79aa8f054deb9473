//! The signer's screens.

use leptos::prelude::*;

/// Placeholder.
#[component]
pub fn Sign() -> impl IntoView {}
