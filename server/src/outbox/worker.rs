//! The worker: claims what is due, renders it, hands it over, writes down how that ended.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::notice::{CodeRef, NoticeKind, Payload};
use super::queue::{Claimed, Outcome, Queue, QueueError};
use super::render::{Setting, render};
use crate::channels::{Channels, Delivery, Message};
use crate::clock::{Chance, Clock, draw};
use crate::keys::Keyring;

const BATCH: u32 = 8;
const LEASE_MS: i64 = 180_000;
const ATTEMPT: Duration = Duration::from_secs(120);
const POLL: Duration = Duration::from_secs(1);
const MAX_ATTEMPTS: u32 = 14;
const FIRST_PAUSE_MS: i64 = 30_000;
const FIRST_CODE_PAUSE_MS: i64 = 5_000;
const LONGEST_PAUSE_MS: i64 = 3_600_000;

/// Sends the messages of a queue; clones share everything.
#[derive(Clone)]
pub struct Outbox {
    queue: Arc<dyn Queue>,
    channels: Channels,
    keys: Arc<Keyring>,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    host: String,
}

impl Outbox {
    /// Joins a queue to its channels; `public_url` gives the host codes are bound to.
    pub fn new(
        queue: Arc<dyn Queue>,
        channels: Channels,
        keys: Arc<Keyring>,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        public_url: &str,
    ) -> Self {
        Self {
            queue,
            channels,
            keys,
            clock,
            chance,
            host: host(public_url),
        }
    }

    /// Tries everything that is due once, and returns how many messages that were.
    pub async fn run_due(&self) -> Result<usize, QueueError> {
        let mut tried = 0;
        loop {
            let claimed = self
                .queue
                .claim(self.clock.now_ms(), LEASE_MS, BATCH)
                .await?;
            if claimed.is_empty() {
                return Ok(tried);
            }
            tried += claimed.len();
            self.try_all(claimed).await?;
        }
    }

    /// Sends for ever: at once when woken, and every second for what became due.
    pub async fn run(self, wake: Arc<Notify>) {
        loop {
            if let Err(why) = self.run_due().await {
                tracing::error!(%why, "the outbox could not reach the store");
            }
            tokio::time::timeout(POLL, wake.notified()).await.ok();
        }
    }

    /// Tries them side by side; a failure of the store stops none of the others half-way.
    async fn try_all(&self, claimed: Vec<Claimed>) -> Result<(), QueueError> {
        let mut attempts = JoinSet::new();
        for row in claimed {
            let this = self.clone();
            attempts.spawn(async move { this.try_one(&row).await });
        }
        let mut all = Ok(());
        while let Some(ended) = attempts.join_next().await {
            all = all.and(ended.map_err(QueueError::from).flatten());
        }
        all
    }

    async fn try_one(&self, row: &Claimed) -> Result<(), QueueError> {
        let outcome = match self.message(row) {
            Ok(message) => self.hand_over(row, &message).await,
            Err(why) => self.ended("dropped", why),
        };
        tracing::info!(
            message = row.id,
            channel = row.channel.text(),
            kind = row.kind.text(),
            attempt = row.attempts,
            state = outcome.state,
            "message"
        );
        if !self.queue.settle(&row.id, row.fence, &outcome).await? {
            tracing::warn!(message = row.id, "another worker took this message over");
        }
        Ok(())
    }

    /// Writes the message, unless it is too late for it.
    fn message(&self, row: &Claimed) -> Result<Message, &'static str> {
        let payload = Payload::open(&self.keys, &row.envelope, row.kind, &row.payload)
            .map_err(|_| "it was written under another master key")?;
        let now_ms = self.clock.now_ms();
        let code = match &payload.code {
            Some(code) if code.expires_ms <= now_ms => return Err("the code had expired"),
            Some(code) => Some(self.code(code)),
            None if row.kind == NoticeKind::Code => return Err("there is no code in it"),
            None => None,
        };
        let over = payload.expires_at_ms.is_some_and(|at_ms| at_ms <= now_ms);
        if row.kind == NoticeKind::Invitation && over {
            return Err("the envelope had expired");
        }
        let setting = Setting {
            host: &self.host,
            code,
            now_ms,
        };
        let (subject, text) = render(row.channel, row.kind, row.locale, &payload, &setting);
        let (id, to) = (row.id.clone(), row.to.clone());
        Ok(Message {
            id,
            to,
            sender: payload.sender,
            subject,
            text,
        })
    }

    fn code(&self, code: &CodeRef) -> String {
        self.keys.code(&code.id, &code.t0, code.digits)
    }

    async fn hand_over(&self, row: &Claimed, message: &Message) -> Outcome {
        let sending = self.channels.of(row.channel).send(message);
        let delivery = tokio::time::timeout(ATTEMPT, sending).await;
        match delivery.unwrap_or_else(|_| Delivery::Deferred("no answer in time".to_owned())) {
            Delivery::Accepted => self.ended("accepted", ""),
            Delivery::Refused(why) => self.ended("refused", &why),
            Delivery::Deferred(why) if row.attempts >= MAX_ATTEMPTS => self.ended(
                "dropped",
                &format!("given up after {MAX_ATTEMPTS} attempts: {why}"),
            ),
            Delivery::Deferred(why) => self.later(row, &why),
        }
    }

    fn ended(&self, state: &'static str, why: &str) -> Outcome {
        let reason = (!why.is_empty()).then(|| why.to_owned());
        Outcome {
            state,
            reason,
            at_ms: self.clock.now_ms(),
            retry_at_ms: None,
        }
    }

    fn later(&self, row: &Claimed, why: &str) -> Outcome {
        let at_ms = self.clock.now_ms();
        let pause_ms = pause_ms(row.kind, row.attempts, draw(self.chance.as_ref()));
        let reason = Some(why.to_owned());
        Outcome {
            state: "deferred",
            reason,
            at_ms,
            retry_at_ms: Some(at_ms + pause_ms),
        }
    }
}

/// Doubles with every attempt, up to an hour, and spreads by a quarter to both sides.
fn pause_ms(kind: NoticeKind, attempts: u32, octets: [u8; 2]) -> i64 {
    let first_ms = if kind == NoticeKind::Code {
        FIRST_CODE_PAUSE_MS
    } else {
        FIRST_PAUSE_MS
    };
    let pause_ms = (first_ms << attempts.saturating_sub(1).min(12)).min(LONGEST_PAUSE_MS);
    let spread = i64::from(u16::from_be_bytes(octets));
    pause_ms * 3 / 4 + pause_ms / 2 * spread / i64::from(u16::MAX)
}

fn host(public_url: &str) -> String {
    let rest = public_url
        .split_once("://")
        .map_or(public_url, |parts| parts.1);
    let authority = rest.split('/').next().unwrap_or_default();
    let name = authority
        .rsplit_once(':')
        .map_or(authority, |parts| parts.0);
    name.to_owned()
}

#[cfg(test)]
mod tests;
