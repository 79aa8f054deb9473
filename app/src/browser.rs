//! The only module tree that may name `web_sys`: one adapter a file.

pub mod back;
pub mod canvas;
pub mod clipboard;
pub mod clock;
pub mod crypto;
mod digest;
pub mod docworker;
pub mod files;
pub mod http;
pub mod json;
pub mod keys;
pub mod page;
pub mod pen;
pub mod photo;
pub mod port;
pub mod saving;
pub mod session;
pub mod store;
mod vault;
pub mod visit;
