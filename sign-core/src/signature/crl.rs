//! Certificate revocation lists (RFC 5280 §5), complete and made to last.

use super::algorithm::Algorithm;
use super::asn1::{
    self, BIT_STRING, ENUMERATED, GENERALIZED_TIME, INTEGER, SEQUENCE, UTC_TIME, Walk,
};
use super::certificate::{self, Certificate, Extension, extension, profile};
use super::oid;
use crate::{Kind, Result};
pub use profile::Issuer;

/// A certificate that is no longer to be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// Its serial number, without leading zeros.
    pub serial: Vec<u8>,
    /// Since when, in milliseconds since 1970.
    pub at_ms: i64,
    /// CRLReason (RFC 5280 §5.3.1), where one is given.
    pub reason: Option<u8>,
}

/// What a list says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// Greater than that of every earlier list of the issuer.
    pub number: u64,
    /// When it was made, in milliseconds since 1970.
    pub this_update_ms: i64,
    /// Until when it can be relied on: the end of retention (PROTOCOL §2).
    pub next_update_ms: i64,
    /// Since when certificates that expired stay on the list.
    pub expired_since_ms: i64,
    /// The revoked ones, in any order.
    pub revoked: &'a [Revoked],
}

/// Issues a list of version 2 without an issuing distribution point.
///
/// # Errors
/// [`Kind::BadCertificate`] for an unreadable issuer or a time before 1970; what the key says.
pub fn issue(request: &Request<'_>, issuer: &Issuer<'_>) -> Result<Vec<u8>> {
    let certificate = Certificate::parse(issuer.certificate)?;
    if certificate.spki != issuer.key.spki() {
        return Err(Kind::BadCertificate.into());
    }
    let tbs = asn1::sequence(&[
        &asn1::uint(&[1]),
        &profile::algorithm(),
        &certificate.subject,
        &asn1::time(request.this_update_ms, Kind::BadCertificate)?,
        &asn1::time(request.next_update_ms, Kind::BadCertificate)?,
        &revoked(request.revoked)?,
        &extensions(request, &certificate.spki)?,
    ]);
    profile::signed(&tbs, issuer.key)
}

fn extensions(request: &Request<'_>, spki: &[u8]) -> Result<Vec<u8>> {
    let since = request.expired_since_ms;
    let since = asn1::generalized_time(GENERALIZED_TIME, since, Kind::BadCertificate)?;
    let list = asn1::sequence(&[
        &extension::authority_key_id(spki)?,
        &extension::crl_number(request.number),
        &extension::write(oid::EXPIRED_CERTS_ON_CRL, false, &since),
    ]);
    Ok(asn1::tlv(asn1::context(0), &[&list]))
}

/// Writes the entries by serial number; nothing at all where there are none.
fn revoked(entries: &[Revoked]) -> Result<Vec<u8>> {
    let mut sorted: Vec<&Revoked> = entries.iter().collect();
    sorted.sort_by(|left, right| left.serial.cmp(&right.serial));
    let entries = sorted.into_iter().map(entry).collect::<Result<Vec<_>>>()?;
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    Ok(asn1::sequence(&[&entries.concat()]))
}

fn entry(revoked: &Revoked) -> Result<Vec<u8>> {
    let reason = revoked.reason.map(|reason| {
        let value = asn1::tlv(ENUMERATED, &[&[reason]]);
        asn1::sequence(&[&extension::write(oid::REASON_CODE, false, &value)])
    });
    Ok(asn1::sequence(&[
        &asn1::uint(&revoked.serial),
        &asn1::time(revoked.at_ms, Kind::BadCertificate)?,
        &reason.unwrap_or_default(),
    ]))
}

/// A list as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crl {
    /// The whole list.
    pub der: Vec<u8>,
    /// DER name of who issued it.
    pub issuer: Vec<u8>,
    /// When it was made, in milliseconds since 1970.
    pub this_update_ms: i64,
    /// Until when it can be relied on, where it says so.
    pub next_update_ms: Option<i64>,
    /// Its entries.
    pub revoked: Vec<Revoked>,
    /// Its extensions.
    pub extensions: Vec<Extension>,
    tbs: Vec<u8>,
    algorithm: Algorithm,
    signature: Vec<u8>,
}

