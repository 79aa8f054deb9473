//! Appends an update to a file and reads it back.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seing_fuzz::run("append", data));
