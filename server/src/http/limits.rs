//! Counts tries in memory: sign-in per address and per peer, and how many passwords at once.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use sign_core::wire::Code;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::domain::refusal::{Refusal, Result};

/// How long tries count.
const WINDOW_MS: i64 = 15 * 60_000;

/// Tries of one address from one peer in a window.
const PER_PAIR: u32 = 10;

/// Tries from one peer in a window.
const PER_PEER: u32 = 60;

/// Set-up links that do not open, from one peer in a window.
const PER_SETUP: u32 = 20;

/// Signers' links that do not open, from one peer in a window.
const PER_STRAY: u32 = 120;

/// Requests by one signer's link in a window.
const PER_LINK: u32 = 3_000;

/// MiB of blobs taken at once: each lies in memory until it is on the disk.
const UPLOADS_MIB: u32 = 512;

const MIB: u64 = 1 << 20;

/// Counters kept at once; the oldest goes first.
const COUNTERS: usize = 10_000;

/// Passwords hashed at once: each takes 19 MiB and a core.
const HASHES: usize = 2;

/// Counters of one process.
pub struct Limits {
    counters: Mutex<HashMap<String, Counter>>,
    /// Moved into the hashing task, so that a client that hangs up frees nothing early.
    pub hashing: std::sync::Arc<Semaphore>,
    uploads: std::sync::Arc<Semaphore>,
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
            uploads: std::sync::Arc::new(Semaphore::new(UPLOADS_MIB as usize)),
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

    /// Waits until a blob of that size has room; it has it as long as the permit is held.
    pub async fn room(&self, bytes: u64) -> Result<OwnedSemaphorePermit> {
        let mib = u32::try_from(bytes.div_ceil(MIB)).unwrap_or(u32::MAX);
        let mib = mib.clamp(1, UPLOADS_MIB);
        let uploads = std::sync::Arc::clone(&self.uploads);
        let permit = uploads.acquire_many_owned(mib).await;
        permit.map_err(|_| Code::Unavailable.into())
    }

    /// Counts a set-up link that did not open.
    pub fn setup(&self, peer: IpAddr, now_ms: i64) -> Result<()> {
        self.count(&format!("setup {}", network(peer)), PER_SETUP, now_ms)
    }

    /// Counts a signer's link that did not open; those that do open are not held up by it.
    pub fn stray(&self, peer: IpAddr, now_ms: i64) -> Result<()> {
        self.count(&format!("stray {}", network(peer)), PER_STRAY, now_ms)
    }

    /// Counts a request by a link that opens.
    pub fn link(&self, token: &str, now_ms: i64) -> Result<()> {
        self.count(&format!("link {token}"), PER_LINK, now_ms)
    }

    fn count(&self, key: &str, most: u32, now_ms: i64) -> Result<()> {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        if !counters.contains_key(key) {
            make_room(&mut counters, now_ms);
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

/// Drops the windows that are over, or else the oldest one alone: the others go on limiting.
fn make_room(counters: &mut HashMap<String, Counter>, now_ms: i64) {
    if counters.len() < COUNTERS {
        return;
    }
    counters.retain(|_, one| now_ms < one.since_ms + WINDOW_MS);
    if counters.len() < COUNTERS {
        return;
    }
    let oldest = counters.iter().min_by_key(|(_, one)| one.since_ms);
    if let Some(key) = oldest.map(|(key, _)| key.clone()) {
        counters.remove(&key);
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

    use super::{COUNTERS, Limits, MIB, PER_PAIR, UPLOADS_MIB, WINDOW_MS};

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

    #[test]
    fn one_counter_too_many_drops_the_oldest_and_frees_nobody_else() {
        let (limits, peer) = (Limits::default(), IpAddr::V4(Ipv4Addr::LOCALHOST));
        for n in 2..COUNTERS {
            assert!(limits.link(&n.to_string(), 0).is_ok());
        }
        for _ in 0..PER_PAIR {
            assert!(limits.login(peer, "a@example.org", 1).is_ok());
        }
        for token in ["new", "newer"] {
            assert!(limits.link(token, 2).is_ok());
            assert!(limits.login(peer, "a@example.org", 2).is_err());
        }
        let kept = limits.counters.lock().map(|all| all.len()).ok();
        assert_eq!(kept, Some(COUNTERS));
    }

    #[tokio::test]
    async fn blobs_share_a_fixed_amount_of_memory() {
        let limits = Limits::default();
        let most = limits.room(u64::MAX).await.ok();
        assert_eq!(limits.uploads.available_permits(), 0);
        drop(most);
        let small = limits.room(0).await.ok();
        let left = limits.uploads.available_permits();
        assert_eq!(left, UPLOADS_MIB as usize - 1);
        drop(small);
        let two = limits.room(MIB + 1).await.ok();
        assert_eq!(limits.uploads.available_permits(), left - 1);
        drop(two);
    }
}
