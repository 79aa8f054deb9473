//! What a pointer drew: every point the device measured, in units of the pad.

use sign_core::stamp::ink::{PAD_WIDTH, Point};
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

/// A finger wider than this on an idle pad is a palm, in CSS pixels.
const PALM_PX: i32 = 40;

/// What kind of pointer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// A mouse, or anything we do not know.
    Mouse,
    /// A finger.
    Touch,
    /// A pen, whose pressure counts.
    Pen,
}

/// Returns the kind and the number of the pointer.
pub fn pointer(event: &PointerEvent) -> (Pointer, i32) {
    let kind = match event.pointer_type().as_str() {
        "touch" => Pointer::Touch,
        "pen" => Pointer::Pen,
        _ => Pointer::Mouse,
    };
    (kind, event.pointer_id())
}

/// Says whether this contact can begin a stroke: the main button, and no palm.
pub fn begins(event: &PointerEvent) -> bool {
    event.button() == 0 && event.width() <= PALM_PX.max(event.height().min(PALM_PX))
}

/// Keeps the pointer's events coming here until it is lifted.
pub fn capture(event: &PointerEvent) {
    event.prevent_default();
    let pad = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(pad) = pad {
        // Without capture the stroke ends at the pad's edge.
        drop(pad.set_pointer_capture(event.pointer_id()));
    }
}

/// Returns every point since the last event, oldest first.
pub fn points(event: &PointerEvent) -> Vec<Point> {
    let Some(pad) = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return Vec::new();
    };
    let all = coalesced(event);
    if all.is_empty() {
        vec![point(&pad, event)]
    } else {
        all.iter().map(|one| point(&pad, one)).collect()
    }
}

/// Browsers without coalesced events give none.
fn coalesced(event: &PointerEvent) -> Vec<PointerEvent> {
    let name = "getCoalescedEvents".into();
    if !js_sys::Reflect::has(event, &name).unwrap_or(false) {
        return Vec::new();
    }
    event
        .get_coalesced_events()
        .iter()
        .filter_map(|one| one.dyn_into().ok())
        .collect()
}

fn point(pad: &Element, event: &PointerEvent) -> Point {
    let area = pad.get_bounding_client_rect();
    let scale = PAD_WIDTH / area.width().max(1.0);
    Point {
        x: (f64::from(event.client_x()) - area.left()) * scale,
        y: (f64::from(event.client_y()) - area.top()) * scale,
        t_ms: event.time_stamp(),
        pressure: f64::from(event.pressure()),
    }
}
