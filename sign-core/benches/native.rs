//! Times one signature and one verification natively: ours, peers', and the floor. Prints a table.
//!
//! Each run is a process of its own, which says its milliseconds and the most memory it had. Files
//! are read before the clock starts; what is timed begins and ends with octets in memory.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads the clock and files, and prints"
)]
#![expect(
    dead_code,
    clippy::unwrap_used,
    reason = "the shared files serve tests, too"
)]

#[path = "native/corpus.rs"]
mod corpus;
#[path = "../../server/src/keys/engine.rs"]
#[expect(unreachable_pub, reason = "the server's file")]
mod engine;
#[path = "native/heap.rs"]
mod heap;
#[path = "../tests/made.rs"]
mod made;
#[path = "../tests/ceremony/paper.rs"]
mod paper;
#[path = "../tests/ceremony/pki.rs"]
mod pki;
#[path = "../tests/ceremony/run.rs"]
mod run;
#[path = "native/subject.rs"]
mod subject;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use heap::Heap;

/// The best of so many runs counts: whatever else the machine does only slows.
const RUNS: usize = 3;

fn main() {
    // As the `seing` program does.
    sign_core::signature::engine::engage(engine::verify);
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", name] => heap::write(&folder(), &Heap::named(name)),
        ["run", what, name] => println!("{}", subject::run(what, &folder().join(name))),
        [] => table(),
        _ => panic!("no words are expected"),
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench")
}

/// What one process said: milliseconds, and its peak in MB; and how long it took from start to end.
#[derive(Clone, Copy)]
struct Said {
    ms: f64,
    peak_mb: f64,
    process_ms: f64,
}

fn table() {
    std::fs::create_dir_all(folder()).expect("the target folder can be written");
    println!(
        "load {}",
        std::fs::read_to_string("/proc/loadavg")
            .unwrap_or_default()
            .trim()
    );
    println!(
        "{:<10} {:>24} {:>24} {:>24} {:>24} {:>24} {:>12}",
        "sign", "floor", "ours", "lopdf", "pyHanko", "pdf-lib", "ours/floor"
    );
    let heaps = Heap::all();
    for heap in &heaps {
        child(&ourself(), &["make", heap.name]);
        let floor = ours("floor", &heap.launched());
        let sign = ours("sign", &heap.launched());
        let lopdf = ours("lopdf", &heap.original());
        let pyhanko = python("sign", &heap.original());
        let pdf_lib = node(&heap.original());
        let ratio = ratio(sign, floor, |said| said.ms);
        let cells = [floor, sign, lopdf, pyhanko, pdf_lib].map(cell);
        println!("{:<10} {} {ratio:>12.2}", heap.name, cells.join(" "));
    }
    sign_corpus();
    println!("{:<10} {:>24} {:>24}", "inspect", "floor", "ours");
    for heap in &heaps {
        let floor = ours("hash", &heap.original());
        let inspect = ours("inspect", &heap.original());
        println!("{:<10} {}", heap.name, [floor, inspect].map(cell).join(" "));
    }
    println!(
        "{:<10} {:>24} {:>24} {:>24} {:>12}",
        "verify", "floor", "ours", "pyHanko", "pyHanko/ours"
    );
    let verified: Vec<_> = heaps.iter().map(verifies).collect();
    for (heap, [floor, ours, pyhanko]) in heaps.iter().zip(&verified) {
        let ratio = ratio(*pyhanko, *ours, |said| said.ms);
        let cells = [floor, ours, pyhanko].map(|said| cell(*said));
        println!("{:<10} {} {ratio:>12.1}", heap.name, cells.join(" "));
    }
    if let Some(corpus) = corpus_folder() {
        let corpus = corpus.display().to_string();
        let (ours, pyhanko) = (ours("judge", &corpus), python("judge", &corpus));
        let ratio = ratio(pyhanko, ours, |said| said.ms);
        let cells = [None, ours, pyhanko].map(cell);
        println!("{:<10} {} {ratio:>12.1}", "corpus", cells.join(" "));
    }
    println!(
        "{:<10} {:>24} {:>24} {:>24} {:>12}",
        "process", "ours", "pyHanko", "pdfsig", "pyHanko/ours"
    );
    for (heap, [_, ours, pyhanko]) in heaps.iter().zip(&verified) {
        let ratio = ratio(*pyhanko, *ours, |said| said.process_ms);
        let whole = [*ours, *pyhanko].map(|said| said.map(|said| said.process_ms));
        let cells = [whole[0], whole[1], pdfsig(&heap.sealed())].map(whole_cell);
        println!("{:<10} {} {ratio:>12.1}", heap.name, cells.join(" "));
    }
}

