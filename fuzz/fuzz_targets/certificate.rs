//! Reads certificates and transcripts.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seing_fuzz::run("certificate", data));
