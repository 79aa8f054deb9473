//! Reads and verifies a signature container.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seing_fuzz::run("cms", data));
