//! Whether the transcript in a signer's certificate is about this very signature (PROTOCOL §4).

use lopdf::{Dictionary, Object};

use crate::bytes::date::parse_pdf_date;
use crate::document::Document;
use crate::protocol::transcript::document_commitment;
use crate::signature::algorithm::DigestAlgorithm;
use crate::signature::certificate::Certificate;
use crate::wire::value::Hash;

/// What the file says of one signature.
pub(super) struct Claim<'a> {
    /// The file.
    pub(super) document: &'a Document,
    /// The signature dictionary.
    pub(super) dict: &'a Dictionary,
    /// What the field is called in a transcript.
    pub(super) field: &'a str,
    /// SHA-256 over the byte range.
    pub(super) digest: Hash,
    /// The byte range itself: what stands before the gap, and after it.
    pub(super) parts: [&'a [u8]; 2],
    /// SHA-256 of the version before; none where it is not known which that is.
    pub(super) previous: Option<Hash>,
}

/// How a signature is packed (`/SubFilter`, ISO 32000-2 §12.8.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// `ETSI.CAdES.detached`.
    Cades,
    /// `ETSI.RFC3161`: a document timestamp.
    Timestamp,
    /// `adbe.pkcs7.detached`.
    Pkcs7,
    /// `adbe.pkcs7.sha1`: the container holds the range's SHA-1 and signs that.
    Pkcs7Sha1,
    /// `adbe.x509.rsa_sha1`: a bare RSA signature, its certificate in `/Cert`.
    Bare,
    /// None or another.
    Unknown,
}

impl Claim<'_> {
    /// The format the dictionary promises.
    pub(super) fn format(&self) -> Format {
        match self.dict.get(b"SubFilter").and_then(Object::as_name) {
            Ok(b"ETSI.CAdES.detached") => Format::Cades,
            Ok(b"ETSI.RFC3161") => Format::Timestamp,
            Ok(b"adbe.pkcs7.detached") => Format::Pkcs7,
            Ok(b"adbe.pkcs7.sha1") => Format::Pkcs7Sha1,
            Ok(b"adbe.x509.rsa_sha1") => Format::Bare,
            _ => Format::Unknown,
        }
    }

    /// The byte range's digest by any algorithm; SHA-256 is known already.
    pub(super) fn hash(&self, algorithm: DigestAlgorithm) -> Vec<u8> {
        match algorithm {
            DigestAlgorithm::Sha256 => self.digest.0.to_vec(),
            other => other.hash(&self.parts),
        }
    }
}

/// Whether `signer` carries a transcript, and if so, whether it fits the claim.
pub(super) fn fits(signer: &Certificate, claim: &Claim<'_>) -> Option<bool> {
    let transcript = match signer.transcript() {
        Ok(transcript) => transcript?,
        Err(_) => return Some(false),
    };
    let method = signer.policies().is_ok_and(|policies| {
        policies
            .iter()
            .any(|policy| policy.to_string() == transcript.method_oid)
    });
    let time = claimed_ms(claim.dict) == Some(transcript.begin_ms);
    let key = transcript.key.0 == signer.spki;
    let document = claim.previous.is_none()
        || commitment(claim).is_some_and(|hash| transcript.documents.contains(&hash));
    Some(method && time && key && document)
}

/// The claimed signing time (`/M`), in milliseconds since 1970.
pub(super) fn claimed_ms(dict: &Dictionary) -> Option<i64> {
    match dict.get(b"M") {
        Ok(Object::String(date, _)) => parse_pdf_date(date),
        _ => None,
    }
}

fn commitment(claim: &Claim<'_>) -> Option<Hash> {
    let Ok(Object::Dictionary(ours)) = claim.document.resolve(claim.dict.get(b"Seing").ok()?)
    else {
        return None;
    };
    let salt: [u8; 32] = text(&ours, b"S")?.try_into().ok()?;
    let id = String::from_utf8(text(&ours, b"Document")?).ok()?;
    let (previous, digest) = (claim.previous.as_ref()?, &claim.digest);
    Some(document_commitment(
        &Hash(salt),
        &id,
        previous,
        digest,
        claim.field,
    ))
}

fn text(dict: &Dictionary, key: &[u8]) -> Option<Vec<u8>> {
    match dict.get(key) {
        Ok(Object::String(octets, _)) => Some(octets.clone()),
        _ => None,
    }
}
