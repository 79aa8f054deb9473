//! One container: digest, signature value, certificates, timestamp and transcript.

mod bare;

use super::chain::{self, Chain, Links, Trust};
use super::finding::FindingCode;
use super::revocation::{Evidence, Heard, Moments};
use super::transcript::{self, Claim, Format};
use crate::Kind;
use crate::signature::algorithm::DigestAlgorithm;
use crate::signature::certificate::{Certificate, DIGITAL_SIGNATURE, NON_REPUDIATION};
use crate::signature::cms::{self, Signed};
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
    /// Whether it is a document timestamp.
    pub(super) stamps: bool,
    /// Whether it is our organisation's seal.
    pub(super) seals: bool,
    /// What is wrong.
    pub(super) findings: Vec<FindingCode>,
}

/// What is known beside the container.
pub(super) struct Setting<'a> {
    /// Roots and certificates given.
    pub(super) trust: &'a Trust,
    /// Certificates and revocation data in the file.
    pub(super) evidence: &'a Evidence,
    /// Revocation data that came later: only what it says against somebody counts.
    pub(super) later: Option<&'a Evidence>,
    /// What is known of who signed which certificate or list.
    pub(super) links: &'a Links,
    /// The moment of judgement, in milliseconds since 1970.
    pub(super) at_ms: i64,
    /// Whether the file has been sealed or was never ours: then revocation data must be there.
    pub(super) finished: bool,
}

/// Whose signature one claims to be.
#[derive(Default)]
pub(super) struct Origin {
    /// Whether one of ours made it.
    pub(super) ours: bool,
    /// Whether it is our organisation's seal.
    pub(super) seals: bool,
}

impl Origin {
    fn of(signed: &Signed, signer: &Certificate, claim: &Claim<'_>) -> Self {
        let seals = !matches!(signed.seal_facts(), Ok(None));
        let marked = claim.dict.has(b"Seing");
        let ours = seals || marked || !matches!(signer.transcript(), Ok(None));
        Self { ours, seals }
    }
}

/// Reads whose signature one claims to be, as [`judge`] will say.
pub(super) fn origin(octets: &[u8], claim: &Claim<'_>, evidence: &Evidence) -> Origin {
    if matches!(claim.format(), Format::Timestamp | Format::Bare) {
        return Origin::default();
    }
    let signed = cms::parse(octets).ok();
    let read = signed.and_then(|signed| {
        let signer = signed.signer_among(&evidence.certificates).ok()?;
        Some(Origin::of(&signed, &signer, claim))
    });
    read.unwrap_or_default()
}

/// Judges whatever a signature dictionary holds.
pub(super) fn judge(octets: &[u8], claim: &Claim<'_>, setting: &Setting<'_>) -> Opinion {
    let mut opinion = match claim.format() {
        Format::Timestamp => return judge_token(octets, claim, setting),
        Format::Bare => return bare::judge(octets, claim, setting),
        Format::Unknown => Opinion {
            findings: vec![FindingCode::FormatUnknown],
            ..Opinion::default()
        },
        _ => Opinion::default(),
    };
    let Ok(signed) = cms::parse(octets) else {
        opinion.findings.push(FindingCode::CmsMalformed);
        return opinion;
    };
    if let Some(signer) = opinion.signature(&signed, claim, setting) {
        let origin = Origin::of(&signed, &signer, claim);
        (opinion.ours, opinion.seals) = (origin.ours, origin.seals);
        opinion.stamp(&signed, setting);
        opinion.certificates(&signed, &signer, setting);
        opinion.transcript(&signer, claim);
        opinion.signer = Some(signer);
    }
    opinion
}

