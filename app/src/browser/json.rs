//! JSON by the browser's own reader and writer, so that the app need not carry another.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;

/// Writes a value; `None` where it is not JSON (a map whose keys are no texts, say).
pub fn write<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    let tree = value.serialize(&Serializer::json_compatible()).ok()?;
    js_sys::JSON::stringify(&tree).ok()?.as_string()
}

/// Reads a value; `None` where the text is not of its schema.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_wasm_bindgen::from_value(js_sys::JSON::parse(text).ok()?).ok()
}
