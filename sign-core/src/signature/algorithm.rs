//! Which digests and signature algorithms are verified, and verifying with any of them.
//!
//! We sign with ECDSA P-256 and SHA-256 alone. Files of others bring RSA (PKCS #1 v1.5 and PSS),
//! other curves and other digests, SHA-1 among them: what is past its time still tells whether the
//! bytes are intact, but no longer who made them, and is told apart by [`Algorithm::is_past`].

use der::asn1::ObjectIdentifier;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::pkcs8::DecodePublicKey as _;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use super::asn1::{BIT_STRING, NULL, SEQUENCE, Walk};
use super::{curve, engine, key, oid, rsa};
use crate::{Error, Kind, Result};

/// A digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DigestAlgorithm {
    /// SHA-1: past its time.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl DigestAlgorithm {
    /// Returns the digest of an identifier, if it is one of these.
    pub fn of(id: ObjectIdentifier) -> Option<Self> {
        [Self::Sha1, Self::Sha256, Self::Sha384, Self::Sha512]
            .into_iter()
            .find(|digest| digest.oid() == id)
    }

    /// Returns its identifier.
    pub fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha1 => oid::SHA1,
            Self::Sha256 => oid::SHA256,
            Self::Sha384 => oid::SHA384,
            Self::Sha512 => oid::SHA512,
        }
    }

    /// Hashes parts one after the other.
    pub fn hash(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Sha1 => digest::<Sha1>(parts),
            Self::Sha256 => digest::<Sha256>(parts),
            Self::Sha384 => digest::<Sha384>(parts),
            Self::Sha512 => digest::<Sha512>(parts),
        }
    }
}

fn digest<D: sha2::Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut hasher = D::new();
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finalize().to_vec()
}

/// An AlgorithmIdentifier as read (RFC 5280 §4.1.1.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Algorithm {
    /// Which one.
    pub id: ObjectIdentifier,
    /// DER parameters, where there are any but NULL.
    pub parameters: Option<Vec<u8>>,
}

/// How a signature is made over a digest.
enum Scheme {
    Pkcs1,
    Pss(rsa::Pss),
    Ecdsa,
}

/// A public key, by what it can verify.
enum Key {
    Rsa(rsa::Key),
    P256(Box<VerifyingKey>),
    Curve(&'static curve::Curve, Vec<u8>),
}

impl Algorithm {
    /// Reads one.
    ///
    /// # Errors
    /// The walk's, for anything malformed.
    pub(crate) fn read(walk: &mut Walk<'_>) -> Result<Self> {
        let mut fields = walk.sequence()?;
        let id = fields.oid()?;
        let parameters = if fields.is_done() {
            None
        } else {
            Some(fields.next()?)
        };
        fields.end()?;
        let stated = parameters.filter(|node| node.tag != NULL || !node.value.is_empty());
        let parameters = stated.map(|node| node.whole.to_vec());
        if parameters.is_some() && !takes_parameters(id) {
            return Err(fields.refused());
        }
        Ok(Self { id, parameters })
    }

    /// Returns the digest it names itself.
    fn digest(&self) -> Result<Option<DigestAlgorithm>> {
        use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
        Ok(Some(match self.id {
            oid::RSA => return Ok(None),
            oid::RSA_PSS => self.pss()?.0,
            oid::RSA_SHA1 | oid::ECDSA_SHA1 => Sha1,
            oid::RSA_SHA256 | oid::ECDSA_SHA256 => Sha256,
            oid::RSA_SHA384 | oid::ECDSA_SHA384 => Sha384,
            oid::RSA_SHA512 | oid::ECDSA_SHA512 => Sha512,
            _ => return Err(Kind::UnsupportedAlgorithm.into()),
        }))
    }

    fn scheme(&self) -> Result<Scheme> {
        Ok(match self.id {
            oid::RSA | oid::RSA_SHA1 | oid::RSA_SHA256 | oid::RSA_SHA384 | oid::RSA_SHA512 => {
                Scheme::Pkcs1
            }
            oid::RSA_PSS => Scheme::Pss(self.pss()?.1),
            oid::ECDSA_SHA1 | oid::ECDSA_SHA256 | oid::ECDSA_SHA384 | oid::ECDSA_SHA512 => {
                Scheme::Ecdsa
            }
            _ => return Err(Kind::UnsupportedAlgorithm.into()),
        })
    }

    fn pss(&self) -> Result<(DigestAlgorithm, rsa::Pss)> {
        rsa::pss_parameters(self.parameters.as_deref().unwrap_or(&[SEQUENCE, 0]))
    }

