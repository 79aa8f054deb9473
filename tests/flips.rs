//! Bits flipped all over a signed file, every so many bytes: our verifier and pyHanko refuse each.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use seing_server::clock::{Clock as _, SystemClock};
use seing_tests::place::repository;
use sign_core::verify::{Trust, Verdict, verify};

use crate::demo::{demo, trust};

/// Certification, one signer, seal.
const SIGNATURES: usize = 3;
const HEADER: Range<usize> = 0..32;
/// The lowest and the highest bit of an octet.
const BITS: [u8; 2] = [1, 0x80];

/// A place in a file, and the bit that is flipped there.
type Flip = (usize, u8);

/// A document, and how densely its signed file is flipped.
struct Sample {
    document: &'static str,
    /// Every so many bytes our verifier is asked.
    stride: usize,
    /// Every so many bytes of the structure.
    structure_stride: usize,
    /// pyHanko, which takes its time, sees at least so many spread evenly, and as many of the
    /// structure; every third of them with the highest bit.
    shown: usize,
}

#[test]
fn of_bits_flipped_all_over_a_signed_letter_both_verifiers_accept_none() {
    all_are_refused(&Sample {
        document: "letter.pdf",
        stride: 13,
        structure_stride: 1,
        shown: 240,
    });
}

#[test]
fn of_bits_flipped_all_over_a_signed_contract_of_two_pages_they_accept_none() {
    all_are_refused(&Sample {
        document: "contract.pdf",
        stride: 499,
        structure_stride: 29,
        shown: 30,
    });
}

fn all_are_refused(sample: &Sample) {
    let (file, roots) = demo(sample.document, 1);
    let bytes = fs::read(&file).expect("the demo wrote it");
    let gap = last_gap(&bytes);
    let open = |at: &usize| !gap.contains(at);
    let spread = (0..bytes.len()).step_by(sample.stride).filter(open);
    let spread: Vec<usize> = spread.collect();
    let structure = structure(&bytes, &gap).into_iter().filter(open);
    let structure: Vec<usize> = structure.step_by(sample.structure_stride).collect();

    let places: BTreeSet<usize> = spread.iter().chain(&structure).copied().collect();
    let flips = places.iter().flat_map(|at| BITS.map(|bit| (*at, bit)));
    assert_eq!(
        accepted(&bytes, &trust(&roots), &flips.collect::<Vec<_>>()),
        Vec::<Flip>::new(),
        "our verifier accepts flips"
    );
    let thin = |places| thinned(places, sample.shown);
    let shown: BTreeSet<usize> = thin(&spread).chain(thin(&structure)).collect();
    let least = sample.shown + sample.shown / 2;
    assert!(shown.len() > least, "{} places are too few", shown.len());
    let low = shown.iter().map(|at| (*at, BITS[0]));
    let high = shown.iter().step_by(3).map(|at| (*at, BITS[1]));
    assert_eq!(
        accepted_by_pyhanko(&file, &roots, &low.chain(high).collect::<Vec<_>>()),
        "",
        "pyHanko accepts flips"
    );
}

/// The flips after which our verifier still says valid, asked on two threads.
fn accepted(bytes: &[u8], trust: &Trust, flips: &[Flip]) -> Vec<Flip> {
    let now_ms = SystemClock.now_ms();
    let valid = |bytes: Vec<u8>| verify(&Arc::new(bytes), trust, now_ms).verdict == Verdict::Valid;
    assert!(valid(bytes.to_vec()), "the file itself is refused");
    let (first, second) = flips.split_at(flips.len() / 2);
    let ask = |flips: &[Flip]| -> Vec<Flip> {
        let kept = flips.iter().filter(|flip| valid(flipped(bytes, **flip)));
        kept.copied().collect()
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| ask(second));
        [ask(first), other.join().expect("the verifier never panics")].concat()
    })
}

/// The flips that pyHanko accepts, one a line, as one process says them.
fn accepted_by_pyhanko(file: &Path, roots: &Path, flips: &[Flip]) -> String {
    let mut command = Command::new(repository().join(".seing/venv/bin/python"));
    command
        .arg(repository().join("tests/flips.py"))
        .arg(file)
        .arg(SIGNATURES.to_string());
    command.args(["root.pem", "issuing.pem", "tsa.pem"].map(|name| roots.join(name)));
    let pipes = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut asked = pipes
        .spawn()
        .expect("Python runs: scripts/setup test installs it");
    let lines = flips.iter().map(|(at, bit)| format!("{at} {bit}\n"));
    let mut input = asked.stdin.take().expect("its input is piped");
    input
        .write_all(lines.collect::<String>().as_bytes())
        .expect("it reads its input");
    drop(input);
    let said = asked.wait_with_output().expect("it ends");
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    String::from_utf8(said.stdout).expect("it prints numbers")
}

/// Header, cross-reference sections and trailers, every object of the DSS's dictionary, and the
/// last signature's dictionary around its gap.
fn structure(bytes: &[u8], gap: &Range<usize>) -> BTreeSet<usize> {
    let sections = all(bytes, b"\nxref\n")
        .into_iter()
        .map(|start| start..end(bytes, b"%%EOF", start));
    let stores = all(bytes, b"/Type /DSS")
        .into_iter()
        .map(|at| object(bytes, at));
    let ranges: Vec<Range<usize>> = sections
        .chain(stores)
        .chain([HEADER, object(bytes, gap.start)])
        .collect();
    assert!(ranges.len() >= 8, "the structure was not found: {ranges:?}");
    ranges.into_iter().flatten().collect()
}

/// The object around a place, with its number and its end.
fn object(bytes: &[u8], at: usize) -> Range<usize> {
    let head = bytes[..at]
        .windows(5)
        .rposition(|window| window == b" obj\n")
        .expect("an object begins");
    let line = bytes[..head]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    line..end(bytes, b"endobj", at)
}

fn end(bytes: &[u8], mark: &[u8], from: usize) -> usize {
    let found = bytes[from..]
        .windows(mark.len())
        .position(|window| window == mark);
    from + found.expect("what begins ends") + mark.len()
}

fn all(bytes: &[u8], mark: &[u8]) -> Vec<usize> {
    let windows = bytes.windows(mark.len()).enumerate();
    windows
        .filter(|(_, window)| *window == mark)
        .map(|(at, _)| at)
        .collect()
}

fn thinned(places: &[usize], shown: usize) -> impl Iterator<Item = usize> {
    places
        .iter()
        .copied()
        .step_by((places.len() / shown).max(1))
}

/// From the last `/Contents <` to its `>`.
fn last_gap(bytes: &[u8]) -> Range<usize> {
    let start = all(bytes, b"/Contents <")
        .pop()
        .expect("the seal has its gap")
        + b"/Contents ".len();
    start..end(bytes, b">", start)
}

fn flipped(bytes: &[u8], (at, bit): Flip) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] ^= bit;
    bytes
}
