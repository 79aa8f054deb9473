//! Signed files that are encrypted and open without a password: added to, judged, attacked.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::encryption::crypt_filters::{Aes128CryptFilter, Aes256CryptFilter, CryptFilter};
use lopdf::{EncryptionState, EncryptionVersion, Permissions};
use sign_core::Kind;
use sign_core::document::{CipherMethod, Document, Update};
use sign_core::inspection::{Severity, inspect};
use sign_core::placement::Look;
use sign_core::signature::act::Mark;
use sign_core::signature::layout::{lay_out, room};
use sign_core::signature::seal;
use sign_core::verify::{Trust, Verdict, verify};

use crate::ceremony::approvals::{Foreign, left, signed, with_answers};
use crate::ceremony::looks::picture;
use crate::ceremony::pki::{BEGIN_MS, Pki};
use crate::ceremony::run::{Ceremony, open};
use crate::ceremony::{paper, verdict};

/// Every way of encryption, by a name for its file.
const WAYS: [&str; 6] = [
    "rc4_40",
    "rc4_128",
    "aes_128",
    "aes_128_strings",
    "aes_256_r5",
    "aes_256",
];

fn filters(filter: Arc<dyn CryptFilter>) -> BTreeMap<Vec<u8>, Arc<dyn CryptFilter>> {
    BTreeMap::from([(b"StdCF".to_vec(), filter)])
}

/// Encrypts the contract, its metadata not where that can be.
fn encrypted(way: &str, permissions: Permissions) -> Vec<u8> {
    let mut holder = lopdf::Document::load_mem(&paper::contract()).unwrap();
    let id = lopdf::Object::string_literal("0123456789abcdef");
    holder.trailer.set("ID", vec![id.clone(), id]);
    let state = state(&holder, way, permissions);
    holder.encrypt(&state).unwrap();
    let mut out = Vec::new();
    holder.save_to(&mut out).unwrap();
    out
}

#[expect(deprecated, reason = "files of revision 5 are about")]
fn state(document: &lopdf::Document, way: &str, permissions: Permissions) -> EncryptionState {
    let (owner_password, user_password) = ("owner", "");
    let (standard, identity) = (b"StdCF".to_vec(), b"Identity".to_vec());
    let key = [7; 32];
    let version = match way {
        "rc4_40" => EncryptionVersion::V1 {
            document,
            owner_password,
            user_password,
            permissions,
        },
        "rc4_128" => EncryptionVersion::V2 {
            document,
            owner_password,
            user_password,
            permissions,
            key_length: 128,
        },
        "aes_128" | "aes_128_strings" => EncryptionVersion::V4 {
            document,
            owner_password,
            user_password,
            permissions,
            encrypt_metadata: false,
            crypt_filters: filters(Arc::new(Aes128CryptFilter)),
            stream_filter: if way == "aes_128" {
                standard.clone()
            } else {
                identity
            },
            string_filter: standard,
        },
        "aes_256_r5" => EncryptionVersion::R5 {
            owner_password,
            user_password,
            permissions,
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes256CryptFilter)),
            file_encryption_key: &key,
            stream_filter: standard.clone(),
            string_filter: standard,
        },
        _ => EncryptionVersion::V5 {
            owner_password,
            user_password,
            permissions,
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes256CryptFilter)),
            file_encryption_key: &key,
            stream_filter: standard.clone(),
            string_filter: standard,
        },
    };
    EncryptionState::try_from(version).unwrap()
}

fn signed_by_others(way: &str) -> Vec<u8> {
    signed(encrypted(way, Permissions::all()), Foreign::default())
}

fn trust() -> Trust {
    let pki = Pki::new();
    Trust {
        roots: vec![pki.root.der],
        others: vec![pki.issuing.der, pki.tsa.der],
    }
}

#[test]
fn an_encrypted_file_that_is_signed_is_signed_and_sealed_by_encrypted_updates() {
    for way in WAYS {
        let original = signed_by_others(way);
        let ceremony = Ceremony::approved_on(original.clone(), &with_answers()).ended();
        assert!(ceremony.bytes.starts_with(&original), "{way}");
        left(&ceremony, &format!("encrypted_{way}.pdf"));
        verdict::valid(&ceremony, 4);
        let added = &ceremony.bytes[original.len()..];
        let plain = |octets: &[u8]| added.windows(octets.len()).any(|part| part == octets);
        assert!(!plain(b"Sealed by ACME"), "{way}: a string in clear");
        let certificate = plain(&ceremony.pki.root.der);
        assert_eq!(certificate, way == "aes_128_strings", "{way}: a stream");
    }
}

#[test]
fn a_logo_a_reason_and_a_picture_are_encrypted_like_everything_else() {
    let mut plan = with_answers();
    plan.logo = Some(picture());
    plan.signers[0].placements[0].look = Look::Full {
        reason: "I agree, Λάμδα".to_string(),
    };
    for way in ["rc4_128", "aes_128", "aes_256"] {
        let mut ceremony = Ceremony::approved_on(signed_by_others(way), &plan);
        let mut act = ceremony.act(1, "Anna Müller", BEGIN_MS);
        act.mark = Mark::Uploaded(picture());
        ceremony.sign_as(1, act);
        ceremony.sign(2, "Zoë Œuvré", BEGIN_MS + 60_000);
        ceremony.seal(BEGIN_MS + 3_700_000);
        left(&ceremony, &format!("encrypted_shown_{way}.pdf"));
        verdict::valid(&ceremony, 4);
    }
}

