//! Revocation data of others, made by openssl, and document timestamps.

use std::path::Path;
use std::sync::Arc;

use lopdf::Object;
use sign_core::bytes::hash::sha256;
use sign_core::document::Update;
use sign_core::signature::crl::Crl;
use sign_core::signature::timestamp::{self, Authority};
use sign_core::verify::{Coverage, Report, SignatureKind, TimeSource, Trust, Verdict, verify};

use crate::attacks::pki::{BEGIN_MS, Pki};
use crate::attacks::stage::{Signing, approved, gap, open, paper, sign, store, updated, written};
use crate::verify_foreign::{Store, codes, content, filled, folder, openssl, prepared};

const YEAR_MS: i64 = 365 * 86_400_000;

const AUTHORITY: &str = "\
[ca]\ndefault_ca = d\n[d]\ndatabase = index.txt\nserial = serial\ncrlnumber = number\nnew_certs_dir = .\n\
certificate = ca.pem\nprivate_key = ca.key\ndefault_md = sha256\ndefault_days = 9000\n\
default_crl_days = 9000\npolicy = p\nx509_extensions = x\n[p]\ncommonName = supplied\n\
[x]\nbasicConstraints = critical,CA:FALSE\nkeyUsage = critical,digitalSignature,nonRepudiation\n\
[o]\nextendedKeyUsage = OCSPSigning\n";

