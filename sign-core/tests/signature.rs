//! The certificates, lists, signatures and timestamps we make, read back and shown to OpenSSL.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::path::PathBuf;
use std::process::Command;

use sign_core::bytes::hash::sha256;
use sign_core::protocol::transcript::{Consent, Transcript};
use sign_core::signature::certificate::name::Subject;
use sign_core::signature::certificate::profile::{self, Issuer, Request};
use sign_core::signature::certificate::{Certificate, DIGITAL_SIGNATURE, NON_REPUDIATION};
use sign_core::signature::cms::{self, SealFacts};
use sign_core::signature::crl::{self, Crl, Revoked};
use sign_core::signature::key::{P256Key, Signer};
use sign_core::signature::timestamp::{self, Authority};
use sign_core::signature::{key, oid};
use sign_core::wire::value::{B64, Hash};
use sign_core::{Kind, Result};

const YEAR_MS: i64 = 365 * 24 * 3600 * 1000;
const NOW_MS: i64 = 1_795_000_000_000;

/// A root, what stands under it, and one signer.
struct Pki {
    keys: Vec<P256Key>,
    root: Vec<u8>,
    issuing: Vec<u8>,
    authority: Vec<u8>,
    seal: Vec<u8>,
    leaf: Vec<u8>,
}

const ROOT: usize = 0;
const ISSUING: usize = 1;
const AUTHORITY: usize = 2;
const SEAL: usize = 3;
const SIGNER: usize = 4;

fn request<'a>(name: &'a str, spki: &'a [u8], number: u8) -> Request<'a> {
    Request {
        subject: Subject {
            common_name: name,
            organisation: Some("ACME SA"),
            pseudonym: None,
        },
        spki,
        serial: [number; 20],
        not_before_ms: NOW_MS - 60_000,
        not_after_ms: NOW_MS + 30 * YEAR_MS,
        crl_url: Some("http://crl.example/issuing.crl"),
    }
}

fn transcript(spki: Vec<u8>) -> Transcript {
    let consent = Consent {
        text: Hash([2; 32]),
        locale: "fr".into(),
        version: "1".into(),
    };
    Transcript {
        version: 1,
        tenant: "t1".into(),
        envelope: "e1".into(),
        recipient: "r1".into(),
        method_oid: oid::METHOD_SMS.to_string(),
        channel: "mail".into(),
        contact: Hash([1; 32]),
        consents: vec![consent],
        key: B64(spki),
        client: Hash([4; 32]),
        nonce: Hash([5; 32]),
        code_expires_ms: NOW_MS + 600_000,
        begin_ms: NOW_MS,
        ta: None,
        documents: vec![Hash([6; 32])],
    }
}

impl Pki {
    fn new() -> Self {
        let keys: Vec<P256Key> = (1..=5)
            .map(|n| P256Key::from_bytes(&[n; 32]).unwrap())
            .collect();
        let spki: Vec<Vec<u8>> = keys.iter().map(Signer::spki).collect();
        let mut own = request("Seing Root", &spki[ROOT], 1);
        own.crl_url = None;
        let root = profile::root(&own, &keys[ROOT]).unwrap();
        let top = Issuer {
            certificate: &root,
            key: &keys[ROOT],
        };
        let issuing = profile::issuing(&request("Seing CA", &spki[ISSUING], 2), &top).unwrap();
        let stamps = request("Seing Time", &spki[AUTHORITY], 3);
        let authority = profile::timestamping(&stamps, &top).unwrap();
        let under = Issuer {
            certificate: &issuing,
            key: &keys[ISSUING],
        };
        let seal = profile::seal(&request("ACME Seal", &spki[SEAL], 4), &under).unwrap();
        let act = transcript(spki[SIGNER].clone());
        let asked = request("Élise Ødegård", &spki[SIGNER], 5);
        let leaf = profile::leaf(&asked, &under, &act, NOW_MS + 5000).unwrap();
        Self {
            keys,
            root,
            issuing,
            authority,
            seal,
            leaf,
        }
    }

    fn token(&self, imprint: &Hash) -> Result<Vec<u8>> {
        let chain = [self.root.clone()];
        let key = &self.keys[AUTHORITY];
        let authority = Authority {
            certificate: &self.authority,
            chain: &chain,
            key,
        };
        let asked = timestamp::Request {
            imprint: *imprint,
            nonce: Some(vec![7; 8]),
        };
        timestamp::issue(&asked, &authority, &[9; 16], NOW_MS + 10_000)
    }

    fn signed(&self, digest: &Hash) -> Vec<u8> {
        let attributes = cms::signed_attributes(digest, &self.leaf);
        let raw = self.keys[SIGNER].sign(&attributes).unwrap();
        let token = self
            .token(&sha256(&cms::signature_value(&raw).unwrap()))
            .unwrap();
        let chain = [&self.issuing, &self.root];
        cms::assemble(&self.leaf, &chain, &attributes, &raw, Some(&token)).unwrap()
    }

