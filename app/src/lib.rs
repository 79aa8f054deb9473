//! The screens and the document worker, as a library all wasm binaries and native tests use.
//!
//! `routes → steps → components → browser`: steps are plain enums with legal moves and native
//! tests; components hold no rules; only [`browser`] may name `web_sys`. [`worker`] is a
//! binary of its own: it holds the document, renders, stamps and hashes it, and is ended to give memory back.

pub mod browser;
pub mod components;
pub mod i18n;
pub mod routes;
pub mod steps;
pub mod worker;
