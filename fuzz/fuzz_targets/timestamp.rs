//! Reads timestamp requests, responses and tokens.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seing_fuzz::run("timestamp", data));
