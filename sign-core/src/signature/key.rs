//! P-256 keys and signatures: ECDSA with SHA-256, `r ‖ s` outside CMS and DER inside it.

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use p256::pkcs8::{DecodePublicKey, EncodePublicKey};

use super::engine;
use crate::bytes::hash::sha256;
use crate::{Error, Kind, Result};

/// Octets of a signature as `r ‖ s`.
pub const RAW_BYTES: usize = 64;

/// Holds a private key, wherever it is: in memory, in a token, in the browser's key store.
pub trait Signer {
    /// Returns the public key as DER SubjectPublicKeyInfo.
    fn spki(&self) -> Vec<u8>;

    /// Signs a message with ECDSA P-256 and SHA-256; returns `r ‖ s`, 64 octets.
    ///
    /// # Errors
    /// Whatever keeps the key from signing.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>>;
}

/// A P-256 key in memory, wiped when dropped. It signs deterministically (RFC 6979).
#[derive(Clone)]
pub struct P256Key(SigningKey);

impl P256Key {
    /// Makes a key of 32 octets.
    ///
    /// # Errors
    /// [`Kind::BadKey`] for zero, and for a number that is not below the order of the curve.
    pub fn from_bytes(octets: &[u8; 32]) -> Result<Self> {
        let key = SigningKey::from_slice(octets);
        key.map(Self).map_err(|_| Kind::BadKey.into())
    }
}

impl Signer for P256Key {
    fn spki(&self) -> Vec<u8> {
        let key = self.0.verifying_key().to_public_key_der();
        key.expect("a P-256 point has a DER form").into_vec()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        let signature: Signature = self.0.sign(message);
        Ok(signature.to_bytes().to_vec())
    }
}

/// Verifies `r ‖ s` over a message.
///
/// # Errors
/// [`Kind::UnsupportedAlgorithm`] for a key that is not on P-256, [`Kind::BadSignature`] for a
/// signature that does not verify.
pub fn verify(spki: &[u8], message: &[u8], raw: &[u8]) -> Result<()> {
    let key = VerifyingKey::from_public_key_der(spki);
    let key = key.map_err(|_| Error::new(Kind::UnsupportedAlgorithm))?;
    let signature = Signature::from_slice(raw).map_err(|_| Error::new(Kind::BadSignature))?;
    engine::verify(&key, &sha256(message).0, &signature)
}

/// Turns `r ‖ s` into `SEQUENCE { r, s }`.
///
/// # Errors
/// [`Kind::BadSignature`] for anything but two numbers of the curve in 64 octets.
pub fn raw_to_der(raw: &[u8]) -> Result<Vec<u8>> {
    let signature = Signature::from_slice(raw).map_err(|_| Error::new(Kind::BadSignature))?;
    Ok(signature.to_der().as_bytes().to_vec())
}

/// Turns `SEQUENCE { r, s }` into `r ‖ s`.
///
/// # Errors
/// [`Kind::BadSignature`] for anything that is not the DER of two numbers of the curve.
pub fn der_to_raw(der: &[u8]) -> Result<Vec<u8>> {
    let signature = Signature::from_der(der).map_err(|_| Error::new(Kind::BadSignature))?;
    if signature.to_der().as_bytes() != der {
        return Err(Kind::BadSignature.into());
    }
    Ok(signature.to_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::{P256Key, Signer, der_to_raw, raw_to_der, verify};
    use crate::Kind;
    use crate::wire::value::Hash;

    /// RFC 6979 §A.2.5.
    fn key() -> P256Key {
        let hex = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
        P256Key::from_bytes(&Hash::from_hex(hex).unwrap().0).unwrap()
    }

    #[test]
    fn the_signature_of_sample_is_that_of_rfc_6979() {
        let raw = key().sign(b"sample").unwrap();
        let r = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
        assert_eq!(raw[..32], Hash::from_hex(r).unwrap().0);
        assert_eq!(verify(&key().spki(), b"sample", &raw), Ok(()));
    }

    #[test]
    fn a_signature_of_something_else_is_refused() {
        let raw = key().sign(b"sample").unwrap();
        let refused = verify(&key().spki(), b"other", &raw).unwrap_err();
        assert_eq!(refused.kind, Kind::BadSignature);
        let unknown = verify(&[0x30, 0], b"sample", &raw).unwrap_err();
        assert_eq!(unknown.kind, Kind::UnsupportedAlgorithm);
    }

    #[test]
    fn both_forms_of_a_signature_turn_into_each_other() {
        let raw = key().sign(b"test").unwrap();
        let der = raw_to_der(&raw).unwrap();
        assert_eq!(der_to_raw(&der).unwrap(), raw);
        assert!(der_to_raw(&[&der[..], &[0]].concat()).is_err());
        assert!(raw_to_der(&raw[1..]).is_err());
    }

    #[test]
    fn zero_is_no_key() {
        assert!(P256Key::from_bytes(&[0; 32]).is_err());
    }
}
