//! Authorities and people with fixed keys.

use sign_core::bytes::hash::sha256;
use sign_core::protocol::transcript::Transcript;
use sign_core::signature::certificate::name::Subject;
use sign_core::signature::certificate::profile::{self, Issuer, Request};
use sign_core::signature::cms::{self, SealFacts};
use sign_core::signature::crl;
use sign_core::signature::dss::Evidence;
use sign_core::signature::key::{P256Key, Signer as _};
use sign_core::signature::timestamp::{self, Authority};
use sign_core::wire::Hash;

/// 2026-11-20 10:00:00 UTC, when the first one signs.
pub(crate) const BEGIN_MS: i64 = 1_795_168_800_000;
const DAY_MS: i64 = 86_400_000;
/// Octets beside the transcript that a CMS may take.
pub(crate) const RESERVE: u32 = 8192;

/// A key and its certificate.
pub(crate) struct Pair {
    pub(crate) key: P256Key,
    pub(crate) der: Vec<u8>,
}

/// Everything a server keeps in its key store.
pub(crate) struct Pki {
    pub(crate) root: Pair,
    pub(crate) issuing: Pair,
    pub(crate) tsa: Pair,
    pub(crate) organisation: Pair,
    pub(crate) seal: Pair,
}

pub(crate) fn key(seed: u8) -> P256Key {
    P256Key::from_bytes(&[seed; 32]).unwrap()
}

pub(crate) fn request<'a>(name: &'a str, spki: &'a [u8], number: u8) -> Request<'a> {
    Request {
        subject: Subject {
            common_name: name,
            organisation: Some("ACME SA"),
            pseudonym: None,
        },
        spki,
        serial: [number; 20],
        not_before_ms: BEGIN_MS - 10 * DAY_MS,
        not_after_ms: BEGIN_MS + 30 * 365 * DAY_MS,
        crl_url: None,
    }
}

impl Pair {
    pub(crate) fn issuer(&self) -> Issuer<'_> {
        Issuer {
            certificate: &self.der,
            key: &self.key,
        }
    }
}

impl Pki {
    pub(crate) fn new() -> Self {
        let spki = |seed| key(seed).spki();
        let root = profile::root(&request("Root", &spki(1), 1), &key(1)).unwrap();
        let root = Pair {
            key: key(1),
            der: root,
        };
        let issuing = profile::issuing(&request("Issuing", &spki(2), 2), &root.issuer()).unwrap();
        let issuing = Pair {
            key: key(2),
            der: issuing,
        };
        let tsa = profile::timestamping(&request("Time", &spki(3), 3), &root.issuer()).unwrap();
        let organisation =
            profile::certification(&request("ACME certifies", &spki(4), 4), &issuing.issuer());
        let seal = profile::seal(&request("ACME seals", &spki(5), 5), &issuing.issuer()).unwrap();
        Self {
            tsa: Pair {
                key: key(3),
                der: tsa,
            },
            organisation: Pair {
                key: key(4),
                der: organisation.unwrap(),
            },
            seal: Pair {
                key: key(5),
                der: seal,
            },
            root,
            issuing,
        }
    }

    /// Issues the one-shot certificate of a transcript.
    pub(crate) fn leaf(&self, name: &str, key: P256Key, transcript: &Transcript) -> Pair {
        let spki = key.spki();
        let subject = Subject {
            common_name: name,
            ..Subject::default()
        };
        let serial = [spki[40]; 20];
        let request = Request {
            subject,
            serial,
            not_before_ms: transcript.begin_ms,
            ..request(name, &spki, 6)
        };
        let der = profile::leaf(
            &request,
            &self.issuing.issuer(),
            transcript,
            transcript.begin_ms,
        );
        Pair {
            der: der.unwrap(),
            key,
        }
    }

    /// Signs a digest as PAdES wants it, with a timestamp.
    pub(crate) fn sign(&self, who: &Pair, digest: &Hash, time_ms: i64) -> Vec<u8> {
        self.finish(who, &cms::signed_attributes(digest, &who.der), time_ms)
    }

    /// Signs a digest as a seal.
    pub(crate) fn seal(&self, digest: &Hash, facts: &SealFacts, time_ms: i64) -> Vec<u8> {
        self.finish(
            &self.seal,
            &cms::seal_attributes(digest, &self.seal.der, facts),
            time_ms,
        )
    }

    fn finish(&self, who: &Pair, attributes: &[u8], time_ms: i64) -> Vec<u8> {
        let raw = who.key.sign(attributes).unwrap();
        let imprint = sha256(&cms::signature_value(&raw).unwrap());
        let authority = Authority {
            certificate: &self.tsa.der,
            chain: core::slice::from_ref(&self.root.der),
            key: &self.tsa.key,
        };
        let asked = timestamp::Request {
            imprint,
            nonce: None,
        };
        let token = timestamp::issue(&asked, &authority, &imprint.0[..16], time_ms).unwrap();
        let chain = [&self.issuing.der, &self.root.der];
        cms::assemble(&who.der, &chain, attributes, &raw, Some(&token)).unwrap()
    }

    /// Returns every chain and a list of both issuers, made at `time_ms`.
    pub(crate) fn evidence(&self, leaves: &[&Pair], time_ms: i64) -> Evidence {
        let own = [
            &self.root,
            &self.issuing,
            &self.tsa,
            &self.organisation,
            &self.seal,
        ];
        let certificates = own
            .iter()
            .chain(leaves)
            .map(|pair| pair.der.clone())
            .collect();
        let request = crl::Request {
            number: 1,
            this_update_ms: time_ms,
            next_update_ms: time_ms + 15 * 365 * DAY_MS,
            expired_since_ms: BEGIN_MS - 10 * DAY_MS,
            revoked: &[],
        };
        let crls =
            [&self.root, &self.issuing].map(|ca| crl::issue(&request, &ca.issuer()).unwrap());
        Evidence {
            certificates,
            crls: crls.to_vec(),
        }
    }
}
