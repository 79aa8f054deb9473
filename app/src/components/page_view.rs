//! One rendered page with its layers.
