//! Reads every request of the interface.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seing_fuzz::run("wire", data));
