//! Messages as rows, sent by a worker with leases and back-off.

mod notice;
mod queue;
mod render;
mod worker;

pub use notice::{Channel, CodeRef, Notice, NoticeKind, Payload};
pub use queue::{Claimed, Later, Outcome, Queue, QueueError};
pub use worker::Outbox;
