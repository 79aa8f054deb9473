//! X.509 certificates, issued and read.

pub mod extension;
pub mod name;
pub mod profile;

use der::asn1::ObjectIdentifier;

use super::algorithm::Algorithm;
use super::asn1::{self, BIT_STRING, BOOLEAN, INTEGER, OCTET_STRING, OID, SEQUENCE, Walk};
use super::oid;
use crate::bytes::hash::sha256;
use crate::wire::value::Hash;
use crate::{Error, Kind, Result};

/// Key usage: the key signs data.
pub const DIGITAL_SIGNATURE: u16 = 1 << 15;
/// Key usage: its signatures are meant (non-repudiation, content commitment).
pub const NON_REPUDIATION: u16 = 1 << 14;
/// Key usage: the key signs certificates.
pub const KEY_CERT_SIGN: u16 = 1 << 10;
/// Key usage: the key signs revocation lists.
pub const CRL_SIGN: u16 = 1 << 9;

/// One extension as it stands in a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// What it says something about.
    pub id: ObjectIdentifier,
    /// Whether a reader who does not know it must refuse the certificate.
    pub critical: bool,
    /// DER value.
    pub value: Vec<u8>,
}

/// A certificate as read (RFC 5280 §4.1); names and keys keep their DER form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The whole certificate.
    pub der: Vec<u8>,
    /// DER name of who issued it.
    pub issuer: Vec<u8>,
    /// DER name of whom it is about.
    pub subject: Vec<u8>,
    /// Serial number without leading zeros.
    pub serial: Vec<u8>,
    /// First moment of its validity, in milliseconds since 1970.
    pub not_before_ms: i64,
    /// Last moment of its validity, in milliseconds since 1970.
    pub not_after_ms: i64,
    /// DER SubjectPublicKeyInfo.
    pub spki: Vec<u8>,
    /// Extensions in their order.
    pub extensions: Vec<Extension>,
    tbs: Vec<u8>,
    algorithm: Algorithm,
    signature: Vec<u8>,
}

impl Certificate {
    /// Reads one certificate that is all of `der`.
    ///
    /// # Errors
    /// [`Kind::BadCertificate`] for anything but a DER certificate of version 3 or 1, or one whose
    /// two algorithm fields differ, or which has an extension twice.
    pub fn parse(der: &[u8]) -> Result<Self> {
        let outer = Walk::only(der, SEQUENCE, Kind::BadCertificate)?;
        let mut walk = Walk::new(outer.value, Kind::BadCertificate);
        let tbs = walk.expect(SEQUENCE)?;
        let algorithm = walk.expect(SEQUENCE)?;
        let signature = walk.expect(BIT_STRING)?;
        walk.end()?;
        let mut certificate = Self::read_tbs(walk.within(tbs), algorithm.whole)?;
        certificate.algorithm =
            Algorithm::read(&mut Walk::new(algorithm.whole, Kind::BadCertificate))?;
        certificate.signature = whole_octets(signature.value)?.to_vec();
        certificate.tbs = tbs.whole.to_vec();
        certificate.der = der.to_vec();
        Ok(certificate)
    }

    /// Reads TBSCertificate; its signature field must repeat `algorithm`.
    fn read_tbs(mut walk: Walk<'_>, algorithm: &[u8]) -> Result<Self> {
        let version = walk.optional(asn1::context(0))?;
        if version.is_some_and(|version| version.value != [INTEGER, 1, 2]) {
            return Err(walk.refused());
        }
        let serial = serial(&mut walk)?;
        if walk.expect(SEQUENCE)?.whole != algorithm {
            return Err(walk.refused());
        }
        let issuer = walk.expect(SEQUENCE)?.whole.to_vec();
        let mut validity = walk.sequence()?;
        let (not_before_ms, not_after_ms) = (validity.time()?, validity.time()?);
        validity.end()?;
        let subject = walk.expect(SEQUENCE)?.whole.to_vec();
        let spki = walk.expect(SEQUENCE)?.whole.to_vec();
        walk.optional(asn1::implicit(1))?;
        walk.optional(asn1::implicit(2))?;
        let extensions = match walk.optional(asn1::context(3))? {
            Some(node) if version.is_some() => extensions(walk.within(node))?,
            Some(_) => return Err(walk.refused()),
            None => Vec::new(),
        };
        walk.end()?;
        Ok(Self {
            der: Vec::new(),
            issuer,
            subject,
            serial,
            not_before_ms,
            not_after_ms,
            spki,
            extensions,
            tbs: Vec::new(),
            algorithm: Algorithm {
                id: oid::ECDSA_SHA256,
                parameters: None,
            },
            signature: Vec::new(),
        })
    }

    /// Returns the SHA-256 of the whole certificate.
    pub fn fingerprint(&self) -> Hash {
        sha256(&self.der)
    }

    /// Returns the subject's common name, where it is text.
    pub fn common_name(&self) -> Option<String> {
        name::text(&self.subject, oid::COMMON_NAME)
    }

    /// Returns the subject's organisation, where it is text.
    pub fn organisation(&self) -> Option<String> {
        name::text(&self.subject, oid::ORGANISATION)
    }

