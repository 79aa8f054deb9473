//! Documents that others signed or certified before us: signed within their limits, or refused.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use seing_tests::judges::Judges;
use seing_tests::place::{fixture, repository, scratch};

use crate::demo::{demo_sign, run};

/// Their signature and our seal, beside the signers'.
const OTHERS: usize = 2;

#[test]
fn a_document_signed_by_others_is_signed_and_everybodys_signature_stays_valid() {
    let folder = scratch("signed-before");
    let roots = folder.join("roots");
    let theirs = signed_by_others(&folder, &roots, &[]);
    let file = folder.join("signed.pdf");
    demo_sign(&theirs, &file, &roots, 2).unwrap_or_else(|words| panic!("{words}"));
    let (before, after) = (fs::read(&theirs), fs::read(&file));
    let (before, after) = (
        before.expect("pyHanko wrote it"),
        after.expect("the demo wrote it"),
    );
    assert!(after.starts_with(&before));
    // Theirs, two approvals, and a seal that is an approval as well.
    Judges::new(&roots)
        .accept_for_years(&file, 2 + OTHERS)
        .unwrap_or_else(|refusal| panic!("{refusal}"));
}

#[test]
fn a_certified_document_without_a_field_for_us_is_refused_with_its_code() {
    let folder = scratch("certified-before");
    let roots = folder.join("roots");
    let theirs = signed_by_others(&folder, &roots, &["--certify"]);
    let refusal = demo_sign(&theirs, &folder.join("signed.pdf"), &roots, 1);
    let words = refusal.expect_err("its certification allows no new field");
    assert!(words.contains("certified"), "{words}");
    assert!(!folder.join("signed.pdf").exists());
}

/// The contract with a signature that pyHanko made for somebody else, and their root beside ours.
pub(crate) fn signed_by_others(folder: &Path, roots: &Path, how: &[&str]) -> PathBuf {
    sign(&fixture("contract.pdf"), folder, roots, how)
}

/// Has pyHanko sign a document for somebody else.
pub(crate) fn sign(document: &Path, folder: &Path, roots: &Path, how: &[&str]) -> PathBuf {
    fs::create_dir_all(roots).expect("the build folder can be written");
    let (key, certificate) = (folder.join("theirs.key"), roots.join("foreign.pem"));
    let mut command = Command::new("openssl");
    command.args("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes".split(' '));
    command.args(["-days", "7000", "-subj", "/CN=Somebody Else", "-addext"]);
    command.arg("keyUsage=critical,digitalSignature,nonRepudiation,keyCertSign");
    command
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&certificate);
    run(&mut command).unwrap_or_else(|words| panic!("openssl: {words}"));
    let signed = folder.join("theirs.pdf");
    let mut command = Command::new(repository().join(".seing/venv/bin/pyhanko"));
    command
        .args(["sign", "addsig", "--field", "Theirs"])
        .args(how);
    command.args(["pemder", "--no-pass", "--key"]).arg(&key);
    command.arg("--cert").arg(&certificate);
    command.arg(document).arg(&signed);
    run(&mut command).unwrap_or_else(|words| panic!("pyHanko: {words}"));
    signed
}
