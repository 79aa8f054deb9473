//! Rebuilds a document's head from its carrier, revision by revision, each checked by its hash.

use sign_core::wire::{Carrier, Revision, RevisionKind};

use super::carrier;
use super::failure::Failed;
use super::intake::Intake;
use super::message::{Chain, Failure, Parcel, Version};
use super::opening;
use super::paper::Paper;

/// Opens the blob of a revision.
pub type Open = fn(&Parcel, u32, &[u8; 32], Intake) -> Failed<Intake>;

/// Rebuilds. `beside`: for `local` the original, then one blob a revision that is no seal.
pub fn rebuild(wanted: &Chain, beside: Vec<Intake>, open: Open) -> Failed<Paper> {
    let mut beside = beside.into_iter();
    let mut paper = match wanted.parcel.carrier {
        Carrier::Local => Some(original(wanted, beside.next())?),
        Carrier::Sealed => None,
    };
    let key = carrier::key(&wanted.parcel, paper.as_ref().map_or(&[], Paper::bytes))?;
    let mut previous = wanted.original;
    for revision in &wanted.revisions {
        if revision.previous != previous {
            return Err(broken(revision));
        }
        let blob = match revision.kind {
            RevisionKind::Seal { .. } => Intake::default(),
            RevisionKind::Launch | RevisionKind::Signature { .. } => {
                let blob = beside
                    .next()
                    .ok_or_else(|| Failure::plain("copy_missing"))?;
                open(&wanted.parcel, revision.n, &key, blob)?
            }
        };
        let next = step(paper.take(), wanted, revision, blob)?;
        previous = next.version().sha256;
        paper = Some(next);
    }
    let mut paper = paper.ok_or_else(|| Failure::plain("chain_broken"))?;
    paper.original_size = wanted.original_size;
    Ok(paper)
}

/// Takes the original, or the file it was rewritten from: the rewrite is the same everywhere.
fn original(wanted: &Chain, file: Option<Intake>) -> Failed<Paper> {
    let wrong = || Failure::plain("wrong_original");
    let paper = Paper::new(wanted.name.clone(), file.ok_or_else(wrong)?);
    let is_wanted = |paper: &Paper| paper.version().sha256 == wanted.original;
    if is_wanted(&paper) {
        return Ok(paper);
    }
    let rewritten = opening::accept(paper).map_err(|_| wrong())?;
    if is_wanted(&rewritten) {
        Ok(rewritten)
    } else {
        Err(wrong())
    }
}

fn step(paper: Option<Paper>, wanted: &Chain, next: &Revision, blob: Intake) -> Failed<Paper> {
    let mut paper = match (paper, &next.kind) {
        (None, RevisionKind::Launch) => {
            return checked(Paper::new(wanted.name.clone(), blob), next);
        }
        (None, _) => return Err(broken(next)),
        (Some(paper), _) => paper,
    };
    let blob = blob.into_bytes();
    match &next.kind {
        RevisionKind::Launch => paper.append(&blob),
        RevisionKind::Signature { cms, gap_at, gap } => {
            paper.resume(&blob, *gap_at, u64::from(*gap))?;
            paper.embed(&cms.0, named(next)).map_err(|_| broken(next))?;
        }
        RevisionKind::Seal { tail } => paper.append(&tail.0),
    }
    checked(paper, next)
}

fn checked(paper: Paper, next: &Revision) -> Failed<Paper> {
    if paper.version() == named(next) {
        Ok(paper)
    } else {
        Err(broken(next))
    }
}

fn named(revision: &Revision) -> Version {
    Version {
        sha256: revision.sha256,
        size: revision.size,
    }
}

fn broken(revision: &Revision) -> Failure {
    Failure {
        code: "chain_broken".to_owned(),
        at: Some(u64::from(revision.n)),
    }
}
