//! Every attack of the catalogue, made here, and the name the verifier gives it.

pub(crate) mod absent;
pub(crate) mod container;
pub(crate) mod form;
pub(crate) mod overlay;
pub(crate) mod range;
pub(crate) mod shadow;
pub(crate) mod stage;
pub(crate) mod table;
pub(crate) mod unseen;

pub(crate) use crate::ceremony::{pki, run};

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use sign_core::verify::{Report, Trust, Verdict, verify};

use pki::{BEGIN_MS, Pki};
use table::{ATTACKS, Attack, DIFFERENCES, HONEST};

/// A day after the signatures.
const NEXT_DAY_MS: i64 = BEGIN_MS + 86_400_000;

fn report(bytes: &[u8]) -> Report {
    let pki = Pki::new();
    let trust = Trust {
        roots: vec![pki.root.der.clone()],
        others: vec![pki.issuing.der.clone(), pki.tsa.der.clone()],
    };
    verify(&Arc::new(bytes.to_vec()), &trust, NEXT_DAY_MS)
}

fn names(report: &Report, code: &str) -> bool {
    let of_signatures = report
        .signatures
        .iter()
        .flat_map(|signature| &signature.findings);
    of_signatures
        .chain(&report.findings)
        .any(|finding| finding.code == code)
}

fn fault(attack: &Attack) -> Option<String> {
    let report = report(&(attack.make)());
    let named = names(&report, attack.code);
    let judged = report.verdict == attack.verdict;
    (!named || !judged).then(|| format!("{}: {report:#?}", attack.name))
}

#[test]
fn every_attack_is_named() {
    let faults: Vec<String> = ATTACKS.iter().filter_map(fault).collect();
    assert!(
        faults.is_empty(),
        "{} of {}\n{}",
        faults.len(),
        ATTACKS.len(),
        faults.join("\n")
    );
}

#[test]
fn no_attack_is_valid() {
    let milder = |attack: &&Attack| {
        matches!(attack.verdict, Verdict::Valid | Verdict::Unsigned)
            && !attack.name.starts_with("signed_")
    };
    assert_eq!(ATTACKS.iter().filter(milder).count(), 0);
}

#[test]
fn what_is_attacked_was_valid_before() {
    for (name, make) in HONEST {
        let report = report(&make());
        assert_eq!(report.verdict, Verdict::Valid, "{name}: {report:#?}");
    }
}

/// Writes every file where others can judge it.
fn leave(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    let pki = Pki::new();
    let pairs = [
        ("root", &pki.root),
        ("issuing", &pki.issuing),
        ("tsa", &pki.tsa),
    ];
    for (name, pair) in pairs {
        std::fs::write(folder.join(format!("{name}.der")), &pair.der).unwrap();
    }
    let attacks = ATTACKS.iter().map(|attack| (attack.name, attack.make));
    for (name, make) in attacks.chain(HONEST.iter().copied()) {
        std::fs::write(folder.join(format!("{name}.pdf")), make()).unwrap();
    }
}

/// The table's last column, asked again where pyHanko is installed.
#[test]
fn pyhanko_says_what_the_table_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("../.seing/venv/bin/python");
    if !python.exists() {
        let is_ci = std::env::var_os("CI").is_some();
        assert!(
            !is_ci,
            "pyHanko not present: scripts/setup test installs it"
        );
        eprintln!("pyHanko not present");
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("attacks");
    leave(&folder);
    let script = root.join("tests/attacks/judge.py");
    let output = Command::new(python)
        .arg(script)
        .arg(&folder)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let said: BTreeMap<&str, &str> = said
        .lines()
        .filter_map(|line| line.split_once(' '))
        .collect();
    let expected = ATTACKS.iter().map(|attack| (attack.name, attack.pyhanko));
    let expected = expected.chain(HONEST.iter().map(|(name, _)| (*name, "valid")));
    let differ: Vec<_> = expected
        .filter(|(name, word)| said.get(name) != Some(word))
        .collect();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(differ.is_empty(), "{differ:?} {complaint}");
}

/// Each attack that pyHanko lets pass has its reason in the table.
#[test]
fn every_difference_with_pyhanko_is_explained() {
    let differs = |attack: &&Attack| {
        let bad = !matches!(attack.verdict, Verdict::Valid | Verdict::Unsigned);
        bad && matches!(attack.pyhanko, "valid" | "unsigned")
    };
    let differing: Vec<&str> = ATTACKS.iter().filter(differs).map(|one| one.name).collect();
    let explained: Vec<&str> = DIFFERENCES
        .iter()
        .flat_map(|(names, _)| names.iter().copied())
        .collect();
    let missing: Vec<_> = differing
        .iter()
        .filter(|name| !explained.contains(name))
        .collect();
    let stale: Vec<_> = explained
        .iter()
        .filter(|name| !differing.contains(name))
        .collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "{missing:?} {stale:?}"
    );
}
