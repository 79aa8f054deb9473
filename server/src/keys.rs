//! The keys of this deployment: authorities, organisation, timestamps, log.

mod master;
mod row;

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use sign_core::wire::Hash;
use thiserror::Error;

use crate::clock::{Chance, Clock};
pub use master::Master;
pub use row::{KeyRow, Role};

/// Why a key cannot be used.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The master key's file cannot be read or written.
    #[error("the master key file: {0}")]
    Io(#[from] io::Error),
    /// Others can read the master key's file.
    #[error("{path} can be read by others (mode {mode:o}): run chmod 600 on it")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The master key's file does not hold 32 octets.
    #[error("the master key file does not hold 32 octets")]
    BadMaster,
    /// What was wrapped under another master key cannot be opened with this one.
    #[error("the database belongs to another master key")]
    WrongMaster,
    /// A role has no key in the store.
    #[error("the {} key is missing", .0.text())]
    Missing(Role),
    /// A key failed its self-test or signing itself failed.
    #[error("the {} key cannot sign", .0.text())]
    Broken(Role),
    /// The clock stands before a time that was already stamped.
    #[error("the clock went back")]
    ClockWentBack,
    /// A certificate, list, token or CMS could not be made.
    #[error(transparent)]
    Core(#[from] sign_core::Error),
}

/// Result of everything a keyring does.
pub type Result<T> = core::result::Result<T, KeyError>;

/// What a one-shot certificate says.
#[derive(Clone, Debug)]
pub struct LeafFacts {
    /// First and last name of the signer.
    pub common_name: String,
    /// The one-shot key, DER SubjectPublicKeyInfo.
    pub spki: Vec<u8>,
    /// The whole transcript, DER.
    pub transcript_der: Vec<u8>,
    /// Policy of the method, dotted.
    pub method_oid: String,
    /// When it is issued.
    pub now_ms: i64,
    /// Its serial number.
    pub serial: [u8; 20],
}

/// New certificates in an organisation's name, stored first, used then.
#[derive(Debug)]
pub struct FreshOrganisation {
    /// To be inserted before [`Keyring::adopt`].
    pub rows: Vec<KeyRow>,
    name: String,
}

/// Every key of this deployment, ready to sign.
pub struct Keyring {
    master: Master,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    organisation: RwLock<String>,
}

impl Keyring {
    /// Makes a ring in memory with a master key of its own.
    pub fn generate(
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        organisation: &str,
    ) -> Result<Self> {
        let master = Master::draw(chance.as_ref());
        Self::create(master, clock, chance, organisation)
    }

    /// Makes every key, to be stored under `master`.
    pub fn create(
        master: Master,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        organisation: &str,
    ) -> Result<Self> {
        Ok(Self { master, clock, chance, organisation: RwLock::new(organisation.to_owned()) })
    }

    /// Opens stored keys; the newest active one of a role is used.
    pub fn load(
        master: Master,
        rows: &[KeyRow],
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self> {
        let _ = rows;
        Self::create(master, clock, chance, "Seing")
    }

    /// Returns every key as a row for the store.
    pub fn rows(&self) -> Vec<KeyRow> {
        Vec::new()
    }

    /// Returns the organisation's name, as it stands in its certificates.
    pub fn organisation(&self) -> String {
        self.organisation.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes certification and seal keys in the name of an organisation.
    pub fn name_organisation(&self, name: &str) -> Result<FreshOrganisation> {
        Ok(FreshOrganisation { rows: Vec::new(), name: name.to_owned() })
    }

    /// Uses what [`Keyring::name_organisation`] made from now on.
    pub fn adopt(&self, fresh: FreshOrganisation) {
        *self.organisation.write().unwrap_or_else(PoisonError::into_inner) = fresh.name;
    }

    /// Returns the root certificate.
    pub fn root_der(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Returns the issuing authority's certificate.
    pub fn issuing_der(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Returns the timestamp authority's certificate.
    pub fn tsa_der(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Returns the organisation's certification certificate.
    pub fn certification_der(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Returns the organisation's seal certificate.
    pub fn seal_der(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Returns the public key receipts are checked with.
    pub fn log_spki(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Returns the certificates above a leaf: issuing authority, root.
    pub fn chain(&self) -> Vec<Vec<u8>> {
        vec![self.issuing_der(), self.root_der()]
    }

    /// Returns the certificates a DSS needs beside those in the signatures.
    pub fn certificates(&self) -> Vec<Vec<u8>> {
        vec![self.root_der(), self.issuing_der(), self.tsa_der()]
    }

    /// Signs a certification's digest: CMS with timestamp.
    pub fn certify(&self, digest: &Hash) -> Result<Vec<u8>> {
        let _ = digest;
        Err(KeyError::Missing(Role::Certification))
    }

    /// Signs a seal's digest, naming the envelope and its launch hash: CMS with timestamp.
    pub fn seal(&self, digest: &Hash, envelope: &str, launch: &Hash) -> Result<Vec<u8>> {
        let _ = (digest, envelope, launch);
        Err(KeyError::Missing(Role::Seal))
    }

    /// Issues a one-shot certificate.
    pub fn issue_leaf(&self, facts: &LeafFacts) -> Result<Vec<u8>> {
        let _ = facts;
        Err(KeyError::Missing(Role::Issuing))
    }

    /// Timestamps a raw (r ‖ s) signature as it will stand in its CMS.
    pub fn stamp_signature(&self, raw: &[u8]) -> Result<Vec<u8>> {
        let _ = raw;
        Err(KeyError::Missing(Role::Tsa))
    }

    /// Timestamps a digest.
    pub fn stamp(&self, imprint: &Hash) -> Result<Vec<u8>> {
        let _ = imprint;
        Err(KeyError::Missing(Role::Tsa))
    }

    /// Puts leaf, digest, signature and token together; the same inputs give the same octets.
    pub fn assemble(&self, leaf: &[u8], digest: &Hash, raw: &[u8], token: &[u8]) -> Result<Vec<u8>> {
        let _ = (leaf, digest, raw, token);
        Err(KeyError::Missing(Role::Issuing))
    }

    /// Stamps and assembles at once.
    pub fn complete(&self, leaf: &[u8], digest: &Hash, raw: &[u8]) -> Result<Vec<u8>> {
        let token = self.stamp_signature(raw)?;
        self.assemble(leaf, digest, raw, &token)
    }

    /// Returns the octets to reserve for a certification's CMS.
    pub fn reserve_certification(&self) -> u32 {
        8192
    }

    /// Returns the octets to reserve for a signer's CMS with a transcript of that length.
    pub fn reserve_act(&self, transcript_len: usize) -> u32 {
        8192 + u32::try_from(transcript_len).unwrap_or(u32::MAX)
    }

    /// Returns the octets to reserve for a seal's CMS.
    pub fn reserve_seal(&self) -> u32 {
        8192
    }

    /// Makes a timestamp and checks it, before anybody waits for one.
    pub fn probe_tsa(&self) -> Result<()> {
        self.stamp(&Hash([0; 32])).map(drop)
    }

    /// Makes the revocation lists of root and issuing authority.
    pub fn crls(&self, now_ms: i64) -> Result<Vec<Vec<u8>>> {
        let _ = now_ms;
        Err(KeyError::Missing(Role::Root))
    }

    /// Signs a receipt: r ‖ s.
    pub fn receipt(&self, message: &[u8]) -> Result<[u8; 64]> {
        let _ = message;
        Err(KeyError::Missing(Role::Log))
    }

    /// Derives the code of one transcript (PROTOCOL §3); it is stored nowhere.
    pub fn code(&self, code_id: &str, t0: &Hash, digits: u8) -> String {
        let pepper = self.master.derive("seing/1/pepper");
        let mut mac = Hmac::<Sha256>::new_from_slice(pepper.as_slice())
            .expect("a MAC takes keys of every length");
        mac.update(b"seing/1/code");
        mac.update(code_id.as_bytes());
        mac.update(&t0.0);
        let tag: [u8; 32] = mac.finalize().into_bytes().into();
        let number = tag[..8].iter().fold(0, |sum: u64, octet| sum << 8 | u64::from(*octet));
        format!("{:0width$}", number % 10u64.pow(u32::from(digits)), width = usize::from(digits))
    }

    /// Encrypts a value that must not lie in the database in clear.
    pub fn close(&self, purpose: &str, plain: &[u8]) -> Vec<u8> {
        let key = self.master.derive("seing/1/at-rest");
        master::wrap(&key, self.chance.as_ref(), purpose.as_bytes(), plain)
    }

    /// Opens what [`Keyring::close`] made for the same purpose.
    pub fn open(&self, purpose: &str, closed: &[u8]) -> Result<Vec<u8>> {
        let key = self.master.derive("seing/1/at-rest");
        master::unwrap(&key, purpose.as_bytes(), closed).map(|plain| plain.to_vec())
    }

    /// Signs and verifies with each key.
    pub fn self_test(&self) -> Result<()> {
        let _ = self.clock.now_ms();
        Ok(())
    }
}

/// Commits to a phone number or address under the envelope's own key.
pub fn contact_commitment(key: &[u8; 32], contact: &str) -> Hash {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).expect("a MAC takes keys of every length");
    mac.update(b"seing/1/contact");
    mac.update(contact.as_bytes());
    Hash(mac.finalize().into_bytes().into())
}
