//! Random octets and one-shot keys from WebCrypto: a private key never leaves the browser's keeping.

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use leptos::prelude::window;
use sign_core::wire::Hash;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, CryptoKeyPair, SubtleCrypto};

/// A one-shot P-256 key whose private half cannot be read out.
#[derive(Clone, Debug)]
pub struct Key {
    pair: CryptoKeyPair,
}

impl Key {
    /// Makes a new one.
    pub async fn make() -> Result<Self, JsValue> {
        let kind = named(&[("name", "ECDSA"), ("namedCurve", "P-256")])?;
        let uses = Array::of2(&"sign".into(), &"verify".into());
        let made = subtle()?.generate_key_with_object(&kind, false, &uses)?;
        let pair = JsFuture::from(made).await?.unchecked_into();
        Ok(Self { pair })
    }

    /// Takes one back that was kept.
    pub fn kept(value: &JsValue) -> Option<Self> {
        let found = Reflect::get(value, &"privateKey".into()).ok()?;
        found.is_instance_of::<CryptoKey>().then(|| Self {
            pair: value.clone().unchecked_into(),
        })
    }

    /// Returns the handle that IndexedDB can keep.
    pub fn handle(&self) -> JsValue {
        self.pair.clone().into()
    }

    /// Returns the public half, DER SubjectPublicKeyInfo.
    pub async fn spki(&self) -> Result<Vec<u8>, JsValue> {
        let public = half(&self.pair, "publicKey")?;
        octets(JsFuture::from(subtle()?.export_key("spki", &public)?).await?)
    }

    /// Signs: ECDSA with SHA-256, r ‖ s, 64 octets.
    pub async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, JsValue> {
        let how = named(&[("name", "ECDSA"), ("hash", "SHA-256")])?;
        let private = half(&self.pair, "privateKey")?;
        let message = Uint8Array::from(message);
        let signed = subtle()?.sign_with_object_and_buffer_source(&how, &private, &message)?;
        octets(JsFuture::from(signed).await?)
    }
}

/// Draws 32 random octets.
pub fn random() -> Hash {
    let mut octets = [0; 32];
    let crypto = window()
        .crypto()
        .expect("every browser that runs this has WebCrypto");
    let drawn = crypto.get_random_values_with_u8_array(&mut octets);
    drawn.expect("WebCrypto gives up to 65,536 octets at once");
    Hash(octets)
}

fn half(pair: &CryptoKeyPair, name: &str) -> Result<CryptoKey, JsValue> {
    Reflect::get(pair, &name.into())?.dyn_into()
}

fn octets(buffer: JsValue) -> Result<Vec<u8>, JsValue> {
    let buffer = buffer.dyn_into::<ArrayBuffer>()?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn named(parts: &[(&str, &str)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in parts {
        Reflect::set(&object, &(*name).into(), &(*value).into())?;
    }
    Ok(object)
}

fn subtle() -> Result<SubtleCrypto, JsValue> {
    Ok(window().crypto()?.subtle())
}
