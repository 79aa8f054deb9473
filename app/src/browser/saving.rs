//! Saving a finished file, and handing it to the system's share sheet.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DomException, File, HtmlAnchorElement, ShareData, Url};

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

/// Says whether the system can share a PDF.
pub fn can_share() -> bool {
    let navigator = window().navigator();
    let asked = Reflect::get(&navigator, &"canShare".into()).and_then(|ask| {
        let file = named(&Whole(Blob::new()?), "a.pdf")?;
        ask.dyn_into::<Function>()?.call1(&navigator, &with(&file))
    });
    asked.is_ok_and(|answer| answer.is_truthy())
}

/// Opens the share sheet; false where the system would not. Closing it is an answer, too.
pub async fn share(name: &str, whole: &Whole) -> bool {
    let Ok(file) = named(whole, name) else {
        return false;
    };
    let shared = JsFuture::from(window().navigator().share_with_data(&with(&file))).await;
    shared.map_or_else(|why| is_closed(&why), |_| true)
}

fn is_closed(why: &JsValue) -> bool {
    let why = why.dyn_ref::<DomException>();
    why.is_some_and(|why| why.name() == "AbortError")
}

fn with(file: &File) -> ShareData {
    let data = ShareData::new();
    data.set_files(&Array::of1(file));
    data
}
