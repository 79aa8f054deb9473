//! The thin server: envelopes, codes, certificates, timestamps and messages. Never a document.
//!
//! `http → domain → store + outbox → channels`. The domain is pure: state + command + time gives
//! new state + events + notices, or a named refusal; store and outbox commit them together.

pub mod channels;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod domain;
pub mod http;
pub mod input;
pub mod keys;
pub mod outbox;
pub mod renew;
pub mod serve;
pub mod store;
