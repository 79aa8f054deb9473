//! Every attack of the catalogue, made here, and the name the verifier gives it.

pub(crate) mod container;
pub(crate) mod form;
pub(crate) mod range;
pub(crate) mod shadow;
pub(crate) mod stage;
pub(crate) mod table;

pub(crate) use crate::ceremony::{pki, run};

use std::path::Path;
use std::sync::Arc;

use sign_core::verify::{Report, Trust, Verdict, verify};

use pki::{BEGIN_MS, Pki};
use table::{ATTACKS, Attack, HONEST};

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

/// Where `SEING_ATTACKS` names a folder, the files are left there for judges outside.
#[test]
fn the_files_can_be_judged_elsewhere() {
    let Some(folder) = std::env::var_os("SEING_ATTACKS") else {
        return;
    };
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).unwrap();
    let pki = Pki::new();
    for (name, pair) in [
        ("root", &pki.root),
        ("issuing", &pki.issuing),
        ("tsa", &pki.tsa),
    ] {
        std::fs::write(folder.join(format!("{name}.der")), &pair.der).unwrap();
    }
    for attack in ATTACKS {
        std::fs::write(folder.join(format!("{}.pdf", attack.name)), (attack.make)()).unwrap();
    }
    for (name, make) in HONEST {
        std::fs::write(folder.join(format!("{name}.pdf")), make()).unwrap();
    }
}
