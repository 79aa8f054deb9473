//! The time of the device and its calendar, for showing dates; never evidence.

use js_sys::{Date, Object, Reflect};
use sign_core::wire::Locale;
use wasm_bindgen::JsValue;

/// Returns milliseconds since 1970, UTC, as the device believes.
pub fn now_ms() -> i64 {
    Date::now() as i64
}

/// Returns how many minutes east of UTC this device is at a moment.
pub fn offset_minutes(at_ms: i64) -> i16 {
    -(Date::new(&JsValue::from_f64(at_ms as f64)).get_timezone_offset() as i16)
}

/// Returns day, month, year, hour and minute in the reader's zone.
pub fn moment(at_ms: i64, locale: Locale) -> String {
    let parts = [
        ("day", "numeric"),
        ("month", "short"),
        ("year", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ];
    written(at_ms, locale, &parts)
}

/// Returns day, month and year in the reader's zone.
pub fn day(at_ms: i64, locale: Locale) -> String {
    written(
        at_ms,
        locale,
        &[("day", "numeric"), ("month", "long"), ("year", "numeric")],
    )
}

fn written(at_ms: i64, locale: Locale, parts: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (name, value) in parts {
        // Setting a property of a plain object does not fail.
        drop(Reflect::set(
            &options,
            &JsValue::from(*name),
            &JsValue::from(*value),
        ));
    }
    let tag = match locale {
        Locale::Fr => "fr-FR",
        Locale::En => "en-GB",
    };
    String::from(Date::new(&JsValue::from_f64(at_ms as f64)).to_locale_string(tag, &options))
}
