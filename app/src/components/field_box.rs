//! One movable, resizable, keyboard-reachable field on a page.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::icon::Icon;
use crate::i18n::{new, t};
use crate::steps::new::field::Area;
use sign_core::wire::FieldKind;

/// How far an arrow key moves or grows a field, in points.
const STEP_PT: f64 = 6.0;

/// What somebody does to a field; distances in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// It was chosen.
    Choose,
    /// It moves away from where it was.
    Move(Area, f64, f64),
    /// It grows from what it was.
    Grow(Area, f64, f64),
    /// It is taken away.
    Remove,
}

/// A pointer's work on the box.
#[derive(Clone, Copy)]
struct Drag {
    area: Area,
    x_px: i32,
    y_px: i32,
    grows: bool,
}

/// A field on its page; the parent is as large as the page.
#[component]
pub fn FieldBox(
    /// Where it stands.
    #[prop(into)]
    area: Signal<Area>,
    /// Width and height of the page in points.
    page: (f64, f64),
    /// What it takes.
    kind: FieldKind,
    /// Zero-based place of its person.
    person: usize,
    /// What it is, whose and where, in words.
    #[prop(into)]
    label: Signal<String>,
    /// What is written in it.
    #[prop(into)]
    words: Signal<String>,
    /// Whether it is the chosen one.
    #[prop(into)]
    chosen: Signal<bool>,
    /// True where it was just added by keyboard and takes the focus.
    fresh: bool,
    /// Told what somebody does.
    change: Callback<Change>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let (true, Some(node)) = (fresh, node.get()) {
            request_animation_frame(move || drop(node.focus()));
        }
    });
    let drag = StoredValue::new_local(None::<Drag>);
    let down = move |event: ev::PointerEvent, grows: bool| {
        event.stop_propagation();
        if event.button() != 0 {
            return;
        }
        let (x_px, y_px) = (event.client_x(), event.client_y());
        drag.set_value(Some(Drag {
            area: area.get_untracked(),
            x_px,
            y_px,
            grows,
        }));
        if let Some(node) = node.get_untracked() {
            drop(node.set_pointer_capture(event.pointer_id()));
            drop(node.focus());
        }
        event.prevent_default();
        change.run(Change::Choose);
    };
    let moved = move |event: ev::PointerEvent| {
        let (Some(drag), Some(scale)) = (drag.get_value(), scale(node, page.0)) else {
            return;
        };
        let dx_pt = f64::from(event.client_x() - drag.x_px) * scale;
        let dy_pt = f64::from(event.client_y() - drag.y_px) * scale;
        change.run(match drag.grows {
            true => Change::Grow(drag.area, dx_pt, dy_pt),
            false => Change::Move(drag.area, dx_pt, dy_pt),
        });
    };
    let pressed = move |event: ev::KeyboardEvent| {
        if let Some(done) = by_key(&event.key(), event.shift_key(), area.get_untracked()) {
            event.prevent_default();
            change.run(done);
        }
    };
    let share = move |part: fn(Area) -> f64, whole: f64| {
        move || [&(part(area.get()) / whole * 100.0).to_string(), "%"].concat()
    };
    view! {
        <div
            node_ref=node
            class=["box signer-", &((person + 1) % 6).to_string()].concat()
            role="button"
            tabindex="0"
            aria-label=move || label.get()
            aria-describedby="field-keys"
            aria-pressed=move || chosen.get().to_string()
            data-test="field-box"
            data-kind=code(kind)
            data-person=person.to_string()
            data-chosen=move || chosen.get().to_string()
            style:left=share(|area| area.x_pt, page.0)
            style:top=share(|area| area.y_pt, page.1)
            style:width=share(|area| area.width_pt, page.0)
            style:height=share(|area| area.height_pt, page.1)
            on:pointerdown=move |event| down(event, false)
            on:pointermove=moved
            on:pointerup=move |_| drag.set_value(None)
            on:pointercancel=move |_| drag.set_value(None)
            on:click=|event| event.stop_propagation()
            on:focus=move |_| change.run(Change::Choose)
            on:keydown=pressed
        >
            <Icon name=symbol(kind) />
            <span class="what">{t(new::kind(kind))} " · " {move || words.get()}</span>
            <Show when=move || chosen.get()>
                <span
                    class="away"
                    aria-hidden="true"
                    data-test="field-remove"
                    on:pointerdown=|event| event.stop_propagation()
                    on:click=move |event| {
                        event.stop_propagation();
                        change.run(Change::Remove);
                    }
                >
                    <Icon name="x" />
                </span>
            </Show>
            <span class="grip" aria-hidden="true" on:pointerdown=move |event| down(event, true)></span>
        </div>
    }
}

/// Returns the symbol of a kind of field.
pub fn symbol(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Signature => "pen-line",
        FieldKind::Name => "user",
        FieldKind::Date => "calendar",
        FieldKind::Text => "type",
        FieldKind::Initials => "hash",
        FieldKind::Check => "check",
    }
}

/// Returns the kind's name as it stands on the wire.
pub fn code(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Signature => "signature",
        FieldKind::Name => "name",
        FieldKind::Date => "date",
        FieldKind::Text => "text",
        FieldKind::Initials => "initials",
        FieldKind::Check => "check",
    }
}

fn by_key(key: &str, grows: bool, area: Area) -> Option<Change> {
    let (dx_pt, dy_pt) = match key {
        "ArrowLeft" => (-STEP_PT, 0.0),
        "ArrowRight" => (STEP_PT, 0.0),
        "ArrowUp" => (0.0, -STEP_PT),
        "ArrowDown" => (0.0, STEP_PT),
        "Delete" | "Backspace" => return Some(Change::Remove),
        "Enter" | " " => return Some(Change::Choose),
        _ => return None,
    };
    Some(if grows {
        Change::Grow(area, dx_pt, dy_pt)
    } else {
        Change::Move(area, dx_pt, dy_pt)
    })
}

/// Returns how many points a pixel is, from the width of what the box lies on.
fn scale(node: NodeRef<html::Div>, page_pt: f64) -> Option<f64> {
    let width_px = node.get_untracked()?.offset_parent()?.client_width();
    (width_px > 0).then(|| page_pt / f64::from(width_px))
}
