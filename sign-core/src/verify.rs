//! The verdict on a file: every signature, what changed since, and named findings.
//!
//! What a good verdict does not prove: that the signer is who the certificate says beyond what the
//! authority checked, that they read the document, or that its content is lawful. `valid` says
//! that nobody altered what was signed, that the chain ends at a root *you* named, and that later
//! changes are those the signers allowed.

mod changes;
mod container;
mod digests;
mod found;
mod gap;
mod history;
mod permission;
mod revocation;
mod sight;
mod transcript;
mod vouch;
mod whole;

pub mod chain;
pub mod finding;
pub mod report;

use std::sync::Arc;

use lopdf::Object;

use crate::Kind;
use crate::bytes::date::rfc3339;
use crate::bytes::trail::Trail;
use crate::document::Document;
use crate::wire::value::Hash;
use changes::{Change, MAX_STEPS};
use container::{Opinion, Origin, Setting};
use digests::{Digests, Signed};
use finding::FindingCode;
use found::Found;
use gap::Gap;
use permission::Permission;
use revocation::Evidence;
use transcript::Claim;

pub use chain::Trust;
pub use report::{
    Changes, Coverage, Finding, Mark, Report, SignatureKind, SignatureReport, SigningTime,
    TimeSource, Verdict, Version, Weight,
};

/// Checks every signature in `file` as of `at_ms` (milliseconds since 1970), trusting the roots of
/// `trust` alone. Never fails: a damaged file is a finding.
pub fn verify(file: &Arc<Vec<u8>>, trust: &Trust, at_ms: i64) -> Report {
    verify_hashed(file, &Trail::new(), trust, at_ms)
}

/// As [`verify`], for octets whose hash the caller took as they came in: `trail` must be of this
/// file, or of its beginning. What it knows is not hashed again.
pub fn verify_hashed(file: &Arc<Vec<u8>>, trail: &Trail, trust: &Trust, at_ms: i64) -> Report {
    examined(file, trail, trust, at_ms, |examination| {
        examination.report()
    })
}

/// As [`verify_hashed`], with the [`Report::versions`]: what was changed from signature to signature,
/// and where on the pages that is seen.
pub fn verify_versions(file: &Arc<Vec<u8>>, trail: &Trail, trust: &Trust, at_ms: i64) -> Report {
    examined(file, trail, trust, at_ms, |examination| Report {
        versions: history::versions(examination),
        ..examination.report()
    })
}

fn examined(
    file: &Arc<Vec<u8>>,
    trail: &Trail,
    trust: &Trust,
    at_ms: i64,
    told: impl Fn(&Examination<'_>) -> Report,
) -> Report {
    let document = match Document::open(Arc::clone(file)) {
        Ok(document) if document.is_locked() => {
            return Report::unreadable(unreadable(Kind::Encrypted));
        }
        Ok(document) => document,
        Err(error) => return Report::unreadable(unreadable(error.kind)),
    };
    match found::signatures(&document) {
        Ok(found) => told(&Examination::new(&document, trail, trust, at_ms, found)),
        Err(error) => Report::unreadable(unreadable(error.kind)),
    }
}

/// A file under examination.
struct Examination<'a> {
    document: &'a Document,
    trust: &'a Trust,
    at_ms: i64,
    found: Vec<Found>,
    digests: Digests,
    /// What each revision changed, by its place in the list; nothing for those before a signature.
    steps: Vec<Vec<Change>>,
}

impl<'a> Examination<'a> {
    fn new(
        document: &'a Document,
        trail: &Trail,
        trust: &'a Trust,
        at_ms: i64,
        found: Vec<Found>,
    ) -> Self {
        let digests = digests(document, trail, &found);
        let steps = changes::steps(document, &found);
        Self {
            document,
            trust,
            at_ms,
            found,
            digests,
            steps,
        }
    }

    fn report(&self) -> Report {
        let opinions = self.opinions();
        let signatures: Vec<SignatureReport> = self
            .found
            .iter()
            .zip(&opinions)
            .enumerate()
            .map(|(at, (found, opinion))| self.signature(at, found, opinion))
            .collect();
        let findings = self.of_file(&opinions);
        Report {
            verdict: Verdict::Valid,
            signatures,
            findings,
            versions: Vec::new(),
        }
        .conclude()
    }

    /// Whether the file is one of ours and sealed decides what must be there.
    fn opinions(&self) -> Vec<Opinion> {
        let evidence = Evidence::stored(self.document);
        self.judged(&evidence, !self.lacks_seal(&evidence))
    }

