//! The whole ceremony in one process: fields, certification, two signers, store, seal.

pub(crate) mod approvals;
mod boxes;
mod captions;
mod filled;
mod foreign;
mod forgery;
pub(crate) mod looks;
mod never;
pub(crate) mod paper;
pub(crate) mod pki;
mod placed;
pub(crate) mod run;
#[cfg(feature = "scripts")]
mod scripts;
mod store;
mod tagged;
pub(crate) mod verdict;

use sign_core::Kind;
use sign_core::bytes::hash::{BLOCK_BYTES, sha256};
use sign_core::bytes::seam;
use sign_core::signature::act::{self, Mark};
use sign_core::signature::layout::lay_out;
use sign_core::signature::seal::{self, Seal};
use sign_core::wire::Hash;

use pki::{BEGIN_MS, RESERVE};
use run::{Ceremony, FINAL, ceremony, open, place, plan};

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the file is left for judges outside"
)]
fn the_same_keys_and_strokes_give_the_same_sealed_file() {
    let ceremony = ceremony();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join("ceremony.pdf"), &ceremony.bytes).unwrap();
    let pki = &ceremony.pki;
    for (name, pair) in [
        ("root", &pki.root),
        ("issuing", &pki.issuing),
        ("tsa", &pki.tsa),
    ] {
        std::fs::write(folder.join(format!("{name}.der")), &pair.der).unwrap();
    }
    assert_eq!(sha256(&ceremony.bytes).hex(), FINAL);
}

#[test]
fn every_hash_goes_on_from_one_digest_of_the_document() {
    let ceremony = ceremony();
    let contract = paper::contract();
    let padding = seam::last(&ceremony.bytes).unwrap();
    assert!(padding.start - contract.len() < 2 * BLOCK_BYTES);
    let digest = sha256(&ceremony.bytes[..padding.start]);
    let mut stream = seam::behind(padding.end, digest).unwrap();
    stream.update(&ceremony.bytes[padding.end..]);
    assert_eq!(stream.finish(), sha256(&ceremony.bytes));
}

#[test]
fn every_revision_keeps_the_bytes_before_it() {
    let ceremony = ceremony();
    let document = open(&ceremony.bytes);
    assert_eq!(document.revisions().len(), 7);
    assert!(ceremony.bytes.starts_with(&paper::contract()));
    assert_eq!(
        document.at_revision(2).unwrap().bytes().len() as u64,
        document.revisions()[2].end
    );
}

#[test]
fn a_signer_fills_their_own_fields_only() {
    let ceremony = Ceremony::launched();
    let mut act = ceremony.act(2, "Zoë Œuvré", BEGIN_MS);
    act.values
        .insert("name_01_1".to_string(), "Mallory".to_string());
    let error = act::prepare(&open(&ceremony.bytes), &act).unwrap_err();
    assert_eq!(error.kind, Kind::NoSuchField);
}

#[test]
fn nobody_signs_twice_and_nothing_is_laid_out_after_a_certification() {
    let mut ceremony = Ceremony::launched();
    ceremony.sign(1, "Anna Müller", BEGIN_MS);
    let document = open(&ceremony.bytes);
    let again = ceremony.act(1, "Anna Müller", BEGIN_MS);
    assert_eq!(
        act::prepare(&document, &again).unwrap_err().kind,
        Kind::AlreadySigned
    );
    assert_eq!(
        lay_out(&document, &plan()).unwrap_err().kind,
        Kind::Certified
    );
}

#[test]
fn a_required_text_must_be_written_and_every_character_must_have_a_shape() {
    let ceremony = Ceremony::launched();
    let document = open(&ceremony.bytes);
    let mut act = ceremony.act(1, "Anna Müller", BEGIN_MS);
    act.values.insert("text_01_1".to_string(), "王".to_string());
    assert_eq!(
        act::prepare(&document, &act).unwrap_err().kind,
        Kind::MissingGlyph
    );
    act.values.clear();
    assert_eq!(
        act::prepare(&document, &act).unwrap_err().kind,
        Kind::ValueMissing
    );
    let mut blank = ceremony.act(1, "Anna Müller", BEGIN_MS);
    blank.mark = Mark::Drawn(Vec::new());
    let error = act::prepare(&document, &blank).unwrap_err();
    assert_eq!(error.kind, Kind::ValueMissing);
}

#[test]
fn a_seal_over_another_head_or_a_foreign_trailer_is_refused() {
    let ceremony = Ceremony::launched();
    let seal = Seal {
        plan: ceremony.laid.seal,
        evidence: ceremony.pki.evidence(&[], BEGIN_MS),
        name: "ACME SA".to_string(),
        reason: String::new(),
        time_ms: BEGIN_MS,
        reserve: RESERVE,
    };
    let request = seal::request(&open(&ceremony.bytes), "d1").unwrap();
    let mut other = request.clone();
    other.sha256 = Hash([1; 32]);
    assert_eq!(
        seal::draft(&other, &seal).unwrap_err().kind,
        Kind::WrongFile
    );
    let mut other = request.clone();
    other.root.number += 1;
    assert_eq!(
        seal::draft(&other, &seal).unwrap_err().kind,
        Kind::NotStructure
    );
    let mut other = request;
    other.size += 1;
    assert_eq!(
        seal::draft(&other, &seal).unwrap_err().kind,
        Kind::WrongFile
    );
}

#[test]
fn names_that_are_taken_get_a_prefix() {
    let mut bytes = paper::contract();
    let first = lay_out(&open(&bytes), &plan()).unwrap();
    bytes.extend_from_slice(&first.appended.bytes);
    let second = lay_out(&open(&bytes), &plan()).unwrap();
    assert_eq!((first.seal.prefix, second.seal.prefix), (0, 1));
    assert!(
        second
            .fields
            .iter()
            .all(|field| field.name.starts_with("seing1_"))
    );
}