/// Judges a document timestamp's token.
fn judge_token(octets: &[u8], claim: &Claim<'_>, setting: &Setting<'_>) -> Opinion {
    let mut opinion = Opinion::default();
    let imprint = |algorithm| Some(claim.hash(algorithm));
    match timestamp::check_over(octets, &imprint, &setting.evidence.certificates) {
        Ok(stamp) => {
            opinion.intact = true;
            opinion.stamps = true;
            let chain = opinion.authority(&stamp, setting);
            opinion.trusted = chain.trusted;
            opinion.stamped_ms = Some(stamp.time_ms);
            opinion.signer = Some(stamp.authority);
        }
        Err(error) => opinion.findings.push(stamp_finding(error.kind)),
    }
    opinion
}

fn stamp_finding(kind: Kind) -> FindingCode {
    match kind {
        Kind::UnsupportedAlgorithm => FindingCode::AlgorithmUnknown,
        _ => FindingCode::TimestampWrong,
    }
}

/// The digest the container must sign: that of the byte range, or of its SHA-1 where the container
/// holds that; nothing where it holds another.
fn content_digest(
    signed: &Signed,
    claim: &Claim<'_>,
    algorithm: DigestAlgorithm,
) -> Option<Vec<u8>> {
    if claim.format() != Format::Pkcs7Sha1 {
        return Some(claim.hash(algorithm));
    }
    let content = signed.content.as_ref()?;
    let fits = *content == claim.hash(DigestAlgorithm::Sha1);
    fits.then(|| algorithm.hash(&[content]))
}

impl Opinion {
    fn signature(
        &mut self,
        signed: &Signed,
        claim: &Claim<'_>,
        setting: &Setting<'_>,
    ) -> Option<Certificate> {
        let Ok(signer) = signed.signer_among(&setting.evidence.certificates) else {
            self.findings.push(FindingCode::CertificatesOdd);
            return None;
        };
        let Ok(algorithm) = signed.digest() else {
            self.findings.push(FindingCode::AlgorithmUnknown);
            return Some(signer);
        };
        self.intact = true;
        match content_digest(signed, claim, algorithm) {
            Some(digest) => self.value(signed, &signer, &digest),
            None => self.break_with(FindingCode::DigestMismatch),
        }
        // ISO 32000-2 §12.8.3.3.1: a detached container holds no data.
        if signed.content.is_some() && claim.format() != Format::Pkcs7Sha1 {
            self.findings.push(FindingCode::CmsMalformed);
        }
        if signed.is_past(&signer) || claim.format() == Format::Pkcs7Sha1 {
            self.findings.push(FindingCode::AlgorithmPast);
        }
        let named = signed.names(&signer);
        if claim.format() == Format::Cades && named != Ok(Some(true)) {
            self.findings.push(FindingCode::CertificateSwapped);
        }
        Some(signer)
    }

    fn break_with(&mut self, code: FindingCode) {
        self.intact = false;
        self.findings.push(code);
    }

    fn value(&mut self, signed: &Signed, signer: &Certificate, digest: &[u8]) {
        match signed.message_digest() {
            Ok(stated) if stated.as_deref().is_none_or(|stated| stated == digest) => {}
            Ok(_) => return self.break_with(FindingCode::DigestMismatch),
            Err(_) => return self.break_with(FindingCode::CmsMalformed),
        }
        match signed.verify(signer, digest) {
            Ok(()) => {}
            Err(error) if error.kind == Kind::UnsupportedAlgorithm => {
                self.findings.push(FindingCode::AlgorithmUnknown);
            }
            Err(_) => self.break_with(FindingCode::SignatureWrong),
        }
    }

    fn stamp(&mut self, signed: &Signed, setting: &Setting<'_>) {
        let Some(token) = signed.token() else {
            self.findings.push(FindingCode::TimeClaimed);
            return;
        };
        let imprint = |algorithm: DigestAlgorithm| Some(algorithm.hash(&[&signed.signature]));
        match timestamp::check_over(token, &imprint, &setting.evidence.certificates) {
            Ok(stamp) => {
                let chain = self.authority(&stamp, setting);
                self.stamped_ms = Some(stamp.time_ms);
                let pool = parsed(&stamp.certificates);
                let stray = pool.len() != stamp.certificates.len() || !chain.uses_all(&pool);
                if self.ours && (!stamp.is_canonical || stray) {
                    self.findings.push(FindingCode::ContentsNotCanonical);
                }
            }
            Err(error) => self.findings.push(stamp_finding(error.kind)),
        }
    }

