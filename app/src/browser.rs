//! The only module tree that may name `web_sys`: one adapter a file.

pub mod clipboard;
pub mod clock;
pub mod crypto;
pub mod docworker;
pub mod files;
pub mod http;
pub mod page;
pub mod store;
pub mod visit;
