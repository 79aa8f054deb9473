//! SHA-256 of a file by the browser's own means, several times quicker than one compiled for it.
//!
//! It tells digests and no state: what is appended is hashed from behind the padding of a seam
//! ([`sign_core::bytes::seam`]).

use std::ops::Range;

use js_sys::{ArrayBuffer, Promise, Uint8Array};
use sign_core::bytes::seam;
use sign_core::bytes::trail::Trail;
use sign_core::wire::Hash;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::port::scope;
use crate::worker::intake::Intake;
use crate::worker::sum::Known;

/// What is smaller is hashed here sooner than anybody is asked.
const LEAST_BYTES: usize = 256 << 10;

/// Asks for the SHA-256 of octets, which the browser copies before it returns; nothing where it cannot
/// or that is not worth it.
pub(super) fn begin(octets: &[u8]) -> Option<Promise> {
    let asked = || -> Result<Promise, JsValue> {
        let scope = scope().ok_or(JsValue::NULL)?;
        let subtle = scope.crypto()?.subtle();
        subtle.digest_with_str_and_u8_array("SHA-256", octets)
    };
    (octets.len() >= LEAST_BYTES).then(asked)?.ok()
}

/// Waits for a digest.
pub(super) async fn end(digest: Option<Promise>) -> Option<Hash> {
    let buffer: ArrayBuffer = JsFuture::from(digest?).await.ok()?.dyn_into().ok()?;
    Uint8Array::new(&buffer).to_vec().try_into().ok().map(Hash)
}

/// Lets an intake learn the hash of a file that is about to get its first update. Whatever is not
/// learnt is hashed later.
pub(super) async fn learn(intake: &mut Intake) {
    if let Some(digest) = end(begin(intake.bytes())).await {
        intake.learn(Known::Digest(digest));
    }
}

/// Lets an intake learn the hash of a file with a seam, whose padding stands there.
pub(super) async fn go_on(intake: &mut Intake, padding: Option<Range<usize>>) {
    let Some(padding) = padding else { return };
    let digest = end(begin(&intake.bytes()[..padding.start])).await;
    if let Some(stream) = digest.and_then(|digest| seam::behind(padding.end, digest)) {
        let mut trail = Trail::behind(padding.end, stream);
        trail.update(&intake.bytes()[padding.end..]);
        intake.learn(Known::Trail(trail));
    }
}
