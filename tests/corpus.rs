//! Files nobody here wrote: signed, judged and drawn as before; every refusal is one that was reviewed.

pub(crate) mod drawing;
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "the core's tests use more of it, and may stop where it fails"
)]
#[path = "../sign-core/tests/made.rs"]
mod made;
mod mishaps;
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "the core's tests look closer, and may stop where it fails"
)]
#[path = "../sign-core/tests/odd/files.rs"]
mod odd;
mod opinions;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::{env, fs};

use seing_server::demo::{Demo, DemoError, run};
use seing_tests::judges::Judges;
use seing_tests::place::{keepsakes, repository, scratch};
use sign_core::document::Document;
use sign_core::inspection::{Severity, inspect, normalise};

/// How many files are worked on at a time.
const HANDS: usize = 2;

/// Certification, one signer, seal.
const SIGNATURES: usize = 3;

/// One signer and the seal, in a file that takes no certification of ours.
const OURS: usize = 2;

/// What may be refused, with which code, and why: file, code and reason, one line each.
const REFUSALS: &str = include_str!("corpus/refusals.tsv");

/// How large a file may be to be put through every mishap.
const MISHAP_BYTES: usize = 200_000;

/// How many files of a hundred that others still open may be lost to us.
const LOST_PERCENT: usize = 1;

/// What became of a file.
struct Outcome {
    name: String,
    openable: bool,
    /// Whether somebody else signed it before us.
    theirs: bool,
    /// Where the signed file and its roots are, or the code of the refusal.
    signed: Result<(PathBuf, PathBuf), String>,
    /// Who objects to the signed file, and how.
    objections: Vec<String>,
}

#[test]
fn whatever_two_of_three_programs_open_is_signed_accepted_and_drawn_as_before() {
    all_are_signed("corpus", corpus());
}

#[test]
fn a_file_of_each_class_of_defect_is_signed_accepted_and_drawn_as_before() {
    let folder = scratch("odd");
    let files = odd::every().into_iter().map(|odd| {
        let path = folder.join(odd.name.replace(' ', "-") + ".pdf");
        fs::write(&path, odd.bytes).expect("the build folder can be written");
        path
    });
    all_are_signed("odd", files.collect());
}

#[test]
fn what_others_still_open_after_a_mishap_is_opened_here() {
    let waiting = Mutex::new(corpus().into_iter());
    let told = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..HANDS {
            scope.spawn(|| {
                while let Some(file) = next(&waiting) {
                    told.lock()
                        .expect("no hand panicked")
                        .extend(survived(&file));
                }
            });
        }
    });
    let told = told.into_inner().expect("no hand panicked");
    let lost: Vec<&String> = told.iter().flatten().collect();
    eprintln!(
        "{} of {} opened after a mishap",
        told.len() - lost.len(),
        told.len()
    );
    assert!(lost.len() * 100 <= told.len() * LOST_PERCENT, "{lost:#?}");
}

/// Puts a file through every mishap; returns what was lost of those that others open.
fn survived(file: &Path) -> Vec<Option<String>> {
    let sound = opinions::bytes(file);
    if sound.len() > MISHAP_BYTES || accepted(sound.clone()).is_err() || is_signed(&sound) {
        return Vec::new();
    }
    let mut told = Vec::new();
    let path = scratch("mishap").join("file.pdf");
    for (name, mishap) in mishaps::MISHAPS {
        let Some(bytes) = mishap(&sound) else {
            continue;
        };
        fs::write(&path, &bytes).expect("the build folder can be written");
        let answer = accepted(bytes);
        if opinions::openable(&path) {
            told.push(
                answer
                    .err()
                    .map(|why| format!("{}: {name}: {why}", file.display())),
            );
        }
    }
    told
}

/// A signed file cannot be rewritten, so that damage to it is refused.
fn is_signed(bytes: &[u8]) -> bool {
    let findings = Document::open(Arc::new(bytes.to_vec())).and_then(|document| inspect(&document));
    findings.is_ok_and(|findings| findings.iter().any(|finding| finding.code == "signed"))
}

/// Opens a file as the app does, and rewrites it where that is needed.
fn accepted(bytes: Vec<u8>) -> Result<u32, String> {
    let code = |error: sign_core::Error| error.kind.code().to_owned();
    let document = Document::open(Arc::new(bytes)).map_err(code)?;
    let findings = inspect(&document).map_err(code)?;
    let worst = findings.iter().max_by_key(|finding| finding.severity);
    match worst.map(|finding| (finding.severity, finding.code)) {
        Some((Severity::Refuse, code)) => Err(code.to_owned()),
        Some((Severity::Normalise, _)) => {
            let rewritten = normalise(&document).map_err(code)?;
            let document = Document::open(Arc::new(rewritten)).map_err(code)?;
            document.page_count().map_err(code)
        }
        _ => document.page_count().map_err(code),
    }
}

