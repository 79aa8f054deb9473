//! The document worker: what the screens ask it, and how it answers.

pub mod message;
