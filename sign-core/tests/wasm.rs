//! The same keys and strokes give the same bytes in WebAssembly as natively.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod made;
#[path = "ceremony/paper.rs"]
mod paper;
#[path = "ceremony/pki.rs"]
mod pki;
#[path = "ceremony/run.rs"]
mod run;

use sign_core::bytes::hash::sha256;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_ceremony_gives_the_same_sealed_file() {
    assert_eq!(sha256(&run::ceremony().bytes).hex(), run::FINAL);
}
