//! A root, what stands under it, and one signer, from fixed keys.

use sign_core::Result;
use sign_core::bytes::hash::sha256;
use sign_core::protocol::transcript::{Consent, Transcript};
use sign_core::signature::certificate::name::Subject;
use sign_core::signature::certificate::profile::{self, Issuer, Request};
use sign_core::signature::cms;
use sign_core::signature::crl::{self, Revoked};
use sign_core::signature::key::{P256Key, Signer};
use sign_core::signature::oid;
use sign_core::signature::timestamp::{self, Authority};
use sign_core::wire::value::{B64, Hash};

pub(crate) const YEAR_MS: i64 = 365 * 24 * 3600 * 1000;
pub(crate) const NOW_MS: i64 = 1_795_000_000_000;

/// A root, what stands under it, and one signer.
pub(crate) struct Pki {
    pub(crate) keys: Vec<P256Key>,
    pub(crate) root: Vec<u8>,
    pub(crate) issuing: Vec<u8>,
    pub(crate) authority: Vec<u8>,
    pub(crate) seal: Vec<u8>,
    pub(crate) leaf: Vec<u8>,
}

pub(crate) const ROOT: usize = 0;
pub(crate) const ISSUING: usize = 1;
pub(crate) const AUTHORITY: usize = 2;
pub(crate) const SEAL: usize = 3;
pub(crate) const SIGNER: usize = 4;

pub(crate) fn request<'a>(name: &'a str, spki: &'a [u8], number: u8) -> Request<'a> {
    Request {
        subject: Subject {
            common_name: name,
            organisation: Some("ACME SA"),
            pseudonym: None,
        },
        spki,
        serial: [number; 20],
        not_before_ms: NOW_MS - 60_000,
        not_after_ms: NOW_MS + 30 * YEAR_MS,
        crl_url: Some("http://crl.example/issuing.crl"),
    }
}

pub(crate) fn transcript(spki: Vec<u8>) -> Transcript {
    let consent = Consent {
        text: Hash([2; 32]),
        locale: "fr".into(),
        version: "1".into(),
    };
    Transcript {
        version: 1,
        tenant: "t1".into(),
        envelope: "e1".into(),
        recipient: "r1".into(),
        method_oid: oid::METHOD_SMS.to_string(),
        channel: "mail".into(),
        contact: Hash([1; 32]),
        consents: vec![consent],
        key: B64(spki),
        client: Hash([4; 32]),
        nonce: Hash([5; 32]),
        code_expires_ms: NOW_MS + 600_000,
        begin_ms: NOW_MS,
        ta: None,
        documents: vec![Hash([6; 32])],
    }
}

impl Pki {
    pub(crate) fn new() -> Self {
        let keys: Vec<P256Key> = (1..=5)
            .map(|n| P256Key::from_bytes(&[n; 32]).unwrap())
            .collect();
        let spki: Vec<Vec<u8>> = keys.iter().map(Signer::spki).collect();
        let mut own = request("Seing Root", &spki[ROOT], 1);
        own.crl_url = None;
        let root = profile::root(&own, &keys[ROOT]).unwrap();
        let top = Issuer {
            certificate: &root,
            key: &keys[ROOT],
        };
        let issuing = profile::issuing(&request("Seing CA", &spki[ISSUING], 2), &top).unwrap();
        let stamps = request("Seing Time", &spki[AUTHORITY], 3);
        let authority = profile::timestamping(&stamps, &top).unwrap();
        let under = Issuer {
            certificate: &issuing,
            key: &keys[ISSUING],
        };
        let seal = profile::seal(&request("ACME Seal", &spki[SEAL], 4), &under).unwrap();
        let act = transcript(spki[SIGNER].clone());
        let asked = request("Élise Ødegård", &spki[SIGNER], 5);
        let leaf = profile::leaf(&asked, &under, &act, NOW_MS + 5000).unwrap();
        Self {
            keys,
            root,
            issuing,
            authority,
            seal,
            leaf,
        }
    }

    pub(crate) fn token(&self, imprint: &Hash) -> Result<Vec<u8>> {
        let chain = [self.root.clone()];
        let key = &self.keys[AUTHORITY];
        let authority = Authority {
            certificate: &self.authority,
            chain: &chain,
            key,
        };
        let asked = timestamp::Request {
            imprint: *imprint,
            nonce: Some(vec![7; 8]),
        };
        timestamp::issue(&asked, &authority, &[9; 16], NOW_MS + 10_000)
    }

    pub(crate) fn signed(&self, digest: &Hash) -> Vec<u8> {
        let attributes = cms::signed_attributes(digest, &self.leaf);
        let raw = self.keys[SIGNER].sign(&attributes).unwrap();
        let token = self
            .token(&sha256(&cms::signature_value(&raw).unwrap()))
            .unwrap();
        let chain = [&self.issuing, &self.root];
        cms::assemble(&self.leaf, &chain, &attributes, &raw, Some(&token)).unwrap()
    }

    pub(crate) fn list(&self, revoked: &[Revoked], issuer: &[u8], key: usize) -> Vec<u8> {
        let asked = crl::Request {
            number: 7,
            this_update_ms: NOW_MS,
            next_update_ms: NOW_MS + 16 * YEAR_MS,
            expired_since_ms: NOW_MS - 60_000,
            revoked,
        };
        crl::issue(
            &asked,
            &Issuer {
                certificate: issuer,
                key: &self.keys[key],
            },
        )
        .unwrap()
    }
}
