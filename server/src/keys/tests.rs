//! A keyring from its making through a restart to every kind of signature.

#![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::sync::Arc;

use sign_core::bytes::hash::sha256;
use sign_core::protocol::transcript::Transcript;
use sign_core::signature::certificate::Certificate;
use sign_core::signature::key::{P256Key, Signer as _, raw_to_der, verify};
use sign_core::signature::{cms, oid, timestamp};
use sign_core::wire::{B64, Hash};

use super::{KeyError, Keyring, LeafFacts, Master, Role};
use crate::clock::{ManualClock, SeededChance};
use crate::config::Config;

const NOW_MS: i64 = 1_795_000_000_000;

struct World {
    clock: Arc<ManualClock>,
    chance: Arc<SeededChance>,
    master: Master,
    keys: Keyring,
}

fn world() -> World {
    let (clock, chance) = (
        Arc::new(ManualClock::new(NOW_MS)),
        Arc::new(SeededChance::new(5)),
    );
    let master = Master::draw(chance.as_ref());
    let keys = Keyring::create(
        master.clone(),
        clock.clone(),
        chance.clone(),
        "Étude Martin",
    );
    World {
        clock,
        chance,
        master,
        keys: keys.unwrap(),
    }
}

fn transcript(key: &P256Key) -> Transcript {
    Transcript {
        version: 1,
        tenant: "t".to_owned(),
        envelope: "e".to_owned(),
        recipient: "r".to_owned(),
        method_oid: oid::METHOD_SMS.to_string(),
        channel: "mail".to_owned(),
        contact: Hash([1; 32]),
        consents: Vec::new(),
        key: B64(key.spki()),
        client: Hash([2; 32]),
        nonce: Hash([3; 32]),
        code_expires_ms: NOW_MS + 600_000,
        begin_ms: NOW_MS - 5_000,
        ta: None,
        documents: vec![Hash([4; 32])],
    }
}

fn leaf(world: &World, key: &P256Key) -> Vec<u8> {
    let transcript = transcript(key);
    let facts = LeafFacts {
        common_name: "Bob Ó Sé".to_owned(),
        spki: key.spki(),
        transcript_der: transcript.der(),
        method_oid: transcript.method_oid.clone(),
        begin_ms: transcript.begin_ms,
        now_ms: NOW_MS,
        serial: [9; 20],
    };
    world.keys.issue_leaf(&facts).unwrap()
}

#[test]
fn every_key_passes_its_test() {
    let world = world();
    world.keys.self_test().unwrap();
    assert_eq!(world.keys.organisation(), "Étude Martin");
    assert!(world.keys.trust().contains("unknown issuer"));
}

#[test]
fn keys_come_back_after_a_restart_under_the_same_master_only() {
    let world = world();
    let rows = world.keys.rows();
    assert_eq!(rows.len(), Role::ALL.len());
    let again = Keyring::load(
        world.master,
        &rows,
        world.clock.clone(),
        world.chance.clone(),
    )
    .unwrap();
    again.self_test().unwrap();
    assert_eq!(again.root_der(), world.keys.root_der());
    assert_eq!(again.organisation(), "Étude Martin");
    let other = Master::draw(world.chance.as_ref());
    let refused = Keyring::load(other, &rows, world.clock, world.chance)
        .err()
        .unwrap();
    assert!(matches!(refused, KeyError::WrongMaster));
}

#[test]
fn a_wrapped_key_cannot_be_put_in_anothers_place() {
    let world = world();
    let mut rows = world.keys.rows();
    rows[0].wrapped = rows[1].wrapped.clone();
    let refused = Keyring::load(world.master, &rows, world.clock, world.chance)
        .err()
        .unwrap();
    assert!(matches!(refused, KeyError::WrongMaster));
}

#[test]
fn a_certificate_of_another_key_is_refused_at_the_start() {
    let world = world();
    let mut rows = world.keys.rows();
    rows[4].cert_der = rows[5].cert_der.clone();
    let refused = Keyring::load(world.master, &rows, world.clock, world.chance)
        .err()
        .unwrap();
    assert!(matches!(refused, KeyError::Broken(Role::Certification)));
}

#[test]
fn a_missing_role_is_named() {
    let world = world();
    let refused = Keyring::load(world.master, &[], world.clock, world.chance)
        .err()
        .unwrap();
    assert!(matches!(refused, KeyError::Missing(Role::Root)));
}