/// The corpus where it is present.
fn corpus_folder() -> Option<PathBuf> {
    let folder = here("../../shared/corpus");
    folder.is_dir().then_some(folder)
}

/// Signs every file of the corpus that can be.
fn sign_corpus() {
    let Some(corpus) = corpus_folder() else {
        return;
    };
    let list = "corpus.txt";
    let count = corpus::list(&corpus, &folder().join(list));
    let floor = ours("floor-all", list);
    let sign = ours("sign-all", list);
    let others = [
        ours("lopdf-all", list),
        python("sign-all", list),
        node(list),
    ];
    let ratio = ratio(sign, floor, |said| said.ms);
    let cells = [floor, sign].into_iter().chain(others).map(cell);
    let cells: Vec<String> = cells.collect();
    println!(
        "{:<10} {} {ratio:>12.2}",
        format!("{count} files"),
        cells.join(" ")
    );
}

/// The floor, ours and pyHanko over a finished file.
fn verifies(heap: &Heap) -> [Option<Said>; 3] {
    let file = heap.sealed();
    [
        ours("hash", &file),
        ours("verify", &file),
        python("verify", &file),
    ]
}

fn ratio(theirs: Option<Said>, ours: Option<Said>, of: fn(Said) -> f64) -> f64 {
    let both = theirs.zip(ours);
    both.map_or(f64::NAN, |(theirs, ours)| of(theirs) / of(ours))
}

fn whole_cell(ms: Option<f64>) -> String {
    format!(
        "{:>24}",
        ms.map_or("-".to_owned(), |ms| format!("{ms:.0} ms"))
    )
}

/// Poppler's verifier as a process; it has no root of ours and says so, after all its work.
fn pdfsig(file: &str) -> Option<f64> {
    let path = folder().join(file);
    let run = || {
        let began = Instant::now();
        let output = Command::new("pdfsig").arg(&path).output().ok()?;
        let told = String::from_utf8_lossy(&output.stdout).contains("Signature is Valid");
        told.then(|| began.elapsed().as_secs_f64() * 1000.0)
    };
    (0..RUNS).filter_map(|_| run()).min_by(f64::total_cmp)
}

fn cell(said: Option<Said>) -> String {
    match said {
        Some(Said { ms, peak_mb, .. }) => format!("{:>24}", format!("{ms:.1} ms {peak_mb:.0} MB")),
        None => format!("{:>24}", "-"),
    }
}

fn ourself() -> PathBuf {
    std::env::current_exe().expect("a running program has a path")
}

fn ours(what: &str, file: &str) -> Option<Said> {
    best(&ourself(), &["run", what, file])
}

fn python(what: &str, file: &str) -> Option<Said> {
    let script = here("benches/native/peer.py");
    let file = folder().join(file).display().to_string();
    let root = folder().join("root.der").display().to_string();
    best(
        &here("../.seing/venv/bin/python"),
        &[&script.display().to_string(), what, &file, &root],
    )
}

fn node(file: &str) -> Option<Said> {
    here("../node_modules/pdf-lib").is_dir().then_some(())?;
    let script = here("benches/native/peer.mjs").display().to_string();
    best(
        Path::new("node"),
        &[&script, &folder().join(file).display().to_string()],
    )
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The fastest run; nothing where the program is not installed.
fn best(program: &Path, words: &[&str]) -> Option<Said> {
    if program.is_absolute() && !program.exists() {
        return None;
    }
    let run = || {
        let began = Instant::now();
        let said = child(program, words);
        read(&said, began.elapsed().as_secs_f64() * 1000.0)
    };
    let runs = (0..RUNS).map(|_| run());
    runs.min_by(|one, other| one.ms.total_cmp(&other.ms))
}

fn read(said: &str, process_ms: f64) -> Said {
    let mut numbers = said
        .split_whitespace()
        .map(|word| word.parse::<f64>().expect("a child prints two numbers"));
    Said {
        ms: numbers.next().expect("a child prints two numbers"),
        peak_mb: numbers.next().expect("a child prints two numbers"),
        process_ms,
    }
}

fn child(program: &Path, words: &[&str]) -> String {
    let output = Command::new(program)
        .args(words)
        .output()
        .expect("the program starts");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{} {words:?}: {complaint}",
        program.display()
    );
    String::from_utf8(output.stdout).expect("numbers are text")
}