    /// Whether some signature is ours and none is our seal, read without verifying any.
    fn lacks_seal(&self, evidence: &Evidence) -> bool {
        let gaps = self.found.iter().filter_map(|found| {
            let gap = found.gap.as_ref().ok()?;
            Some(container::origin(
                &gap.der,
                &self.claim(found, gap),
                evidence,
            ))
        });
        let origins: Vec<Origin> = gaps.collect();
        origins.iter().any(|origin| origin.ours) && !origins.iter().any(|origin| origin.seals)
    }

    fn opinion(&self, found: &Found, setting: &Setting<'_>) -> Opinion {
        let gap = match &found.gap {
            Ok(gap) => gap,
            Err(code) => {
                return Opinion {
                    findings: vec![*code],
                    ..Opinion::default()
                };
            }
        };
        let mut opinion = container::judge(&gap.der, &self.claim(found, gap), setting);
        let ours = opinion.ours;
        let told = |code: &&FindingCode| ours || **code != FindingCode::ContentsNotCanonical;
        opinion.findings.extend(gap.findings.iter().filter(told));
        opinion
    }

    fn claim<'b>(&'b self, found: &'b Found, gap: &Gap) -> Claim<'b> {
        let range = Signed::around(&gap.at, gap.end);
        let bytes = self.document.bytes();
        Claim {
            document: self.document,
            dict: &found.dict,
            field: &found.alias,
            digest: self.digests.range(&range).unwrap_or_default(),
            parts: [&bytes[..gap.at.start], &bytes[gap.at.end..gap.end]],
            // Where it ends no revision (`coverage_odd`), nobody knows what stood before it.
            previous: found
                .revision
                .map(|_| self.previous(found).unwrap_or_default()),
        }
    }

    /// SHA-256 of the version before the one a signature made.
    fn previous(&self, found: &Found) -> Option<Hash> {
        let before = self
            .document
            .revisions()
            .get(found.revision?.checked_sub(1)?)?;
        self.digests.prefix(usize::try_from(before.end).ok()?)
    }

    fn signature(&self, at: usize, found: &Found, opinion: &Opinion) -> SignatureReport {
        let permission = Permission::read(self.document, &found.dict, &found.field_dict);
        let (changes, later) = self.later(found, &permission);
        let mut findings: Vec<Finding> =
            opinion.findings.iter().map(|code| code.finding()).collect();
        findings.extend(
            self.of_place(at, found, &permission)
                .iter()
                .map(|code| code.finding()),
        );
        findings.extend(later);
        let mut report = SignatureReport {
            field: found.field.clone(),
            kind: kind(found, &permission),
            signer: opinion
                .signer
                .as_ref()
                .and_then(|signer| signer.common_name()),
            organisation: opinion
                .signer
                .as_ref()
                .and_then(|signer| signer.organisation()),
            time: time(found, opinion),
            intact: opinion.intact,
            coverage: self.coverage(found),
            changes,
            trusted: opinion.trusted,
            verdict: Verdict::Valid,
            findings,
        };
        report.conclude();
        report
    }

    fn coverage(&self, found: &Found) -> Coverage {
        let last = self.document.revisions().len().checked_sub(1);
        match found.revision {
            None => Coverage::Odd,
            at if at == last && !self.has_trailing_bytes() => Coverage::File,
            Some(_) => Coverage::Revision,
        }
    }

    /// What is wrong with where a signature stands.
    fn of_place(&self, at: usize, found: &Found, permission: &Permission) -> Vec<FindingCode> {
        let wrong = [
            (
                found.gap.is_ok() && found.revision.is_none(),
                FindingCode::CoverageOdd,
            ),
            (found.shared, FindingCode::SharedDictionary),
            (
                permission.certifies() && at > 0 && found.revision.is_some(),
                FindingCode::CertifiedLate,
            ),
            (!permission.agrees, FindingCode::LockMismatch),
        ];
        wrong
            .into_iter()
            .filter(|(is, _)| *is)
            .map(|(_, code)| code)
            .collect()
    }

