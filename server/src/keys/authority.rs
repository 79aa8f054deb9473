//! The certificates of a deployment: root, issuing, timestamps, and an organisation's two.

use sign_core::signature::certificate::Certificate;
use sign_core::signature::certificate::name::Subject;
use sign_core::signature::certificate::profile::{self, Issuer, Request, SERIAL_BYTES};
use sign_core::signature::key::Signer as _;

use super::pair::Pair;
use super::{KeyError, KeyRow, Result, Role};
use crate::clock::{Chance, draw};

const YEAR_MS: i64 = 31_557_600_000;

/// How long authorities live; they are rotated every five years, so that 15 are always left.
const LIFE_MS: i64 = 30 * YEAR_MS;

/// A clock that is a little behind elsewhere must not find a certificate not yet valid.
const MARGIN_MS: i64 = 60_000;

/// A key with its certificate.
pub(super) struct Keyed {
    pub(super) pair: Pair,
    pub(super) cert: Vec<u8>,
    pub(super) created_ms: i64,
}

/// The keys that belong to the deployment and to no organisation.
pub(super) struct Authorities {
    pub(super) root: Keyed,
    pub(super) issuing: Keyed,
    pub(super) tsa: Keyed,
    pub(super) log: Keyed,
}

/// The keys that speak for an organisation.
pub(super) struct Organisation {
    pub(super) name: String,
    pub(super) certification: Keyed,
    pub(super) seal: Keyed,
}

impl Keyed {
    pub(super) fn issuer(&self) -> Issuer<'_> {
        Issuer {
            certificate: &self.cert,
            key: &self.pair,
        }
    }

    /// Opens a stored key.
    pub(super) fn open(row: &KeyRow, pkcs8: &[u8]) -> Result<Self> {
        let pair = Pair::read(row.role, pkcs8)?;
        let cert = row.cert_der.clone().unwrap_or_default();
        let certified = match row.role {
            Role::Log => row.spki.clone(),
            _ => Certificate::parse(&cert)?.spki,
        };
        if pair.spki() != row.spki || certified != row.spki {
            return Err(KeyError::Broken(row.role));
        }
        Ok(Self {
            pair,
            cert,
            created_ms: row.created_ms,
        })
    }
}

impl Authorities {
    /// Makes every key of a new deployment.
    pub(super) fn make(chance: &dyn Chance, now_ms: i64) -> Result<Self> {
        let mut plan = Plan {
            name: String::new(),
            of: None,
            now_ms,
            until_ms: now_ms + LIFE_MS,
        };
        let suffix = hex(&draw::<4>(chance));
        plan.name = format!("Seing root {suffix}");
        let root = keyed(Role::Root, &plan, chance, |request, pair| {
            profile::root(request, pair)
        })?;
        let under = root.issuer();
        plan.name = format!("Seing issuing {suffix}");
        let issuing = keyed(Role::Issuing, &plan, chance, |asked, _| {
            profile::issuing(asked, &under)
        })?;
        plan.name = format!("Seing timestamps {suffix}");
        let tsa = keyed(Role::Tsa, &plan, chance, |asked, _| {
            profile::timestamping(asked, &under)
        })?;
        let log = Keyed {
            pair: Pair::make(Role::Log)?,
            cert: Vec::new(),
            created_ms: now_ms,
        };
        Ok(Self {
            root,
            issuing,
            tsa,
            log,
        })
    }

    /// Returns the end of the issuing authority, where everything it issues ends.
    pub(super) fn ends_ms(&self) -> Result<i64> {
        Ok(Certificate::parse(&self.issuing.cert)?.not_after_ms)
    }
}

impl Organisation {
    /// Makes both keys of an organisation.
    pub(super) fn make(
        name: &str,
        authorities: &Authorities,
        chance: &dyn Chance,
        now_ms: i64,
    ) -> Result<Self> {
        let (issuing, until_ms) = (authorities.issuing.issuer(), authorities.ends_ms()?);
        let of = Some(name.to_owned());
        let mut plan = Plan {
            name: name.to_owned(),
            of,
            now_ms,
            until_ms,
        };
        let certification = keyed(Role::Certification, &plan, chance, |asked, _| {
            profile::certification(asked, &issuing)
        })?;
        plan.name = format!("{name} Seal");
        let seal = keyed(Role::Seal, &plan, chance, |asked, _| {
            profile::seal(asked, &issuing)
        })?;
        Ok(Self {
            name: name.to_owned(),
            certification,
            seal,
        })
    }

    /// Puts two opened keys together; the name is the certificate's.
    pub(super) fn open(certification: Keyed, seal: Keyed) -> Result<Self> {
        let name = Certificate::parse(&certification.cert)?
            .common_name()
            .unwrap_or_default();
        Ok(Self {
            name,
            certification,
            seal,
        })
    }
}

/// What a certificate of ours says.
struct Plan {
    name: String,
    of: Option<String>,
    now_ms: i64,
    until_ms: i64,
}

/// Makes a key and has it certified.
fn keyed(
    role: Role,
    plan: &Plan,
    chance: &dyn Chance,
    issue: impl FnOnce(&Request<'_>, &Pair) -> sign_core::Result<Vec<u8>>,
) -> Result<Keyed> {
    let pair = Pair::make(role)?;
    let request = Request {
        subject: Subject {
            common_name: &plan.name,
            organisation: plan.of.as_deref(),
            pseudonym: None,
        },
        spki: &pair.spki(),
        serial: draw::<SERIAL_BYTES>(chance),
        not_before_ms: plan.now_ms - MARGIN_MS,
        not_after_ms: plan.until_ms,
        crl_url: None,
    };
    let cert = issue(&request, &pair)?;
    Ok(Keyed {
        pair,
        cert,
        created_ms: plan.now_ms,
    })
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