#[test]
fn an_organisation_signs_in_its_name_once_it_is_adopted() {
    let world = world();
    let before = world.keys.rows();
    world.clock.advance(1_000);
    let fresh = world.keys.name_organisation("ACME").unwrap();
    let rows = [before, fresh.rows.clone()].concat();
    assert_eq!(world.keys.organisation(), "Étude Martin");
    world.keys.adopt(fresh);
    assert_eq!(world.keys.organisation(), "ACME");
    world.keys.self_test().unwrap();
    let seal = Certificate::parse(&world.keys.seal_der()).unwrap();
    assert_eq!(seal.organisation().as_deref(), Some("ACME"));
    let again = Keyring::load(world.master, &rows, world.clock, world.chance).unwrap();
    assert_eq!(again.certification_der(), world.keys.certification_der());
}

#[test]
fn a_certification_fits_its_reserve_and_says_who_when_and_what() {
    let world = world();
    let digest = Hash([7; 32]);
    let der = world.keys.certify(&digest).unwrap();
    assert!(der.len() <= world.keys.reserve_certification() as usize);
    assert!(der.len() + 2_200 >= world.keys.reserve_certification() as usize);
    let seal = world
        .keys
        .seal(&digest, "envelope", &Hash([8; 32]))
        .unwrap();
    assert!(seal.len() <= world.keys.reserve_seal() as usize);
}

#[test]
fn a_signers_cms_is_the_same_for_the_same_parts_and_fits() {
    let world = world();
    let key = P256Key::from_bytes(&[11; 32]).unwrap();
    let (leaf, digest) = (leaf(&world, &key), Hash([7; 32]));
    let raw = key.sign(&cms::signed_attributes(&digest, &leaf)).unwrap();
    let token = world.keys.stamp_signature(&raw).unwrap();
    let first = world.keys.assemble(&leaf, &digest, &raw, &token).unwrap();
    let again = world.keys.assemble(&leaf, &digest, &raw, &token).unwrap();
    assert_eq!(first, again);
    let reserve = world.keys.reserve_act(transcript(&key).der().len());
    assert!(first.len() <= reserve as usize);
}

#[test]
fn a_leaf_names_its_signer_and_lives_as_long_as_its_authority() {
    let world = world();
    let key = P256Key::from_bytes(&[11; 32]).unwrap();
    let leaf = Certificate::parse(&leaf(&world, &key)).unwrap();
    let issuing = Certificate::parse(&world.keys.issuing_der()).unwrap();
    leaf.is_signed_by(&issuing).unwrap();
    assert_eq!(leaf.common_name().as_deref(), Some("Bob Ó Sé"));
    assert_eq!(leaf.not_after_ms, issuing.not_after_ms);
    assert_eq!(leaf.not_before_ms, NOW_MS - 5_000);
}

#[test]
fn a_stamp_is_over_the_signature_as_it_stands_in_the_cms() {
    let world = world();
    let key = P256Key::from_bytes(&[11; 32]).unwrap();
    let raw = key.sign(b"attributes").unwrap();
    let token = world.keys.stamp_signature(&raw).unwrap();
    let imprint = sha256(&raw_to_der(&raw).unwrap());
    assert_eq!(timestamp::check(&token, &imprint).unwrap().time_ms, NOW_MS);
}

#[test]
fn time_stamped_never_runs_backwards() {
    let world = world();
    let imprint = Hash([1; 32]);
    let time_ms = |world: &World| {
        let token = world.keys.stamp(&imprint)?;
        Ok::<i64, KeyError>(timestamp::check(&token, &imprint).unwrap().time_ms)
    };
    world.clock.advance(60_000);
    let first = time_ms(&world).unwrap();
    world.clock.advance(-1_000);
    assert!(time_ms(&world).unwrap() >= first);
    world.clock.advance(-60_000);
    assert!(matches!(time_ms(&world), Err(KeyError::ClockWentBack)));
}

#[test]
fn files_validate_beyond_the_retention() {
    let world = world();
    let retained_ms = NOW_MS + Config::default().retention_ms();
    assert!(world.keys.valid_until_ms().unwrap() > retained_ms);
    assert_eq!(world.keys.crls(NOW_MS).unwrap().len(), 2);
}

#[test]
fn a_receipt_verifies_under_the_log_key() {
    let world = world();
    let raw = world.keys.receipt(b"message").unwrap();
    assert_eq!(verify(&world.keys.log_spki(), b"message", &raw), Ok(()));
}

#[test]
fn a_code_depends_on_its_id_its_transcript_and_the_master() {
    let (one, t0) = (world(), Hash([1; 32]));
    let code = one.keys.code("a", &t0, 6);
    assert_eq!((code.len(), &code), (6, &one.keys.code("a", &t0, 6)));
    assert_ne!(code, one.keys.code("b", &t0, 6));
    assert_ne!(code, one.keys.code("a", &Hash([2; 32]), 6));
    let other = Keyring::generate(one.clock.clone(), Arc::new(SeededChance::new(6)), "x").unwrap();
    assert_ne!(code, other.code("a", &t0, 6));
}