    /// Judges everything after a signature by what it allows.
    fn later(&self, found: &Found, permission: &Permission) -> (Changes, Vec<Finding>) {
        let mut changes = Changes::None;
        let mut findings = Vec::new();
        let from = found
            .revision
            .map_or(self.steps.len(), |revision| revision + 1);
        for change in self.steps.iter().skip(from).flatten() {
            let (finding, allowed) = permission.judge(change);
            changes = changes.max(if allowed {
                Changes::Allowed
            } else {
                Changes::Forbidden
            });
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
        (changes, findings)
    }

    fn of_file(&self, opinions: &[Opinion]) -> Vec<Finding> {
        let found = !self.found.is_empty();
        let sound = found.then(|| self.document.soundness()).transpose();
        let unread = sound.is_err();
        let sound = sound.ok().flatten().unwrap_or_default();
        let ambiguous = sound.ambiguous || !sound.misplaced.is_empty();
        let repaired = self.document.is_rebuilt() || self.document.lacks_header() || ambiguous;
        let notes = [
            (repaired, FindingCode::Repaired),
            (self.document.is_hybrid(), FindingCode::HybridXref),
            (
                self.has_trailing_bytes() && found,
                FindingCode::TrailingBytes,
            ),
            (is_unsealed(opinions), FindingCode::NotSealed),
            (self.permissions_disagree(), FindingCode::PermsMismatch),
            (self.steps.len() > MAX_STEPS || unread, FindingCode::TooMany),
        ];
        let notes = notes.into_iter().filter(|(is, _)| *is);
        let mut findings = whole::findings(self.document, &self.found);
        findings.extend(whole::removed(self.document, &self.found, MAX_STEPS));
        findings.extend(notes.map(|(_, code)| code.finding()));
        let elsewhere = sound.external.then_some("external_content");
        findings.extend(elsewhere.map(|about| FindingCode::ActiveContent.about(about)));
        findings
    }

    fn permissions_disagree(&self) -> bool {
        let read = |found: &&Found| {
            Permission::read(self.document, &found.dict, &found.field_dict).certifies()
        };
        let certifying = self.found.iter().filter(read).map(|found| found.value);
        let certifying: Vec<_> = certifying.collect();
        !self.found.is_empty() && whole::permissions_disagree(self.document, &certifying)
    }

    /// Whether anything but line ends follows the last revision.
    fn has_trailing_bytes(&self) -> bool {
        let end = self
            .document
            .revisions()
            .last()
            .map_or(0, |revision| revision.end);
        let rest = self
            .document
            .bytes()
            .get(usize::try_from(end).unwrap_or(usize::MAX)..);
        rest.is_none_or(|rest| {
            rest.iter()
                .any(|byte| !byte.is_ascii_whitespace() && *byte != 0)
        })
    }
}

/// Hashes what the signatures cover and the version before each.
fn digests(document: &Document, trail: &Trail, found: &[Found]) -> Digests {
    let gaps = found.iter().filter_map(|found| found.gap.as_ref().ok());
    let ranges: Vec<Signed> = gaps.map(|gap| Signed::around(&gap.at, gap.end)).collect();
    let revisions = document.revisions();
    let before = found
        .iter()
        .filter_map(|found| found.revision?.checked_sub(1));
    let ends: Vec<usize> = before
        .filter_map(|at| usize::try_from(revisions[at].end).ok())
        .collect();
    Digests::over(document.bytes(), trail, &ends, &ranges)
}

/// One of ours before its seal.
fn is_unsealed(opinions: &[Opinion]) -> bool {
    opinions.iter().any(|opinion| opinion.ours) && !opinions.iter().any(|opinion| opinion.seals)
}

fn is_timestamp(found: &Found) -> bool {
    matches!(found.dict.get(b"SubFilter"), Ok(Object::Name(name)) if name == b"ETSI.RFC3161")
}

fn kind(found: &Found, permission: &Permission) -> SignatureKind {
    match (is_timestamp(found), permission.certifies()) {
        (true, _) => SignatureKind::Timestamp,
        (false, true) => SignatureKind::Certification,
        (false, false) => SignatureKind::Approval,
    }
}

fn time(found: &Found, opinion: &Opinion) -> Option<SigningTime> {
    let (at_ms, source) = match opinion.stamped_ms {
        Some(at_ms) => (at_ms, TimeSource::Stamped),
        None => (transcript::claimed_ms(&found.dict)?, TimeSource::Claimed),
    };
    Some(SigningTime {
        at: rfc3339(at_ms),
        at_ms,
        source,
    })
}

fn unreadable(kind: Kind) -> Finding {
    Finding {
        code: kind.code().to_owned(),
        weight: Weight::Broken,
        text: crate::Error::new(kind).to_string(),
        about: None,
    }
}
