//! The server in one process, asked over HTTP without a socket, by a client that signs real files.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod account;
mod approvals;
mod ceremony;
mod codes;
mod engine;
mod heads;
mod never;
mod paper;
mod portal;
mod races;
mod renew;
mod routes;
mod sender;
mod signer;
mod silence;
#[expect(
    dead_code,
    reason = "the relay of the mail channel's own tests does more"
)]
#[path = "../src/channels/email/sink.rs"]
mod sink;
mod store;
mod strangers;
mod verdicts;
mod world;