    /// Whether the digest, or the key in `spki`, is past its time: SHA-1, or RSA under 2048 bits.
    pub fn is_past(&self, spki: &[u8]) -> bool {
        let short = matches!(Key::read(spki), Ok(Key::Rsa(key)) if key.is_short());
        short || matches!(self.digest(), Ok(Some(DigestAlgorithm::Sha1)))
    }

    /// Verifies a signature over a message under a key. Where the algorithm names no digest
    /// itself, `other` is used.
    ///
    /// # Errors
    /// [`Kind::UnsupportedAlgorithm`] for algorithms and keys not judged here,
    /// [`Kind::BadSignature`] for a signature that does not verify.
    pub fn verify(
        &self,
        other: Option<DigestAlgorithm>,
        spki: &[u8],
        message: &[&[u8]],
        signature: &[u8],
    ) -> Result<()> {
        let digest = self.digest()?.or(other);
        let digest = digest.ok_or(Kind::UnsupportedAlgorithm)?;
        self.verify_digest(digest, &digest.hash(message), spki, signature)
    }

    /// Verifies a signature over what has the digest given, made by the algorithm given.
    ///
    /// # Errors
    /// As [`Algorithm::verify`]; [`Kind::BadSignature`] also where the algorithm names another
    /// digest.
    pub fn verify_digest(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
        spki: &[u8],
        signature: &[u8],
    ) -> Result<()> {
        if self.digest()?.is_some_and(|named| named != algorithm) {
            return Err(Kind::BadSignature.into());
        }
        match (self.scheme()?, Key::read(spki)?) {
            (Scheme::Pkcs1, Key::Rsa(key)) => key.pkcs1(algorithm, digest, signature),
            (Scheme::Pss(pss), Key::Rsa(key)) => key.pss(algorithm, pss, digest, signature),
            (Scheme::Ecdsa, Key::P256(key)) => p256(&key, digest, signature),
            (Scheme::Ecdsa, Key::Curve(curve, key)) => {
                curve::verify(curve, &key, digest, signature)
            }
            _ => Err(Kind::BadSignature.into()),
        }
    }
}

/// Opens the PKCS #1 v1.5 signature of an RSA key: the digest inside and its algorithm.
///
/// # Errors
/// As [`Algorithm::verify`].
pub fn digest_inside(spki: &[u8], signature: &[u8]) -> Result<(DigestAlgorithm, Vec<u8>)> {
    match Key::read(spki)? {
        Key::Rsa(key) => key.digest_info(signature),
        _ => Err(Kind::UnsupportedAlgorithm.into()),
    }
}

fn p256(key: &VerifyingKey, digest: &[u8], signature: &[u8]) -> Result<()> {
    let raw = key::der_to_raw(signature)?;
    let signature = Signature::from_slice(&raw).map_err(|_| Error::new(Kind::BadSignature))?;
    engine::verify(key, digest, &signature)
}

/// Parameters where the standard wants none would be octets nobody judges.
fn takes_parameters(id: ObjectIdentifier) -> bool {
    let without = [
        oid::SHA1,
        oid::SHA256,
        oid::SHA384,
        oid::SHA512,
        oid::ECDSA_SHA1,
        oid::ECDSA_SHA256,
        oid::ECDSA_SHA384,
        oid::ECDSA_SHA512,
    ];
    !without.contains(&id)
}

impl Key {
    /// Reads SubjectPublicKeyInfo.
    fn read(spki: &[u8]) -> Result<Self> {
        let unsupported = || Error::new(Kind::UnsupportedAlgorithm);
        let outer = Walk::only(spki, SEQUENCE, Kind::UnsupportedAlgorithm)?;
        let mut walk = Walk::new(outer.value, Kind::UnsupportedAlgorithm);
        let mut algorithm = walk.sequence()?;
        let bits = walk.expect(BIT_STRING)?;
        let octets = bits.value.strip_prefix(&[0]).ok_or_else(unsupported)?;
        match algorithm.oid()? {
            oid::RSA | oid::RSA_PSS => Ok(Self::Rsa(rsa::Key::read(octets)?)),
            oid::EC_PUBLIC_KEY => match algorithm.oid()? {
                oid::P256 => {
                    let key = VerifyingKey::from_public_key_der(spki);
                    Ok(Self::P256(Box::new(key.map_err(|_| unsupported())?)))
                }
                oid::P384 => Ok(Self::Curve(&curve::P384, octets.to_vec())),
                oid::P521 => Ok(Self::Curve(&curve::P521, octets.to_vec())),
                _ => Err(unsupported()),
            },
            _ => Err(unsupported()),
        }
    }
}
