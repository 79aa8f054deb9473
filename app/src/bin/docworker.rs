//! Starts the document worker.

fn main() {}
