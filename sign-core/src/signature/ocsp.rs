//! OCSP responses inside files, as read (RFC 6960 §4.2.1).

use super::algorithm::{Algorithm, DigestAlgorithm};
use super::asn1::{self, BIT_STRING, ENUMERATED, GENERALIZED_TIME, OCTET_STRING, SEQUENCE, Walk};
use super::certificate::{self, Certificate};
use super::oid;
use crate::{Error, Kind, Result};

const KIND: Kind = Kind::BadCertificate;

/// What a response says of one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Single {
    digest: DigestAlgorithm,
    name_hash: Vec<u8>,
    key_hash: Vec<u8>,
    serial: Vec<u8>,
    /// Its state.
    pub status: Status,
    /// When that was known, in milliseconds since 1970.
    pub this_update_ms: i64,
    /// Until when it can be relied on, where it says so.
    pub next_update_ms: Option<i64>,
}

/// The state of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not revoked.
    Good,
    /// Revoked since a time in milliseconds since 1970.
    Revoked(i64),
    /// The responder does not know it.
    Unknown,
}

/// A successful basic response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// What it says of each certificate.
    pub singles: Vec<Single>,
    certificates: Vec<Vec<u8>>,
    tbs: Vec<u8>,
    algorithm: Algorithm,
    signature: Vec<u8>,
}

impl Response {
    /// Reads an `OCSPResponse`, or the basic response inside one.
    ///
    /// # Errors
    /// [`Kind::BadCertificate`] for anything but a successful basic response.
    pub fn parse(der: &[u8]) -> Result<Self> {
        let outer = Walk::only(der, SEQUENCE, KIND)?;
        let mut walk = Walk::new(outer.value, KIND);
        if walk.peek() != Some(ENUMERATED) {
            return Self::basic(walk);
        }
        if walk.next()?.value != [0] {
            return Err(walk.refused());
        }
        let bytes = walk.expect(asn1::context(0))?;
        let mut fields = walk.within(bytes).sequence()?;
        if fields.oid()? != oid::OCSP_BASIC {
            return Err(walk.refused());
        }
        let inner = fields.expect(OCTET_STRING)?;
        let basic = Walk::only(inner.value, SEQUENCE, KIND)?;
        Self::basic(Walk::new(basic.value, KIND))
    }

    fn basic(mut walk: Walk<'_>) -> Result<Self> {
        let tbs = walk.expect(SEQUENCE)?;
        let algorithm = Algorithm::read(&mut walk)?;
        let signature = walk.expect(BIT_STRING)?.value;
        let signature = signature.strip_prefix(&[0]).ok_or(Error::new(KIND))?;
        let mut certificates = Vec::new();
        if let Some(node) = walk.optional(asn1::context(0))? {
            let mut list = walk.within(node).sequence()?;
            while !list.is_done() {
                certificates.push(list.expect(SEQUENCE)?.whole.to_vec());
            }
        }
        walk.end()?;
        Ok(Self {
            singles: singles(walk.within(tbs))?,
            certificates,
            tbs: tbs.whole.to_vec(),
            algorithm,
            signature: signature.to_vec(),
        })
    }

    /// Verifies that `issuer` made this, or somebody whom `issuer` lets speak for it.
    ///
    /// # Errors
    /// [`Kind::BadCertificate`] where nobody who may speak made it.
    pub fn is_signed_for(&self, issuer: &Certificate) -> Result<()> {
        if self.is_signed_with(issuer) {
            return Ok(());
        }
        let given = self.certificates.iter();
        let mut given = given.filter_map(|der| Certificate::parse(der).ok());
        let speaks = given.any(|one| {
            let may = one
                .purposes()
                .is_ok_and(|all| all.contains(&oid::OCSP_SIGNING));
            let then = self
                .singles
                .iter()
                .all(|single| one.is_valid_at(single.this_update_ms));
            may && then && one.is_signed_by(issuer).is_ok() && self.is_signed_with(&one)
        });
        speaks.then_some(()).ok_or(Error::new(KIND))
    }

    fn is_signed_with(&self, responder: &Certificate) -> bool {
        let verified = self
            .algorithm
            .verify(None, &responder.spki, &[&self.tbs], &self.signature);
        verified.is_ok()
    }

    /// Returns what it says of a certificate of `issuer`.
    pub fn entry(&self, serial: &[u8], issuer: &Certificate) -> Option<&Single> {
        let key = certificate::key_octets(&issuer.spki).ok()?;
        self.singles.iter().find(|single| {
            single.serial == serial
                && single.name_hash == single.digest.hash(&[&issuer.subject])
                && single.key_hash == single.digest.hash(&[key])
        })
    }
}

/// Reads `ResponseData`.
fn singles(mut walk: Walk<'_>) -> Result<Vec<Single>> {
    walk.optional(asn1::context(0))?;
    walk.next()?;
    walk.expect(GENERALIZED_TIME)?;
    let mut list = walk.sequence()?;
    let mut out = Vec::new();
    while !list.is_done() {
        out.push(single(list.sequence()?)?);
    }
    Ok(out)
}

fn single(mut walk: Walk<'_>) -> Result<Single> {
    let mut id = walk.sequence()?;
    let digest = DigestAlgorithm::of(Algorithm::read(&mut id)?.id);
    let digest = digest.ok_or(Kind::UnsupportedAlgorithm)?;
    let name_hash = id.expect(OCTET_STRING)?.value.to_vec();
    let key_hash = id.expect(OCTET_STRING)?.value.to_vec();
    let serial = certificate::serial(&mut id)?;
    let state = walk.next()?;
    let status = match state.tag {
        0x80 => Status::Good,
        0xa1 => Status::Revoked(walk.within(state).time()?),
        _ => Status::Unknown,
    };
    let this_update_ms = walk.time()?;
    let next = walk.optional(asn1::context(0))?;
    let next_update_ms = next.map(|node| walk.within(node).time()).transpose()?;
    Ok(Single {
        digest,
        name_hash,
        key_hash,
        serial,
        status,
        this_update_ms,
        next_update_ms,
    })
}

/// Revocation data that stands in a signature, each in DER.
pub(crate) struct Archival {
    /// Revocation lists.
    pub(crate) lists: Vec<Vec<u8>>,
    /// OCSP responses.
    pub(crate) responses: Vec<Vec<u8>>,
}

/// Reads the revocation data some put into a signature (ISO 32000-2 §12.8.3.3.2).
pub(crate) fn archival(der: &[u8]) -> Result<Archival> {
    let outer = Walk::only(der, SEQUENCE, KIND)?;
    let mut walk = Walk::new(outer.value, KIND);
    let mut kinds = [Vec::new(), Vec::new()];
    for (number, found) in kinds.iter_mut().enumerate() {
        let Some(node) = walk.optional(asn1::context(number as u8))? else {
            continue;
        };
        let mut list = walk.within(node).sequence()?;
        while !list.is_done() {
            found.push(list.expect(SEQUENCE)?.whole.to_vec());
        }
    }
    let [lists, responses] = kinds;
    Ok(Archival { lists, responses })
}
