//! CMS SignedData as read: every octet accounted for, original octets kept.

use der::asn1::ObjectIdentifier;

use crate::signature::algorithm::Algorithm;
use crate::signature::asn1::{self, OCTET_STRING, SEQUENCE, SET, Walk};
use crate::signature::{ber, certificate, oid};
use crate::{Kind, Result};

/// One attribute: its type and its first value in DER.
pub type Attribute = (ObjectIdentifier, Vec<u8>);

/// Tag of a signer named by the key's identifier.
const KEY_ID: u8 = asn1::implicit(0);

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
    /// DER name of the signer's issuer; empty where the signer is named by key.
    pub issuer: Vec<u8>,
    /// The signer's serial number without leading zeros.
    pub serial: Vec<u8>,
    /// The identifier of the signer's key, where that names the signer.
    pub key_id: Option<Vec<u8>>,
    /// The digest's algorithm.
    pub digest_algorithm: Algorithm,
    /// The signature's algorithm.
    pub signature_algorithm: Algorithm,
    /// What was signed: the original octets of the signed attributes under the tag of a SET;
    /// empty where there are none and the content's digest itself was signed.
    pub signed_der: Vec<u8>,
    /// The signed attributes.
    pub signed: Vec<Attribute>,
    /// The unsigned attributes.
    pub unsigned: Vec<Attribute>,
    /// The signature value, which a timestamp stamps.
    pub signature: Vec<u8>,
    /// Whether it has the one form we write: DER throughout, every SET OF in order, version and
    /// signer as RFC 5652 has them by issuer and serial number, each attribute with one value.
    /// Containers of others are often not.
    pub is_canonical: bool,
}

/// Reads a `ContentInfo` that is all of `octets`.
///
/// # Errors
/// [`Kind::BadCms`] for anything but `SignedData` with one signer and no signed attribute twice.
/// BER, other orders and other versions are borne, and told by [`Signed::is_canonical`].
pub fn parse(octets: &[u8]) -> Result<Signed> {
    if let Ok(signed) = content_info(octets) {
        return Ok(signed);
    }
    let definite = ber::definite(octets).ok_or(Kind::BadCms)?;
    let mut signed = content_info(&definite)?;
    signed.is_canonical = false;
    Ok(signed)
}

fn content_info(der: &[u8]) -> Result<Signed> {
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
    let (content_type, content) = encapsulated(walk.sequence()?)?;
    let certificates = walk.optional(asn1::context(0))?;
    let crls = walk.optional(asn1::context(1))?;
    let signers = walk.expect(SET)?;
    walk.end()?;
    let expected = if content_type == oid::DATA { 1 } else { 3 };
    let mut signers = walk.within(signers);
    let mut signed = signer_info(signers.sequence()?)?;
    signers.end()?;
    let mut digests = walk.within(digests);
    let named = Algorithm::read(&mut digests).is_ok_and(|named| named == signed.digest_algorithm);
    signed.is_canonical &= version == expected && named && digests.is_done();
    if let Some(node) = certificates {
        let (members, sorted) = members(walk.within(node))?;
        let plain = members
            .iter()
            .all(|member| member.first() == Some(&SEQUENCE));
        signed.is_canonical &= sorted && plain;
        signed.certificates = members;
        signed
            .certificates
            .retain(|member| member.first() == Some(&SEQUENCE));
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

#[derive(Default)]
struct SignerId {
    issuer: Vec<u8>,
    serial: Vec<u8>,
    key_id: Option<Vec<u8>>,
}

/// Who signed: issuer and serial number, or the key's identifier.
fn signer_id(walk: &mut Walk<'_>) -> Result<SignerId> {
    if let Some(node) = walk.optional(KEY_ID)? {
        return Ok(SignerId {
            key_id: Some(node.value.to_vec()),
            ..SignerId::default()
        });
    }
    let mut who = walk.sequence()?;
    let issuer = who.expect(SEQUENCE)?.whole.to_vec();
    let serial = certificate::serial(&mut who)?;
    who.end()?;
    Ok(SignerId {
        issuer,
        serial,
        key_id: None,
    })
}

fn signer_info(mut walk: Walk<'_>) -> Result<Signed> {
    let version = walk.small()?;
    let who = signer_id(&mut walk)?;
    let digest_algorithm = Algorithm::read(&mut walk)?;
    let signed = walk.optional(asn1::context(0))?;
    let signature_algorithm = Algorithm::read(&mut walk)?;
    let signature = walk.expect(OCTET_STRING)?.value.to_vec();
    let unsigned = walk.optional(asn1::context(1))?;
    walk.end()?;
    let read = |node: Option<asn1::Node<'_>>| match node {
        Some(node) => attributes(walk.within(node)),
        None => Ok((Vec::new(), true)),
    };
    let (signed_list, signed_plain) = read(signed)?;
    let (unsigned_list, unsigned_plain) = read(unsigned)?;
    let again = |(id, _): &Attribute| signed_list.iter().filter(|(other, _)| other == id).count();
    if (signed.is_some() && signed_list.is_empty()) || signed_list.iter().any(|one| again(one) > 1)
    {
        return Err(walk.refused());
    }
    Ok(Signed {
        content_type: oid::DATA,
        content: None,
        certificates: Vec::new(),
        has_crls: false,
        is_canonical: version == 1 && who.key_id.is_none() && signed_plain && unsigned_plain,
        issuer: who.issuer,
        serial: who.serial,
        key_id: who.key_id,
        digest_algorithm,
        signature_algorithm,
        signed_der: signed.map_or(Vec::new(), |node| asn1::tlv(SET, &[node.value])),
        signed: signed_list,
        unsigned: unsigned_list,
        signature,
    })
}

/// Reads the members of a SET OF, and whether they are in order without repetition.
fn members(mut walk: Walk<'_>) -> Result<(Vec<Vec<u8>>, bool)> {
    let mut out: Vec<Vec<u8>> = Vec::new();
    while !walk.is_done() {
        out.push(walk.next()?.whole.to_vec());
    }
    let sorted = out.windows(2).all(|pair| pair[0] < pair[1]);
    Ok((out, sorted))
}

/// Reads attributes, and whether they are in order, each with one value and none of them twice.
fn attributes(walk: Walk<'_>) -> Result<(Vec<Attribute>, bool)> {
    let (members, mut plain) = members(walk)?;
    let mut out: Vec<Attribute> = Vec::new();
    for member in &members {
        let mut fields = Walk::new(member, Kind::BadCms).sequence()?;
        let id = fields.oid()?;
        let values = fields.expect(SET)?;
        fields.end()?;
        let mut values = fields.within(values);
        let value = values.next()?.whole.to_vec();
        plain &= values.is_done() && out.iter().all(|(other, _)| *other != id);
        out.push((id, value));
    }
    Ok((out, plain))
}
