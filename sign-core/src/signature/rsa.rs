//! RSA signatures verified: PKCS #1 v1.5 and PSS (RFC 8017 §8), with the public key alone.

use super::algorithm::DigestAlgorithm;
use super::asn1::{self, NULL, OCTET_STRING, SEQUENCE, Walk};
use super::modular::{Modulus, trimmed};
use super::oid;
use crate::{Error, Kind, Result};

/// The largest modulus that is worked with, in octets.
const MAX_OCTETS: usize = 1024;

/// A modulus shorter than this is past its time, in octets.
const SHORT_OCTETS: usize = 256;

/// The largest public exponent, in octets.
const MAX_EXPONENT: usize = 8;

/// What RSA-PSS needs to know beside the digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pss {
    /// The digest under the mask generation.
    pub(super) mask: DigestAlgorithm,
    /// Octets of salt.
    pub(super) salt: usize,
}

/// A public key.
pub(super) struct Key {
    modulus: Modulus,
    exponent: Vec<u8>,
    bits: usize,
}

impl Key {
    /// Reads `RSAPublicKey`.
    pub(super) fn read(der: &[u8]) -> Result<Self> {
        let outer = Walk::only(der, SEQUENCE, Kind::BadCertificate)?;
        let mut walk = Walk::new(outer.value, Kind::BadCertificate);
        let (modulus, exponent) = (walk.uint()?, walk.uint()?);
        walk.end()?;
        if modulus.len() > MAX_OCTETS || exponent.len() > MAX_EXPONENT {
            return Err(Kind::UnsupportedAlgorithm.into());
        }
        let first = modulus.first().map_or(8, |octet| octet.leading_zeros());
        let bits = (modulus.len() * 8).saturating_sub(first as usize);
        let modulus = Modulus::new(&modulus).ok_or(walk.refused())?;
        Ok(Self {
            modulus,
            exponent,
            bits,
        })
    }

    /// Whether the key is shorter than what is safe today.
    pub(super) fn is_short(&self) -> bool {
        self.modulus.octets() < SHORT_OCTETS
    }

    /// Raises a signature to the public exponent.
    fn open(&self, signature: &[u8]) -> Result<Vec<u8>> {
        let wrong = Error::new(Kind::BadSignature);
        if trimmed(signature).len() > self.modulus.octets() {
            return Err(wrong);
        }
        let number = self.modulus.residue(signature).ok_or(wrong)?;
        let opened = self.modulus.power(&number, &self.exponent);
        Ok(self.modulus.write(&opened))
    }

