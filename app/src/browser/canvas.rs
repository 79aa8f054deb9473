//! Drawing on a canvas and knowing what is on the screen; nothing here reads a pixel back.

use js_sys::Array;
use leptos::prelude::window;
use sign_core::stamp::path::{Path, Segment};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{
    CanvasRenderingContext2d, Element, HtmlCanvasElement, ImageBitmap, ImageData,
    IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit,
};

use super::docworker::Picture;
use crate::steps::pixels::Pixels;

/// A canvas of the page.
pub type Canvas = HtmlCanvasElement;

/// Ink on white paper, in both themes.
const INK: &str = "#14213d";

/// In so many steps a page's share of the screen is told.
const STEPS: u8 = 40;

/// Pixels of the screen a CSS pixel has, at most three.
pub fn device_ratio() -> f64 {
    window().device_pixel_ratio().clamp(1.0, 3.0)
}

/// Returns width and height of an element in CSS pixels.
pub fn size(element: &Element) -> (f64, f64) {
    let area = element.get_bounding_client_rect();
    (area.width(), area.height())
}

/// Moves an element to the top of the screen.
pub fn scroll_to(id: &str) {
    if let Some(element) = leptos::prelude::document().get_element_by_id(id) {
        element.scroll_into_view();
    }
}

/// Shows a picture of this size; the picture's memory is given back.
pub fn paint(canvas: &HtmlCanvasElement, picture: &Picture, width: u32, height: u32) {
    canvas.set_width(width);
    canvas.set_height(height);
    let Some(context) = context(canvas) else {
        return;
    };
    // A picture that cannot be shown leaves the white page; the text layer is still there.
    if let Some(bitmap) = picture.0.dyn_ref::<ImageBitmap>() {
        drop(context.draw_image_with_image_bitmap(bitmap, 0.0, 0.0));
        bitmap.close();
    } else if let Some(data) = picture.0.dyn_ref::<ImageData>() {
        drop(context.put_image_data(data, 0.0, 0.0));
    }
}

/// Shows pixels, one to one of the canvas.
pub fn show(canvas: &HtmlCanvasElement, pixels: &Pixels) {
    let (width, height) = pixels.size();
    canvas.set_width(width);
    canvas.set_height(height);
    let data = ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels.rgba()), width, height);
    // A picture that cannot be shown leaves the white pad; it is seen in its place before it is signed.
    if let (Some(context), Ok(data)) = (context(canvas), data) {
        drop(context.put_image_data(&data, 0.0, 0.0));
    }
}

/// Gives a canvas's memory back.
pub fn release(canvas: &HtmlCanvasElement) {
    canvas.set_width(0);
    canvas.set_height(0);
}

/// Draws filled outlines given in units of which the canvas is `units` wide.
pub fn fill(canvas: &HtmlCanvasElement, paths: &[Path], units: f64) {
    let (width, height) = size(canvas);
    let ratio = device_ratio();
    canvas.set_width(whole(width * ratio));
    canvas.set_height(whole(height * ratio));
    let Some(context) = context(canvas) else {
        return;
    };
    let scale = width * ratio / units;
    if context.scale(scale, scale).is_err() {
        return;
    }
    context.set_fill_style_str(INK);
    context.begin_path();
    for path in paths {
        trace(&context, path);
    }
    context.fill();
}

fn trace(context: &CanvasRenderingContext2d, path: &Path) {
    context.move_to(path.start.x, path.start.y);
    for segment in &path.segments {
        match segment {
            Segment::Line(to) => context.line_to(to.x, to.y),
            Segment::Cubic(a, b, to) => context.bezier_curve_to(a.x, a.y, b.x, b.y, to.x, to.y),
        }
    }
    context.close_path();
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a canvas is between 0 and 10,000 pixels wide"
)]
fn whole(pixels: f64) -> u32 {
    pixels.clamp(0.0, 10_000.0).round() as u32
}

/// Watches an element until it is dropped.
pub struct Watch {
    observer: IntersectionObserver,
    _heard: Closure<dyn FnMut(Array)>,
}

impl Watch {
    /// Tells how much of `element` (0 to 1) is within the screen widened by `margin`.
    pub fn new(element: &Element, margin: &str, tell: impl Fn(f64) + 'static) -> Option<Self> {
        let heard = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            if let Some(entry) = entries.iter().last() {
                tell(share(&entry.unchecked_into()));
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(margin);
        // Fine steps: of a page that is zoomed to many screens, half a screen is a small share.
        let steps = (0..=STEPS).map(|step| JsValue::from_f64(f64::from(step) / f64::from(STEPS)));
        options.set_threshold(&steps.collect::<Array>());
        let callback = heard.as_ref().unchecked_ref();
        let observer = IntersectionObserver::new_with_options(callback, &options).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _heard: heard,
        })
    }
}

/// A tall page counts by how much of the screen it fills, too.
fn share(entry: &IntersectionObserverEntry) -> f64 {
    if !entry.is_intersecting() {
        return 0.0;
    }
    let seen = entry.intersection_rect().height();
    let screen = entry
        .root_bounds()
        .map_or(f64::INFINITY, |root| root.height());
    entry
        .intersection_ratio()
        .max(seen / screen)
        .max(f64::MIN_POSITIVE)
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
