//! Inspects a file, rewrites it, and inspects the rewrite.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seing_fuzz::run("inspect", data));
