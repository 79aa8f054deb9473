//! `seing verify` as programs call it: an exit code a verdict, and the keys of its JSON.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::paper;

/// A signed file, and the folder of roots it is to be judged by.
struct Signed {
    folder: PathBuf,
    file: PathBuf,
    roots: PathBuf,
}

impl Signed {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::remove_dir_all(&folder).ok();
        std::fs::create_dir_all(&folder).unwrap();
        let (file, roots) = (folder.join("signed.pdf"), folder.join("roots"));
        let paper = folder.join("paper.pdf");
        std::fs::write(&paper, paper::pdf("Lease")).unwrap();
        let mut command = seing();
        command.arg("demo-sign").arg(paper).arg(&file);
        let output = command.arg("--roots").arg(&roots).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        Self {
            folder,
            file,
            roots,
        }
    }

    /// Asks about a file of these bytes.
    fn ask(&self, bytes: &[u8]) -> (i32, Value) {
        let file = self.folder.join("asked.pdf");
        std::fs::write(&file, bytes).unwrap();
        verify(&file, Some(&self.roots))
    }
}

#[test]
fn every_verdict_has_its_exit_code() {
    let signed = Signed::new("verdicts");
    let bytes = std::fs::read(&signed.file).unwrap();
    let mut broken = bytes.clone();
    broken[200] ^= 1;
    let changed = [&bytes[..], b"% more\n"].concat();
    for (wanted, code, bytes) in [
        ("valid", 0, bytes.clone()),
        ("changed", 1, changed),
        ("invalid", 1, broken),
        ("unsigned", 2, paper::pdf("Lease")),
        ("unreadable", 3, b"minutes of a meeting".to_vec()),
    ] {
        let (found, report) = signed.ask(&bytes);
        assert_eq!((report["verdict"].as_str(), found), (Some(wanted), code));
    }
    let (code, report) = verify(&signed.file, None);
    assert_eq!(
        (report["verdict"].as_str(), code),
        (Some("indeterminate"), 4)
    );
}

#[test]
fn a_file_or_a_folder_of_roots_that_is_not_there_is_unreadable_and_named() {
    let signed = Signed::new("verdicts-absent");
    let absent = signed.folder.join("absent");
    for (file, roots) in [(&absent, &signed.roots), (&signed.file, &absent)] {
        let mut command = seing();
        command.arg("verify").arg("--json").arg("--roots");
        let output = command.arg(roots).arg(file).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        assert_eq!(output.stdout, b"", "no report of what was not read");
        assert!(said(&output).starts_with("seing: "), "{}", said(&output));
    }
}

#[test]
fn words_and_json_come_to_the_same_code() {
    let signed = Signed::new("verdicts-words");
    let output = seing().arg("verify").arg(&signed.file).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    let words = String::from_utf8(output.stdout).unwrap();
    assert!(words.starts_with("INDETERMINATE: "), "{words}");
    assert!(words.contains("\nsig_01 — signature by "), "{words}");
}

#[test]
fn the_keys_of_a_report_stay_what_programs_read() {
    let signed = Signed::new("verdicts-keys");
    let (_, report) = verify(&signed.file, None);
    let of_report = ["findings", "signatures", "verdict", "versions"];
    assert_eq!(keys(&report), of_report);
    let signatures = report["signatures"].as_array().unwrap();
    let fields: Vec<&Value> = signatures.iter().map(|one| &one["field"]).collect();
    assert_eq!(fields, ["org_cert", "sig_01", "seal"]);
    for one in signatures {
        assert_eq!(keys(one), SIGNATURE_KEYS);
        assert_eq!(keys(&one["time"]), ["at", "at_ms", "source"]);
        assert_eq!(one["intact"], json!(true));
        assert_eq!(one["trusted"], json!(false));
        let findings = one["findings"].as_array().unwrap().iter();
        assert!(
            findings
                .clone()
                .all(|finding| keys(finding).ends_with(&FINDING_KEYS))
        );
        let codes: Vec<&Value> = findings.map(|finding| &finding["code"]).collect();
        assert!(codes.contains(&&json!("root_unknown")), "{codes:?}");
    }
    let signer = &signatures[1];
    assert_eq!(signer["kind"], json!("approval"));
    assert_eq!(signer["signer"], json!("Demo Signer 1"));
    assert_eq!(signer["coverage"], json!("revision"));
    assert_eq!(signer["changes"], json!("allowed"));
    assert_eq!(signer["time"]["source"], json!("stamped"));
    assert_eq!(signatures[0]["kind"], json!("certification"));
    assert_eq!(signatures[2]["coverage"], json!("file"));
    assert_eq!(signatures[2]["changes"], json!("none"));
}

#[test]
fn the_versions_of_a_report_end_at_its_signatures_and_place_what_changed() {
    let signed = Signed::new("verdicts-versions");
    let (_, report) = verify(&signed.file, None);
    let versions = report["versions"].as_array().unwrap();
    let signatures = report["signatures"].as_array().unwrap();
    assert_eq!(versions.len(), signatures.len());
    for (at, version) in versions.iter().enumerate() {
        assert_eq!(keys(version), ["end", "marks", "signature"]);
        assert_eq!(version["signature"], json!(at));
        for mark in version["marks"].as_array().unwrap() {
            assert!(keys(mark).ends_with(&MARK_KEYS[1..]), "{mark}");
            assert_eq!(mark["allowed"], json!(true));
        }
    }
    let size = std::fs::metadata(&signed.file).unwrap().len();
    assert_eq!(versions[2]["end"], json!(size));
    let marks = versions[1]["marks"].as_array().unwrap();
    let stamp = marks.iter().find(|mark| mark["about"] == json!("sig_01"));
    let stamp = stamp.unwrap();
    assert_eq!(stamp["code"], json!("signature_added"));
    assert_eq!(keys(&stamp["area"]), ["height", "width", "x", "y"]);
    assert_eq!(stamp["page"], json!(0));
}

/// `about` may be missing.
const MARK_KEYS: [&str; 5] = ["about", "allowed", "area", "code", "page"];
/// `about` may stand before them.
const FINDING_KEYS: [&str; 3] = ["code", "text", "weight"];
/// In the order of the alphabet.
const SIGNATURE_KEYS: [&str; 11] = [
    "changes",
    "coverage",
    "field",
    "findings",
    "intact",
    "kind",
    "organisation",
    "signer",
    "time",
    "trusted",
    "verdict",
];

fn keys(value: &Value) -> Vec<&str> {
    let object = value.as_object().unwrap();
    let mut keys: Vec<&str> = object.keys().map(String::as_str).collect();
    keys.sort();
    keys
}

/// The exit code and the report.
fn verify(file: &Path, roots: Option<&Path>) -> (i32, Value) {
    let mut command = seing();
    command.arg("verify").arg("--json");
    if let Some(roots) = roots {
        command.arg("--roots").arg(roots);
    }
    let output = command.arg(file).output().unwrap();
    let report = serde_json::from_slice(&output.stdout);
    let report = report.unwrap_or_else(|why| panic!("{why}: {}", said(&output)));
    (output.status.code().unwrap(), report)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn seing() -> Command {
    Command::new(env!("CARGO_BIN_EXE_seing"))
}
