//! What this tab remembers until it is closed: the link that opened it, and what was typed there.

use leptos::prelude::window;
use web_sys::Storage;

/// Keeps a short text for this tab.
pub fn keep(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A browser that keeps nothing asks for the link again after a reload.
        drop(storage.set_item(&named(key), value));
    }
}

/// Returns a text that was kept.
pub fn recall(key: &str) -> Option<String> {
    storage()?.get_item(&named(key)).ok()?
}

/// Forgets a text that was kept.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        // What this tab could not keep it need not forget.
        drop(storage.remove_item(&named(key)));
    }
}

fn storage() -> Option<Storage> {
    window().session_storage().ok()?
}

fn named(key: &str) -> String {
    ["seing.", key].concat()
}
