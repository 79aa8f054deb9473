//! The certificates, lists, signatures and timestamps we make, read back and attacked.

mod openssl;
mod pki;

use sign_core::bytes::hash::sha256;
use sign_core::signature::certificate::profile::{self, Issuer};
use sign_core::signature::certificate::{Certificate, DIGITAL_SIGNATURE, NON_REPUDIATION};
use sign_core::signature::cms::{self, SealFacts};
use sign_core::signature::crl::{Crl, Revoked};
use sign_core::signature::key::Signer;
use sign_core::signature::{key, oid, timestamp};
use sign_core::wire::value::Hash;
use sign_core::{Kind, Result};

use pki::{ISSUING, NOW_MS, Pki, ROOT, SEAL, SIGNER, YEAR_MS, request, transcript};

#[test]
fn every_certificate_reads_back_and_chains_to_the_root() {
    let pki = Pki::new();
    let [root, issuing, leaf] =
        [&pki.root, &pki.issuing, &pki.leaf].map(|der| Certificate::parse(der).unwrap());
    assert_eq!(leaf.is_signed_by(&issuing), Ok(()));
    assert_eq!(issuing.is_signed_by(&root), Ok(()));
    assert_eq!(root.is_signed_by(&root), Ok(()));
    assert_eq!(
        leaf.is_signed_by(&root).unwrap_err().kind,
        Kind::BadCertificate
    );
    assert_eq!(leaf.authority(), Ok(None));
    assert_eq!(issuing.authority().unwrap().unwrap().path_length, Some(0));
    assert_eq!(leaf.common_name().unwrap(), "Élise Ødegård");
    assert_eq!(leaf.authority_key_id(), issuing.subject_key_id());
}

#[test]
fn a_leaf_has_the_profile_of_its_act() {
    let pki = Pki::new();
    let leaf = Certificate::parse(&pki.leaf).unwrap();
    assert_eq!(
        leaf.key_usages().unwrap(),
        Some(DIGITAL_SIGNATURE | NON_REPUDIATION)
    );
    assert_eq!(
        leaf.purposes().unwrap(),
        [oid::DOCUMENT_SIGNING, oid::EMAIL_PROTECTION]
    );
    assert_eq!(leaf.policies().unwrap(), [oid::METHOD_SMS]);
    let issued = NOW_MS + 5000;
    assert_eq!(
        leaf.key_period_ms().unwrap(),
        Some((issued, issued + 900_000))
    );
    assert_eq!(
        leaf.transcript().unwrap(),
        Some(transcript(pki.keys[SIGNER].spki()))
    );
    assert!(!leaf.extension(oid::TRANSCRIPT).unwrap().critical);
    let lists = &leaf.extension(oid::CRL_DISTRIBUTION_POINTS).unwrap().value;
    assert!(lists.windows(7).any(|window| window == b"http://"));
    assert!(leaf.unknown_critical().is_empty());
}

#[test]
fn a_leaf_for_another_key_or_from_after_the_act_is_refused() {
    let pki = Pki::new();
    let under = Issuer {
        certificate: &pki.issuing,
        key: &pki.keys[ISSUING],
    };
    let spki = pki.keys[SIGNER].spki();
    let act = transcript(pki.keys[SEAL].spki());
    assert!(profile::leaf(&request("A", &spki, 5), &under, &act, NOW_MS).is_err());
    let mut late = request("A", &spki, 5);
    late.not_before_ms = NOW_MS + 1000;
    assert!(profile::leaf(&late, &under, &transcript(spki.clone()), NOW_MS).is_err());
}

#[test]
fn the_same_inputs_give_the_same_octets() {
    let (one, two) = (Pki::new(), Pki::new());
    let digest = sha256(b"document");
    assert_eq!(one.leaf, two.leaf);
    assert_eq!(one.signed(&digest), two.signed(&digest));
    assert_eq!(
        one.list(&[], &one.root, ROOT),
        two.list(&[], &two.root, ROOT)
    );
}

#[test]
fn a_signature_verifies_with_its_timestamp_and_for_its_digest_alone() {
    let pki = Pki::new();
    let digest = sha256(b"document");
    let signed = cms::parse(&pki.signed(&digest)).unwrap();
    let signer = signed.signer().unwrap();
    assert_eq!(signer.der, pki.leaf);
    assert!(signed.is_canonical && signed.signed.len() == 3);
    assert!(signed.attribute(oid::SIGNING_TIME).is_none());
    assert_eq!(signed.verify(&signer, &digest.0), Ok(()));
    let other = signed.verify(&signer, &sha256(b"other").0).unwrap_err();
    assert_eq!(other.kind, Kind::BadSignature);
    let stamp = timestamp::check(signed.token().unwrap(), &signed.imprint()).unwrap();
    assert_eq!((stamp.time_ms, stamp.is_canonical), (NOW_MS + 10_000, true));
    assert!(timestamp::check(signed.token().unwrap(), &digest).is_err());
}

