//! RFC 3161 timestamps: request, token, response and check.

use super::algorithm::{Algorithm, DigestAlgorithm};
use super::asn1::{self, BOOLEAN, GENERALIZED_TIME, INTEGER, OCTET_STRING, SEQUENCE, SET, Walk};
use super::certificate::{self, Certificate};
use super::cms;
use super::key::Signer;
use super::oid;
use crate::bytes::hash::sha256;
use crate::wire::value::Hash;
use crate::{Error, Kind, Result};
use der::asn1::ObjectIdentifier;

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// SHA-256 of what is to be stamped.
    pub imprint: Hash,
    /// Given back in the token, so that it cannot be an old one.
    pub nonce: Option<Vec<u8>>,
}

/// Who stamps.
#[derive(Clone, Copy)]
pub struct Authority<'a> {
    /// Its DER certificate.
    pub certificate: &'a [u8],
    /// DER certificates above it, up to the root.
    pub chain: &'a [Vec<u8>],
    /// Its key.
    pub key: &'a dyn Signer,
}

/// What a valid token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The time, in milliseconds since 1970.
    pub time_ms: i64,
    /// Its serial number without leading zeros.
    pub serial: Vec<u8>,
    /// The policy it was made under.
    pub policy: ObjectIdentifier,
    /// Who made it.
    pub authority: Certificate,
    /// Every DER certificate inside.
    pub certificates: Vec<Vec<u8>>,
    /// Whether the token is in the one order DER allows, and carries nothing unsigned.
    pub is_canonical: bool,
    /// Whether it rests on an algorithm or key past its time.
    pub is_past: bool,
}

/// Writes a `TimeStampReq` for a SHA-256, asking for the certificate.
pub fn request(imprint: &Hash, nonce: &[u8]) -> Vec<u8> {
    asn1::sequence(&[
        &asn1::uint(&[1]),
        &message_imprint(imprint),
        &asn1::uint(nonce),
        &[BOOLEAN, 1, 0xff],
    ])
}

/// Reads a `TimeStampReq`.
///
/// # Errors
/// [`Kind::BadTimestamp`] for anything malformed, [`Kind::UnsupportedAlgorithm`] for another digest
/// than SHA-256.
pub fn read_request(der: &[u8]) -> Result<Request> {
    let outer = Walk::only(der, SEQUENCE, Kind::BadTimestamp)?;
    let mut walk = Walk::new(outer.value, Kind::BadTimestamp);
    if walk.small()? != 1 {
        return Err(walk.refused());
    }
    let (algorithm, imprint) = read_imprint(&mut walk)?;
    if algorithm != DigestAlgorithm::Sha256 {
        return Err(Kind::UnsupportedAlgorithm.into());
    }
    let imprint = imprint.try_into().map(Hash).map_err(|_| walk.refused())?;
    walk.optional(asn1::OID)?;
    let nonce = if walk.peek() == Some(INTEGER) {
        Some(walk.uint()?)
    } else {
        None
    };
    walk.optional(BOOLEAN)?;
    walk.end()?;
    Ok(Request { imprint, nonce })
}

/// Issues a token: `SignedData` of version 3 round a `TSTInfo` of whole seconds, accurate to one
/// second. The same inputs give the same octets wherever the key signs deterministically.
///
/// # Errors
/// [`Kind::BadTimestamp`] for a time before 1970, [`Kind::BadCertificate`] for an unreadable
/// authority; what the key says.
pub fn issue(
    request: &Request,
    authority: &Authority<'_>,
    serial: &[u8],
    time_ms: i64,
) -> Result<Vec<u8>> {
    let info = asn1::sequence(&[
        &asn1::uint(&[1]),
        &asn1::oid(oid::STAMP_POLICY),
        &message_imprint(&request.imprint),
        &asn1::uint(serial),
        &asn1::generalized_time(GENERALIZED_TIME, time_ms, Kind::BadTimestamp)?,
        &asn1::sequence(&[&asn1::uint(&[1])]),
        &request.nonce.as_deref().map(asn1::uint).unwrap_or_default(),
    ]);
    let attributes = cms::attributes(oid::TST_INFO, &sha256(&info), authority.certificate);
    let attributes = asn1::set_of(SET, attributes);
    let raw = authority.key.sign(&attributes)?;
    let signer = cms::signer_info(authority.certificate, &attributes, &raw, &[])?;
    let content = asn1::tlv(asn1::context(0), &[&asn1::octets(&info)]);
    let content = asn1::sequence(&[&asn1::oid(oid::TST_INFO), &content]);
    let certificates = cms::certificates(authority.certificate, authority.chain);
    Ok(cms::signed_data(3, &content, &certificates, &signer))
}

