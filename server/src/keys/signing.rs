//! What the keys sign: certifications, seals, leaves, receipts, and the CMS around a signer's signature.

use sign_core::protocol::transcript::Transcript;
use sign_core::signature::certificate::Certificate;
use sign_core::signature::certificate::name::Subject;
use sign_core::signature::certificate::profile::{self, Request};
use sign_core::signature::cms::{self, SealFacts};
use sign_core::signature::key::Signer as _;
use sign_core::wire::Hash;

use super::authority::Keyed;
use super::{KeyError, Keyring, Result};

/// Octets of a CMS beside its certificates: attributes, signature, and the token's own.
const CMS_OCTETS: usize = 2_048;

/// Octets of a leaf beside its transcript: names of up to 64 characters each, extensions.
const LEAF_OCTETS: usize = 1_536;

/// What a one-shot certificate says.
#[derive(Clone, Debug)]
pub struct LeafFacts {
    /// First and last name of the signer.
    pub common_name: String,
    /// The one-shot key, DER SubjectPublicKeyInfo.
    pub spki: Vec<u8>,
    /// The whole transcript, DER.
    pub transcript_der: Vec<u8>,
    /// Policy of the method, dotted.
    pub method_oid: String,
    /// When the act began: nothing of it is earlier than the certificate.
    pub begin_ms: i64,
    /// When it is issued: its key may be used for 15 minutes from then.
    pub now_ms: i64,
    /// Its serial number.
    pub serial: [u8; 20],
}

impl Keyring {
    /// Signs a certification's digest: CMS with timestamp.
    pub fn certify(&self, digest: &Hash) -> Result<Vec<u8>> {
        let ours = self.ours();
        let attributes = cms::signed_attributes(digest, &ours.certification.cert);
        self.sign(&ours.certification, &attributes)
    }

    /// Signs a seal's digest, naming the envelope and its launch hash: CMS with timestamp.
    pub fn seal(&self, digest: &Hash, envelope: &str, launch: &Hash) -> Result<Vec<u8>> {
        let ours = self.ours();
        let facts = SealFacts {
            envelope: envelope.to_owned(),
            launch: *launch,
        };
        let attributes = cms::seal_attributes(digest, &ours.seal.cert, &facts);
        self.sign(&ours.seal, &attributes)
    }

    /// Issues a one-shot certificate; it lives as long as its authority.
    pub fn issue_leaf(&self, facts: &LeafFacts) -> Result<Vec<u8>> {
        let transcript = Transcript::from_der(&facts.transcript_der)?;
        let request = Request {
            subject: Subject {
                common_name: &facts.common_name,
                organisation: None,
                pseudonym: None,
            },
            spki: &facts.spki,
            serial: facts.serial,
            not_before_ms: facts.begin_ms,
            not_after_ms: self.authorities.ends_ms()?,
            crl_url: None,
        };
        let issuing = self.authorities.issuing.issuer();
        Ok(profile::leaf(
            &request,
            &issuing,
            &transcript,
            facts.now_ms,
        )?)
    }

    /// Puts leaf, digest, signature and token together; the same inputs give the same octets.
    pub fn assemble(
        &self,
        leaf: &[u8],
        digest: &Hash,
        raw: &[u8],
        token: &[u8],
    ) -> Result<Vec<u8>> {
        let attributes = cms::signed_attributes(digest, leaf);
        Ok(cms::assemble(
            leaf,
            &self.chain(),
            &attributes,
            raw,
            Some(token),
        )?)
    }

    /// Stamps and assembles at once.
    pub fn complete(&self, leaf: &[u8], digest: &Hash, raw: &[u8]) -> Result<Vec<u8>> {
        let token = self.stamp_signature(raw)?;
        self.assemble(leaf, digest, raw, &token)
    }

    fn sign(&self, keyed: &Keyed, attributes: &[u8]) -> Result<Vec<u8>> {
        let raw = keyed.pair.sign_checked(attributes)?;
        let token = self.stamp_signature(&raw)?;
        Ok(cms::assemble(
            &keyed.cert,
            &self.chain(),
            attributes,
            &raw,
            Some(&token),
        )?)
    }

    /// Signs a receipt: r ‖ s.
    pub fn receipt(&self, message: &[u8]) -> Result<[u8; 64]> {
        self.authorities.log.pair.sign_checked(message)
    }

    /// Returns the octets to reserve for a certification's CMS.
    pub fn reserve_certification(&self) -> u32 {
        self.reserve(self.ours().certification.cert.len())
    }

    /// Returns the octets to reserve for a seal's CMS.
    pub fn reserve_seal(&self) -> u32 {
        self.reserve(self.ours().seal.cert.len())
    }

    /// Returns the octets to reserve for a signer's CMS with a transcript of that length.
    pub fn reserve_act(&self, transcript_len: usize) -> u32 {
        self.reserve(LEAF_OCTETS + transcript_len)
    }

    /// Returns the octets to reserve for a document timestamp.
    pub fn reserve_stamp(&self) -> u32 {
        self.reserve(0)
    }

    fn reserve(&self, leaf: usize) -> u32 {
        let fixed = &self.authorities;
        let chain = fixed.issuing.cert.len() + fixed.root.cert.len();
        let token = fixed.tsa.cert.len() + fixed.root.cert.len();
        let octets = leaf + chain + token + CMS_OCTETS;
        u32::try_from(octets.next_multiple_of(64)).unwrap_or(u32::MAX)
    }

    /// Signs and verifies with each key, and checks that each certificate is its authority's.
    pub fn self_test(&self) -> Result<()> {
        let (fixed, ours) = (&self.authorities, self.ours());
        let pairs = [
            (&fixed.root, Some(&fixed.root)),
            (&fixed.issuing, Some(&fixed.root)),
            (&fixed.tsa, Some(&fixed.root)),
            (&ours.certification, Some(&fixed.issuing)),
            (&ours.seal, Some(&fixed.issuing)),
            (&fixed.log, None),
        ];
        for (keyed, issuer) in pairs {
            self.test(keyed, issuer)?;
        }
        self.probe_tsa()
    }

    fn test(&self, keyed: &Keyed, issuer: Option<&Keyed>) -> Result<()> {
        keyed.pair.sign_checked(b"seing/1/self-test")?;
        let Some(issuer) = issuer else { return Ok(()) };
        let certificate = Certificate::parse(&keyed.cert)?;
        certificate.is_signed_by(&Certificate::parse(&issuer.cert)?)?;
        let fits = certificate.spki == keyed.pair.spki();
        if !fits || !certificate.is_valid_at(self.clock.now_ms()) {
            return Err(KeyError::Broken(keyed.pair.role()));
        }
        Ok(())
    }
}