#[test]
fn a_seal_carries_its_envelope_and_launch_hash() {
    let pki = Pki::new();
    let facts = SealFacts {
        envelope: "e1".into(),
        launch: Hash([8; 32]),
    };
    let digest = sha256(b"document");
    let attributes = cms::seal_attributes(&digest, &pki.seal, &facts);
    let raw = pki.keys[SEAL].sign(&attributes).unwrap();
    let chain = [&pki.issuing, &pki.root];
    let sealed = cms::assemble(&pki.seal, &chain, &attributes, &raw, None).unwrap();
    let sealed = cms::parse(&sealed).unwrap();
    assert_eq!(sealed.seal_facts().unwrap(), Some(facts));
    assert_eq!(sealed.verify(&sealed.signer().unwrap(), &digest.0), Ok(()));
}

/// What a verifier asks of our own signatures: everything inside is what was issued.
fn accepts(pki: &Pki, der: &[u8], digest: &Hash) -> Result<()> {
    let signed = cms::parse(der)?;
    let signer = signed.signer()?;
    signed.verify(&signer, &digest.0)?;
    let [root, issuing] = [&pki.root, &pki.issuing].map(|der| Certificate::parse(der).unwrap());
    signer.is_signed_by(&issuing)?;
    let token = signed.token().ok_or(Kind::BadTimestamp)?;
    let stamp = timestamp::check(token, &signed.imprint())?;
    stamp.authority.is_signed_by(&root)?;
    let mut inside = signed.certificates.clone();
    inside.extend(stamp.certificates.clone());
    let issued = [&pki.root, &pki.issuing, &pki.leaf, &pki.authority];
    let known = inside.iter().all(|der| issued.contains(&der));
    let whole = signed.is_canonical && stamp.is_canonical && !signed.has_crls;
    if known && whole && inside.len() == 5 {
        Ok(())
    } else {
        Err(Kind::BadCms.into())
    }
}

#[test]
fn every_flipped_octet_of_a_signature_is_refused() {
    let pki = Pki::new();
    let digest = sha256(b"document");
    let good = pki.signed(&digest);
    assert_eq!(accepts(&pki, &good, &digest), Ok(()));
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        assert!(accepts(&pki, &bad, &digest).is_err(), "octet {at}");
    }
}

#[test]
fn an_added_octet_or_certificate_is_refused() {
    let pki = Pki::new();
    let digest = sha256(b"document");
    let good = pki.signed(&digest);
    assert!(cms::parse(&[&good[..], &[0]].concat()).is_err());
    let attributes = cms::signed_attributes(&digest, &pki.leaf);
    let raw = pki.keys[SIGNER].sign(&attributes).unwrap();
    let token = pki.token(&sha256(&key::raw_to_der(&raw).unwrap())).unwrap();
    let chain = [&pki.issuing, &pki.root, &pki.seal];
    let more = cms::assemble(&pki.leaf, &chain, &attributes, &raw, Some(&token)).unwrap();
    assert!(accepts(&pki, &more, &digest).is_err());
}

#[test]
fn a_list_names_who_is_revoked_and_who_made_it() {
    let pki = Pki::new();
    let gone = Revoked {
        serial: vec![0x41, 2],
        at_ms: NOW_MS,
        reason: Some(1),
    };
    let list = Crl::parse(&pki.list(std::slice::from_ref(&gone), &pki.issuing, ISSUING)).unwrap();
    let [root, issuing] = [&pki.root, &pki.issuing].map(|der| Certificate::parse(der).unwrap());
    assert_eq!(list.is_signed_by(&issuing), Ok(()));
    assert_eq!(
        list.is_signed_by(&root).unwrap_err().kind,
        Kind::BadCertificate
    );
    assert_eq!(list.entry(&[0x41, 2]), Some(&gone));
    assert_eq!(list.entry(&[0x41, 3]), None);
    assert_eq!(list.next_update_ms, Some(NOW_MS + 16 * YEAR_MS));
}

#[test]
fn a_response_gives_the_token_that_was_asked_for() {
    let pki = Pki::new();
    let imprint = sha256(b"signature");
    let asked = timestamp::Request {
        imprint,
        nonce: Some(vec![7; 8]),
    };
    let request = timestamp::request(&imprint, &[7; 8]);
    assert_eq!(timestamp::read_request(&request).unwrap(), asked);
    let token = pki.token(&imprint).unwrap();
    let response = timestamp::response(&token);
    assert_eq!(timestamp::read_response(&response, &asked).unwrap(), token);
    let other = timestamp::Request {
        imprint,
        nonce: Some(vec![8; 8]),
    };
    assert!(timestamp::read_response(&response, &other).is_err());
}
