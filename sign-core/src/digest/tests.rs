//! What both sides of a gap prove, and what they may hold.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use lopdf::{Dictionary, Object};

use super::{embed, finish_digest, finish_file, gap_proof, place};
use crate::bytes::hash::sha256;
use crate::document::{Appended, Base, Tail};
use crate::error::Kind;
use crate::wire::value::XrefKind;

/// A file that is no PDF: only its length and end matter here.
fn file(length: usize) -> Vec<u8> {
    (0..length)
        .map(|n| u8::try_from(n * 31 % 251).unwrap())
        .collect()
}

fn update(length: usize, xref: XrefKind, checksum: bool) -> Appended {
    update_of(length, xref, checksum, 16)
}

fn update_of(length: usize, xref: XrefKind, checksum: bool, id_octets: usize) -> Appended {
    let mut extra = Dictionary::new();
    if checksum {
        extra.set("DocChecksum", Object::Name(b"0123456789ABCDEF".to_vec()));
    }
    let base = Base {
        length: length as u64,
        startxref: 9,
        next: 7,
        root: (1, 0),
        info: Some((2, 0)),
        file_id: [vec![7; id_octets], vec![8; id_octets]],
        xref,
        extra,
        encryption: None,
        ends_with_eol: true,
    };
    let mut tail = Tail::new(base);
    tail.put((3, 0), Object::Integer(5));
    tail.add(Object::Null);
    let signature = tail.reserve();
    tail.put_signature(signature, Dictionary::new(), 40);
    tail.finish()
}

#[test]
fn digest_hash_and_size_follow_without_the_file_for_every_remainder() {
    for length in 1000..1130 {
        for xref in [XrefKind::Table, XrefKind::Stream] {
            let (file, update) = (file(length), update(length, xref, length % 2 == 0));
            let prepared = gap_proof(&file, &update).unwrap();
            assert_eq!(prepared.previous, sha256(&file));

            let gap = place(&update).unwrap();
            let signed = [&file, &update.bytes[..gap.start], &update.bytes[gap.end..]].concat();
            assert_eq!(prepared.digest, sha256(&signed));

            let whole = [file, embed(&update, &[0xab; 33]).unwrap()].concat();
            let (hash, size) = finish_file(&prepared.proof, &[0xab; 33]).unwrap();
            assert_eq!((hash, size), (sha256(&whole), whole.len() as u64));
        }
    }
}

#[test]
fn a_container_larger_than_its_gap_is_refused() {
    let update = update(1000, XrefKind::Table, false);
    let proof = gap_proof(&file(1000), &update).unwrap().proof;
    assert_eq!(
        finish_file(&proof, &[1; 41]).unwrap_err().kind,
        Kind::GapTooSmall
    );
    assert_eq!(
        embed(&update, &[1; 41]).unwrap_err().kind,
        Kind::GapTooSmall
    );
}

#[test]
fn a_gap_is_filled_once() {
    let mut update = update(1000, XrefKind::Table, false);
    update.bytes = embed(&update, &[1; 40]).unwrap();
    assert_eq!(
        embed(&update, &[1; 40]).unwrap_err().kind,
        Kind::NotStructure
    );
}

#[test]
fn nothing_but_structure_passes_on_either_side_of_the_gap() {
    for xref in [XrefKind::Table, XrefKind::Stream] {
        let proof = gap_proof(&file(1000), &update(1000, xref, false))
            .unwrap()
            .proof;
        for at in 0..proof.before.rest.0.len() {
            let mut altered = proof.clone();
            altered.before.rest.0[at] ^= 0x20;
            assert_eq!(
                finish_digest(&altered).unwrap_err().kind,
                Kind::NotStructure,
                "{at}"
            );
        }
        for extra in ["%secret\n", "1 0 obj\n(secret)\nendobj\n", "x"] {
            let mut altered = proof.clone();
            altered.after.0.extend_from_slice(extra.as_bytes());
            assert!(finish_digest(&altered).is_err(), "{extra}");
            altered = proof.clone();
            altered.after.0.splice(3..3, extra.bytes());
            assert!(finish_digest(&altered).is_err(), "{extra}");
        }
    }
}

#[test]
fn identifiers_of_any_length_pass_and_only_one_with_room_for_text_is_shortened() {
    for (octets, kept) in [(0, 16), (1, 1), (64, 64), (65, 16), (5000, 16)] {
        for xref in [XrefKind::Table, XrefKind::Stream] {
            let update = update_of(1000, xref, false, octets);
            let proof = gap_proof(&file(1000), &update).unwrap().proof;
            finish_digest(&proof).unwrap();
            assert_eq!(update.base.file_id.map(|id| id.len()), [kept, 16]);
        }
    }
}

#[test]
fn a_byte_range_that_lies_about_the_file_is_refused() {
    let mut proof = gap_proof(&file(1000), &update(1000, XrefKind::Table, false))
        .unwrap()
        .proof;
    proof.gap += 2;
    assert_eq!(finish_digest(&proof).unwrap_err().kind, Kind::NotStructure);
}
