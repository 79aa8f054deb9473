//! Envelopes and acts as pure functions of state, command and time.
//!
//! An [`envelope::Envelope`] is loaded whole, changed by one of the moves below, and written back
//! with the events and notices it gathered, all in one transaction of the store. Time, chance and
//! settings come with the [`Moment`].

pub mod act;
pub mod chain;
pub mod close;
pub mod commit;
pub mod contact;
pub mod draft;
pub mod envelope;
pub mod launch;
pub mod prove;
pub mod refusal;
pub mod seal;
pub mod sign;
pub mod token;
pub mod turn;

use crate::clock::Chance;
use crate::config::Config;

/// What a move needs from outside.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    pub now_ms: i64,
    pub chance: &'a dyn Chance,
    pub rules: &'a Config,
}

impl Moment<'_> {
    /// Makes a time-ordered id (UUID version 7).
    pub fn id(&self) -> String {
        let millis = u64::try_from(self.now_ms).unwrap_or_default();
        let random = crate::clock::draw::<10>(self.chance);
        uuid::Builder::from_unix_timestamp_millis(millis, &random)
            .into_uuid()
            .to_string()
    }

    /// Draws 32 octets.
    pub fn secret(&self) -> [u8; 32] {
        crate::clock::draw(self.chance)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
