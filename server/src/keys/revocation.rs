//! The revocation lists of root and issuing authority, valid as long as files must be.

use std::sync::atomic::Ordering;

use sign_core::signature::certificate::Certificate;
use sign_core::signature::crl::{self, Request};
use sign_core::signature::dss::Evidence;

use super::authority::Keyed;
use super::{Keyring, Result};

const DAY_MS: i64 = 86_400_000;

/// A list is in force for 20 years, or as long as its authority lives: files made with it
/// validate as long.
const LIFE_MS: i64 = 20 * 365 * DAY_MS;

impl Keyring {
    /// Makes the lists of root and issuing authority.
    pub fn crls(&self, now_ms: i64) -> Result<Vec<Vec<u8>>> {
        let number = self.list_number(now_ms);
        let authorities = [&self.authorities.root, &self.authorities.issuing];
        authorities
            .into_iter()
            .map(|issuer| list(issuer, now_ms, number))
            .collect()
    }

    /// Returns what a store needs beside the certificates inside signatures, as of a time.
    pub fn evidence(&self, now_ms: i64) -> Result<Evidence> {
        let mut certificates = self.certificates();
        certificates.push(self.certification_der());
        certificates.push(self.seal_der());
        Ok(Evidence {
            certificates,
            crls: self.crls(now_ms)?,
        })
    }

    /// Rises with time, and between two lists of one millisecond.
    fn list_number(&self, now_ms: i64) -> i64 {
        let next = |last: i64| Some(now_ms.max(last + 1));
        let last = self
            .last_list
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, next);
        last.map_or(now_ms, |last| now_ms.max(last + 1))
    }

    /// Returns until when a file made now validates by what it carries.
    pub fn valid_until_ms(&self) -> Result<i64> {
        let now_ms = self.clock.now_ms();
        let (fixed, ours) = (&self.authorities, self.ours());
        let all = [
            &fixed.root,
            &fixed.issuing,
            &fixed.tsa,
            &ours.certification,
            &ours.seal,
        ];
        let mut until_ms = now_ms + LIFE_MS;
        for keyed in all {
            until_ms = until_ms.min(Certificate::parse(&keyed.cert)?.not_after_ms);
        }
        Ok(until_ms)
    }
}

fn list(issuer: &Keyed, now_ms: i64, number: i64) -> Result<Vec<u8>> {
    let ends_ms = Certificate::parse(&issuer.cert)?.not_after_ms;
    let next_ms = ends_ms.min(now_ms + LIFE_MS);
    let request = Request {
        number: u64::try_from(number).unwrap_or_default(),
        this_update_ms: now_ms,
        next_update_ms: next_ms,
        expired_since_ms: issuer.created_ms,
        revoked: &[],
    };
    Ok(crl::issue(&request, &issuer.issuer())?)
}
