//! CMS SignedData as PAdES wants it (RFC 5652; ETSI EN 319 142-1 §6), assembled deterministically.
//!
//! Two steps, so that the key can stay where it is: [`signed_attributes`] gives what the key
//! signs, [`assemble`] puts the signature and its timestamp round it.

mod check;
pub mod read;

use der::asn1::ObjectIdentifier;

use super::asn1::{self, SET, UTF8_STRING};
use super::certificate::{Certificate, profile};
use super::key::raw_to_der;
use super::oid;
use crate::bytes::hash::sha256;
use crate::wire::value::Hash;
use crate::{Kind, Result};

pub use read::{Signed, parse};

/// What a seal says about its transaction, in a signed attribute of our own (PROTOCOL §2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealFacts {
    /// The envelope's id.
    pub envelope: String,
    /// SHA-256 of the launch version.
    pub launch: Hash,
}

/// Returns the signed attributes as the DER SET OF that the key signs: content type, message
/// digest, signing certificate (version 2, SHA-256 by default), and nothing else.
pub fn signed_attributes(digest: &Hash, leaf: &[u8]) -> Vec<u8> {
    asn1::set_of(SET, attributes(oid::DATA, digest, leaf))
}

/// Returns the signed attributes of a seal: those of a signature, and the seal's facts.
pub fn seal_attributes(digest: &Hash, certificate: &[u8], facts: &SealFacts) -> Vec<u8> {
    let mut all = attributes(oid::DATA, digest, certificate);
    let envelope = asn1::tlv(UTF8_STRING, &[facts.envelope.as_bytes()]);
    let value = asn1::sequence(&[&envelope, &asn1::octets(&facts.launch.0)]);
    all.push(attribute(oid::SEAL_ATTRIBUTE, &value));
    asn1::set_of(SET, all)
}

/// Returns the octets a signature timestamp stamps: the SignerInfo's signature value.
///
/// # Errors
/// [`Kind::BadSignature`] for anything but `r ‖ s`.
pub fn signature_value(raw_signature: &[u8]) -> Result<Vec<u8>> {
    raw_to_der(raw_signature)
}

/// Assembles the `ContentInfo` of a signature. The same inputs give the same octets.
///
/// `attributes` is what was signed; `chain` goes from the leaf's issuer to the root; `token` is the
/// timestamp over [`signature_value`].
///
/// # Errors
/// [`Kind::BadCertificate`] for an unreadable leaf, [`Kind::BadSignature`] for anything but
/// `r ‖ s`, [`Kind::BadCms`] for attributes that are no SET.
pub fn assemble(
    leaf: &[u8],
    chain: &[impl AsRef<[u8]>],
    attributes: &[u8],
    raw_signature: &[u8],
    token: Option<&[u8]>,
) -> Result<Vec<u8>> {
    let stamp = token.map(|token| attribute(oid::SIGNATURE_TIME_STAMP, token));
    let unsigned = stamp.map(|stamp| asn1::set_of(asn1::context(1), vec![stamp]));
    let signer = signer_info(
        leaf,
        attributes,
        raw_signature,
        &unsigned.unwrap_or_default(),
    )?;
    let content = asn1::sequence(&[&asn1::oid(oid::DATA)]);
    Ok(signed_data(
        1,
        &content,
        &certificates(leaf, chain),
        &signer,
    ))
}

/// Returns the three attributes every signature and token of ours has, unsorted.
pub(crate) fn attributes(
    content: ObjectIdentifier,
    digest: &Hash,
    certificate: &[u8],
) -> Vec<Vec<u8>> {
    let id = asn1::sequence(&[&asn1::octets(&sha256(certificate).0)]);
    let signing_certificate = asn1::sequence(&[&asn1::sequence(&[&id])]);
    vec![
        attribute(oid::CONTENT_TYPE, &asn1::oid(content)),
        attribute(oid::MESSAGE_DIGEST, &asn1::octets(&digest.0)),
        attribute(oid::SIGNING_CERTIFICATE_V2, &signing_certificate),
    ]
}

fn attribute(id: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(id), &asn1::tlv(SET, &[value])])
}

/// Writes `CertificateSet`.
pub(crate) fn certificates(leaf: &[u8], chain: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut all = vec![leaf.to_vec()];
    all.extend(
        chain
            .iter()
            .map(|certificate| certificate.as_ref().to_vec()),
    );
    asn1::set_of(asn1::context(0), all)
}

/// Writes `SignerInfo` of version 1: who by issuer and serial number, SHA-256 and ECDSA both
/// without parameters (RFC 5754 §2, RFC 5758 §3.2).
pub(crate) fn signer_info(
    leaf: &[u8],
    attributes: &[u8],
    raw_signature: &[u8],
    unsigned: &[u8],
) -> Result<Vec<u8>> {
    let certificate = Certificate::parse(leaf)?;
    let serial = asn1::uint(&certificate.serial);
    let signed = asn1::Walk::only(attributes, SET, Kind::BadCms)?;
    Ok(asn1::sequence(&[
        &asn1::uint(&[1]),
        &asn1::sequence(&[&certificate.issuer, &serial]),
        &digest_algorithm(),
        &asn1::tlv(asn1::context(0), &[signed.value]),
        &profile::algorithm(),
        &asn1::octets(&signature_value(raw_signature)?),
        unsigned,
    ]))
}

/// Writes `ContentInfo` round `SignedData`.
pub(crate) fn signed_data(
    version: u8,
    content: &[u8],
    certificates: &[u8],
    signer: &[u8],
) -> Vec<u8> {
    let data = asn1::sequence(&[
        &asn1::uint(&[version]),
        &asn1::tlv(SET, &[&digest_algorithm()]),
        content,
        certificates,
        &asn1::tlv(SET, &[signer]),
    ]);
    asn1::sequence(&[
        &asn1::oid(oid::SIGNED_DATA),
        &asn1::tlv(asn1::context(0), &[&data]),
    ])
}

/// Returns the AlgorithmIdentifier of SHA-256.
pub(crate) fn digest_algorithm() -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(oid::SHA256)])
}
