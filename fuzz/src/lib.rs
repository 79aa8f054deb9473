//! The targets of `sign-core/tests/property`, for fuzzers that guide themselves by coverage.
#![expect(dead_code, reason = "the shared files serve tests, too")]

#[path = "../../sign-core/tests/property/honest.rs"]
mod honest;
#[path = "../../sign-core/tests/made.rs"]
mod made;
#[path = "../../sign-core/tests/ceremony/paper.rs"]
mod paper;
#[path = "../../sign-core/tests/ceremony/pki.rs"]
mod pki;
#[path = "../../sign-core/tests/ceremony/run.rs"]
mod run;
#[path = "../../sign-core/tests/property/targets.rs"]
mod targets;

/// Runs the target of that name.
pub fn run(name: &str, data: &[u8]) {
    let found = targets::TARGETS.iter().find(|(known, _)| *known == name);
    let (_, target) = found.expect("every fuzzer is named after a target");
    target(data);
}
