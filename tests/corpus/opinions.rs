//! What other programs say of a file before and after: pages, complaints, signatures.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use seing_tests::judges::Judges;
use seing_tests::place::repository;

use super::{OURS, Outcome, SIGNATURES};

/// Whether at least two of poppler, qpdf and mupdf open a file without a password and agree on
/// the page count.
pub(super) fn openable(file: &Path) -> bool {
    let counts = [
        pages("pdfinfo", &[], file),
        pages("qpdf", &["--show-npages"], file),
        pages("mutool", &["info", "-M"], file),
    ];
    let counts: Vec<u32> = counts.into_iter().flatten().collect();
    counts
        .iter()
        .any(|count| *count > 0 && counts.iter().filter(|other| *other == count).count() > 1)
}

/// Asks a program for the page count; nothing where it is not there or does not open the file.
fn pages(program: &str, words: &[&str], file: &Path) -> Option<u32> {
    let output = Command::new(program).args(words).arg(file).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let labelled = text.lines().find_map(|line| line.strip_prefix("Pages:"));
    labelled.unwrap_or(&text).trim().parse().ok()
}

/// Returns what qpdf complains of in the signed file and did not in the input.
pub(super) fn qpdf(before: &Path, after: &Path) -> Option<String> {
    let known = complaints(before);
    let mut fresh = complaints(after);
    fresh.retain(|line| !known.contains(line));
    (!fresh.is_empty()).then(|| format!("qpdf: {}", fresh.join("; ")))
}

/// What qpdf says against a file, its name and offsets left out.
fn complaints(file: &Path) -> Vec<String> {
    let output = Command::new("qpdf").arg("--check").arg(file).output();
    let output = output.expect("qpdf runs: scripts/setup test installs it");
    let name = file.to_string_lossy().into_owned();
    let words = String::from_utf8_lossy(&output.stderr).replace(&name, "");
    words
        .lines()
        .filter(|line| !line.contains("succeeded with warnings"))
        .map(|line| {
            line.chars()
                .filter(|letter| !letter.is_ascii_digit())
                .collect()
        })
        .collect()
}

/// Returns what pdfsig says where it does not trust each of our signatures, in a file that others
/// signed before.
pub(super) fn pdfsig_ours(judges: &Judges, signed: &Path) -> Option<String> {
    let text = judges.pdfsig_words(signed, None);
    let good = text.split("Signature #").filter(|part| {
        ["Name: sig_01", "Name: seal"]
            .iter()
            .any(|name| part.contains(name))
            && part.contains("Signature is Valid.")
            && part.contains("Certificate is Trusted.")
    });
    (good.count() != OURS).then(|| format!("pdfsig: {text}"))
}

/// Asks pyHanko about every signed file in one go, and keeps its objections.
pub(super) fn pyhanko(outcomes: &mut [Outcome]) {
    let mut asked = String::new();
    for outcome in outcomes.iter() {
        if let Ok((signed, roots)) = &outcome.signed {
            let whose = if outcome.theirs { "ours" } else { "all" };
            asked += &format!("{}\t{}\t{whose}\n", signed.display(), roots.display());
        }
    }
    let answers = answers(&asked);
    let signed = outcomes.iter_mut().filter(|outcome| outcome.signed.is_ok());
    let mut lines = answers.lines();
    for outcome in signed {
        let words = lines.next().unwrap_or("no answer");
        let wanted = if outcome.theirs { OURS } else { SIGNATURES };
        if words != format!("valid {wanted}") {
            outcome.objections.push(format!("pyHanko: {words}"));
        }
    }
}

fn answers(asked: &str) -> String {
    let script = repository().join("tests/corpus/judge.py");
    let mut judge = Command::new(repository().join(".seing/venv/bin/python"))
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pyHanko runs: scripts/setup test installs it");
    let mut question = judge.stdin.take().expect("it was piped");
    question.write_all(asked.as_bytes()).expect("it listens");
    drop(question);
    let output = judge.wait_with_output().expect("it ends");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Returns the file's bytes.
pub(super) fn bytes(file: &Path) -> Vec<u8> {
    fs::read(file).unwrap_or_else(|why| panic!("{}: {why}", file.display()))
}
