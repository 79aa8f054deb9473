//! Decoding of streams, with caps.
