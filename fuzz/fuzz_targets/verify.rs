//! Verifies a file that may begin as an honest one does.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seing_fuzz::run("verify", data));
