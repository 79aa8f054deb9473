//! One P-256 key of the server, signing with AWS-LC.

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _,
    UnparsedPublicKey,
};
use sign_core::bytes::hash::sha256;
use sign_core::signature::key::Signer;
use zeroize::Zeroizing;

use super::{KeyError, Result, Role};

/// A private key and its public half.
pub(super) struct Pair {
    role: Role,
    key: EcdsaKeyPair,
    pkcs8: Zeroizing<Vec<u8>>,
    spki: Vec<u8>,
}

impl Pair {
    /// Makes a new key.
    pub(super) fn make(role: Role) -> Result<Self> {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING);
        Self::new(role, key.map_err(|_| KeyError::Broken(role))?)
    }

    /// Reads PKCS#8.
    pub(super) fn read(role: Role, pkcs8: &[u8]) -> Result<Self> {
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8);
        Self::new(role, key.map_err(|_| KeyError::Broken(role))?)
    }

    fn new(role: Role, key: EcdsaKeyPair) -> Result<Self> {
        let broken = |_| KeyError::Broken(role);
        let spki: PublicKeyX509Der<'_> = key.public_key().as_der().map_err(broken)?;
        let spki = spki.as_ref().to_vec();
        let document = key.to_pkcs8v1().map_err(broken)?;
        let pkcs8 = Zeroizing::new(document.as_ref().to_vec());
        Ok(Self {
            role,
            key,
            pkcs8,
            spki,
        })
    }

    /// Returns PKCS#8, to be wrapped at once.
    pub(super) fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// Returns what it is for.
    pub(super) fn role(&self) -> Role {
        self.role
    }

    /// Returns sixteen hex digits that name it.
    pub(super) fn kid(&self) -> String {
        sha256(&self.spki).hex()[..16].to_owned()
    }

    /// Signs a message and verifies the signature before it leaves: r ‖ s.
    pub(super) fn sign_checked(&self, message: &[u8]) -> Result<[u8; 64]> {
        let broken = KeyError::Broken(self.role);
        let Ok(signature) = self.key.sign(&SystemRandom::new(), message) else {
            return Err(broken);
        };
        let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, self.key.public_key());
        match public.verify(message, signature.as_ref()) {
            Ok(()) => signature.as_ref().try_into().map_err(|_| broken),
            Err(_) => Err(broken),
        }
    }
}

impl Signer for Pair {
    fn spki(&self) -> Vec<u8> {
        self.spki.clone()
    }

    fn sign(&self, message: &[u8]) -> sign_core::Result<Vec<u8>> {
        let signed = self.sign_checked(message);
        let signed = signed.map_err(|_| sign_core::Error::from(sign_core::Kind::BadKey))?;
        Ok(signed.to_vec())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

    use sign_core::signature::key::{Signer as _, verify};

    use super::{Pair, Role};

    #[test]
    fn what_it_signs_the_browsers_library_verifies() {
        let pair = Pair::make(Role::Log).unwrap();
        let signature = pair.sign(b"message").unwrap();
        assert_eq!(verify(&pair.spki(), b"message", &signature), Ok(()));
        assert!(verify(&pair.spki(), b"other", &signature).is_err());
    }

    #[test]
    fn a_key_reads_back_as_itself() {
        let pair = Pair::make(Role::Root).unwrap();
        let again = Pair::read(Role::Root, pair.pkcs8()).unwrap();
        assert_eq!((pair.spki(), pair.kid()), (again.spki(), again.kid()));
        assert!(Pair::read(Role::Root, b"no key").is_err());
    }
}
