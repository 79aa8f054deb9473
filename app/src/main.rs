//! Starts the screens.

fn main() {}