impl Crl {
    /// Reads one list that is all of `der`.
    ///
    /// # Errors
    /// [`Kind::BadCertificate`] for anything but a DER list of version 1 or 2.
    pub fn parse(der: &[u8]) -> Result<Self> {
        let outer = Walk::only(der, SEQUENCE, Kind::BadCertificate)?;
        let mut walk = Walk::new(outer.value, Kind::BadCertificate);
        let tbs = walk.expect(SEQUENCE)?;
        let algorithm = walk.expect(SEQUENCE)?;
        let signature = walk.expect(BIT_STRING)?.value;
        walk.end()?;
        let Some((0, signature)) = signature.split_first() else {
            return Err(walk.refused());
        };
        let mut list = Self::read_tbs(walk.within(tbs), algorithm.whole)?;
        list.algorithm = Algorithm::read(&mut Walk::new(algorithm.whole, Kind::BadCertificate))?;
        list.signature = signature.to_vec();
        list.tbs = tbs.whole.to_vec();
        list.der = der.to_vec();
        Ok(list)
    }

    fn read_tbs(mut walk: Walk<'_>, algorithm: &[u8]) -> Result<Self> {
        // A list without a version is of version 1, and has no extensions (RFC 5280 §5.1.2.1).
        let extended = walk.peek() == Some(INTEGER);
        let known = !extended || walk.small()? == 1;
        if !known || walk.expect(SEQUENCE)?.whole != algorithm {
            return Err(walk.refused());
        }
        let issuer = walk.expect(SEQUENCE)?.whole.to_vec();
        let this_update_ms = walk.time()?;
        let has_end = matches!(walk.peek(), Some(UTC_TIME | GENERALIZED_TIME));
        let next_update_ms = if has_end { Some(walk.time()?) } else { None };
        let revoked = match walk.optional(SEQUENCE)? {
            Some(node) => read_entries(walk.within(node))?,
            None => Vec::new(),
        };
        let extensions = match walk.optional(asn1::context(0))? {
            Some(node) if extended => certificate::extensions(walk.within(node))?,
            Some(_) => return Err(walk.refused()),
            None => Vec::new(),
        };
        walk.end()?;
        Ok(Self {
            der: Vec::new(),
            issuer,
            this_update_ms,
            next_update_ms,
            revoked,
            extensions,
            tbs: Vec::new(),
            algorithm: Algorithm {
                id: oid::ECDSA_SHA256,
                parameters: None,
            },
            signature: Vec::new(),
        })
    }

    /// Verifies that `issuer` issued this and may.
    ///
    /// # Errors
    /// [`Kind::BadCertificate`] where the names differ, the issuer may not sign lists, or the list
    /// has a critical extension (it would be partial or indirect);
    /// [`Kind::UnsupportedAlgorithm`], [`Kind::BadSignature`] as for certificates.
    pub fn is_signed_by(&self, issuer: &Certificate) -> Result<()> {
        let may = issuer
            .key_usages()?
            .is_none_or(|usage| usage & certificate::CRL_SIGN != 0);
        let partial = self.extensions.iter().any(|extension| extension.critical);
        if self.issuer != issuer.subject || !may || partial {
            return Err(Kind::BadCertificate.into());
        }
        let algorithm = &self.algorithm;
        algorithm.verify(None, &issuer.spki, &[&self.tbs], &self.signature)
    }

    /// Returns the entry of a serial number.
    pub fn entry(&self, serial: &[u8]) -> Option<&Revoked> {
        self.revoked.iter().find(|entry| entry.serial == serial)
    }
}

fn read_entries(mut walk: Walk<'_>) -> Result<Vec<Revoked>> {
    let mut out = Vec::new();
    while !walk.is_done() {
        let mut fields = walk.sequence()?;
        let serial = certificate::serial(&mut fields)?;
        let at_ms = fields.time()?;
        let reason = if fields.is_done() {
            None
        } else {
            read_reason(&mut fields)?
        };
        fields.end()?;
        out.push(Revoked {
            serial,
            at_ms,
            reason,
        });
    }
    Ok(out)
}

/// Reads the reason among an entry's extensions.
fn read_reason(fields: &mut Walk<'_>) -> Result<Option<u8>> {
    let node = fields.expect(SEQUENCE)?;
    let list = certificate::extensions(Walk::new(node.whole, Kind::BadCertificate))?;
    let reason = list
        .iter()
        .find(|extension| extension.id == oid::REASON_CODE);
    match reason.map(|extension| &extension.value[..]) {
        None => Ok(None),
        Some([ENUMERATED, 1, reason]) => Ok(Some(*reason)),
        Some(_) => Err(fields.refused()),
    }
}
