//! The browser's way back as a step of a flow that has no addresses of its own.

use gloo::events::EventListener;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// What the state of the entry says that stands for the step before.
const STEP: &str = "step";

/// While `inside` the flow, the way back is `step_back` and does not leave the page: one entry of the
/// history stands for the step before. Listens as long as the owner is there.
pub fn follow(inside: Memo<bool>, step_back: impl Fn() + 'static) {
    Effect::new(move |_| {
        if inside.get() {
            hold();
        }
    });
    let listener = EventListener::new(&window(), "popstate", move |_| {
        // A fragment is a link that was pasted.
        if is_held()
            || window()
                .location()
                .hash()
                .is_ok_and(|hash| !hash.is_empty())
        {
            return;
        }
        if inside.get_untracked() {
            step_back();
        } else {
            leave();
        }
        if inside.get_untracked() {
            hold();
        }
    });
    StoredValue::new_local(listener);
}

fn is_held() -> bool {
    let state = window().history().and_then(|history| history.state());
    state.is_ok_and(|state| state.as_string().as_deref() == Some(STEP))
}

/// Puts an entry before this one, unless it is there.
fn hold() {
    if is_held() {
        return;
    }
    if let Ok(history) = window().history() {
        // A browser that refuses leaves the page with the first way back, as without this.
        drop(history.push_state(&JsValue::from_str(STEP), ""));
    }
}

/// Goes on to where the way back led before the flow began.
fn leave() {
    if let Ok(history) = window().history() {
        drop(history.back());
    }
}
