//! Certificate chains: from a signer up to a root, and whether that root is trusted.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::finding::FindingCode;
use crate::signature::certificate::{Certificate, KEY_CERT_SIGN};
use crate::signature::crl::Crl;
use crate::{Kind, Result};

/// The longest chain that is followed.
const MAX_CHAIN: usize = 8;

/// The roots whose word is taken, and certificates that may stand between.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// DER certificates of trusted roots.
    pub roots: Vec<Vec<u8>>,
    /// DER certificates that may complete a chain.
    pub others: Vec<Vec<u8>>,
}

/// Who signed which certificate or list, verified once: the upper end of a chain is the same for
/// every signature of a file.
#[derive(Default)]
pub(super) struct Links(RefCell<BTreeMap<[Vec<u8>; 2], Result<()>>>);

impl Links {
    /// As [`Certificate::is_signed_by`].
    pub(super) fn certificate(&self, subject: &Certificate, issuer: &Certificate) -> Result<()> {
        self.once(&subject.der, issuer, || subject.is_signed_by(issuer))
    }

    /// As [`Crl::is_signed_by`].
    pub(super) fn list(&self, list: &Crl, issuer: &Certificate) -> Result<()> {
        self.once(&list.der, issuer, || list.is_signed_by(issuer))
    }

    fn once(
        &self,
        signed: &[u8],
        issuer: &Certificate,
        verify: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let pair = [signed.to_vec(), issuer.der.clone()];
        *self.0.borrow_mut().entry(pair).or_insert_with(verify)
    }
}

/// A chain, the signer first, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    /// The signer, then each issuer, the root last where it was found.
    pub(super) certificates: Vec<Certificate>,
    /// Whether it ends at a trusted root.
    pub(super) trusted: bool,
    /// What is wrong.
    pub(super) findings: Vec<FindingCode>,
}

/// Builds the chain of `signer` out of `pool` and `trust`.
pub(super) fn build(
    signer: &Certificate,
    pool: &[Certificate],
    trust: &Trust,
    links: &Links,
) -> Chain {
    let known = candidates(pool, trust);
    let mut chain = Chain {
        certificates: vec![signer.clone()],
        ..Chain::default()
    };
    let mut last = signer;
    while !last.is_self_issued() && chain.certificates.len() < MAX_CHAIN {
        match issuer(last, &known, links) {
            Ok(issuer) => {
                chain.authority(issuer);
                chain.certificates.push(issuer.clone());
                last = issuer;
            }
            Err(finding) => {
                chain.findings.push(finding);
                return chain;
            }
        }
    }
    chain.root(last, trust, links);
    chain
}

impl Chain {
    /// Whether every certificate is within its period at `time_ms`.
    pub(super) fn is_valid_at(&self, time_ms: i64) -> bool {
        self.certificates
            .iter()
            .all(|certificate| certificate.is_valid_at(time_ms))
    }

    /// Whether every one of `pool` is part of the chain.
    pub(super) fn uses_all(&self, pool: &[Certificate]) -> bool {
        pool.iter()
            .all(|given| self.certificates.iter().any(|used| used.der == given.der))
    }

    fn authority(&mut self, issuer: &Certificate) {
        let below = self.certificates.len() - 1;
        let may_issue = matches!(
            issuer.authority(),
            Ok(Some(authority)) if authority.path_length.is_none_or(|most| below <= usize::from(most))
        );
        let usage = issuer.key_usages().ok().flatten().unwrap_or(KEY_CERT_SIGN);
        if !may_issue || usage & KEY_CERT_SIGN == 0 {
            self.findings.push(FindingCode::CertificateUnfit);
        }
        if !issuer.unknown_critical().is_empty() {
            self.findings.push(FindingCode::CertificateUnchecked);
        }
        let last = self.certificates.last();
        if last.is_some_and(|last| last.is_past(issuer)) {
            self.findings.push(FindingCode::AlgorithmPast);
        }
    }

    fn root(&mut self, root: &Certificate, trust: &Trust, links: &Links) {
        if !root.is_self_issued() {
            self.findings.push(FindingCode::ChainIncomplete);
            return;
        }
        self.trusted = trust.roots.contains(&root.der);
        if self.trusted {
            return;
        }
        self.findings.push(FindingCode::RootUnknown);
        match links.certificate(root, root) {
            Ok(()) => {}
            Err(error) if error.kind == Kind::UnsupportedAlgorithm => {
                self.findings.push(FindingCode::AlgorithmUnknown);
            }
            Err(_) => self.findings.push(FindingCode::CertificatesOdd),
        }
    }
}

/// Trusted roots come first, so that a chain ends at them where it can.
fn candidates(pool: &[Certificate], trust: &Trust) -> Vec<Certificate> {
    let given = trust.roots.iter().chain(&trust.others);
    let given = given.filter_map(|der| Certificate::parse(der).ok());
    given.chain(pool.iter().cloned()).collect()
}

/// The certificate that issued `subject`, or why there is none.
fn issuer<'a>(
    subject: &Certificate,
    known: &'a [Certificate],
    links: &Links,
) -> core::result::Result<&'a Certificate, FindingCode> {
    let mut reason = FindingCode::ChainIncomplete;
    for candidate in known
        .iter()
        .filter(|candidate| subject.names_issuer(candidate))
    {
        match links.certificate(subject, candidate) {
            Ok(()) => return Ok(candidate),
            Err(error) if error.kind == Kind::UnsupportedAlgorithm => {
                reason = FindingCode::AlgorithmUnknown;
            }
            Err(_) => reason = FindingCode::CertificatesOdd,
        }
    }
    Err(reason)
}