#[test]
fn what_is_written_reads_back_as_it_was() {
    for way in WAYS {
        let bytes = encrypted(way, Permissions::all());
        let mut update = Update::new(&open(&bytes)).unwrap();
        let text = lopdf::Object::string_literal("words, and then some more of them");
        let stream = lopdf::Stream::new(lopdf::Dictionary::new(), b"0 0 m 9 9 l S".to_vec());
        let (first, second) = (update.add(text.clone()), update.add(stream.into()));
        update.set_entry((1, 0), b"Lang", b"(fr)").unwrap();
        let bytes = [bytes, update.finish().bytes].concat();
        let document = open(&bytes);
        let read = |id| document.object(id).unwrap();
        assert_eq!(
            read(first).as_str().unwrap(),
            text.as_str().unwrap(),
            "{way}"
        );
        assert_eq!(
            read(second).as_stream().unwrap().content,
            b"0 0 m 9 9 l S",
            "{way}"
        );
        let catalog = document.catalog().unwrap();
        assert_eq!(
            catalog.get(b"Lang").unwrap().as_str().unwrap(),
            b"fr",
            "{way}"
        );
    }
}

#[test]
fn an_update_has_the_same_octets_every_time() {
    let bytes = signed_by_others("aes_256");
    let twice = [0, 1].map(|_| {
        lay_out(&open(&bytes), &with_answers())
            .unwrap()
            .appended
            .bytes
    });
    assert_eq!(twice[0], twice[1]);
}

#[test]
fn permissions_that_forbid_signing_are_said_and_encryption_is_kept() {
    let told = |permissions| {
        let bytes = signed(encrypted("aes_256", permissions), Foreign::default());
        let findings = inspect(&open(&bytes)).unwrap();
        let codes = findings.iter().map(|found| found.code);
        assert!(
            findings
                .iter()
                .all(|found| found.severity < Severity::Normalise)
        );
        codes.collect::<Vec<_>>()
    };
    assert_eq!(told(Permissions::all()), ["kept_encrypted", "signed"]);
    assert_eq!(
        told(Permissions::PRINTABLE),
        ["kept_encrypted", "signed", "signing_not_permitted"]
    );
}

#[test]
fn what_nobody_signed_is_decrypted_before_it_is_laid_out() {
    let bytes = encrypted("aes_256", Permissions::all());
    let refused = lay_out(&open(&bytes), &with_answers()).unwrap_err();
    assert_eq!(refused.kind, Kind::NeedsRewrite);
    let found = inspect(&open(&bytes)).unwrap();
    assert!(
        found
            .iter()
            .any(|one| one.code == "encrypted" && one.severity == Severity::Normalise)
    );
}

#[test]
fn a_key_that_does_not_fit_its_method_is_not_sound() {
    let mut encryption = open(&signed_by_others("aes_256")).encryption().unwrap();
    assert_eq!(encryption.strings, CipherMethod::Aes256);
    assert!(encryption.is_sound());
    encryption.key.0.pop();
    assert!(!encryption.is_sound());
}

#[test]
fn an_encrypted_file_is_not_offered_and_its_key_is_in_no_request_for_a_seal() {
    for way in WAYS {
        let bytes = signed_by_others(way);
        let refused = room(&open(&bytes)).unwrap_err();
        assert_eq!(refused.kind, Kind::SignedEncrypted, "{way}");
        let ceremony = Ceremony::approved_on(bytes, &with_answers());
        let refused = seal::request(&open(&ceremony.bytes), "d1").unwrap_err();
        assert_eq!(refused.kind, Kind::SignedEncrypted, "{way}");
    }
}

/// A later version whose trailer no longer names the encryption dictionary, or another one.
#[test]
fn an_encryption_that_changes_after_a_signature_is_told() {
    let bytes = signed_by_others("aes_128");
    let valid = verify(&Arc::new(bytes.clone()), &trust(), BEGIN_MS + 1000);
    assert_eq!(valid.signatures.len(), 1, "{valid:#?}");
    assert!(valid.signatures[0].intact, "{valid:#?}");
    let mut update = Update::new(&open(&bytes)).unwrap();
    update.set_entry((1, 0), b"Lang", b"(fr)").unwrap();
    let update = String::from_utf8_lossy(&update.finish().bytes).into_owned();
    let dict = Document::encryption(&open(&bytes)).unwrap().dict.number;
    let named = format!("/Encrypt {dict} 0 R ");
    assert!(update.contains(&named));
    let hurt = update.replace(&named, "");
    let bytes = [bytes, hurt.into_bytes()].concat();
    let report = verify(&Arc::new(bytes), &trust(), BEGIN_MS + 1000);
    assert_eq!(report.verdict, Verdict::Changed, "{report:#?}");
    let findings = &report.signatures[0].findings;
    assert!(
        findings
            .iter()
            .any(|one| one.about.as_deref() == Some("Encrypt"))
    );
}
