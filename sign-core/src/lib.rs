//! PDF signatures as pure functions: bytes and facts in, bytes and facts out.
//!
//! Data flows one way, each stage using only earlier ones:
//! [`bytes`] → [`document`] → [`inspection`] → [`placement`] → [`stamp`] → [`digest`] →
//! [`protocol`] → [`signature`] → [`verify`]. Nothing here does I/O, reads a clock or draws a
//! random number: time, random octets and keys are arguments, so the same inputs give the same
//! bytes natively and in the browser. [`wire`] types what app and server say to each other.
#![deny(missing_docs)]

pub mod bytes;
pub mod digest;
pub mod document;
pub mod error;
pub mod inspection;
pub mod placement;
pub mod protocol;
pub mod signature;
pub mod stamp;
pub mod verify;
pub mod wire;

pub use error::{Error, Kind, Result};
