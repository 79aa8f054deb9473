//! The command line: a whole ceremony in one process, judged now and years later.

use std::path::{Path, PathBuf};
use std::process::Command;

use seing_tests::judges::{Judges, LATER};
use seing_tests::place::{built, fixture, scratch};
use sign_core::verify::Trust;

/// Certification and seal.
const OURS: usize = 2;

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
fn the_organisation_alone_and_signers_who_choose_their_places_are_accepted_for_years() {
    let flows: [(&[&str], usize); 2] = [
        (&["--signers", "0"], OURS),
        (&["--signers", "2", "--places-by-signers"], 3),
    ];
    for (options, signatures) in flows {
        let folder = scratch("flows");
        let (file, roots) = (folder.join("signed.pdf"), folder.join("roots"));
        let mut command = demo_command(&fixture("contract.pdf"), &file, &roots);
        run(command.args(options)).unwrap_or_else(|words| panic!("{words}"));
        Judges::new(&roots)
            .accept_for_years(&file, signatures)
            .unwrap_or_else(|refusal| panic!("{options:?}: {refusal}"));
        assert_eq!(own_verdict(&file, &roots, None), "valid", "{options:?}");
    }
}

/// pdfsig knows no document timestamps.
#[test]
fn a_file_renewed_twice_is_accepted_by_pyhanko() {
    let folder = scratch("renewed");
    let (file, roots) = (folder.join("signed.pdf"), folder.join("roots"));
    let mut command = demo_command(&fixture("contract.pdf"), &file, &roots);
    run(command.args(["--renewals", "2"])).unwrap_or_else(|words| panic!("{words}"));
    let judges = Judges::new(&roots);
    for shift in [None, Some(LATER[2])] {
        for verb in ["validate", "adesverify"] {
            let judged = judges.pyhanko(verb, &file, 1 + OURS, shift);
            judged.unwrap_or_else(|refusal| panic!("{refusal}"));
        }
        assert_eq!(own_verdict(&file, &roots, shift), "valid", "{shift:?}");
    }
    judges
        .qpdf(&file, None)
        .unwrap_or_else(|refusal| panic!("{refusal}"));
}

/// Runs the command; returns the signed file and the folder of roots.
pub(crate) fn demo(document: &str, signers: usize) -> (PathBuf, PathBuf) {
    let folder = scratch("demo");
    let (file, roots) = (folder.join("signed.pdf"), folder.join("roots"));
    demo_sign(&fixture(document), &file, &roots, signers).unwrap_or_else(|words| panic!("{words}"));
    (file, roots)
}

/// Signs `document`; what the command complains of where it refuses.
pub(crate) fn demo_sign(
    document: &Path,
    file: &Path,
    roots: &Path,
    signers: usize,
) -> Result<(), String> {
    let mut command = demo_command(document, file, roots);
    run(command.arg("--signers").arg(signers.to_string()))
}

fn demo_command(document: &Path, file: &Path, roots: &Path) -> Command {
    let mut command = Command::new(built("debug/seing"));
    command.arg("demo-sign").arg(document).arg(file);
    command.arg("--roots").arg(roots);
    command
}

/// Runs a program; its complaint where it fails.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let output = command
        .output()
        .expect("the server is built, and scripts/setup test installs the others");
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
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

/// Reads a folder of roots.
pub(crate) fn trust(roots: &Path) -> Trust {
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
