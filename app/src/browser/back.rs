//! The browser's way back through a flow that has no addresses of its own: one entry of the history a step.
//!
//! An entry is made where a step follows on a press: a browser passes over what was made without anybody
//! touching the page, as one is that is put back where the way back was refused.

use gloo::events::EventListener;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::visit::{here, is_link};

/// What an entry of the history stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Entry {
    /// How many of this flow lie below it.
    depth: i32,
    /// The place of its step.
    place: usize,
}

/// Follows the `place` in the flow, none outside it; the way back asks for `back_to` an earlier one, which
/// may be refused. Listens as long as the owner is there.
pub fn follow(place: Memo<Option<usize>>, back_to: impl Fn(usize) + 'static) {
    let last = StoredValue::new(Entry::default());
    Effect::new(move |_| last.set_value(settled(place.get())));
    let listener = EventListener::new(&window(), "popstate", move |_| {
        let pasted = is_link(&here().fragment);
        let Some(now) = place.get_untracked().filter(|_| !pasted) else {
            return;
        };
        match entry() {
            Some(entry) if entry.place < now => {
                back_to(entry.place);
                if place.get_untracked() == Some(now) {
                    write(above(entry, now), false);
                }
            }
            Some(entry) if entry.place == now && entry.depth > 0 => leave(-1),
            Some(entry) => write(
                Entry {
                    place: now,
                    ..entry
                },
                true,
            ),
            // A jump within the page made it.
            None => write(above(last.get_value(), now), true),
        }
        last.set_value(entry().unwrap_or_default());
    });
    StoredValue::new_local(listener);
}

/// Makes the history say where the flow is; leaves its entries once it is over.
fn settled(place: Option<usize>) -> Entry {
    match (place, entry()) {
        (Some(place), None) => write(Entry { depth: 0, place }, true),
        (Some(place), Some(entry)) if place > entry.place => write(above(entry, place), false),
        (Some(place), Some(entry)) if place < entry.place => write(Entry { place, ..entry }, true),
        (None, Some(entry)) if entry.depth > 0 => leave(-entry.depth),
        _ => {}
    }
    entry().unwrap_or_default()
}

fn above(entry: Entry, place: usize) -> Entry {
    let depth = entry.depth + 1;
    Entry { depth, place }
}

fn entry() -> Option<Entry> {
    let state = window().history().ok()?.state().ok()?.as_string()?;
    let (depth, place) = state.split_once(' ')?;
    Some(Entry {
        depth: depth.parse().ok()?,
        place: place.parse().ok()?,
    })
}

/// Says what the present entry stands for, or puts one on top of it.
fn write(entry: Entry, present: bool) {
    let Ok(history) = window().history() else {
        return;
    };
    let state =
        JsValue::from_str(&[&entry.depth.to_string(), " ", &entry.place.to_string()].concat());
    // A browser that refuses leaves the page with the way back, as it would without this.
    drop(match present {
        true => history.replace_state(&state, ""),
        false => history.push_state(&state, ""),
    });
}

/// Goes down in the history; a browser that refuses stays.
fn leave(by: i32) {
    if let Ok(history) = window().history() {
        drop(history.go_with_delta(by));
    }
}
