//! The document worker: what the screens ask it, and how it answers.

pub mod failure;
pub mod intake;
pub mod message;
pub mod paper;
pub mod picture;
pub mod shelf;
pub mod text_layer;
