//! Promises that hold for any octets and any values, and the inputs that once broke one.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
#![expect(
    clippy::disallowed_methods,
    reason = "tests read what fuzzers found and leave seeds for them"
)]

#[path = "property/files.rs"]
mod files;
#[path = "property/heavy.rs"]
mod heavy;
#[path = "property/honest.rs"]
mod honest;
#[path = "property/ink.rs"]
mod ink;
mod made;
#[path = "ceremony/paper.rs"]
mod paper;
#[path = "ceremony/pki.rs"]
mod pki;
#[path = "property/replay.rs"]
mod replay;
#[path = "ceremony/run.rs"]
#[expect(dead_code, reason = "the tests of the ceremony use the rest")]
mod run;
#[path = "property/seeds.rs"]
mod seeds;
#[path = "property/skim.rs"]
mod skim;
#[path = "property/targets.rs"]
mod targets;
#[path = "property/values.rs"]
mod values;
