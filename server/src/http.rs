//! The route table, one line a route.

pub mod dev;
pub mod listen;
pub mod static_files;
