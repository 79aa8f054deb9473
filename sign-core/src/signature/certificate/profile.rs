//! The six certificates we issue (PROTOCOL §2).

use der::asn1::ObjectIdentifier;

use super::extension::{self, Authority};
use super::name::Subject;
use super::{CRL_SIGN, Certificate, DIGITAL_SIGNATURE, KEY_CERT_SIGN, NON_REPUDIATION, key_octets};
use crate::protocol::transcript::Transcript;
use crate::signature::key::{Signer, raw_to_der};
use crate::signature::{asn1, oid};
use crate::{Error, Kind, Result};

/// For how long a one-shot key may sign after its leaf was issued, in milliseconds.
pub const KEY_PERIOD_MS: i64 = 15 * 60 * 1000;

/// Octets of a serial number.
pub const SERIAL_BYTES: usize = 20;

/// What differs between two certificates of one profile.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Whom it is about.
    pub subject: Subject<'a>,
    /// DER SubjectPublicKeyInfo of the key it certifies.
    pub spki: &'a [u8],
    /// Unique and unpredictable; see [`serial`].
    pub serial: [u8; SERIAL_BYTES],
    /// First moment of validity, in milliseconds since 1970.
    pub not_before_ms: i64,
    /// Last moment of validity, in milliseconds since 1970.
    pub not_after_ms: i64,
    /// Where its issuer's revocation list is published, where that is a public address.
    pub crl_url: Option<&'a str>,
}

/// Who signs a certificate or a revocation list.
#[derive(Clone, Copy)]
pub struct Issuer<'a> {
    /// Its DER certificate.
    pub certificate: &'a [u8],
    /// Its key.
    pub key: &'a dyn Signer,
}

/// Returns the serial number as it is written: positive, and always 20 octets long.
pub fn serial(octets: &[u8; SERIAL_BYTES]) -> [u8; SERIAL_BYTES] {
    let mut out = *octets;
    out[0] = out[0] & 0x7f | 0x40;
    out
}

/// Issues a root for itself; `request.spki` must be `key`'s.
///
/// # Errors
/// [`Kind::BadCertificate`] for an empty name, a time before 1970 or an unreadable key or issuer,
/// here and in the following; what the key says.
pub fn root(request: &Request<'_>, key: &dyn Signer) -> Result<Vec<u8>> {
    if key.spki() != request.spki {
        return Err(Kind::BadCertificate.into());
    }
    let extensions = [
        extension::basic_constraints(Some(Authority { path_length: None })),
        extension::key_usage(KEY_CERT_SIGN | CRL_SIGN),
    ];
    sign(request, &request.subject.der()?, key, &extensions)
}

/// Issues the CA that issues everything but timestamp authorities.
///
/// # Errors
/// As [`root`].
pub fn issuing(request: &Request<'_>, root: &Issuer<'_>) -> Result<Vec<u8>> {
    let extensions = [
        extension::basic_constraints(Some(Authority {
            path_length: Some(0),
        })),
        extension::key_usage(KEY_CERT_SIGN | CRL_SIGN),
        extension::policy(oid::ANY_POLICY),
    ];
    issue(request, root, &extensions)
}

/// Issues a timestamp authority (RFC 3161 §2.3: one critical purpose).
///
/// # Errors
/// As [`root`].
pub fn timestamping(request: &Request<'_>, root: &Issuer<'_>) -> Result<Vec<u8>> {
    let extensions = [
        extension::basic_constraints(None),
        extension::key_usage(DIGITAL_SIGNATURE),
        extension::extended_key_usage(true, &[oid::TIME_STAMPING]),
    ];
    issue(request, root, &extensions)
}

/// Issues the organisation's certificate for certifications.
///
/// # Errors
/// As [`root`].
pub fn certification(request: &Request<'_>, issuing: &Issuer<'_>) -> Result<Vec<u8>> {
    issue(request, issuing, &signing(None))
}

/// Issues the organisation's certificate for seals.
///
/// # Errors
/// As [`root`].
pub fn seal(request: &Request<'_>, issuing: &Issuer<'_>) -> Result<Vec<u8>> {
    issue(request, issuing, &signing(Some(oid::SEAL_POLICY)))
}

