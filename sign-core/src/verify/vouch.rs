//! Document timestamps: what one saw whole is judged by what was good then (ETSI EN 319 142-1 §5.5).

use super::Examination;
use super::chain::Links;
use super::container::{Opinion, Setting};
use super::found::Found;
use super::revocation::Evidence;

impl Examination<'_> {
    /// Judges every signature, the last one first: once a document timestamp is found good, what
    /// came before it is judged as of its time, by the data that it covers; of what came later only
    /// what says that somebody was revoked counts. `stored` is what the whole file has.
    pub(super) fn judged(&self, stored: &Evidence, finished: bool) -> Vec<Opinion> {
        let links = Links::default();
        let judge = |found: &Found, then: Option<&(i64, Evidence)>| {
            let covered = then.map(|(at_ms, evidence)| (*at_ms, evidence));
            let (at_ms, evidence) = covered.unwrap_or((self.at_ms, stored));
            let setting = Setting {
                trust: self.trust,
                evidence,
                later: then.map(|_| stored),
                links: &links,
                at_ms,
                finished,
            };
            self.opinion(found, &setting)
        };
        let mut then: Option<(i64, Evidence)> = None;
        let mut opinions = Vec::with_capacity(self.found.len());
        for found in self.found.iter().rev() {
            let now = || judge(found, None);
            let opinion = match &then {
                Some(_) => sounder(judge(found, then.as_ref()), now),
                None => now(),
            };
            then = self.vouches(found, &opinion).or(then);
            opinions.push(opinion);
        }
        opinions.reverse();
        opinions
    }

    /// Returns the moment that a sound timestamp of a trusted authority vouches for.
    fn vouches(&self, found: &Found, opinion: &Opinion) -> Option<(i64, Evidence)> {
        let sound = opinion.stamps && opinion.trusted && opinion.findings.is_empty();
        let at_ms = opinion.stamped_ms.filter(|_| sound)?;
        let covered = self.document.at_revision(found.revision?).ok()?;
        Some((at_ms, Evidence::stored(&covered)))
    }
}

/// What is not sound as of a timestamp may be now, by data added since.
fn sounder(earlier: Opinion, now: impl FnOnce() -> Opinion) -> Opinion {
    if earlier.findings.is_empty() {
        return earlier;
    }
    let later = now();
    if later.findings.len() < earlier.findings.len() {
        later
    } else {
        earlier
    }
}