    /// Tells whether subject and issuer are the same name.
    pub fn is_self_issued(&self) -> bool {
        self.subject == self.issuer
    }

    /// Tells whether `time_ms` lies within the validity.
    pub fn is_valid_at(&self, time_ms: i64) -> bool {
        (self.not_before_ms..=self.not_after_ms).contains(&time_ms)
    }

    /// Returns an extension.
    pub fn extension(&self, id: ObjectIdentifier) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.id == id)
    }

    /// Verifies that `issuer` issued this: names chain, and its key made the signature. What else
    /// an issuer must be ([`Certificate::authority`], validity) is asked apart.
    ///
    /// # Errors
    /// [`Kind::BadCertificate`] where the names differ, [`Kind::UnsupportedAlgorithm`] for an
    /// algorithm not judged here, [`Kind::BadSignature`] for a wrong signature.
    pub fn is_signed_by(&self, issuer: &Self) -> Result<()> {
        if self.issuer != issuer.subject {
            return Err(Kind::BadCertificate.into());
        }
        let algorithm = &self.algorithm;
        algorithm.verify(None, &issuer.spki, &[&self.tbs], &self.signature)
    }

    /// Tells whether the algorithm `issuer` signed this with, or its key, is past its time.
    pub fn is_past(&self, issuer: &Self) -> bool {
        self.algorithm.is_past(&issuer.spki)
    }

    /// Tells whether `issuer` may be the issuer by name and, where both say so, by key identifier.
    pub fn names_issuer(&self, issuer: &Self) -> bool {
        let wanted = self.authority_key_id().ok().flatten();
        let given = issuer.subject_key_id().ok().flatten();
        let differs = matches!((wanted, given), (Some(wanted), Some(given)) if wanted != given);
        self.issuer == issuer.subject && !differs
    }

    /// Returns the extensions marked critical that no code here understands.
    pub fn unknown_critical(&self) -> Vec<ObjectIdentifier> {
        let known = [
            oid::BASIC_CONSTRAINTS,
            oid::KEY_USAGE,
            oid::EXTENDED_KEY_USAGE,
            oid::CERTIFICATE_POLICIES,
        ];
        let critical = self
            .extensions
            .iter()
            .filter(|extension| extension.critical);
        critical
            .map(|extension| extension.id)
            .filter(|id| !known.contains(id))
            .collect()
    }
}

/// Reads a serial number; a negative or zero one, which RFC 5280 tells readers to bear, keeps its
/// octets.
pub(crate) fn serial(walk: &mut Walk<'_>) -> Result<Vec<u8>> {
    let value = walk.expect(INTEGER)?.value;
    match value {
        [] => Err(walk.refused()),
        [0, rest @ ..] if !rest.is_empty() => Ok(rest.to_vec()),
        other => Ok(other.to_vec()),
    }
}

/// Reads `Extensions`.
pub(crate) fn extensions(mut walk: Walk<'_>) -> Result<Vec<Extension>> {
    let mut list = walk.sequence()?;
    walk.end()?;
    let mut out: Vec<Extension> = Vec::new();
    while !list.is_done() {
        let mut fields = list.sequence()?;
        let id = fields.oid()?;
        let critical = match fields.optional(BOOLEAN)? {
            None => false,
            Some(node) if node.value == [0xff] => true,
            // FALSE is the default, and written out by some.
            Some(node) if node.value == [0] => false,
            Some(_) => return Err(fields.refused()),
        };
        let value = fields.expect(OCTET_STRING)?.value.to_vec();
        fields.end()?;
        if out.iter().any(|other| other.id == id) {
            return Err(fields.refused());
        }
        out.push(Extension {
            id,
            critical,
            value,
        });
    }
    Ok(out)
}

/// Returns the octets of a BIT STRING that has no unused bits.
fn whole_octets(value: &[u8]) -> Result<&[u8]> {
    match value.split_first() {
        Some((0, octets)) => Ok(octets),
        _ => Err(Error::new(Kind::BadCertificate)),
    }
}

/// Reads the octets of the key inside a SubjectPublicKeyInfo.
pub(crate) fn key_octets(spki: &[u8]) -> Result<&[u8]> {
    let outer = Walk::only(spki, SEQUENCE, Kind::BadCertificate)?;
    let mut walk = Walk::new(outer.value, Kind::BadCertificate);
    walk.expect(SEQUENCE)?;
    let bits = walk.expect(BIT_STRING)?;
    walk.end()?;
    whole_octets(bits.value)
}

/// Reads a list of object identifiers.
pub(crate) fn identifiers(der: &[u8]) -> Result<Vec<ObjectIdentifier>> {
    let outer = Walk::only(der, SEQUENCE, Kind::BadCertificate)?;
    let mut walk = Walk::new(outer.value, Kind::BadCertificate);
    let mut out = Vec::new();
    while !walk.is_done() {
        let node = walk.expect(OID)?;
        out.push(ObjectIdentifier::from_bytes(node.value).map_err(|_| walk.refused())?);
    }
    Ok(out)
}
