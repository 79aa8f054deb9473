//! The pen surface: pointer events in, strokes out; it shows the outlines that will be stamped.

use gloo::events::EventListener;
use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;
use sign_core::stamp::ink::{MOST_POINTS, PAD_WIDTH, Stroke, outline};

use super::button::{Button, Weight};
use crate::browser::canvas;
use crate::browser::pen::{self, Pointer};
use crate::i18n::{language, sign, t};
use crate::steps::ink::History;

/// After a pen touched the pad, fingers are palms for so long.
const PALM_MS: f64 = 1_000.0;
/// Points nearer than this to the last one say nothing, in pad units.
const NEAREST: f64 = 1.5;

/// What the pad knows of the contact that draws.
#[derive(Clone, Copy, Default)]
struct Contact {
    id: Option<i32>,
    last_pen_ms: Option<f64>,
}

/// A pad that draws into `strokes`.
#[component]
pub fn InkPad(
    /// What was drawn; undo, redo and clear change it, too.
    strokes: RwSignal<Vec<Stroke>>,
) -> impl IntoView {
    let sheet = NodeRef::<html::Canvas>::new();
    let contact = StoredValue::new(Contact::default());
    let history = StoredValue::new(History::default());
    let size = RwSignal::new(0_u32);
    StoredValue::new_local(EventListener::new(&window(), "resize", move |_| {
        size.update(|n| *n += 1);
    }));
    Effect::new(move |_| {
        size.track();
        let paths = strokes.with(|strokes| outline(strokes));
        if let Some(canvas) = sheet.get() {
            canvas::fill(&canvas, &paths, PAD_WIDTH);
        }
    });
    let locale = language();
    let says = move || sign::pad_says(locale.get(), strokes.with(Vec::len));
    let empty = move || strokes.with(Vec::is_empty);
    let change = move |deed: fn(&mut History, &mut Vec<Stroke>)| {
        strokes.update(|strokes| history.update_value(|history| deed(history, strokes)));
    };
    view! {
        <div class="pad-frame">
            <canvas
                class="pad"
                id="pad"
                data-test="ink-pad"
                node_ref=sheet
                role="img"
                aria-label=says
                aria-describedby="pad-hint"
                on:pointerdown=move |event| down(&event, contact, strokes, history)
                on:pointermove=move |event| moved(&event, contact, strokes)
                on:pointerup=move |event| up(&event, contact)
                on:pointercancel=move |event| up(&event, contact)
                on:lostpointercapture=move |event| up(&event, contact)
                on:touchmove=move |event| event.prevent_default()
            ></canvas>
            <span class="pad-line" aria-hidden="true"></span>
            <p class="pad-empty muted" aria-hidden="true" hidden=move || !empty()>{t(sign::PAD_HERE)}</p>
        </div>
        <p id="pad-hint" class="hint">{t(sign::PAD_HINT)}</p>
        <p class="hush" aria-live="polite">{says}</p>
        <div class="row">
            <Button label=sign::PAD_UNDO press=move || change(History::undo) icon="undo-2" weight=Weight::Quiet test="ink-undo" />
            <Button label=sign::PAD_REDO press=move || change(History::redo) icon="redo-2" weight=Weight::Quiet test="ink-redo" />
            <Button label=sign::PAD_CLEAR press=move || change(History::clear) icon="eraser" weight=Weight::Quiet test="ink-clear" />
        </div>
    }
}

fn down(
    event: &PointerEvent,
    contact: StoredValue<Contact>,
    strokes: RwSignal<Vec<Stroke>>,
    history: StoredValue<History>,
) {
    let (kind, id) = pen::pointer(event);
    let now = event.time_stamp();
    let mut held = contact.get_value();
    let palm = kind == Pointer::Touch && held.last_pen_ms.is_some_and(|at| now - at < PALM_MS);
    let full = strokes.with_untracked(|strokes| count(strokes) >= MOST_POINTS);
    if held.id.is_some() || palm || full || !pen::begins(event) {
        return;
    }
    held.id = Some(id);
    if kind == Pointer::Pen {
        held.last_pen_ms = Some(now);
    }
    contact.set_value(held);
    pen::capture(event);
    history.update_value(History::drew);
    strokes.update(|strokes| {
        strokes.push(Stroke {
            points: Vec::new(),
            pen: kind == Pointer::Pen,
        });
        extend(strokes, event);
    });
}

fn moved(event: &PointerEvent, contact: StoredValue<Contact>, strokes: RwSignal<Vec<Stroke>>) {
    if contact.get_value().id != Some(pen::pointer(event).1) {
        return;
    }
    event.prevent_default();
    strokes.update(|strokes| extend(strokes, event));
}

fn up(event: &PointerEvent, contact: StoredValue<Contact>) {
    let (kind, id) = pen::pointer(event);
    contact.update_value(|held| {
        if held.id == Some(id) {
            held.id = None;
        }
        if kind == Pointer::Pen {
            held.last_pen_ms = Some(event.time_stamp());
        }
    });
}

fn extend(strokes: &mut [Stroke], event: &PointerEvent) {
    let Some(stroke) = strokes.last_mut() else {
        return;
    };
    for point in pen::points(event) {
        let far = stroke
            .points
            .last()
            .is_none_or(|last| (point.x - last.x).hypot(point.y - last.y) >= NEAREST);
        if far {
            stroke.points.push(point);
        }
    }
}

fn count(strokes: &[Stroke]) -> usize {
    strokes.iter().map(|stroke| stroke.points.len()).sum()
}
