//! Messages as rows, sent by a worker with leases and back-off.

mod notice;
mod queue;

pub use notice::{Channel, CodeRef, Notice, NoticeKind, Payload};
pub use queue::{Claimed, Later, Outcome, Queue, QueueError};
