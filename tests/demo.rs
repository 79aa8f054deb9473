//! The command line: a whole ceremony in one process, judged now and years later, then damaged.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use seing_server::clock::{Clock as _, SystemClock};
use seing_tests::judges::{Judges, LATER};
use seing_tests::place::{built, fixture, scratch};
use sign_core::verify::{Trust, Verdict, verify};

/// Certification and seal.
const OURS: usize = 2;
/// Every so many bytes one is flipped for our verifier, which takes no process to start.
const STRIDE: usize = 211;
/// So many of them are shown to pyHanko, too.
const SHOWN: usize = 12;

#[test]
fn a_demo_with_one_two_and_five_signers_is_accepted_for_years() {
    for (signers, document) in [(1, "scan.pdf"), (2, "contract.pdf"), (5, "contract.pdf")] {
        let (file, roots) = demo(document, signers);
        let judges = Judges::new(&roots);
        judges
            .accept_for_years(&file, signers + OURS)
            .unwrap_or_else(|refusal| panic!("{signers} signers: {refusal}"));
        for shift in [None, Some(LATER[2])] {
            assert_eq!(
                own_verdict(&file, &roots, shift),
                "valid",
                "{signers} signers, {shift:?}"
            );
        }
    }
}

#[test]
fn no_byte_can_be_flipped_without_both_verifiers_refusing() {
    let (file, roots) = demo("contract.pdf", 2);
    let judges = Judges::new(&roots);
    let (bytes, trust) = (fs::read(&file).expect("the demo wrote it"), trust(&roots));
    let now_ms = SystemClock.now_ms();
    assert_eq!(
        verify(&Arc::new(bytes.clone()), &trust, now_ms).verdict,
        Verdict::Valid
    );
    let gap = last_gap(&bytes);
    let places: Vec<usize> = (0..bytes.len())
        .step_by(STRIDE)
        .filter(|at| !gap.contains(at))
        .collect();
    for at in &places {
        let verdict = verify(&Arc::new(flipped(&bytes, *at)), &trust, now_ms).verdict;
        assert_ne!(
            verdict,
            Verdict::Valid,
            "our verifier accepts a flip at {at}"
        );
    }
    let damaged = scratch("flips").join("flipped.pdf");
    for at in places.iter().step_by(places.len() / SHOWN) {
        fs::write(&damaged, flipped(&bytes, *at)).expect("the build folder can be written");
        let opinion = judges.pyhanko("validate", &damaged, 2 + OURS, None);
        assert!(opinion.is_err(), "pyHanko accepts a flip at {at}");
    }
}

fn demo(document: &str, signers: usize) -> (PathBuf, PathBuf) {
    let folder = scratch("demo");
    let (file, roots) = (folder.join("signed.pdf"), folder.join("roots"));
    let mut command = Command::new(built("debug/seing"));
    command.arg("demo-sign").arg(fixture(document)).arg(&file);
    command
        .arg("--signers")
        .arg(signers.to_string())
        .arg("--roots")
        .arg(&roots);
    let output = command
        .output()
        .expect("the server is built: cargo build -p seing-server");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    (file, roots)
}

fn own_verdict(file: &Path, roots: &Path, shift: Option<&str>) -> String {
    let program = built("debug/seing");
    let mut command = match shift {
        Some(shift) => {
            let mut command = Command::new("faketime");
            command.args(["-f", shift]).arg(program);
            command
        }
        None => Command::new(program),
    };
    let output = command
        .args(["verify", "--json", "--roots"])
        .arg(roots)
        .arg(file)
        .output();
    let report: serde_json::Value =
        serde_json::from_slice(&output.expect("the server is built").stdout)
            .expect("the report is JSON");
    report["verdict"].as_str().unwrap_or_default().to_owned()
}

fn trust(roots: &Path) -> Trust {
    let der = |name: &str| {
        let output = Command::new("openssl")
            .args(["x509", "-outform", "DER", "-in"])
            .arg(roots.join(name))
            .output();
        output
            .expect("openssl runs: scripts/setup test installs it")
            .stdout
    };
    Trust {
        roots: vec![der("root.pem")],
        others: vec![der("issuing.pem"), der("tsa.pem")],
    }
}

/// From the last `/Contents <` to its `>`.
fn last_gap(bytes: &[u8]) -> Range<usize> {
    let name = b"/Contents <";
    let starts = bytes
        .windows(name.len())
        .rposition(|window| window == name)
        .expect("the seal has its gap");
    let end = bytes[starts..]
        .iter()
        .position(|byte| *byte == b'>')
        .expect("a gap ends");
    starts + name.len() - 1..starts + end + 1
}

fn flipped(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] ^= 1;
    bytes
}
