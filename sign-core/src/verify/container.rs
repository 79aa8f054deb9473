//! One container: digest, signature value, certificates, timestamp and transcript.

use super::chain::{self, Chain, Trust};
use super::finding::FindingCode;
use super::revocation;
use super::transcript::{self, Claim};
use crate::Kind;
use crate::signature::certificate::{Certificate, DIGITAL_SIGNATURE, NON_REPUDIATION};
use crate::signature::cms::{self, Signed};
use crate::signature::crl::Crl;
use crate::signature::timestamp::{self, Stamp};

/// What a container says, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Opinion {
    /// The signer's certificate.
    pub(super) signer: Option<Certificate>,
    /// The stamped time, in milliseconds since 1970.
    pub(super) stamped_ms: Option<i64>,
    /// Whether digest and signature value fit.
    pub(super) intact: bool,
    /// Whether the chain ends at a trusted root.
    pub(super) trusted: bool,
    /// Whether one of ours made it: then its container must be exactly as we write it.
    pub(super) ours: bool,
    /// Whether it is our organisation's seal.
    pub(super) seals: bool,
    /// What is wrong.
    pub(super) findings: Vec<FindingCode>,
}

/// What is known beside the container.
pub(super) struct Setting<'a> {
    /// Roots and certificates given.
    pub(super) trust: &'a Trust,
    /// Lists in the file.
    pub(super) lists: &'a [Crl],
    /// The moment of judgement, in milliseconds since 1970.
    pub(super) at_ms: i64,
    /// Whether the file has been sealed or was never ours: then revocation data must be there.
    pub(super) finished: bool,
}

/// Judges a signature's container.
pub(super) fn judge(der: &[u8], claim: &Claim<'_>, setting: &Setting<'_>) -> Opinion {
    let mut opinion = Opinion::default();
    let signed = match cms::parse(der) {
        Ok(signed) => signed,
        Err(error) => {
            opinion.findings.push(malformed(error.kind));
            return opinion;
        }
    };
    if let Some(signer) = opinion.signature(&signed, claim) {
        opinion.seals = !matches!(signed.seal_facts(), Ok(None));
        let marked = claim.dict.has(b"Seing");
        opinion.ours = opinion.seals || marked || !matches!(signer.transcript(), Ok(None));
        opinion.stamp(&signed, setting);
        opinion.certificates(&signed, &signer, claim, setting);
        opinion.transcript(&signer, claim);
        opinion.signer = Some(signer);
    }
    opinion
}

/// Judges a document timestamp's token.
pub(super) fn judge_token(der: &[u8], claim: &Claim<'_>, setting: &Setting<'_>) -> Opinion {
    let mut opinion = Opinion::default();
    match timestamp::check(der, &claim.digest) {
        Ok(stamp) => {
            opinion.intact = true;
            let chain = opinion.authority(&stamp, setting);
            opinion.trusted = chain.trusted;
            opinion.stamped_ms = Some(stamp.time_ms);
            opinion.signer = Some(stamp.authority);
        }
        Err(error) if error.kind == Kind::UnsupportedAlgorithm => {
            opinion.findings.push(FindingCode::AlgorithmUnknown);
        }
        Err(_) => opinion.findings.push(FindingCode::TimestampWrong),
    }
    opinion
}

impl Opinion {
    fn signature(&mut self, signed: &Signed, claim: &Claim<'_>) -> Option<Certificate> {
        let Ok(signer) = signed.signer() else {
            self.findings.push(FindingCode::CertificatesOdd);
            return None;
        };
        match signed.message_digest() {
            Ok(digest) if digest == claim.digest.0 => {}
            Ok(_) => self.findings.push(FindingCode::DigestMismatch),
            Err(_) => self.findings.push(FindingCode::CmsMalformed),
        }
        match signed.verify(&signer, &claim.digest) {
            Ok(()) => self.intact = self.findings.is_empty(),
            Err(error) if error.kind == Kind::UnsupportedAlgorithm => {
                self.intact = self.findings.is_empty();
                self.findings.push(FindingCode::AlgorithmUnknown);
            }
            Err(_) if self.findings.is_empty() => self.findings.push(FindingCode::SignatureWrong),
            Err(_) => {}
        }
        if !matches!(signed.signing_certificate(), Ok(Some(named)) if named == signer.fingerprint())
            && claim.is_pades()
        {
            self.findings.push(FindingCode::CertificateSwapped);
        }
        Some(signer)
    }

