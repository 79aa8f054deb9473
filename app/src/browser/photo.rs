//! Has the browser decode a picture that somebody chose: its pixels come out, and nothing else that the
//! file says (places, cameras, thumbnails).
//!
//! The one place where a canvas is read: one of its own, that is never on a page and shows this picture.

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ImageBitmap, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

use super::files::LocalFile;
use crate::steps::pixels::{MOST_BYTES, Pixels, Unfit, fitted};

type Context = OffscreenCanvasRenderingContext2d;

/// A colour, as it is drawn and as it must be read.
const TRIAL: (&str, [u8; 4]) = ("#336699", [0x33, 0x66, 0x99, 0xff]);
/// A side of the square that is drawn with it, in pixels.
const TRIAL_PX: u32 = 8;
/// A browser that hides its device a little may read a sample so far off.
const OFF: u8 = 3;

/// Decodes a picture, upright, and makes it as small as `most` where it is larger.
pub async fn read(file: &LocalFile, most: (u32, u32)) -> Result<Pixels, Unfit> {
    if file.size() > MOST_BYTES {
        return Err(Unfit::TooLarge);
    }
    let bitmap = decoded(file).await.map_err(|_| Unfit::NoPicture)?;
    if !is_honest().unwrap_or(false) {
        return Err(Unfit::Withheld);
    }
    let size = fitted((bitmap.width(), bitmap.height()), most);
    let drawn = drawn(&bitmap, size);
    bitmap.close();
    let pixels = drawn
        .ok()
        .and_then(|rgba| Pixels::new(size.0, size.1, rgba));
    let pixels = pixels.ok_or(Unfit::Withheld)?;
    if pixels.is_blank() {
        return Err(Unfit::Blank);
    }
    Ok(pixels)
}

async fn decoded(file: &LocalFile) -> Result<ImageBitmap, JsValue> {
    let promise = window().create_image_bitmap_with_blob(&file.0)?;
    JsFuture::from(promise).await?.dyn_into()
}

fn drawn(bitmap: &ImageBitmap, size: (u32, u32)) -> Result<Vec<u8>, JsValue> {
    let (width, height) = (f64::from(size.0), f64::from(size.1));
    let context = context(size)?;
    Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into())?;
    context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height)?;
    Ok(context.get_image_data(0.0, 0.0, width, height)?.data().0)
}

/// Says whether this browser reads what it drew: some give other pixels, so that no page knows the device
/// by them.
fn is_honest() -> Result<bool, JsValue> {
    let context = context((TRIAL_PX, TRIAL_PX))?;
    let side = f64::from(TRIAL_PX);
    context.set_fill_style_str(TRIAL.0);
    context.fill_rect(0.0, 0.0, side, side);
    let read = context.get_image_data(0.0, 0.0, side, side)?.data().0;
    let mut samples = read.iter().zip(TRIAL.1.iter().cycle());
    Ok(samples.all(|(read, drawn)| read.abs_diff(*drawn) <= OFF))
}

fn context((width, height): (u32, u32)) -> Result<Context, JsValue> {
    let found = OffscreenCanvas::new(width, height)?.get_context("2d")?;
    found
        .ok_or(JsValue::NULL)?
        .dyn_into()
        .map_err(JsValue::from)
}
