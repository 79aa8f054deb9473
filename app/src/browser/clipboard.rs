//! Copies a text, or hands it to the system's share sheet.

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::ShareData;

/// Copies `text`; false where the browser refuses.
pub async fn copy(text: &str) -> bool {
    JsFuture::from(window().navigator().clipboard().write_text(text))
        .await
        .is_ok()
}

/// Says whether the system has a share sheet.
pub fn can_share() -> bool {
    Reflect::has(&window().navigator(), &JsValue::from("share")).unwrap_or(false)
}

/// Opens the share sheet; false where it was closed without sharing.
pub async fn share(title: &str, text: &str, url: &str) -> bool {
    let data = ShareData::new();
    data.set_title(title);
    data.set_text(text);
    data.set_url(url);
    JsFuture::from(window().navigator().share_with_data(&data))
        .await
        .is_ok()
}
