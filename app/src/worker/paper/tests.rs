//! A document grows, is prepared and takes its signature, or nothing of it changes.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use sign_core::bytes::hash::{Sha256Stream, sha256};
use sign_core::bytes::seam::Seam;
use sign_core::wire::Hash;

use super::Paper;
use crate::worker::intake::Intake;
use crate::worker::message::Version;
use crate::worker::sum::Known;

const BASE: &[u8] = b"%PDF the file before";
const UPDATE: &[u8] = b"\n1 0 obj /Contents <00000000> endobj %%EOF\n";

fn paper() -> Paper {
    Paper::new("a.pdf".into(), Intake::from(BASE.to_vec()))
}

fn gap_at() -> u64 {
    (BASE.len() + UPDATE.iter().position(|byte| *byte == b'<').unwrap()) as u64
}

#[test]
fn a_prepared_update_is_seen_and_goes_away_without_a_trace() {
    let mut paper = paper();
    let before = paper.version();
    paper.resume(UPDATE, gap_at(), 10).unwrap();
    assert_eq!(paper.bytes(), [BASE, UPDATE].concat());
    assert_eq!(paper.version(), before);
    paper.unprepare();
    assert_eq!((paper.bytes(), paper.version()), (BASE, before));
}

#[test]
fn what_is_to_be_hashed_with_a_document_leaves_no_trace() {
    let mut file = Intake::from(BASE.to_vec());
    file.learn(Known::Digest(sha256(BASE)));
    let mut told = Paper::new("a.pdf".into(), file);
    let digest = told.joined(sha256).unwrap();
    told.join(digest);
    assert_eq!((told.bytes(), told.version()), (BASE, paper().version()));
    let tail = [&Seam::of(BASE).unwrap().octets(), UPDATE].concat();
    told.append(&tail);
    assert_eq!(told.version().sha256, sha256(&[BASE, &tail].concat()));
    assert!(told.joined(sha256).is_none() && paper().joined(sha256).is_none());
}

#[test]
fn the_proof_finishes_to_the_digest_of_the_byte_range() {
    let mut paper = paper();
    let prepared = paper.resume(UPDATE, gap_at(), 10).unwrap();
    let mut ranged = Sha256Stream::resume(&prepared.proof.before).unwrap();
    ranged.update(&prepared.proof.after.0);
    assert_eq!(ranged.finish(), prepared.digest);
    assert_eq!(prepared.previous, sha256(BASE));
}

#[test]
fn a_signature_is_embedded_only_if_it_gives_the_named_file() {
    let mut paper = paper();
    paper.resume(UPDATE, gap_at(), 10).unwrap();
    let text = String::from_utf8([BASE, UPDATE].concat()).unwrap();
    let wanted = text.replace("<00000000>", "<abcd0000>").into_bytes();
    let size = wanted.len() as u64;
    let wrong = Version {
        sha256: Hash([1; 32]),
        size,
    };
    assert_eq!(
        paper.embed(&[0xab, 0xcd], wrong).unwrap_err().code,
        "own_result"
    );
    let named = Version {
        sha256: sha256(&wanted),
        size,
    };
    assert_eq!(paper.embed(&[0xab, 0xcd], named), Ok(named));
    assert_eq!((paper.bytes(), paper.version()), (&wanted[..], named));
}

#[test]
fn a_signature_that_is_in_already_is_embedded_again_without_a_change() {
    let mut paper = paper();
    paper.resume(UPDATE, gap_at(), 10).unwrap();
    let text = String::from_utf8([BASE, UPDATE].concat()).unwrap();
    let wanted = text.replace("<00000000>", "<abcd0000>").into_bytes();
    let named = Version {
        sha256: sha256(&wanted),
        size: wanted.len() as u64,
    };
    paper.embed(&[0xab, 0xcd], named).unwrap();
    assert_eq!(paper.embed(&[0xab, 0xcd], named), Ok(named));
    assert_eq!((paper.bytes(), paper.version()), (&wanted[..], named));
    let other = Version {
        sha256: Hash([1; 32]),
        ..named
    };
    let refused = paper.embed(&[0xab, 0xcd], other).unwrap_err();
    assert_eq!(refused.code, "not_prepared");
}

#[test]
fn a_gap_outside_its_update_is_refused() {
    for (at, length) in [
        (0, 4),
        (BASE.len() as u64, 4),
        (u64::MAX, 9),
        (gap_at(), 900),
    ] {
        assert!(paper().resume(UPDATE, at, length).is_err());
    }
}