    /// Verifies PKCS #1 v1.5 over a digest; the parameters in `DigestInfo` may be NULL or absent.
    pub(super) fn pkcs1(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<()> {
        let opened = self.open(signature)?;
        let id = asn1::oid(algorithm.oid());
        let forms = [asn1::tlv(NULL, &[]), Vec::new()];
        let fits = forms.iter().any(|null| {
            let info = asn1::sequence(&[&asn1::sequence(&[&id, null]), &asn1::octets(digest)]);
            padded(&info, opened.len()).is_some_and(|expected| expected == opened)
        });
        fits.then_some(()).ok_or(Kind::BadSignature.into())
    }

    /// Opens a PKCS #1 v1.5 signature and returns the digest inside, with its algorithm.
    pub(super) fn digest_info(&self, signature: &[u8]) -> Result<(DigestAlgorithm, Vec<u8>)> {
        let opened = self.open(signature)?;
        let start = opened.iter().skip(2).position(|octet| *octet != 0xff);
        let start = start.ok_or(Kind::BadSignature)? + 3;
        let info = opened.get(start..).unwrap_or_default();
        let outer = Walk::only(info, SEQUENCE, Kind::BadSignature)?;
        let mut walk = Walk::new(outer.value, Kind::BadSignature);
        let id = walk.sequence()?.oid()?;
        let digest = walk.expect(OCTET_STRING)?.value.to_vec();
        let algorithm = DigestAlgorithm::of(id).ok_or(Kind::UnsupportedAlgorithm)?;
        self.pkcs1(algorithm, &digest, signature)?;
        Ok((algorithm, digest))
    }

    /// Verifies PSS over a digest (RFC 8017 §9.1.2).
    pub(super) fn pss(
        &self,
        algorithm: DigestAlgorithm,
        pss: Pss,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<()> {
        let opened = self.open(signature)?;
        // The encoded message has one bit less than the modulus.
        let bits = self.bits - 1;
        let (above, encoded) = opened.split_at(opened.len() - bits.div_ceil(8));
        let fits = pss_fits(encoded, 8 * encoded.len() - bits, algorithm, pss, digest);
        let fits = fits.unwrap_or(false) && above.iter().all(|octet| *octet == 0);
        fits.then_some(()).ok_or(Kind::BadSignature.into())
    }
}

/// `00 01 FF … FF 00` and what is signed.
fn padded(info: &[u8], length: usize) -> Option<Vec<u8>> {
    let filling = length.checked_sub(info.len() + 3).filter(|n| *n >= 8)?;
    let mut out = vec![0, 1];
    out.extend(core::iter::repeat_n(0xff, filling));
    out.push(0);
    out.extend_from_slice(info);
    Some(out)
}

fn pss_fits(
    encoded: &[u8],
    unused: usize,
    algorithm: DigestAlgorithm,
    pss: Pss,
    digest: &[u8],
) -> Option<bool> {
    let (body, trailer) = encoded.split_at(encoded.len().checked_sub(1)?);
    let (masked, hash) = body.split_at(body.len().checked_sub(digest.len())?);
    let mut block = mgf1(pss.mask, hash, masked.len());
    block.iter_mut().zip(masked).for_each(|(a, b)| *a ^= b);
    let mask = 0xff_u8 >> unused;
    let clean = masked.first()? & !mask == 0;
    block[0] &= mask;
    let zeros = block.len().checked_sub(pss.salt + 1)?;
    let (head, salt) = block.split_at(zeros + 1);
    let framed = head[..zeros].iter().all(|octet| *octet == 0) && head[zeros] == 1;
    let again = algorithm.hash(&[&[0; 8], digest, salt]);
    Some(trailer == [0xbc] && clean && framed && again == hash)
}

fn mgf1(algorithm: DigestAlgorithm, seed: &[u8], length: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for counter in 0_u32.. {
        if out.len() >= length {
            break;
        }
        out.extend(algorithm.hash(&[seed, &counter.to_be_bytes()]));
    }
    out.truncate(length);
    out
}

/// Reads the parameters of RSA-PSS (RFC 4055 §3.1): the digest, and the rest.
pub(super) fn pss_parameters(der: &[u8]) -> Result<(DigestAlgorithm, Pss)> {
    let outer = Walk::only(der, SEQUENCE, Kind::UnsupportedAlgorithm)?;
    let mut walk = Walk::new(outer.value, Kind::UnsupportedAlgorithm);
    let digest_of =
        |walk: &mut Walk<'_>| DigestAlgorithm::of(walk.sequence()?.oid()?).ok_or(walk.refused());
    let digest = match walk.optional(asn1::context(0))? {
        Some(node) => digest_of(&mut walk.within(node))?,
        None => DigestAlgorithm::Sha1,
    };
    let mask = match walk.optional(asn1::context(1))? {
        Some(node) => {
            let mut fields = walk.within(node).sequence()?;
            if fields.oid()? != oid::MGF1 {
                return Err(walk.refused());
            }
            digest_of(&mut fields)?
        }
        None => DigestAlgorithm::Sha1,
    };
    let salt = match walk.optional(asn1::context(2))? {
        Some(node) => usize::from(walk.within(node).small()?),
        None => 20,
    };
    Ok((digest, Pss { mask, salt }))
}
