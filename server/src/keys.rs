//! The keys of this deployment: authorities, organisation, timestamps, log.

mod authority;
pub mod engine;
mod master;
mod pair;
mod revocation;
mod row;
mod signing;
mod tsa;

use std::io;
use std::path::PathBuf;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, PoisonError, RwLock};

use sign_core::protocol::derive;
use sign_core::signature::key::Signer as _;
use sign_core::wire::Hash;
use thiserror::Error;

use crate::clock::{Chance, Clock};
use authority::{Authorities, Keyed, Organisation};
pub use master::Master;
pub use row::{KeyRow, Role};
pub use signing::LeafFacts;

const WRAP: &str = "seing/1/wrap";
const PEPPER: &str = "seing/1/pepper";
const AT_REST: &str = "seing/1/at-rest";

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

/// New keys in an organisation's name: stored first, used then.
pub struct FreshOrganisation {
    /// To be inserted before [`Keyring::adopt`].
    pub rows: Vec<KeyRow>,
    organisation: Organisation,
}

/// Every key of this deployment, ready to sign.
pub struct Keyring {
    master: Master,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    authorities: Authorities,
    organisation: RwLock<Arc<Organisation>>,
    last_stamp_ms: AtomicI64,
    last_list: AtomicI64,
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
        let now_ms = clock.now_ms();
        let authorities = Authorities::make(chance.as_ref(), now_ms)?;
        let organisation = Organisation::make(organisation, &authorities, chance.as_ref(), now_ms)?;
        Ok(Self::new(master, clock, chance, authorities, organisation))
    }

    /// Opens stored keys; the newest active one of a role is used.
    pub fn load(
        master: Master,
        rows: &[KeyRow],
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self> {
        let open = |role| open_newest(&master, rows, role);
        let authorities = Authorities {
            root: open(Role::Root)?,
            issuing: open(Role::Issuing)?,
            tsa: open(Role::Tsa)?,
            log: open(Role::Log)?,
        };
        let organisation = Organisation::open(open(Role::Certification)?, open(Role::Seal)?)?;
        Ok(Self::new(master, clock, chance, authorities, organisation))
    }

    fn new(
        master: Master,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        authorities: Authorities,
        organisation: Organisation,
    ) -> Self {
        let made_ms = authorities.root.created_ms;
        Self {
            master,
            clock,
            chance,
            authorities,
            organisation: RwLock::new(Arc::new(organisation)),
            last_stamp_ms: AtomicI64::new(made_ms),
            last_list: AtomicI64::new(0),
        }
    }

    /// Returns every key as a row for the store.
    pub fn rows(&self) -> Vec<KeyRow> {
        let (fixed, ours) = (&self.authorities, self.ours());
        let fixed = [&fixed.root, &fixed.issuing, &fixed.tsa, &fixed.log];
        let ours = [&ours.certification, &ours.seal];
        fixed
            .into_iter()
            .chain(ours)
            .map(|keyed| self.row(keyed))
            .collect()
    }

    fn row(&self, keyed: &Keyed) -> KeyRow {
        let (role, kid) = (keyed.pair.role(), keyed.pair.kid());
        let context = context(role, &kid);
        let key = self.master.derive(WRAP);
        let wrapped = master::wrap(
            &key,
            self.chance.as_ref(),
            context.as_bytes(),
            keyed.pair.pkcs8(),
        );
        KeyRow {
            kid,
            role,
            spki: keyed.pair.spki(),
            wrapped,
            cert_der: (!keyed.cert.is_empty()).then(|| keyed.cert.clone()),
            state: "active".to_owned(),
            created_ms: keyed.created_ms,
        }
    }

    fn ours(&self) -> Arc<Organisation> {
        Arc::clone(
            &self
                .organisation
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Returns the organisation's name, as it stands in its certificates.
    pub fn organisation(&self) -> String {
        self.ours().name.clone()
    }

    /// Makes certification and seal keys in the name of an organisation.
    pub fn name_organisation(&self, name: &str) -> Result<FreshOrganisation> {
        let now_ms = self.clock.now_ms();
        let organisation =
            Organisation::make(name, &self.authorities, self.chance.as_ref(), now_ms)?;
        let keys = [&organisation.certification, &organisation.seal];
        let rows = keys.map(|keyed| self.row(keyed)).to_vec();
        Ok(FreshOrganisation { rows, organisation })
    }

    /// Uses what [`Keyring::name_organisation`] made from now on.
    pub fn adopt(&self, fresh: FreshOrganisation) {
        let mut ours = self
            .organisation
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *ours = Arc::new(fresh.organisation);
    }

    /// Returns the root certificate.
    pub fn root_der(&self) -> Vec<u8> {
        self.authorities.root.cert.clone()
    }

    /// Returns the issuing authority's certificate.
    pub fn issuing_der(&self) -> Vec<u8> {
        self.authorities.issuing.cert.clone()
    }

    /// Returns the timestamp authority's certificate.
    pub fn tsa_der(&self) -> Vec<u8> {
        self.authorities.tsa.cert.clone()
    }

    /// Returns the organisation's certification certificate.
    pub fn certification_der(&self) -> Vec<u8> {
        self.ours().certification.cert.clone()
    }

    /// Returns the organisation's seal certificate.
    pub fn seal_der(&self) -> Vec<u8> {
        self.ours().seal.cert.clone()
    }

    /// Returns the public key receipts are checked with.
    pub fn log_spki(&self) -> Vec<u8> {
        self.authorities.log.pair.spki()
    }

    /// Returns the certificates above a leaf: issuing authority, root.
    pub fn chain(&self) -> Vec<Vec<u8>> {
        vec![self.issuing_der(), self.root_der()]
    }

    /// Returns the certificates a DSS needs beside those in the signatures.
    pub fn certificates(&self) -> Vec<Vec<u8>> {
        vec![self.root_der(), self.issuing_der(), self.tsa_der()]
    }

    /// Derives the code of one transcript (PROTOCOL §3); it is stored nowhere.
    pub fn code(&self, code_id: &str, t0: &Hash, digits: u8) -> String {
        derive::code(&self.master.derive(PEPPER), code_id, t0, digits)
    }

    /// Encrypts a value that must not lie in the database in clear.
    pub fn close(&self, purpose: &str, plain: &[u8]) -> Vec<u8> {
        let key = self.master.derive(AT_REST);
        master::wrap(&key, self.chance.as_ref(), purpose.as_bytes(), plain)
    }

    /// Opens what [`Keyring::close`] made for the same purpose.
    pub fn open(&self, purpose: &str, closed: &[u8]) -> Result<Vec<u8>> {
        let key = self.master.derive(AT_REST);
        master::unwrap(&key, purpose.as_bytes(), closed).map(|plain| plain.to_vec())
    }

    /// Returns the beginning of the root's SHA-256.
    pub fn own_root(&self) -> String {
        self.authorities.root.pair.kid()
    }

    /// Says in words how far these keys are trusted.
    pub fn trust(&self) -> String {
        let kid = self.own_root();
        format!(
            "own root {kid}: other people's readers will say \"unknown issuer\" until the root is \
             trusted"
        )
    }
}

fn open_newest(master: &Master, rows: &[KeyRow], role: Role) -> Result<Keyed> {
    let active = rows
        .iter()
        .filter(|row| row.role == role && row.state == "active");
    let row = active
        .max_by_key(|row| row.created_ms)
        .ok_or(KeyError::Missing(role))?;
    let context = context(role, &row.kid);
    let pkcs8 = master::unwrap(&master.derive(WRAP), context.as_bytes(), &row.wrapped)?;
    Keyed::open(row, &pkcs8)
}

fn context(role: Role, kid: &str) -> String {
    format!("{}/{kid}", role.text())
}

#[cfg(test)]
mod tests;
