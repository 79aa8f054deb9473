//! Opens a file and reads everything in it.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seing_fuzz::run("open", data));
