//! Reads links.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seing_fuzz::run("link", data));