/// An authority, a signer and a responder of its own.
fn authority(folder: &Path) {
    for (name, text) in [
        ("index.txt", ""),
        ("serial", "1000\n"),
        ("number", "01\n"),
        ("ca.cnf", AUTHORITY),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let ca = [
        "req",
        "-x509",
        "-nodes",
        "-newkey",
        "rsa:2048",
        "-subj",
        "/CN=Authority",
        "-days",
        "9000",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
    ];
    openssl(folder, &ca);
    for (name, extensions) in [("leaf", "x"), ("ocsp", "o")] {
        let (key, request, pem) = (
            format!("{name}.key"),
            format!("{name}.csr"),
            format!("{name}.pem"),
        );
        let subject = format!("/CN={name}");
        openssl(
            folder,
            &[
                "req", "-nodes", "-newkey", "rsa:2048", "-subj", &subject, "-keyout", &key, "-out",
                &request,
            ],
        );
        openssl(
            folder,
            &[
                "ca",
                "-batch",
                "-config",
                "ca.cnf",
                "-extensions",
                extensions,
                "-in",
                &request,
                "-out",
                &pem,
                "-notext",
            ],
        );
    }
}

fn revoke(folder: &Path) {
    openssl(folder, &["ca", "-config", "ca.cnf", "-revoke", "leaf.pem"]);
}

fn response(folder: &Path, responder: &str) -> Vec<u8> {
    let key = responder.replace("pem", "key");
    openssl(
        folder,
        &[
            "ocsp",
            "-issuer",
            "ca.pem",
            "-cert",
            "leaf.pem",
            "-reqout",
            "request.der",
        ],
    );
    openssl(
        folder,
        &[
            "ocsp",
            "-index",
            "index.txt",
            "-CA",
            "ca.pem",
            "-rsigner",
            responder,
            "-rkey",
            &key,
            "-reqin",
            "request.der",
            "-respout",
            "response.der",
            "-ndays",
            "9000",
        ],
    );
    std::fs::read(folder.join("response.der")).unwrap()
}

fn list(folder: &Path) -> Vec<u8> {
    openssl(
        folder,
        &["ca", "-config", "ca.cnf", "-gencrl", "-out", "list.pem"],
    );
    openssl(
        folder,
        &[
            "crl", "-in", "list.pem", "-outform", "DER", "-out", "list.der",
        ],
    );
    std::fs::read(folder.join("list.der")).unwrap()
}

fn judged(folder: &Path, store: &Store<'_>) -> Report {
    let bytes = prepared("adbe.pkcs7.detached", None, store);
    std::fs::write(folder.join("content"), content(&bytes)).unwrap();
    openssl(
        folder,
        &[
            "cms", "-sign", "-binary", "-in", "content", "-signer", "leaf.pem", "-inkey",
            "leaf.key", "-outform", "DER", "-out", "sig.der",
        ],
    );
    let bytes = filled(&bytes, &std::fs::read(folder.join("sig.der")).unwrap());
    openssl(
        folder,
        &["x509", "-in", "ca.pem", "-outform", "DER", "-out", "ca.der"],
    );
    let roots = vec![std::fs::read(folder.join("ca.der")).unwrap()];
    let trust = Trust {
        roots,
        others: Vec::new(),
    };
    verify(&Arc::new(bytes), &trust, BEGIN_MS + 20 * YEAR_MS)
}

#[test]
fn a_response_of_the_issuer_or_its_responder_is_believed() {
    let folder = folder("ocsp");
    authority(&folder);
    for responder in ["ca.pem", "ocsp.pem"] {
        let report = judged(&folder, &[("OCSPs", vec![response(&folder, responder)])]);
        assert_eq!(report.verdict, Verdict::Valid, "{responder}: {report:#?}");
    }
    let missing = judged(&folder, &[]);
    assert_eq!(missing.verdict, Verdict::Indeterminate, "{missing:#?}");
    assert!(codes(&missing).contains(&"revocation_missing"));
    let stranger = judged(&folder, &[("OCSPs", vec![response(&folder, "leaf.pem")])]);
    assert!(
        codes(&stranger).contains(&"revocation_missing"),
        "{stranger:#?}"
    );
    revoke(&folder);
    let revoked = judged(&folder, &[("OCSPs", vec![response(&folder, "ocsp.pem")])]);
    assert_eq!(revoked.verdict, Verdict::Invalid, "{revoked:#?}");
    assert!(codes(&revoked).contains(&"certificate_revoked"));
}

#[test]
fn a_list_signed_with_rsa_is_believed() {
    let folder = folder("crl");
    authority(&folder);
    let good = judged(&folder, &[("CRLs", vec![list(&folder)])]);
    assert_eq!(good.verdict, Verdict::Valid, "{good:#?}");
    a_revocation_is_believed(&folder);
}

#[test]
fn a_list_of_version_1_is_believed() {
    let folder = folder("crl_v1");
    authority(&folder);
    let numberless = AUTHORITY.replace("crlnumber = number\n", "");
    std::fs::write(folder.join("ca.cnf"), numberless).unwrap();
    let plain = list(&folder);
    assert!(Crl::parse(&plain).unwrap().extensions.is_empty());
    let good = judged(&folder, &[("CRLs", vec![plain])]);
    assert_eq!(good.verdict, Verdict::Valid, "{good:#?}");
    a_revocation_is_believed(&folder);
}

fn a_revocation_is_believed(folder: &Path) {
    revoke(folder);
    let revoked = judged(folder, &[("CRLs", vec![list(folder)])]);
    assert!(
        codes(&revoked).contains(&"certificate_revoked"),
        "{revoked:#?}"
    );
}

/// Appends a document timestamp in a field of its own.
pub(crate) fn stamped(bytes: &[u8], digest: impl Fn(&[u8]) -> sign_core::wire::Hash) -> Vec<u8> {
    stamped_with(bytes, "/Rect [0 0 0 0]", digest)
}

/// Appends a document timestamp in a field that is seen.
pub(crate) fn stamped_as(bytes: &[u8], look: &str) -> Vec<u8> {
    stamped_with(bytes, look, sha256)
}

fn stamped_with(
    bytes: &[u8],
    look: &str,
    digest: impl Fn(&[u8]) -> sign_core::wire::Hash,
) -> Vec<u8> {
    let pki = Pki::new();
    let mut update = Update::new(&open(bytes)).unwrap();
    let (value, field) = (update.reserve(), update.reserve());
    let text = format!(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (stamp) {look} /F 132 /P 3 0 R /V {} 0 R >>",
        value.0
    );
    update.put_raw(field, text.into_bytes());
    let root = open(bytes).root();
    update
        .push_path(root, &[b"AcroForm", b"Fields"], &[field])
        .unwrap();
    update.push_to_array((3, 0), b"Annots", &[field]).unwrap();
    update.put_timestamp(value, 6000);
    let appended = update.finish();
    let empty = sign_core::digest::embed(&appended, &[0x30, 0]).unwrap();
    let out = [bytes, &empty].concat();
    let authority = Authority {
        certificate: &pki.tsa.der,
        chain: core::slice::from_ref(&pki.root.der),
        key: &pki.tsa.key,
    };
    let hole = gap(&out);
    let range = [&out[..hole.start], &out[hole.end..]].concat();
    let asked = timestamp::Request {
        imprint: digest(&range),
        nonce: None,
    };
    let token = timestamp::issue(&asked, &authority, &[5; 16], BEGIN_MS + 3_600_000).unwrap();
    filled(&out, &token)
}

pub(crate) fn report_at(bytes: Vec<u8>, at_ms: i64) -> Report {
    let pki = Pki::new();
    let trust = Trust {
        roots: vec![pki.root.der.clone()],
        others: vec![pki.issuing.der.clone(), pki.tsa.der.clone()],
    };
    verify(&Arc::new(bytes), &trust, at_ms)
}

#[test]
fn a_document_timestamp_is_judged_like_a_signature() {
    let bytes = stamped(&approved(), sha256);
    let report = report_at(bytes.clone(), BEGIN_MS + 86_400_000);
    assert_eq!(report.verdict, Verdict::Valid, "{report:#?}");
    let stamp = report.signatures.last().unwrap();
    assert_eq!(
        (stamp.kind, stamp.coverage),
        (SignatureKind::Timestamp, Coverage::File)
    );
    assert_eq!(stamp.time.as_ref().unwrap().source, TimeSource::Stamped);
    let other = report_at(
        stamped(&approved(), |_| sha256(b"something else")),
        BEGIN_MS + 86_400_000,
    );
    assert_eq!(other.verdict, Verdict::Invalid, "{other:#?}");
    assert!(codes(&other).contains(&"timestamp_wrong"));
}

#[test]
fn a_document_timestamp_vouches_for_data_that_has_run_out_since() {
    let later = BEGIN_MS + 20 * YEAR_MS;
    let alone = report_at(approved(), later);
    assert_eq!(alone.verdict, Verdict::Indeterminate, "{alone:#?}");
    assert!(codes(&alone).contains(&"revocation_missing"));
    let report = report_at(stamped(&approved(), sha256), later);
    assert_eq!(report.verdict, Verdict::Valid, "{report:#?}");
}

#[test]
fn data_that_the_document_timestamp_does_not_cover_is_not_vouched_for() {
    let bare = updated(&written(&paper()), |document, update| {
        let root = document.root();
        update.set_entry(root, b"DSS", b"<< /Type /DSS >>").unwrap();
    });
    let bytes = stamped(&sign(&bare, &Signing::default()), sha256);
    let bytes = updated(&bytes, |document, update| {
        store(update, document, &Pki::new());
    });
    let soon = report_at(bytes.clone(), BEGIN_MS + 86_400_000);
    assert_eq!(soon.verdict, Verdict::Valid, "{soon:#?}");
    let later = report_at(bytes, BEGIN_MS + 20 * YEAR_MS);
    assert_eq!(later.verdict, Verdict::Indeterminate, "{later:#?}");
    assert!(codes(&later).contains(&"revocation_missing"));
}

#[test]
fn a_page_changed_after_a_document_timestamp_is_told() {
    let bytes = updated(&stamped(&approved(), sha256), |_, update| {
        update.put((4, 0), Object::Null);
    });
    let report = report_at(bytes, BEGIN_MS + 86_400_000);
    assert_eq!(report.verdict, Verdict::Changed, "{report:#?}");
}
