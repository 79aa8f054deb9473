//! Reads the ends of files and of updates that travel in requests.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seing_fuzz::run("tail", data));