/// Issues the one-shot certificate of one act: it carries the transcript, whose key it certifies,
/// and bounds the key to 15 minutes from `issued_ms`. It may be issued again for the same
/// transcript.
///
/// # Errors
/// [`Kind::BadTranscript`] where the transcript names another key or begins before the validity;
/// else as [`root`].
pub fn leaf(
    request: &Request<'_>,
    issuing: &Issuer<'_>,
    transcript: &Transcript,
    issued_ms: i64,
) -> Result<Vec<u8>> {
    if transcript.key.0 != request.spki || request.not_before_ms > transcript.begin_ms {
        return Err(Kind::BadTranscript.into());
    }
    let method = ObjectIdentifier::new(&transcript.method_oid);
    let method = method.map_err(|_| Error::new(Kind::BadTranscript))?;
    let mut extensions = signing(Some(method));
    extensions.push(extension::key_period(issued_ms, issued_ms + KEY_PERIOD_MS)?);
    extensions.push(extension::transcript(&transcript.der()));
    issue(request, issuing, &extensions)
}

/// Returns what every certificate that signs documents has.
fn signing(policy: Option<ObjectIdentifier>) -> Vec<Vec<u8>> {
    let purposes = [oid::DOCUMENT_SIGNING, oid::EMAIL_PROTECTION];
    let mut extensions = vec![
        extension::basic_constraints(None),
        extension::key_usage(DIGITAL_SIGNATURE | NON_REPUDIATION),
        extension::extended_key_usage(false, &purposes),
    ];
    extensions.extend(policy.map(extension::policy));
    extensions
}

fn issue(request: &Request<'_>, issuer: &Issuer<'_>, extensions: &[Vec<u8>]) -> Result<Vec<u8>> {
    let certificate = Certificate::parse(issuer.certificate)?;
    if certificate.spki != issuer.key.spki() {
        return Err(Kind::BadCertificate.into());
    }
    sign(request, &certificate.subject, issuer.key, extensions)
}

/// Writes TBSCertificate (RFC 5280 §4.1) and signs it.
fn sign(
    request: &Request<'_>,
    issuer: &[u8],
    key: &dyn Signer,
    profile: &[Vec<u8>],
) -> Result<Vec<u8>> {
    key_octets(request.spki)?;
    let tbs = asn1::sequence(&[
        &asn1::tlv(asn1::context(0), &[&asn1::uint(&[2])]),
        &asn1::uint(&serial(&request.serial)),
        &algorithm(),
        issuer,
        &validity(request.not_before_ms, request.not_after_ms)?,
        &request.subject.der()?,
        request.spki,
        &extensions(request, key, profile)?,
    ]);
    signed(&tbs, key)
}

fn extensions(request: &Request<'_>, key: &dyn Signer, profile: &[Vec<u8>]) -> Result<Vec<u8>> {
    let mut all = profile.to_vec();
    all.push(extension::subject_key_id(request.spki)?);
    all.push(extension::authority_key_id(&key.spki())?);
    all.extend(request.crl_url.map(extension::crl_url));
    Ok(asn1::tlv(
        asn1::context(3),
        &[&asn1::sequence(&[&all.concat()])],
    ))
}

fn validity(not_before_ms: i64, not_after_ms: i64) -> Result<Vec<u8>> {
    if not_after_ms < not_before_ms {
        return Err(Kind::BadCertificate.into());
    }
    let from = asn1::time(not_before_ms, Kind::BadCertificate)?;
    let until = asn1::time(not_after_ms, Kind::BadCertificate)?;
    Ok(asn1::sequence(&[&from, &until]))
}

/// Returns the AlgorithmIdentifier of ECDSA with SHA-256, without parameters (RFC 5758 §3.2).
pub(crate) fn algorithm() -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(oid::ECDSA_SHA256)])
}

/// Signs what stands before the algorithm and the signature of a certificate or list.
pub(crate) fn signed(tbs: &[u8], key: &dyn Signer) -> Result<Vec<u8>> {
    let signature = raw_to_der(&key.sign(tbs)?)?;
    Ok(asn1::sequence(&[
        tbs,
        &algorithm(),
        &asn1::bits(&signature),
    ]))
}