/// Writes a `TimeStampResp` that grants a token.
pub fn response(token: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::sequence(&[&asn1::uint(&[0])]), token])
}

/// Reads the token of a `TimeStampResp` and checks it against what was asked.
///
/// # Errors
/// [`Kind::BadTimestamp`] for a refusal and where imprint or nonce are not those asked for; else as
/// [`check`].
pub fn read_response(der: &[u8], asked: &Request) -> Result<Vec<u8>> {
    let outer = Walk::only(der, SEQUENCE, Kind::BadTimestamp)?;
    let mut walk = Walk::new(outer.value, Kind::BadTimestamp);
    let granted = walk.sequence()?.small()? <= 1;
    let token = walk.expect(SEQUENCE)?.whole;
    walk.end()?;
    check(token, &asked.imprint)?;
    let content = cms::parse(token)?.content.ok_or(walk.refused())?;
    let nonce = asked.nonce.as_deref().map(asn1::uint);
    if !granted || read_info(&content)?.nonce != nonce {
        return Err(walk.refused());
    }
    Ok(token.to_vec())
}

/// Checks a token: that it stamps `imprint`, and that a certificate inside made it which may stamp
/// and was valid then. Whether that certificate is trusted is asked apart.
///
/// # Errors
/// [`Kind::BadTimestamp`] for anything wrong with the token, [`Kind::UnsupportedAlgorithm`] for
/// algorithms not judged here.
pub fn check(token: &[u8], imprint: &Hash) -> Result<Stamp> {
    let imprint = |algorithm| (algorithm == DigestAlgorithm::Sha256).then(|| imprint.0.to_vec());
    check_over(token, &imprint, &[])
}

/// Checks a token as [`check`] does; `imprint` gives the digest it must stamp, by its algorithm,
/// and its maker may be among `others`, for not every authority puts its certificate inside.
///
/// # Errors
/// As [`check`].
pub fn check_over(
    token: &[u8],
    imprint: &dyn Fn(DigestAlgorithm) -> Option<Vec<u8>>,
    others: &[Certificate],
) -> Result<Stamp> {
    let signed = cms::parse(token).map_err(as_timestamp)?;
    let content = signed
        .content
        .as_deref()
        .ok_or(Error::new(Kind::BadTimestamp))?;
    if signed.content_type != oid::TST_INFO {
        return Err(Kind::BadTimestamp.into());
    }
    let info = read_info(content)?;
    let authority = signed.signer_among(others).map_err(as_timestamp)?;
    let digest = signed.digest()?.hash(&[content]);
    signed.verify(&authority, &digest).map_err(as_timestamp)?;
    let expected = imprint(info.algorithm).ok_or(Kind::UnsupportedAlgorithm)?;
    let bound = signed.names(&authority).map_err(as_timestamp)? == Some(true);
    let stamps = info.imprint == expected && bound;
    if !stamps || !may_stamp(&authority)? || !authority.is_valid_at(info.time_ms) {
        return Err(Kind::BadTimestamp.into());
    }
    Ok(Stamp {
        time_ms: info.time_ms,
        serial: info.serial,
        policy: info.policy,
        is_canonical: signed.is_canonical && signed.unsigned.is_empty() && !signed.has_crls,
        is_past: signed.is_past(&authority) || info.algorithm == DigestAlgorithm::Sha1,
        authority,
        certificates: signed.certificates,
    })
}

