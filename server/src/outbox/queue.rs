//! What the worker needs of the store: claim under a lease, settle under a fence.

use std::error::Error;
use std::pin::Pin;

use sign_core::wire::Locale;

use super::notice::{Channel, NoticeKind};

/// Why the store could not answer.
pub type QueueError = Box<dyn Error + Send + Sync>;

/// An answer that comes later.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, QueueError>> + Send + 'a>>;

/// A message the worker holds a lease on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The message.
    pub id: String,
    /// Rises with every claim: who holds an older one cannot settle.
    pub fence: i64,
    /// Claims so far, this one counted.
    pub attempts: u32,
    /// How it travels.
    pub channel: Channel,
    /// Address or number.
    pub to: String,
    /// The addressee's language.
    pub locale: Locale,
    /// What it is about.
    pub kind: NoticeKind,
    /// The envelope.
    pub envelope: String,
    /// The encrypted payload.
    pub payload: Vec<u8>,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// `accepted`, `deferred`, `refused` or `dropped`.
    pub state: &'static str,
    /// The relay's own words, if it refused or deferred.
    pub reason: Option<String>,
    /// When it ended.
    pub at_ms: i64,
    /// When to try again, if deferred.
    pub retry_at_ms: Option<i64>,
}

/// The rows of messages; each call is one transaction.
pub trait Queue: Send + Sync {
    /// Takes messages that are due, or whose lease is over, and raises fence and attempts.
    fn claim(&self, now_ms: i64, lease_ms: i64, limit: u32) -> Later<'_, Vec<Claimed>>;

    /// Writes an outcome and its event; false where the fence has moved on.
    fn settle<'a>(&'a self, id: &'a str, fence: i64, outcome: &'a Outcome) -> Later<'a, bool>;
}
