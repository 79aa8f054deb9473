//! The document worker: what the screens ask it, and how it answers.

pub mod carrier;
pub mod ceremony;
pub mod chain;
pub mod desk;
pub mod failure;
pub mod intake;
#[cfg(test)]
mod lost;
pub mod message;
pub mod opening;
pub mod own;
pub mod paper;
pub mod picture;
pub mod shelf;
#[cfg(test)]
mod shown;
pub mod sum;
pub mod text_layer;
pub mod trust;
#[cfg(test)]
mod uploaded;
pub mod view;
