//! Language, title, focus and small memory of the page itself.

use leptos::prelude::{document, request_animation_frame, window};
use sign_core::wire::Locale;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Storage};

use crate::i18n;

/// Largest document on a phone, in bytes: above it the browser may end the tab.
const PHONE_BYTES: u64 = 25_000_000;

/// Returns the language to start with: the one chosen before, else the browser's.
pub fn locale() -> Locale {
    let kept = recall("language");
    let wished = window().navigator().languages();
    let wished = wished.iter().filter_map(|tag| tag.as_string());
    let all = kept.into_iter().chain(wished).collect::<Vec<_>>();
    i18n::choose(all.iter().map(String::as_str))
}

/// Tells the browser and assistive technology the language of the page.
pub fn set_locale(locale: Locale) {
    if let Some(root) = document().document_element() {
        drop(root.set_attribute("lang", i18n::tag(locale)));
    }
    keep("language", i18n::tag(locale));
}

/// Returns the address of the sprite, which the build names after its content.
pub fn icons() -> String {
    let named = document().query_selector("meta[name=icons]").ok().flatten();
    named
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_else(|| "/icons.svg".to_owned())
}

/// Names the page.
pub fn set_title(title: &str) {
    document().set_title(&[title, " · Seing"].concat());
}

/// Moves the focus to the element with this id, once it is there.
pub fn focus(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        let found = document().get_element_by_id(&id);
        if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            drop(element.focus());
        }
    });
}

/// Moves the focus to the first control that is marked as wrong.
pub fn focus_first_error() {
    request_animation_frame(move || {
        let found = document()
            .query_selector("[aria-invalid=true], [role=alert]")
            .ok()
            .flatten();
        if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            drop(element.focus());
        }
    });
}

/// Keeps a short text across reloads.
pub fn keep(key: &str, value: &str) {
    if let Some(storage) = storage() {
        drop(storage.set_item(&named(key), value));
    }
}

/// Returns a text that was kept.
pub fn recall(key: &str) -> Option<String> {
    storage()?.get_item(&named(key)).ok()?
}

/// Forgets a text that was kept.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(&named(key)));
    }
}

/// Returns the largest document this device takes, in bytes, where the service takes so many.
pub fn limit_bytes(service: u64) -> u64 {
    if is_desktop() {
        service
    } else {
        service.min(PHONE_BYTES)
    }
}

/// Says whether there is a mouse or a pen, or a screen larger than a phone's: neither zoom nor the size
/// of a window makes a phone.
fn is_desktop() -> bool {
    window()
        .match_media("(any-pointer: fine), (min-device-width: 600px)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}

fn named(key: &str) -> String {
    ["seing.", key].concat()
}

/// Takes the words away that stood there while the screens were loading.
pub fn clear_boot() {
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

/// Shows words in place of the screens when they break: after a panic nothing else works.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        web_sys::console::error_2(&"the screens broke at".into(), &place.into());
        let Some(body) = document().body() else {
            return;
        };
        if let Ok(notice) = broken() {
            drop(body.prepend_with_node_1(&notice));
        }
    }));
}

fn broken() -> Result<web_sys::Element, wasm_bindgen::JsValue> {
    let notice = document().create_element("div")?;
    notice.set_class_name("notice bad");
    notice.set_attribute("role", "alert")?;
    let words = match locale() {
        Locale::Fr => {
            "La page s’est arrêtée. C’est notre erreur : votre document est intact et votre saisie est gardée. Rechargez la page."
        }
        Locale::En => {
            "The page has stopped. This is our mistake: your document is untouched and what you entered is kept. Reload the page."
        }
    };
    let line = document().create_element("p")?;
    line.set_text_content(Some(words));
    notice.append_child(&line)?;
    Ok(notice)
}
