//! CMS SignedData as read: every octet accounted for, original octets kept.

use der::asn1::ObjectIdentifier;

use super::SealFacts;
use crate::bytes::hash::sha256;
use crate::signature::asn1::{self, NULL, OCTET_STRING, SEQUENCE, SET, UTF8_STRING, Walk};
use crate::signature::certificate::{self, Certificate};
use crate::signature::oid;
use crate::wire::value::Hash;
use crate::{Error, Kind, Result};

/// One attribute: its type and its only value in DER.
pub type Attribute = (ObjectIdentifier, Vec<u8>);

/// A `SignedData` with one signer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The type of what is signed.
    pub content_type: ObjectIdentifier,
    /// What is signed, where it is inside.
    pub content: Option<Vec<u8>>,
    /// Every certificate, DER, in the order found.
    pub certificates: Vec<Vec<u8>>,
    /// Whether revocation lists are inside, which PAdES keeps in the DSS instead.
    pub has_crls: bool,
    /// DER name of the signer's issuer.
    pub issuer: Vec<u8>,
    /// The signer's serial number without leading zeros.
    pub serial: Vec<u8>,
    /// The digest's algorithm.
    pub digest_algorithm: ObjectIdentifier,
    /// The signature's algorithm.
    pub signature_algorithm: ObjectIdentifier,
    /// What was signed: the original octets of the signed attributes under the tag of a SET.
    pub signed_der: Vec<u8>,
    /// The signed attributes.
    pub signed: Vec<Attribute>,
    /// The unsigned attributes.
    pub unsigned: Vec<Attribute>,
    /// The signature value, which a timestamp stamps.
    pub signature: Vec<u8>,
    /// Whether every SET OF is in DER's order. Tokens of real authorities are sometimes not;
    /// ours always are.
    pub is_sorted: bool,
}

/// Reads a `ContentInfo` that is all of `der`.
///
/// # Errors
/// [`Kind::BadCms`] for anything but `SignedData` in DER with one signer named by issuer and serial
/// number and signed attributes with one value each, none twice. Only the order within a SET OF is
/// borne, and told.
pub fn parse(der: &[u8]) -> Result<Signed> {
    let outer = Walk::only(der, SEQUENCE, Kind::BadCms)?;
    let mut walk = Walk::new(outer.value, Kind::BadCms);
    if walk.oid()? != oid::SIGNED_DATA {
        return Err(walk.refused());
    }
    let content = walk.expect(asn1::context(0))?;
    walk.end()?;
    let data = Walk::only(content.value, SEQUENCE, Kind::BadCms)?;
    signed_data(walk.within(data))
}

fn signed_data(mut walk: Walk<'_>) -> Result<Signed> {
    let version = walk.small()?;
    let digests = walk.expect(SET)?;
    let digest_algorithm = algorithm(&mut walk.within(digests), true)?;
    let (content_type, content) = encapsulated(walk.sequence()?)?;
    let certificates = walk.optional(asn1::context(0))?;
    let crls = walk.optional(asn1::context(1))?;
    let signers = walk.expect(SET)?;
    walk.end()?;
    let expected = if content_type == oid::DATA { 1 } else { 3 };
    let mut signers = walk.within(signers);
    let mut signed = signer_info(signers.sequence()?)?;
    signers.end()?;
    if version != expected || signed.digest_algorithm != digest_algorithm {
        return Err(walk.refused());
    }
    if let Some(node) = certificates {
        let (members, sorted) = members(walk.within(node))?;
        signed.certificates = members;
        signed.is_sorted &= sorted;
    }
    (signed.content_type, signed.content) = (content_type, content);
    signed.has_crls = crls.is_some();
    Ok(signed)
}

/// Reads `EncapsulatedContentInfo`.
fn encapsulated(mut walk: Walk<'_>) -> Result<(ObjectIdentifier, Option<Vec<u8>>)> {
    let content_type = walk.oid()?;
    let content = match walk.optional(asn1::context(0))? {
        None => None,
        Some(node) => Some(
            Walk::only(node.value, OCTET_STRING, Kind::BadCms)?
                .value
                .to_vec(),
        ),
    };
    walk.end()?;
    Ok((content_type, content))
}

