//! Signatures of other programs' kinds, made by openssl: algorithms, shapes and encodings.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use lopdf::{Object, dictionary};
use sign_core::document::Update;
use sign_core::verify::{Report, Trust, Verdict, verify};

use crate::attacks::pki::BEGIN_MS;
use crate::attacks::stage::{SIG, find, gap, open, over, paper, written};

/// How a container is made: the key, the digest, and what else openssl is told.
pub(crate) struct Kind {
    key: &'static [&'static str],
    digest: &'static str,
    options: &'static [&'static str],
}

/// `/DSS` lists by key, each with its DER.
pub(crate) type Store<'a> = [(&'a str, Vec<Vec<u8>>)];

const RSA: &[&str] = &["-newkey", "rsa:2048"];
const SHORT: &[&str] = &["-newkey", "rsa:1024"];
const P256: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
const P384: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"];
const P521: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"];
const BRAINPOOL: &[&str] = &[
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:brainpoolP256r1",
];
const CONDITION: &[&str] = &[
    "-newkey",
    "rsa:2048",
    "-addext",
    "1.2.3.4.5=critical,ASN1:NULL",
];
const PSS: &[&str] = &["-keyopt", "rsa_padding_mode:pss"];

/// A folder of its own for each test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("foreign-kinds")
        .join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub(crate) fn openssl(folder: &Path, words: &[&str]) {
    let output = Command::new("openssl")
        .args(words)
        .current_dir(folder)
        .output();
    let output = output.expect("openssl runs: scripts/setup test installs it");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{words:?}: {said}");
}

pub(crate) fn certificate(folder: &Path, kind: &Kind) -> Vec<u8> {
    let mut words = vec![
        "req",
        "-x509",
        "-nodes",
        "-subj",
        "/CN=Somebody/O=Else",
        "-days",
        "9000",
    ];
    words.extend(kind.key);
    words.extend(["-keyout", "key.pem", "-out", "cert.pem", "-sha256"]);
    openssl(folder, &words);
    openssl(
        folder,
        &[
            "x509", "-in", "cert.pem", "-outform", "DER", "-out", "cert.der",
        ],
    );
    std::fs::read(folder.join("cert.der")).unwrap()
}

/// A paper with an empty gap, in that format.
pub(crate) fn prepared(format: &str, certificate: Option<&[u8]>, store: &Store<'_>) -> Vec<u8> {
    let bytes = written(&paper());
    let document = open(&bytes);
    let mut update = Update::new(&document).unwrap();
    for (key, list) in store {
        let parts = list.iter().map(|der| {
            let stream = lopdf::Stream::new(lopdf::Dictionary::new(), der.clone());
            format!("{} 0 R ", update.add(Object::Stream(stream)).0)
        });
        let parts = format!("[{}]", parts.collect::<String>());
        let path = [b"DSS".as_slice(), key.as_bytes()];
        update
            .set_path(document.root(), &path, parts.as_bytes())
            .unwrap();
    }
    let value = update.reserve();
    let reference = format!("{} 0 R", value.0);
    update
        .set_entry((SIG, 0), b"V", reference.as_bytes())
        .unwrap();
    let mut dict = dictionary! {
        "Type" => "Sig", "Filter" => "Adobe.PPKLite",
        "M" => Object::string_literal("D:20261120100000Z"),
    };
    if let Some(der) = certificate {
        dict.set(
            "Cert",
            Object::String(der.to_vec(), lopdf::StringFormat::Hexadecimal),
        );
    }
    update.put_signature(value, dict, 6000);
    let appended = update.finish();
    // A first octet marks the gap until the container comes.
    let empty = sign_core::digest::embed(&appended, &[0x30, 0]).unwrap();
    let bytes = [&bytes[..], &empty].concat();
    let ours = b"/ETSI.CAdES.detached";
    let width = ours.len() - 1;
    let at = find(&bytes, ours) + 1;
    over(&bytes, at, format!("{format:width$}").as_bytes())
}

pub(crate) fn filled(bytes: &[u8], container: &[u8]) -> Vec<u8> {
    let gap = gap(bytes);
    let hex: String = container
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    let room = gap.len() - 2;
    assert!(hex.len() <= room, "{} of {room}", hex.len());
    over(bytes, gap.start + 1, format!("{hex:0<room$}").as_bytes())
}

