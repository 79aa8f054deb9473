//! The built-in timestamp authority: its time never runs backwards.

use std::sync::atomic::Ordering;

use sign_core::bytes::hash::sha256;
use sign_core::signature::certificate::profile::SERIAL_BYTES;
use sign_core::signature::key::raw_to_der;
use sign_core::signature::timestamp::{self, Authority, Request};
use sign_core::wire::Hash;

use super::{KeyError, Keyring, Result};
use crate::clock::draw;

/// A clock that is put back by less than this goes on from the last stamp.
const TOLERANCE_MS: i64 = 2_000;

impl Keyring {
    /// Timestamps a digest: a token with the certificates above it.
    pub fn stamp(&self, imprint: &Hash) -> Result<Vec<u8>> {
        let (tsa, root) = (&self.authorities.tsa, &self.authorities.root);
        let chain = [root.cert.clone()];
        let authority = Authority {
            certificate: &tsa.cert,
            chain: &chain,
            key: &tsa.pair,
        };
        let request = Request {
            imprint: *imprint,
            nonce: None,
        };
        let serial: [u8; SERIAL_BYTES] = draw(self.chance.as_ref());
        Ok(timestamp::issue(
            &request,
            &authority,
            &serial,
            self.stamp_time_ms()?,
        )?)
    }

    /// Timestamps a raw (r ‖ s) signature as it will stand in its CMS.
    pub fn stamp_signature(&self, raw: &[u8]) -> Result<Vec<u8>> {
        self.stamp(&sha256(&raw_to_der(raw)?))
    }

    /// Makes a timestamp and checks it, before anybody waits for one.
    pub fn probe_tsa(&self) -> Result<()> {
        let imprint = Hash(draw(self.chance.as_ref()));
        timestamp::check(&self.stamp(&imprint)?, &imprint)?;
        Ok(())
    }

    fn stamp_time_ms(&self) -> Result<i64> {
        let now_ms = self.clock.now_ms();
        let last_ms = self.last_stamp_ms.fetch_max(now_ms, Ordering::SeqCst);
        if last_ms > now_ms + TOLERANCE_MS {
            return Err(KeyError::ClockWentBack);
        }
        Ok(now_ms.max(last_ms))
    }
}