fn signer_info(mut walk: Walk<'_>) -> Result<Signed> {
    if walk.small()? != 1 {
        return Err(walk.refused());
    }
    let mut who = walk.sequence()?;
    let issuer = who.expect(SEQUENCE)?.whole.to_vec();
    let serial = certificate::serial(&mut who)?;
    who.end()?;
    let digest_algorithm = algorithm(&mut walk, false)?;
    let signed = walk.expect(asn1::context(0))?;
    let signature_algorithm = algorithm(&mut walk, false)?;
    let signature = walk.expect(OCTET_STRING)?.value.to_vec();
    let unsigned = walk.optional(asn1::context(1))?;
    walk.end()?;
    let (signed_list, signed_sorted) = attributes(walk.within(signed))?;
    let (unsigned_list, unsigned_sorted) = match unsigned {
        Some(node) => attributes(walk.within(node))?,
        None => (Vec::new(), true),
    };
    Ok(Signed {
        content_type: oid::DATA,
        content: None,
        certificates: Vec::new(),
        has_crls: false,
        issuer,
        serial,
        digest_algorithm,
        signature_algorithm,
        signed_der: asn1::tlv(SET, &[signed.value]),
        signed: signed_list,
        unsigned: unsigned_list,
        signature,
        is_sorted: signed_sorted && unsigned_sorted,
    })
}

/// Reads an AlgorithmIdentifier whose parameters are absent or NULL; `only` where nothing may
/// follow. Other parameters belong to algorithms not judged here, and are passed over.
fn algorithm(walk: &mut Walk<'_>, only: bool) -> Result<ObjectIdentifier> {
    let mut fields = walk.sequence()?;
    let id = fields.oid()?;
    let known = id == oid::SHA256 || id == oid::ECDSA_SHA256;
    let parameters = if fields.is_done() {
        None
    } else {
        Some(fields.next()?)
    };
    fields.end()?;
    let wrong = parameters.is_some_and(|node| node.tag != NULL || !node.value.is_empty());
    if known && wrong {
        return Err(walk.refused());
    }
    if only {
        walk.end()?;
    }
    Ok(id)
}

/// Reads the members of a SET OF, and whether they are in order without repetition.
fn members(mut walk: Walk<'_>) -> Result<(Vec<Vec<u8>>, bool)> {
    let mut out: Vec<Vec<u8>> = Vec::new();
    while !walk.is_done() {
        out.push(walk.expect(SEQUENCE)?.whole.to_vec());
    }
    let sorted = out.windows(2).all(|pair| pair[0] < pair[1]);
    Ok((out, sorted))
}

/// Reads attributes of one value each, none of them twice.
fn attributes(walk: Walk<'_>) -> Result<(Vec<Attribute>, bool)> {
    let (members, sorted) = members(walk)?;
    let mut out: Vec<Attribute> = Vec::new();
    for member in &members {
        let mut fields = Walk::new(member, Kind::BadCms).sequence()?;
        let id = fields.oid()?;
        let values = fields.expect(SET)?;
        fields.end()?;
        let mut values = fields.within(values);
        let value = values.next()?.whole.to_vec();
        values.end()?;
        if out.iter().any(|(other, _)| *other == id) {
            return Err(fields.refused());
        }
        out.push((id, value));
    }
    if out.is_empty() {
        Err(Kind::BadCms.into())
    } else {
        Ok((out, sorted))
    }
}

impl Signed {
    /// Returns a signed attribute's value.
    pub fn attribute(&self, id: ObjectIdentifier) -> Option<&[u8]> {
        find(&self.signed, id)
    }

    /// Returns the digest that was signed.
    ///
    /// # Errors
    /// [`Kind::BadCms`] where it is missing, as the following do for what they need.
    pub fn message_digest(&self) -> Result<Vec<u8>> {
        let value = self
            .attribute(oid::MESSAGE_DIGEST)
            .ok_or(Error::new(Kind::BadCms))?;
        Ok(Walk::only(value, OCTET_STRING, Kind::BadCms)?
            .value
            .to_vec())
    }

