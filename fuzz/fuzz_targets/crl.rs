//! Reads revocation lists.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seing_fuzz::run("crl", data));
