//! Blobs opened and sealed with the browser's own AES-GCM, chunk by chunk, in the worker.
//!
//! It is many times faster than a cipher compiled for the browser, and works beside this thread
//! while what came before is hashed.

use js_sys::{Array, ArrayBuffer, Object, Promise, Reflect, Uint8Array};
use sign_core::protocol::carrier::{Chunks, header_bytes};
use sign_core::wire::RevisionKind;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::port::{scope, take};
use crate::worker::carrier::{Sealing, key, place};
use crate::worker::failure::{Failed, refused};
use crate::worker::intake::Intake;
use crate::worker::message::{Chain, Failure};

/// Opens the blobs of a `sealed` document: one buffer a revision that is no seal.
pub(super) async fn opened(wanted: &Chain, carried: &Array) -> Failed<Vec<Intake>> {
    let key = key(&wanted.parcel, &[])?;
    let sent = |kind: &RevisionKind| !matches!(kind, RevisionKind::Seal { .. });
    let revisions = wanted.revisions.iter().filter(|next| sent(&next.kind));
    let mut plain = Vec::new();
    for (revision, blob) in revisions.zip(carried.iter()) {
        let buffer = blob.dyn_into::<ArrayBuffer>();
        let buffer = buffer.map_err(|_| Failure::plain("not_readable"))?;
        let blob = Uint8Array::new(&buffer);
        let place = place(&wanted.parcel, revision.n);
        let head = blob.subarray(0, u32::try_from(header_bytes(&place)).unwrap_or(0));
        let length = blob.length() as usize;
        let chunks = Chunks::opening(&key, &place, &head.to_vec(), length).map_err(refused)?;
        let open = open(&chunks, &blob).await;
        plain.push(open.map_err(|_| Failure::plain("bad_blob"))?);
    }
    Ok(plain)
}

async fn open(chunks: &Chunks, blob: &Uint8Array) -> Result<Intake, JsValue> {
    let cipher = Cipher::of(chunks).await?;
    let mut intake = Intake::with_room(blob.length() as usize);
    let mut coming = cipher.open(chunks, blob, 0)?;
    for next in 1..=chunks.count() {
        let text = JsFuture::from(coming).await?;
        coming = if next < chunks.count() {
            cipher.open(chunks, blob, next)?
        } else {
            Promise::resolve(&JsValue::NULL)
        };
        take(&mut intake, &Uint8Array::new(&text));
    }
    Ok(intake)
}

/// Seals a blob.
pub(super) async fn sealed(sealing: &Sealing) -> Result<Uint8Array, JsValue> {
    let (chunks, plain) = (&sealing.chunks, sealing.plain());
    let cipher = Cipher::of(chunks).await?;
    let blob = Uint8Array::new_with_length(short(chunks.blob_bytes())?);
    blob.set(&Uint8Array::from(chunks.header()), 0);
    for number in 0..chunks.count() {
        let text = &plain[chunks.plain(number)];
        let sealed = JsFuture::from(cipher.seal(chunks, text, number)?).await?;
        let at = short(chunks.sealed(number).start)?;
        blob.set(&Uint8Array::new(&sealed), at);
    }
    Ok(blob)
}

struct Cipher {
    subtle: SubtleCrypto,
    key: CryptoKey,
}

impl Cipher {
    async fn of(chunks: &Chunks) -> Result<Self, JsValue> {
        let scope = scope().ok_or(JsValue::NULL)?;
        let subtle = scope.crypto()?.subtle();
        let raw = Uint8Array::from(&chunks.key()[..]);
        let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
        let key = subtle.import_key_with_str("raw", &raw, "AES-GCM", false, &uses)?;
        let key = JsFuture::from(key).await?.dyn_into()?;
        Ok(Self { subtle, key })
    }

    fn open(&self, chunks: &Chunks, blob: &Uint8Array, number: usize) -> Result<Promise, JsValue> {
        let (how, place) = (how(chunks, number)?, chunks.sealed(number));
        let chunk = blob.subarray(short(place.start)?, short(place.end)?);
        let (subtle, key) = (&self.subtle, &self.key);
        subtle.decrypt_with_object_and_js_u8_array(&how, key, &chunk)
    }

    fn seal(&self, chunks: &Chunks, text: &[u8], number: usize) -> Result<Promise, JsValue> {
        let (subtle, key) = (&self.subtle, &self.key);
        subtle.encrypt_with_object_and_u8_array(&how(chunks, number)?, key, text)
    }
}

fn how(chunks: &Chunks, number: usize) -> Result<Object, JsValue> {
    let how = Object::new();
    Reflect::set(&how, &"name".into(), &"AES-GCM".into())?;
    let nonce = Uint8Array::from(&chunks.nonce(number)[..]);
    Reflect::set(&how, &"iv".into(), &nonce)?;
    Ok(how)
}

fn short(number: usize) -> Result<u32, JsValue> {
    u32::try_from(number).map_err(|_| JsValue::NULL)
}