    fn stamp(&mut self, signed: &Signed, setting: &Setting<'_>) {
        let Some(token) = signed.token() else {
            self.findings.push(FindingCode::TimeClaimed);
            return;
        };
        match timestamp::check(token, &signed.imprint()) {
            Ok(stamp) => {
                let chain = self.authority(&stamp, setting);
                self.stamped_ms = Some(stamp.time_ms);
                let pool = parsed(&stamp.certificates);
                let stray = pool.len() != stamp.certificates.len() || !chain.uses_all(&pool);
                if self.ours && (!stamp.is_canonical || stray) {
                    self.findings.push(FindingCode::ContentsNotCanonical);
                }
            }
            Err(error) if error.kind == Kind::UnsupportedAlgorithm => {
                self.findings.push(FindingCode::AlgorithmUnknown);
            }
            Err(_) => self.findings.push(FindingCode::TimestampWrong),
        }
    }

    /// The chain of a timestamp's maker; what is wrong with it is a matter of trust in the time.
    fn authority(&mut self, stamp: &Stamp, setting: &Setting<'_>) -> Chain {
        let pool = parsed(&stamp.certificates);
        let chain = chain::build(&stamp.authority, &pool, setting.trust);
        if !chain.is_valid_at(stamp.time_ms) {
            self.findings.push(FindingCode::TimestampWrong);
        }
        if !chain.trusted || !chain.is_valid_at(setting.at_ms) {
            self.findings.push(FindingCode::TimestampUntrusted);
        }
        let broken = |code: &&FindingCode| {
            matches!(
                code,
                FindingCode::CertificatesOdd | FindingCode::CertificateUnfit
            )
        };
        self.findings.extend(chain.findings.iter().filter(broken));
        chain
    }

    fn certificates(
        &mut self,
        signed: &Signed,
        signer: &Certificate,
        claim: &Claim<'_>,
        setting: &Setting<'_>,
    ) {
        let pool = parsed(&signed.certificates);
        let chain = chain::build(signer, &pool, setting.trust);
        self.findings.extend(&chain.findings);
        self.trusted = chain.trusted;
        let signed_ms = self.stamped_ms.or(transcript::claimed_ms(claim.dict));
        self.period(&chain, setting);
        if !may_sign(signer) {
            self.findings.push(FindingCode::CertificateUnfit);
        }
        if setting.finished {
            let signed_ms = signed_ms.unwrap_or(setting.at_ms);
            let lists = setting.lists;
            self.findings.extend(revocation::ask(
                &chain.certificates,
                lists,
                signed_ms,
                setting.at_ms,
            ));
        }
        let stray = pool.len() != signed.certificates.len() || !chain.uses_all(&pool);
        if self.ours && stray {
            self.findings.push(FindingCode::CertificatesOdd);
        }
        let only_stamped = signed.unsigned.len() == 1 && signed.token().is_some();
        if self.ours && (!signed.is_sorted || signed.has_crls || !only_stamped) {
            self.findings.push(FindingCode::ContentsNotCanonical);
        }
    }

    fn period(&mut self, chain: &Chain, setting: &Setting<'_>) {
        match self.stamped_ms {
            Some(stamped_ms) if !chain.is_valid_at(stamped_ms) => {
                self.findings.push(FindingCode::CertificatePeriod);
            }
            None if !chain.is_valid_at(setting.at_ms) => {
                self.findings.push(FindingCode::CertificateExpired);
            }
            _ => {}
        }
    }

    /// A transcript must be about this file, and the timestamp within the key's period.
    fn transcript(&mut self, signer: &Certificate, claim: &Claim<'_>) {
        if transcript::fits(signer, claim) == Some(false) {
            self.findings.push(FindingCode::TranscriptMismatch);
        }
        let Ok(Some((from_ms, until_ms))) = signer.key_period_ms() else {
            return;
        };
        if self
            .stamped_ms
            .is_some_and(|stamped| !(from_ms..=until_ms).contains(&stamped))
        {
            self.findings.push(FindingCode::TimestampPeriod);
        }
    }
}

fn may_sign(signer: &Certificate) -> bool {
    let usage = signer
        .key_usages()
        .ok()
        .flatten()
        .unwrap_or(DIGITAL_SIGNATURE);
    usage & (DIGITAL_SIGNATURE | NON_REPUDIATION) != 0 && signer.unknown_critical().is_empty()
}

fn parsed(certificates: &[Vec<u8>]) -> Vec<Certificate> {
    certificates
        .iter()
        .filter_map(|der| Certificate::parse(der).ok())
        .collect()
}

fn malformed(kind: Kind) -> FindingCode {
    match kind {
        Kind::UnsupportedAlgorithm => FindingCode::AlgorithmUnknown,
        _ => FindingCode::CmsMalformed,
    }
}
