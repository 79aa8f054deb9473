//! Lays fields out on a file and prepares its certification.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seing_fuzz::run("lay_out", data));