pub(crate) fn content(bytes: &[u8]) -> Vec<u8> {
    let gap = gap(bytes);
    [&bytes[..gap.start], &bytes[gap.end..]].concat()
}

fn report(bytes: Vec<u8>, root: Vec<u8>) -> Report {
    let trust = Trust {
        roots: vec![root],
        others: Vec::new(),
    };
    // openssl's certificates begin when they are made.
    let now_ms = BEGIN_MS + 20 * 365 * 86_400_000;
    verify(&Arc::new(bytes), &trust, now_ms)
}

pub(crate) fn codes(report: &Report) -> Vec<&str> {
    let of_signatures = report
        .signatures
        .iter()
        .flat_map(|signature| &signature.findings);
    let all = of_signatures.chain(&report.findings);
    all.map(|finding| finding.code.as_str()).collect()
}

fn signed(name: &str, format: &str, kind: &Kind) -> (Vec<u8>, Vec<u8>) {
    let folder = folder(name);
    let root = certificate(&folder, kind);
    let bytes = prepared(format, None, &[]);
    std::fs::write(folder.join("content"), content(&bytes)).unwrap();
    let mut words = vec![
        "cms", "-sign", "-binary", "-in", "content", "-signer", "cert.pem",
    ];
    words.extend([
        "-inkey",
        "key.pem",
        "-outform",
        "DER",
        "-out",
        "sig.der",
        "-md",
        kind.digest,
    ]);
    words.extend(kind.options);
    openssl(&folder, &words);
    let container = std::fs::read(folder.join("sig.der")).unwrap();
    (filled(&bytes, &container), root)
}

#[track_caller]
fn is_judged(name: &str, kind: &Kind, verdict: Verdict, findings: &[&str]) {
    let (bytes, root) = signed(name, "adbe.pkcs7.detached", kind);
    let report = report(bytes.clone(), root.clone());
    assert_eq!(report.verdict, verdict, "{name}: {report:#?}");
    assert!(report.signatures[0].intact, "{name}: {report:#?}");
    assert_eq!(report.signatures[0].signer.as_deref(), Some("Somebody"));
    assert_eq!(codes(&report), findings, "{name}");
    let altered = over(&bytes, 40, b"x");
    let report = self::report(altered, root);
    assert!(
        !report.signatures.iter().any(|one| one.intact),
        "{name}: {report:#?}"
    );
    assert_eq!(report.verdict, Verdict::Invalid, "{name}");
}

macro_rules! kinds {
    ($($name:ident: $key:ident, $digest:literal, $options:expr, $verdict:ident, $findings:expr;)*) => {
        $(#[test]
        fn $name() {
            let kind = Kind { key: $key, digest: $digest, options: $options };
            is_judged(stringify!($name), &kind, Verdict::$verdict, $findings);
        })*
    };
}

kinds! {
    rsa_with_sha256_is_verified: RSA, "sha256", &[], Valid, &["time_claimed"];
    rsa_with_sha384_is_verified: RSA, "sha384", &[], Valid, &["time_claimed"];
    rsa_with_sha512_is_verified: RSA, "sha512", &[], Valid, &["time_claimed"];
    rsa_pss_is_verified: RSA, "sha256", PSS, Valid, &["time_claimed"];
    rsa_pss_with_sha512_is_verified: RSA, "sha512", PSS, Valid, &["time_claimed"];
    ecdsa_p256_with_sha384_is_verified: P256, "sha384", &[], Valid, &["time_claimed"];
    ecdsa_p384_is_verified: P384, "sha384", &[], Valid, &["time_claimed"];
    ecdsa_p384_with_sha256_is_verified: P384, "sha256", &[], Valid, &["time_claimed"];
    ecdsa_p384_with_sha512_is_verified: P384, "sha512", &[], Valid, &["time_claimed"];
    ecdsa_p521_is_verified: P521, "sha512", &[], Valid, &["time_claimed"];
    a_signer_named_by_key_is_found: RSA, "sha256", &["-keyid"], Valid, &["time_claimed"];
    a_signature_without_attributes_is_verified: RSA, "sha256", &["-noattr"], Valid, &["time_claimed"];
    ecdsa_without_attributes_is_verified: P384, "sha384", &["-noattr"], Valid, &["time_claimed"];
    cades_is_read: P521, "sha512", &["-cades"], Valid, &["time_claimed"];
    sha1_is_intact_but_past_its_time: RSA, "sha1", &[], Indeterminate,
        &["algorithm_past", "time_claimed"];
    a_curve_that_is_not_known_is_told: BRAINPOOL, "sha256", &[], Indeterminate,
        &["algorithm_unknown", "time_claimed"];
    a_condition_that_is_not_known_is_told: CONDITION, "sha256", &[], Indeterminate,
        &["time_claimed", "certificate_unchecked"];
    data_inside_a_detached_container_breaks_it: RSA, "sha256", &["-nodetach"], Invalid,
        &["cms_malformed", "time_claimed"];
    a_short_key_is_intact_but_past_its_time: SHORT, "sha256", &[], Indeterminate,
        &["algorithm_past", "time_claimed"];
}