    /// The chain of a timestamp's maker; what is wrong with it is a matter of trust in the time.
    fn authority(&mut self, stamp: &Stamp, setting: &Setting<'_>) -> Chain {
        let pool = parsed(&stamp.certificates);
        let chain = setting.chain(&stamp.authority, &pool);
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
        if stamp.is_past {
            self.findings.push(FindingCode::AlgorithmPast);
        }
        let revoked = setting.knows_revoked(&chain, stamp.time_ms);
        self.findings
            .extend(revoked.then_some(FindingCode::CertificateRevoked));
        chain
    }

    fn certificates(&mut self, signed: &Signed, signer: &Certificate, setting: &Setting<'_>) {
        let pool = parsed(&signed.certificates);
        let chain = self.chain(signer, &pool, &Evidence::carried(signed), setting);
        let stray = pool.len() != signed.certificates.len() || !chain.uses_all(&pool);
        if self.ours && stray {
            self.findings.push(FindingCode::CertificatesOdd);
        }
        let only_stamped = signed.unsigned.len() == 1 && signed.token().is_some();
        let plain = signed.is_canonical && !signed.has_crls && signed.content.is_none();
        if self.ours && !(plain && only_stamped) {
            self.findings.push(FindingCode::ContentsNotCanonical);
        }
    }

    /// Judges the signer's chain: trust, period, purpose and revocation.
    fn chain(
        &mut self,
        signer: &Certificate,
        pool: &[Certificate],
        carried: &Evidence,
        setting: &Setting<'_>,
    ) -> Chain {
        let chain = setting.chain(signer, pool);
        self.findings.extend(&chain.findings);
        self.trusted = chain.trusted;
        self.period(&chain, setting);
        self.findings.extend(fitness(signer));
        if setting.finished {
            // A time that is the signer's word alone proves nothing against a revocation.
            let signed_ms = self.stamped_ms.unwrap_or(setting.at_ms);
            self.findings
                .extend(setting.ask(&chain, &[carried], signed_ms));
        }
        chain
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

impl Setting<'_> {
    fn chain(&self, signer: &Certificate, pool: &[Certificate]) -> Chain {
        let stored = self.evidence.certificates.iter();
        let pool: Vec<Certificate> = pool.iter().chain(stored).cloned().collect();
        chain::build(signer, &pool, self.trust, self.links)
    }

    fn ask(&self, chain: &Chain, carried: &[&Evidence], signed_ms: i64) -> Vec<FindingCode> {
        let mut evidence = vec![self.evidence];
        evidence.extend(carried);
        let at_ms = self.at_ms;
        let moments = Moments { signed_ms, at_ms };
        let heard = Heard {
            evidence: &evidence,
            later: self.later,
            links: self.links,
        };
        heard.ask(&chain.certificates, moments)
    }

    fn knows_revoked(&self, chain: &Chain, signed_ms: i64) -> bool {
        let heard = Heard {
            evidence: &[self.evidence],
            later: self.later,
            links: self.links,
        };
        heard.is_revoked(&chain.certificates, signed_ms)
    }
}

/// What speaks against a certificate that signs documents.
fn fitness(signer: &Certificate) -> Option<FindingCode> {
    let usage = signer.key_usages().ok().flatten();
    let usage = usage.unwrap_or(DIGITAL_SIGNATURE);
    if usage & (DIGITAL_SIGNATURE | NON_REPUDIATION) == 0 {
        return Some(FindingCode::CertificateUnfit);
    }
    let unchecked = !signer.unknown_critical().is_empty();
    unchecked.then_some(FindingCode::CertificateUnchecked)
}

fn parsed(certificates: &[Vec<u8>]) -> Vec<Certificate> {
    certificates
        .iter()
        .filter_map(|der| Certificate::parse(der).ok())
        .collect()
}