    fn list(&self, revoked: &[Revoked], issuer: &[u8], key: usize) -> Vec<u8> {
        let asked = crl::Request {
            number: 7,
            this_update_ms: NOW_MS,
            next_update_ms: NOW_MS + 16 * YEAR_MS,
            expired_since_ms: NOW_MS - 60_000,
            revoked,
        };
        crl::issue(
            &asked,
            &Issuer {
                certificate: issuer,
                key: &self.keys[key],
            },
        )
        .unwrap()
    }
}

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
    assert!(signed.is_sorted && signed.signed.len() == 3);
    assert!(signed.attribute(oid::SIGNING_TIME).is_none());
    assert_eq!(signed.verify(&signer, &digest), Ok(()));
    let other = signed.verify(&signer, &sha256(b"other")).unwrap_err();
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
    assert_eq!(sealed.verify(&sealed.signer().unwrap(), &digest), Ok(()));
}

/// What a verifier asks of our own signatures: everything inside is what was issued.
fn accepts(pki: &Pki, der: &[u8], digest: &Hash) -> Result<()> {
    let signed = cms::parse(der)?;
    let signer = signed.signer()?;
    signed.verify(&signer, digest)?;
    let [root, issuing] = [&pki.root, &pki.issuing].map(|der| Certificate::parse(der).unwrap());
    signer.is_signed_by(&issuing)?;
    let token = signed.token().ok_or(Kind::BadTimestamp)?;
    let stamp = timestamp::check(token, &signed.imprint())?;
    stamp.authority.is_signed_by(&root)?;
    let mut inside = signed.certificates.clone();
    inside.extend(stamp.certificates.clone());
    let issued = [&pki.root, &pki.issuing, &pki.leaf, &pki.authority];
    let known = inside.iter().all(|der| issued.contains(&der));
    let whole = signed.is_sorted && stamp.is_canonical && !signed.has_crls;
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
    for at in (0..good.len()).step_by(3) {
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
    let list = Crl::parse(&pki.list(&[gone.clone()], &pki.issuing, ISSUING)).unwrap();
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

/// Writes files where OpenSSL can read them; `None` where there is no OpenSSL.
fn openssl(files: &[(&str, &[u8])], arguments: &str) -> Option<(bool, String)> {
    Command::new("openssl").arg("version").output().ok()?;
    let folder: PathBuf = std::env::temp_dir().join(format!(
        "sign-core-{}-{}",
        std::process::id(),
        arguments.len()
    ));
    std::fs::create_dir_all(&folder).unwrap();
    for (name, octets) in files {
        std::fs::write(folder.join(name), octets).unwrap();
    }
    let mut command = Command::new("openssl");
    command.args(arguments.split(' ')).current_dir(&folder);
    let output = command.output().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let said = [output.stdout, output.stderr].concat();
    Some((
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    ))
}

fn assert_accepted(files: &[(&str, &[u8])], arguments: &str) {
    if let Some((accepted, said)) = openssl(files, arguments) {
        assert!(accepted, "{said}");
    }
}

fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    let base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, der);
    let lines: Vec<&str> = base64
        .as_bytes()
        .chunks(64)
        .map(|line| core::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
    .into_bytes()
}

#[test]
fn openssl_accepts_the_chain_with_its_lists() {
    let pki = Pki::new();
    let lists = [
        pem("X509 CRL", &pki.list(&[], &pki.root, ROOT)),
        pem("X509 CRL", &pki.list(&[], &pki.issuing, ISSUING)),
    ]
    .concat();
    let files = [
        ("root.pem", &pem("CERTIFICATE", &pki.root)[..]),
        ("issuing.pem", &pem("CERTIFICATE", &pki.issuing)),
        ("leaf.pem", &pem("CERTIFICATE", &pki.leaf)),
        ("crl.pem", &lists),
    ];
    let arguments = format!(
        "verify -x509_strict -policy_check -policy {} -explicit_policy -crl_check_all -CRLfile \
         crl.pem -attime {} -CAfile root.pem -untrusted issuing.pem leaf.pem",
        oid::METHOD_SMS,
        NOW_MS / 1000 + 60
    );
    assert_accepted(&files, &arguments);
}

#[test]
fn openssl_accepts_the_signature_and_its_token() {
    let pki = Pki::new();
    let content = b"document";
    let root = pem("CERTIFICATE", &pki.root);
    let signed = pki.signed(&sha256(content));
    let files = [
        ("root.pem", &root[..]),
        ("sig.der", &signed),
        ("content", &content[..]),
    ];
    let at = NOW_MS / 1000 + 60;
    assert_accepted(
        &files,
        &format!(
            "cms -verify -cades -binary -inform DER -in sig.der -content content -purpose any \
             -attime {at} -CAfile root.pem -out out"
        ),
    );
    let token = pki.token(&sha256(content)).unwrap();
    let files = [
        ("root.pem", &root[..]),
        ("token.der", &token),
        ("content", &content[..]),
    ];
    assert_accepted(
        &files,
        &format!("ts -verify -token_in -in token.der -data content -attime {at} -CAfile root.pem"),
    );
}