    /// Returns the SHA-256 of the certificate the signer bound into the signature, where that hash
    /// is SHA-256.
    pub fn signing_certificate(&self) -> Result<Option<Hash>> {
        let Some(value) = self.attribute(oid::SIGNING_CERTIFICATE_V2) else {
            return Ok(None);
        };
        let outer = Walk::only(value, SEQUENCE, Kind::BadCms)?;
        let mut first = Walk::new(outer.value, Kind::BadCms)
            .sequence()?
            .sequence()?;
        if first.peek() == Some(SEQUENCE) && algorithm(&mut first, false)? != oid::SHA256 {
            return Err(Kind::UnsupportedAlgorithm.into());
        }
        let hash = first.expect(OCTET_STRING)?.value.try_into();
        hash.map(|hash| Some(Hash(hash)))
            .map_err(|_| first.refused())
    }

    /// Returns the seal's facts, where it is one.
    pub fn seal_facts(&self) -> Result<Option<SealFacts>> {
        let Some(value) = self.attribute(oid::SEAL_ATTRIBUTE) else {
            return Ok(None);
        };
        let outer = Walk::only(value, SEQUENCE, Kind::BadCms)?;
        let mut walk = Walk::new(outer.value, Kind::BadCms);
        let envelope = core::str::from_utf8(walk.expect(UTF8_STRING)?.value);
        let envelope = envelope.map_err(|_| walk.refused())?.to_owned();
        let launch = walk.expect(OCTET_STRING)?.value.try_into();
        let launch = launch.map(Hash).map_err(|_| walk.refused())?;
        walk.end()?;
        Ok(Some(SealFacts { envelope, launch }))
    }

    /// Returns the timestamp token over the signature value.
    pub fn token(&self) -> Option<&[u8]> {
        find(&self.unsigned, oid::SIGNATURE_TIME_STAMP)
    }

    /// Returns the signer's certificate among those inside.
    pub fn signer(&self) -> Result<Certificate> {
        let parsed = self
            .certificates
            .iter()
            .filter_map(|der| Certificate::parse(der).ok());
        let mut found = parsed.filter(|one| one.issuer == self.issuer && one.serial == self.serial);
        found.next().ok_or(Kind::BadCms.into())
    }

    /// Verifies signature and signed attributes under `signer`, for content with this digest.
    ///
    /// # Errors
    /// [`Kind::BadSignature`] where digest, certificate binding or signature are wrong;
    /// [`Kind::UnsupportedAlgorithm`] for algorithms not judged here; [`Kind::BadCms`] where a
    /// needed attribute is missing or says another content type.
    pub fn verify(&self, signer: &Certificate, digest: &Hash) -> Result<()> {
        if self.digest_algorithm != oid::SHA256 {
            return Err(Kind::UnsupportedAlgorithm.into());
        }
        let content_type = self
            .attribute(oid::CONTENT_TYPE)
            .ok_or(Error::new(Kind::BadCms))?;
        if content_type != asn1::oid(self.content_type) {
            return Err(Kind::BadCms.into());
        }
        let bound = self
            .signing_certificate()?
            .is_none_or(|hash| hash == signer.fingerprint());
        if !bound || self.message_digest()? != digest.0 {
            return Err(Kind::BadSignature.into());
        }
        let spki = &signer.spki;
        certificate::verify(
            self.signature_algorithm,
            spki,
            &self.signed_der,
            &self.signature,
        )
    }

    /// Returns the SHA-256 a timestamp of this signature must stamp.
    pub fn imprint(&self) -> Hash {
        sha256(&self.signature)
    }
}

fn find(list: &[Attribute], id: ObjectIdentifier) -> Option<&[u8]> {
    let found = list.iter().find(|(other, _)| *other == id);
    found.map(|(_, value)| value.as_slice())
}