/// Tells whether stamping is the certificate's one purpose, and critical (RFC 3161 §2.3).
fn may_stamp(certificate: &Certificate) -> Result<bool> {
    let critical = certificate.extension(oid::EXTENDED_KEY_USAGE);
    let critical = critical.is_some_and(|extension| extension.critical);
    Ok(critical && certificate.purposes()? == [oid::TIME_STAMPING])
}

fn as_timestamp(error: Error) -> Error {
    match error.kind {
        Kind::UnsupportedAlgorithm => error,
        _ => Kind::BadTimestamp.into(),
    }
}

fn message_imprint(imprint: &Hash) -> Vec<u8> {
    asn1::sequence(&[&cms::digest_algorithm(), &asn1::octets(&imprint.0)])
}

fn read_imprint(walk: &mut Walk<'_>) -> Result<(DigestAlgorithm, Vec<u8>)> {
    let mut fields = walk.sequence()?;
    let algorithm = DigestAlgorithm::of(Algorithm::read(&mut fields)?.id);
    let imprint = fields.expect(OCTET_STRING)?.value.to_vec();
    fields.end()?;
    Ok((algorithm.ok_or(Kind::UnsupportedAlgorithm)?, imprint))
}

/// `TSTInfo` as read.
struct Info {
    policy: ObjectIdentifier,
    algorithm: DigestAlgorithm,
    imprint: Vec<u8>,
    serial: Vec<u8>,
    time_ms: i64,
    /// The whole INTEGER: that of others may be negative.
    nonce: Option<Vec<u8>>,
}

fn read_info(der: &[u8]) -> Result<Info> {
    let outer = Walk::only(der, SEQUENCE, Kind::BadTimestamp)?;
    let mut walk = Walk::new(outer.value, Kind::BadTimestamp);
    if walk.small()? != 1 {
        return Err(walk.refused());
    }
    let policy = walk.oid()?;
    let (algorithm, imprint) = read_imprint(&mut walk)?;
    let serial = certificate::serial(&mut walk)?;
    let time = walk.expect(GENERALIZED_TIME)?;
    let time_ms = precise_time(time.value).ok_or(walk.refused())?;
    walk.optional(SEQUENCE)?;
    walk.optional(BOOLEAN)?;
    let nonce = if walk.peek() == Some(INTEGER) {
        Some(walk.expect(INTEGER)?.whole.to_vec())
    } else {
        None
    };
    walk.optional(asn1::context(0))?;
    walk.optional(asn1::context(1))?;
    walk.end()?;
    Ok(Info {
        policy,
        algorithm,
        imprint,
        serial,
        time_ms,
        nonce,
    })
}

/// Reads `YYYYMMDDhhmmss[.f…]Z`; a fraction must not end in zero (RFC 3161 §2.4.2). What is beyond
/// milliseconds is dropped.
fn precise_time(text: &[u8]) -> Option<i64> {
    let (whole, rest) = text.split_at_checked(14)?;
    let whole = asn1::tlv(GENERALIZED_TIME, &[whole, b"Z"]);
    let seconds_ms = Walk::new(&whole, Kind::BadTimestamp).time().ok()?;
    if rest == b"Z" {
        return Some(seconds_ms);
    }
    let digits = rest.strip_prefix(b".")?.strip_suffix(b"Z")?;
    if digits.last().is_none_or(|last| *last == b'0') || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let places = digits.iter().chain(b"000").take(3);
    Some(seconds_ms + places.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::precise_time;

    #[test]
    fn fractions_of_seconds_are_read_to_the_millisecond() {
        let whole = precise_time(b"20261120100000Z").unwrap();
        assert_eq!(precise_time(b"20261120100000.5Z"), Some(whole + 500));
        assert_eq!(precise_time(b"20261120100000.12345Z"), Some(whole + 123));
        assert_eq!(precise_time(b"20261120100000.50Z"), None);
        assert_eq!(precise_time(b"20261120100000.Z"), None);
    }
}
