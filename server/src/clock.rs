//! Time and chance as values: the one place that reads the clock and draws random octets.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Returns milliseconds since 1970 (UTC).
    fn now_ms(&self) -> i64;
}

/// Draws random octets.
pub trait Chance: Send + Sync + 'static {
    /// Fills `octets` with fresh random ones.
    fn fill(&self, octets: &mut [u8]);
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsChance;

/// A clock that stands still until a test moves it.
#[derive(Debug, Default)]
pub struct ManualClock(AtomicI64);

/// A repeatable sequence of octets, for tests only.
#[derive(Debug, Default)]
pub struct SeededChance {
    seed: u64,
    drawn: AtomicU64,
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock"
    )]
    fn now_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |passed| {
            i64::try_from(passed.as_millis()).unwrap_or(i64::MAX)
        })
    }
}

impl Chance for OsChance {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that draws random octets"
    )]
    fn fill(&self, octets: &mut [u8]) {
        getrandom::fill(octets).expect("a machine without randomness cannot run this program");
    }
}

impl ManualClock {
    /// Starts at `now_ms`.
    pub fn new(now_ms: i64) -> Self {
        Self(AtomicI64::new(now_ms))
    }

    /// Moves the time on.
    pub fn advance(&self, by_ms: i64) {
        self.0.fetch_add(by_ms, Ordering::SeqCst);
    }

    /// Moves the time to `now_ms`, backwards too.
    pub fn set(&self, now_ms: i64) {
        self.0.store(now_ms, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl SeededChance {
    /// Starts the sequence that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: AtomicU64::new(0),
        }
    }

    fn block(&self) -> [u8; 32] {
        let n = self.drawn.fetch_add(1, Ordering::SeqCst);
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        hash.update(n.to_be_bytes());
        hash.finalize().into()
    }
}

impl Chance for SeededChance {
    fn fill(&self, octets: &mut [u8]) {
        for piece in octets.chunks_mut(32) {
            piece.copy_from_slice(&self.block()[..piece.len()]);
        }
    }
}

/// Draws `N` octets.
pub fn draw<const N: usize>(chance: &dyn Chance) -> [u8; N] {
    let mut octets = [0; N];
    chance.fill(&mut octets);
    octets
}

#[cfg(test)]
mod tests {
    use super::{Clock, ManualClock, SeededChance, draw};

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let clock = ManualClock::new(5);
        assert_eq!(clock.now_ms(), 5);
        clock.advance(10);
        assert_eq!(clock.now_ms(), 15);
    }

    #[test]
    fn a_seed_repeats_its_sequence_and_no_other() {
        let (one, same, other) = (
            SeededChance::new(1),
            SeededChance::new(1),
            SeededChance::new(2),
        );
        let first: [u8; 40] = draw(&one);
        assert_eq!(first, draw::<40>(&same));
        assert_ne!(first, draw::<40>(&one));
        assert_ne!(first, draw::<40>(&other));
    }
}
