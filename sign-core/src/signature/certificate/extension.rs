//! The extensions we write, and what the standard ones say when read.

use der::asn1::ObjectIdentifier;

use super::{Certificate, Extension, identifiers, key_octets};
use crate::bytes::hash::sha256;
use crate::protocol::transcript::Transcript;
use crate::signature::asn1::{
    self, BIT_STRING, BOOLEAN, GENERALIZED_TIME, OCTET_STRING, SEQUENCE, Walk,
};
use crate::signature::oid;
use crate::{Kind, Result};

/// What basic constraints allow a CA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authority {
    /// How many CAs may stand between it and a leaf; without one, any number.
    pub path_length: Option<u8>,
}

/// Writes one extension.
pub(crate) fn write(id: ObjectIdentifier, critical: bool, value: &[u8]) -> Vec<u8> {
    let flag: &[u8] = if critical { &[BOOLEAN, 1, 0xff] } else { &[] };
    asn1::sequence(&[&asn1::oid(id), flag, &asn1::octets(value)])
}

/// Returns the identifier of a key: the first 160 bits of the SHA-256 of its octets (RFC 7093).
pub fn key_id(spki: &[u8]) -> Result<Vec<u8>> {
    Ok(sha256(key_octets(spki)?).0[..20].to_vec())
}

pub(crate) fn subject_key_id(spki: &[u8]) -> Result<Vec<u8>> {
    Ok(write(
        oid::SUBJECT_KEY_ID,
        false,
        &asn1::octets(&key_id(spki)?),
    ))
}

pub(crate) fn authority_key_id(issuer_spki: &[u8]) -> Result<Vec<u8>> {
    let id = asn1::tlv(asn1::implicit(0), &[&key_id(issuer_spki)?]);
    Ok(write(oid::AUTHORITY_KEY_ID, false, &asn1::sequence(&[&id])))
}

/// Writes basic constraints; of a leaf without a path length.
pub(crate) fn basic_constraints(authority: Option<Authority>) -> Vec<u8> {
    let value = match authority {
        None => asn1::sequence(&[]),
        Some(Authority { path_length: None }) => asn1::sequence(&[&[BOOLEAN, 1, 0xff]]),
        Some(Authority {
            path_length: Some(length),
        }) => asn1::sequence(&[&[BOOLEAN, 1, 0xff], &asn1::uint(&[length])]),
    };
    write(oid::BASIC_CONSTRAINTS, true, &value)
}

/// Writes key usage; the first bit is the highest, as in the constants of [`super`].
pub(crate) fn key_usage(usage: u16) -> Vec<u8> {
    let octet = (usage >> 8) as u8;
    let unused = octet.trailing_zeros() as u8;
    write(
        oid::KEY_USAGE,
        true,
        &asn1::tlv(BIT_STRING, &[&[unused, octet]]),
    )
}

pub(crate) fn extended_key_usage(critical: bool, purposes: &[ObjectIdentifier]) -> Vec<u8> {
    let list: Vec<u8> = purposes
        .iter()
        .flat_map(|purpose| asn1::oid(*purpose))
        .collect();
    write(oid::EXTENDED_KEY_USAGE, critical, &asn1::sequence(&[&list]))
}

pub(crate) fn policy(id: ObjectIdentifier) -> Vec<u8> {
    let information = asn1::sequence(&[&asn1::oid(id)]);
    write(
        oid::CERTIFICATE_POLICIES,
        false,
        &asn1::sequence(&[&information]),
    )
}

/// Writes one distribution point with one address.
pub(crate) fn crl_url(url: &str) -> Vec<u8> {
    let address = asn1::tlv(asn1::implicit(6), &[url.as_bytes()]);
    let full_name = asn1::tlv(asn1::context(0), &[&address]);
    let point = asn1::sequence(&[&asn1::tlv(asn1::context(0), &[&full_name])]);
    write(
        oid::CRL_DISTRIBUTION_POINTS,
        false,
        &asn1::sequence(&[&point]),
    )
}

pub(crate) fn key_period(from_ms: i64, until_ms: i64) -> Result<Vec<u8>> {
    let from = asn1::generalized_time(asn1::implicit(0), from_ms, Kind::BadCertificate)?;
    let until = asn1::generalized_time(asn1::implicit(1), until_ms, Kind::BadCertificate)?;
    Ok(write(
        oid::PRIVATE_KEY_USAGE_PERIOD,
        false,
        &asn1::sequence(&[&from, &until]),
    ))
}

/// Writes the whole transcript as the value of our extension.
pub(crate) fn transcript(der: &[u8]) -> Vec<u8> {
    write(oid::TRANSCRIPT, false, der)
}