#[test]
fn indefinite_lengths_are_read() {
    let kind = Kind {
        key: RSA,
        digest: "sha256",
        options: &[],
    };
    let (bytes, root) = signed("indefinite", "adbe.pkcs7.detached", &kind);
    let der = std::fs::read(folder("indefinite").join("sig.der")).unwrap();
    // The outer sequence told a length of two octets, and ends with two of zero instead.
    assert_eq!(der[..2], [0x30, 0x82]);
    let container = [&[0x30, 0x80], &der[4..], &[0, 0]].concat();
    let report = report(filled(&bytes, &container), root);
    assert_eq!(report.verdict, Verdict::Valid, "{report:#?}");
    assert_eq!(codes(&report), ["time_claimed"]);
}

#[test]
fn a_container_around_the_ranges_sha1_is_intact_but_past_its_time() {
    let kind = Kind {
        key: RSA,
        digest: "sha256",
        options: &["-nodetach"],
    };
    let folder = folder("pkcs7_sha1");
    let root = certificate(&folder, &kind);
    let bytes = prepared("adbe.pkcs7.sha1", None, &[]);
    std::fs::write(folder.join("range"), content(&bytes)).unwrap();
    openssl(
        &folder,
        &["dgst", "-sha1", "-binary", "-out", "content", "range"],
    );
    let mut words = vec![
        "cms", "-sign", "-binary", "-in", "content", "-signer", "cert.pem",
    ];
    words.extend([
        "-inkey",
        "key.pem",
        "-outform",
        "DER",
        "-out",
        "sig.der",
        "-nodetach",
    ]);
    openssl(&folder, &words);
    let bytes = filled(&bytes, &std::fs::read(folder.join("sig.der")).unwrap());
    let good = report(bytes.clone(), root.clone());
    assert_eq!(good.verdict, Verdict::Indeterminate, "{good:#?}");
    assert!(good.signatures[0].intact && codes(&good).contains(&"algorithm_past"));
    let bad = report(over(&bytes, 40, b"x"), root);
    assert!(codes(&bad).contains(&"digest_mismatch"), "{bad:#?}");
}

#[test]
fn a_bare_rsa_signature_is_intact_but_past_its_time() {
    let kind = Kind {
        key: RSA,
        digest: "sha1",
        options: &[],
    };
    let folder = folder("bare");
    let root = certificate(&folder, &kind);
    let bytes = prepared("adbe.x509.rsa_sha1", Some(&root), &[]);
    std::fs::write(folder.join("content"), content(&bytes)).unwrap();
    openssl(
        &folder,
        &[
            "dgst", "-sha1", "-sign", "key.pem", "-out", "sig.bin", "content",
        ],
    );
    let signature = std::fs::read(folder.join("sig.bin")).unwrap();
    let container = [&[4, 0x82, 1, 0], &signature[..]].concat();
    let bytes = filled(&bytes, &container);
    let good = report(bytes.clone(), root.clone());
    assert_eq!(good.verdict, Verdict::Indeterminate, "{good:#?}");
    assert!(good.signatures[0].intact && codes(&good).contains(&"algorithm_past"));
    let bad = report(over(&bytes, 40, b"x"), root);
    assert!(codes(&bad).contains(&"digest_mismatch"), "{bad:#?}");
}

#[test]
fn an_unknown_format_is_indeterminate() {
    let kind = Kind {
        key: RSA,
        digest: "sha256",
        options: &[],
    };
    let (bytes, root) = signed("unknown", "acme.strange.format", &kind);
    let report = report(bytes, root);
    assert_eq!(report.verdict, Verdict::Indeterminate, "{report:#?}");
    assert_eq!(codes(&report), ["format_unknown", "time_claimed"]);
}
