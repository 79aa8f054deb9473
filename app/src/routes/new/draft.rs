//! The draft in the browser's memory: kept at every change, so that a reload loses nothing.

use leptos::prelude::*;

use crate::browser::{json, page};
use crate::steps::new::Draft;

const KEY: &str = "draft";

/// Says whether a draft with something in it is kept.
pub fn is_kept() -> bool {
    kept().is_some_and(|draft| !draft.is_blank())
}

/// Returns the kept draft.
pub fn kept() -> Option<Draft> {
    json::read(&page::recall(KEY)?)
}

/// Keeps the draft at every change from now on.
pub fn follow(draft: RwSignal<Draft>) {
    Effect::new(move |_| {
        if let Some(json) = draft.with(json::write) {
            page::keep(KEY, &json);
        }
    });
}

/// Forgets the draft, once it was launched or thrown away.
pub fn forget() {
    page::forget(KEY);
}
