//! What we make, shown to OpenSSL where it is installed.
#![expect(clippy::disallowed_methods, reason = "another program reads files")]

use std::path::PathBuf;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use sign_core::bytes::hash::sha256;
use sign_core::signature::oid;

use super::pki::{ISSUING, NOW_MS, Pki, ROOT};

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
    let base64 = STANDARD.encode(der);
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
