//! Counts tries in memory: sign-in per address and per peer, and how many passwords at once.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use sign_core::wire::Code;
use tokio::sync::Semaphore;

use crate::domain::refusal::{Refusal, Result};

/// How long tries count.
const WINDOW_MS: i64 = 15 * 60_000;

/// Tries of one address from one peer in a window.
const PER_PAIR: u32 = 10;

/// Tries from one peer in a window.
const PER_PEER: u32 = 60;

/// Counters kept at once; older windows go first.
const COUNTERS: usize = 10_000;

/// Passwords hashed at once: each takes 19 MiB and a core.
const HASHES: usize = 2;

/// Counters of one process.
pub struct Limits {
    counters: Mutex<HashMap<String, Counter>>,
    /// Moved into the hashing task, so that a client that hangs up frees nothing early.
    pub hashing: std::sync::Arc<Semaphore>,
}

#[derive(Clone, Copy)]
struct Counter {
    since_ms: i64,
    tries: u32,
}

impl Default for Limits {
    fn default() -> Self {
        let hashing = std::sync::Arc::new(Semaphore::new(HASHES));
        Self {
            counters: Mutex::default(),
            hashing,
        }
    }
}

impl Limits {
    /// Counts a try to sign in, or says when to come back.
    pub fn login(&self, peer: IpAddr, email: &str, now_ms: i64) -> Result<()> {
        let peer = network(peer);
        self.count(&peer, PER_PEER, now_ms)?;
        self.count(
            &format!("{peer} {}", email.to_lowercase()),
            PER_PAIR,
            now_ms,
        )
    }

    fn count(&self, key: &str, most: u32, now_ms: i64) -> Result<()> {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        if counters.len() >= COUNTERS {
            counters.retain(|_, one| now_ms < one.since_ms + WINDOW_MS);
        }
        if counters.len() >= COUNTERS {
            counters.clear();
        }
        let fresh = Counter {
            since_ms: now_ms,
            tries: 0,
        };
        let counter = counters.entry(key.to_owned()).or_insert(fresh);
        if now_ms >= counter.since_ms + WINDOW_MS {
            *counter = fresh;
        }
        if counter.tries >= most {
            let again_ms = counter.since_ms + WINDOW_MS;
            return Err(Refusal::from(Code::RateLimited).retry_at(again_ms));
        }
        counter.tries += 1;
        Ok(())
    }
}

/// An IPv6 peer counts by its /64.
fn network(peer: IpAddr) -> String {
    match peer.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:x?}", &address.segments()[..4]),
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::{Limits, PER_PAIR, WINDOW_MS};

    #[test]
    fn tries_are_limited_for_a_window_only() {
        let (limits, peer) = (Limits::default(), IpAddr::V4(Ipv4Addr::LOCALHOST));
        for _ in 0..PER_PAIR {
            assert!(limits.login(peer, "a@example.org", 0).is_ok());
        }
        assert!(limits.login(peer, "A@example.org", 1).is_err());
        assert!(limits.login(peer, "b@example.org", 1).is_ok());
        assert!(limits.login(peer, "a@example.org", WINDOW_MS).is_ok());
    }
}
