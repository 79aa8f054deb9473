//! Drop a PDF, read the report; no server involved.

use leptos::prelude::*;

/// Placeholder.
#[component]
pub fn Verify() -> impl IntoView {}