fn all_are_signed(name: &str, files: Vec<PathBuf>) {
    let outcomes = Mutex::new(Vec::new());
    let waiting = Mutex::new(files.into_iter());
    thread::scope(|scope| {
        for _ in 0..HANDS {
            scope.spawn(|| {
                while let Some(file) = next(&waiting) {
                    let outcome = outcome(&file);
                    outcomes.lock().expect("no hand panicked").push(outcome);
                }
            });
        }
    });
    let mut outcomes = outcomes.into_inner().expect("no hand panicked");
    outcomes.sort_by(|a, b| a.name.cmp(&b.name));
    opinions::pyhanko(&mut outcomes);
    let complaints = complaints(&outcomes);
    let kept = keepsakes().join(format!("{name}.txt"));
    fs::write(kept, &complaints).expect("the build folder can be written");
    assert!(complaints.is_empty(), "{complaints}");
}

fn next(waiting: &Mutex<impl Iterator<Item = PathBuf>>) -> Option<PathBuf> {
    waiting.lock().expect("no hand panicked").next()
}

/// Every file of the corpus, or of the folder that `SEING_CORPUS` names; none where it is not there.
fn corpus() -> Vec<PathBuf> {
    let named = env::var_os("SEING_CORPUS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| repository().join("../shared/corpus"));
    let Ok(files) = fs::read_dir(folder) else {
        // A macro would print into what a test that passes keeps to itself.
        io::stderr()
            .write_all(b"corpus not present\n")
            .expect("standard error takes a line");
        return Vec::new();
    };
    let files = files.flatten().map(|file| file.path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|end| end == "pdf"))
        .collect();
    files.sort();
    files
}

fn outcome(file: &Path) -> Outcome {
    let name = file.file_name().unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    let mut outcome = Outcome {
        openable: opinions::openable(file),
        theirs: is_signed(&opinions::bytes(file)),
        signed: sign(file),
        objections: Vec::new(),
        name,
    };
    if let Ok((signed, roots)) = &outcome.signed {
        let judges = Judges::new(roots);
        let refused = if outcome.theirs {
            opinions::pdfsig_ours(&judges, signed)
        } else {
            let refused = judges.pdfsig(signed, SIGNATURES, None).err();
            refused.map(|words| words.to_string())
        };
        outcome.objections.extend(refused);
        outcome.objections.extend(opinions::qpdf(file, signed));
        outcome.objections.extend(drawing::differs(file, signed));
    }
    outcome
}

fn sign(file: &Path) -> Result<(PathBuf, PathBuf), String> {
    let folder = scratch("corpus");
    let (output, roots) = (folder.join("signed.pdf"), folder.join("roots"));
    let demo = Demo {
        input: file.to_owned(),
        output: output.clone(),
        signers: 1,
        roots: Some(roots.clone()),
        ..Demo::default()
    };
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    match runtime.block_on(run(&demo)) {
        Ok(_) => Ok((output, roots)),
        Err(DemoError::Refused(code, _)) => Err(code.to_owned()),
        Err(DemoError::Core(why)) => Err(why.kind.code().to_owned()),
        Err(why) => Err(why.to_string()),
    }
}

/// Says what is not as it must be, and in the margin how many files were signed.
fn complaints(outcomes: &[Outcome]) -> String {
    let reviewed = reviewed();
    let mut complaints = String::new();
    for outcome in outcomes {
        let name = &outcome.name;
        for objection in &outcome.objections {
            writeln!(complaints, "{name}: {objection}").expect("a string takes every character");
        }
        if let Err(code) = &outcome.signed
            && reviewed.get(name.as_str()) != Some(&code.as_str())
        {
            writeln!(complaints, "{name}: refused with {code}")
                .expect("a string takes every character");
        }
    }
    let openable = outcomes.iter().filter(|outcome| outcome.openable);
    let signed = openable.clone().filter(|outcome| outcome.signed.is_ok());
    eprintln!(
        "{} of {} openable files signed",
        signed.count(),
        openable.count()
    );
    complaints
}

fn reviewed() -> BTreeMap<&'static str, &'static str> {
    let lines = REFUSALS.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut parts = line.split('\t');
            let (Some(file), Some(code), Some(_)) = (parts.next(), parts.next(), parts.next())
            else {
                panic!("{line:?} is no file, code and reason");
            };
            (file, code)
        })
        .collect()
}
