//! A container checked: what its attributes say, and whether its signature verifies.

use der::asn1::ObjectIdentifier;

use super::SealFacts;
use super::read::{Attribute, Signed};
use crate::bytes::hash::sha256;
use crate::signature::algorithm::{Algorithm, DigestAlgorithm};
use crate::signature::asn1::{self, OCTET_STRING, SEQUENCE, UTF8_STRING, Walk};
use crate::signature::certificate::Certificate;
use crate::signature::oid;
use crate::wire::value::Hash;
use crate::{Error, Kind, Result};

impl Signed {
    /// Returns a signed attribute's value.
    pub fn attribute(&self, id: ObjectIdentifier) -> Option<&[u8]> {
        find(&self.signed, id)
    }

    /// Returns the digest's algorithm.
    ///
    /// # Errors
    /// [`Kind::UnsupportedAlgorithm`] for one not judged here.
    pub fn digest(&self) -> Result<DigestAlgorithm> {
        DigestAlgorithm::of(self.digest_algorithm.id).ok_or(Kind::UnsupportedAlgorithm.into())
    }

    /// Returns the digest in the signed attributes; nothing where there are no attributes and the
    /// digest itself was signed.
    ///
    /// # Errors
    /// [`Kind::BadCms`] where it is missing, as the following do for what they need.
    pub fn message_digest(&self) -> Result<Option<Vec<u8>>> {
        if self.signed_der.is_empty() {
            return Ok(None);
        }
        let value = self
            .attribute(oid::MESSAGE_DIGEST)
            .ok_or(Error::new(Kind::BadCms))?;
        let node = Walk::only(value, OCTET_STRING, Kind::BadCms)?;
        Ok(Some(node.value.to_vec()))
    }

    /// Tells whether the signer bound `signer` into the signature; nothing where none is bound.
    ///
    /// # Errors
    /// [`Kind::UnsupportedAlgorithm`] where the certificate is bound by a digest not judged here.
    pub fn names(&self, signer: &Certificate) -> Result<Option<bool>> {
        let (value, mut algorithm) = match self.attribute(oid::SIGNING_CERTIFICATE_V2) {
            Some(value) => (value, DigestAlgorithm::Sha256),
            None => match self.attribute(oid::SIGNING_CERTIFICATE) {
                Some(value) => (value, DigestAlgorithm::Sha1),
                None => return Ok(None),
            },
        };
        let outer = Walk::only(value, SEQUENCE, Kind::BadCms)?;
        let mut first = Walk::new(outer.value, Kind::BadCms)
            .sequence()?
            .sequence()?;
        if first.peek() == Some(SEQUENCE) {
            let id = Algorithm::read(&mut first)?.id;
            algorithm = DigestAlgorithm::of(id).ok_or(Kind::UnsupportedAlgorithm)?;
        }
        let hash = first.expect(OCTET_STRING)?.value;
        Ok(Some(hash == algorithm.hash(&[&signer.der])))
    }

    /// Returns the seal's facts, where it is one.
    ///
    /// # Errors
    /// [`Kind::BadCms`] where they are malformed.
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
    ///
    /// # Errors
    /// [`Kind::BadCms`] where it is missing.
    pub fn signer(&self) -> Result<Certificate> {
        self.signer_among(&[])
    }

    /// Returns the signer's certificate among those inside, or else among others.
    ///
    /// # Errors
    /// [`Kind::BadCms`] where it is missing.
    pub fn signer_among(&self, others: &[Certificate]) -> Result<Certificate> {
        let inside = self.certificates.iter();
        let inside = inside.filter_map(|der| Certificate::parse(der).ok());
        let mut found = inside
            .chain(others.iter().cloned())
            .filter(|one| self.is_signer(one));
        found.next().ok_or(Kind::BadCms.into())
    }

    fn is_signer(&self, one: &Certificate) -> bool {
        match &self.key_id {
            Some(key_id) => one.subject_key_id().ok().flatten().as_ref() == Some(key_id),
            None => one.issuer == self.issuer && one.serial == self.serial,
        }
    }

    /// Tells whether digest, signature algorithm or the key of `signer` is past its time.
    pub fn is_past(&self, signer: &Certificate) -> bool {
        self.digest() == Ok(DigestAlgorithm::Sha1) || self.signature_algorithm.is_past(&signer.spki)
    }

    /// Verifies signature and signed attributes under `signer`, for content with this digest by
    /// [`Signed::digest`].
    ///
    /// # Errors
    /// [`Kind::BadSignature`] where digest, certificate binding or signature are wrong;
    /// [`Kind::UnsupportedAlgorithm`] for algorithms not judged here; [`Kind::BadCms`] where a
    /// needed attribute is missing or says another content type.
    pub fn verify(&self, signer: &Certificate, digest: &[u8]) -> Result<()> {
        let (algorithm, spki) = (self.digest()?, &signer.spki);
        let signature = &self.signature;
        let Some(stated) = self.message_digest()? else {
            let scheme = &self.signature_algorithm;
            return scheme.verify_digest(algorithm, digest, spki, signature);
        };
        let content_type = self
            .attribute(oid::CONTENT_TYPE)
            .ok_or(Error::new(Kind::BadCms))?;
        if content_type != asn1::oid(self.content_type) {
            return Err(Kind::BadCms.into());
        }
        if self.names(signer)? == Some(false) || stated != digest {
            return Err(Kind::BadSignature.into());
        }
        let message = [self.signed_der.as_slice()];
        self.signature_algorithm
            .verify(Some(algorithm), spki, &message, signature)
    }

    /// Returns the SHA-256 a timestamp of this signature of ours must stamp.
    pub fn imprint(&self) -> Hash {
        sha256(&self.signature)
    }
}

fn find(list: &[Attribute], id: ObjectIdentifier) -> Option<&[u8]> {
    let found = list.iter().find(|(other, _)| *other == id);
    found.map(|(_, value)| value.as_slice())
}
