//! Saving a finished file, and handing it to the system's share sheet.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlAnchorElement, ShareData, Url};

use super::docworker::{Whole, named};

/// A link to a file lives so long: a phone may ask before it saves.
const ALIVE_MS: u32 = 120_000;

/// Saves a file under `name`, by a link the browser follows as if it were clicked.
pub fn save(name: &str, whole: &Whole) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(&whole.0)?;
    let link = document()
        .create_element("a")?
        .dyn_into::<HtmlAnchorElement>()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Timeout::new(ALIVE_MS, move || drop(Url::revoke_object_url(&url))).forget();
    Ok(())
}

/// Says whether the system can share files.
pub fn can_share() -> bool {
    Reflect::has(&window().navigator(), &"canShare".into()).unwrap_or(false)
}

/// Opens the share sheet; false where it was closed without sharing.
pub async fn share(name: &str, whole: &Whole) -> bool {
    let Ok(file) = named(whole, name) else {
        return false;
    };
    let data = ShareData::new();
    data.set_files(&Array::of1(&file));
    JsFuture::from(window().navigator().share_with_data(&data))
        .await
        .is_ok()
}