/// Writes a CRL number.
pub(crate) fn crl_number(number: u64) -> Vec<u8> {
    write(oid::CRL_NUMBER, false, &asn1::uint(&number.to_be_bytes()))
}

impl Certificate {
    /// Returns what it may do as a CA; `None` for one that is none, or without the extension.
    ///
    /// # Errors
    /// [`Kind::BadCertificate`] for an extension that is not well-formed, as the following do.
    pub fn authority(&self) -> Result<Option<Authority>> {
        let Some(extension) = self.extension(oid::BASIC_CONSTRAINTS) else {
            return Ok(None);
        };
        let mut walk = content(extension)?;
        let is_authority = match walk.optional(BOOLEAN)? {
            Some(node) => node.value == [0xff],
            None => false,
        };
        let path_length = if walk.is_done() {
            None
        } else {
            Some(walk.small()?)
        };
        walk.end()?;
        Ok(is_authority.then_some(Authority { path_length }))
    }

    /// Returns the key usages, or `None` without the extension.
    pub fn key_usages(&self) -> Result<Option<u16>> {
        let Some(extension) = self.extension(oid::KEY_USAGE) else {
            return Ok(None);
        };
        let node = Walk::only(&extension.value, BIT_STRING, Kind::BadCertificate)?;
        match *node.value {
            [0..=7, high] => Ok(Some(u16::from(high) << 8)),
            [0..=7, high, low] => Ok(Some(u16::from(high) << 8 | u16::from(low))),
            _ => Err(Kind::BadCertificate.into()),
        }
    }

    /// Returns the extended key usages; empty without the extension.
    pub fn purposes(&self) -> Result<Vec<ObjectIdentifier>> {
        let extension = self.extension(oid::EXTENDED_KEY_USAGE);
        extension.map_or(Ok(Vec::new()), |extension| identifiers(&extension.value))
    }

    /// Returns the policies; empty without the extension.
    pub fn policies(&self) -> Result<Vec<ObjectIdentifier>> {
        let Some(extension) = self.extension(oid::CERTIFICATE_POLICIES) else {
            return Ok(Vec::new());
        };
        let mut walk = content(extension)?;
        let mut out = Vec::new();
        while !walk.is_done() {
            out.push(walk.sequence()?.oid()?);
        }
        Ok(out)
    }

    /// Returns the subject key identifier.
    pub fn subject_key_id(&self) -> Result<Option<Vec<u8>>> {
        let Some(extension) = self.extension(oid::SUBJECT_KEY_ID) else {
            return Ok(None);
        };
        let node = Walk::only(&extension.value, OCTET_STRING, Kind::BadCertificate)?;
        Ok(Some(node.value.to_vec()))
    }

    /// Returns the authority key identifier, where it is given as a key identifier.
    pub fn authority_key_id(&self) -> Result<Option<Vec<u8>>> {
        let Some(extension) = self.extension(oid::AUTHORITY_KEY_ID) else {
            return Ok(None);
        };
        let id = content(extension)?.optional(asn1::implicit(0))?;
        Ok(id.map(|node| node.value.to_vec()))
    }

    /// Returns from when until when the private key may sign, in milliseconds since 1970; `None`
    /// without the extension.
    pub fn key_period_ms(&self) -> Result<Option<(i64, i64)>> {
        let Some(extension) = self.extension(oid::PRIVATE_KEY_USAGE_PERIOD) else {
            return Ok(None);
        };
        let mut walk = content(extension)?;
        let bound = |node: asn1::Node<'_>| {
            Walk::new(
                &asn1::tlv(GENERALIZED_TIME, &[node.value]),
                Kind::BadCertificate,
            )
            .time()
        };
        let from = walk.optional(asn1::implicit(0))?.map(bound).transpose()?;
        let until = walk.optional(asn1::implicit(1))?.map(bound).transpose()?;
        walk.end()?;
        Ok(Some((from.unwrap_or(i64::MIN), until.unwrap_or(i64::MAX))))
    }

    /// Returns the transcript of the act this certificate was issued for.
    ///
    /// # Errors
    /// [`Kind::BadTranscript`] where the extension holds anything but a canonical transcript.
    pub fn transcript(&self) -> Result<Option<Transcript>> {
        let Some(extension) = self.extension(oid::TRANSCRIPT) else {
            return Ok(None);
        };
        Transcript::from_der(&extension.value).map(Some)
    }
}

/// Walks the members of an extension that is a SEQUENCE.
fn content(extension: &Extension) -> Result<Walk<'_>> {
    let node = Walk::only(&extension.value, SEQUENCE, Kind::BadCertificate)?;
    Ok(Walk::new(node.value, Kind::BadCertificate))
}
