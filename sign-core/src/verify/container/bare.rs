//! A bare RSA signature with its certificates beside it (`adbe.x509.rsa_sha1`, ISO 32000-1 §12.8.3.2).

use lopdf::Object;

use super::{Opinion, Setting};
use crate::signature::algorithm;
use crate::signature::asn1::{OCTET_STRING, Walk};
use crate::signature::certificate::Certificate;
use crate::verify::finding::FindingCode;
use crate::verify::revocation::Evidence;
use crate::verify::transcript::Claim;
use crate::{Error, Kind, Result};

/// Judges an OCTET STRING that holds the signature.
pub(super) fn judge(octets: &[u8], claim: &Claim<'_>, setting: &Setting<'_>) -> Opinion {
    let mut opinion = Opinion::default();
    let pool = certificates(claim);
    let Some(signer) = pool.first().cloned() else {
        opinion.findings.push(FindingCode::CertificatesOdd);
        return opinion;
    };
    match fits(octets, claim, &signer) {
        Ok(()) => opinion.intact = true,
        Err(error) => opinion.findings.push(match error.kind {
            Kind::UnsupportedAlgorithm => FindingCode::AlgorithmUnknown,
            Kind::WrongFile => FindingCode::DigestMismatch,
            Kind::BadCms => FindingCode::CmsMalformed,
            _ => FindingCode::SignatureWrong,
        }),
    }
    let past = [FindingCode::AlgorithmPast, FindingCode::TimeClaimed];
    opinion.findings.extend(past);
    opinion.chain(&signer, &pool, &Evidence::default(), setting);
    opinion.signer = Some(signer);
    opinion
}

fn fits(octets: &[u8], claim: &Claim<'_>, signer: &Certificate) -> Result<()> {
    let signature = Walk::only(octets, OCTET_STRING, Kind::BadCms)?.value;
    let (algorithm, digest) = algorithm::digest_inside(&signer.spki, signature)?;
    let same = digest == claim.hash(algorithm);
    same.then_some(()).ok_or(Error::new(Kind::WrongFile))
}

/// `/Cert`: one certificate, or the signer's and those above it.
fn certificates(claim: &Claim<'_>) -> Vec<Certificate> {
    let entry = claim.dict.get(b"Cert").ok();
    let entry = entry.and_then(|entry| claim.document.resolve(entry).ok());
    let list = match entry {
        Some(Object::Array(list)) => list,
        Some(one) => vec![one],
        None => Vec::new(),
    };
    list.iter()
        .filter_map(|item| match claim.document.resolve(item) {
            Ok(Object::String(der, _)) => Certificate::parse(&der).ok(),
            _ => None,
        })
        .collect()
}
