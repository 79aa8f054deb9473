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

use heap::Heap;

/// The best of so many runs counts: whatever else the machine does only slows.
const RUNS: usize = 3;

fn main() {
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

/// What one process said: milliseconds, and its peak in MB.
#[derive(Clone, Copy)]
struct Said {
    ms: f64,
    peak_mb: f64,
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
        let ratio = floor
            .zip(sign)
            .map_or(f64::NAN, |(floor, sign)| sign.ms / floor.ms);
        let cells = [floor, sign, lopdf, pyhanko, pdf_lib].map(cell);
        println!("{:<10} {} {ratio:>12.2}", heap.name, cells.join(" "));
    }
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
    for heap in &heaps {
        let floor = ours("hash", &heap.sealed());
        let verify = ours("verify", &heap.sealed());
        let pyhanko = python("verify", &heap.sealed());
        let ratio = verify
            .zip(pyhanko)
            .map_or(f64::NAN, |(ours, theirs)| theirs.ms / ours.ms);
        println!(
            "{:<10} {} {ratio:>12.1}",
            heap.name,
            [floor, verify, pyhanko].map(cell).join(" ")
        );
    }
}

fn cell(said: Option<Said>) -> String {
    match said {
        Some(Said { ms, peak_mb }) => format!("{:>24}", format!("{ms:.1} ms {peak_mb:.0} MB")),
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
    let runs = (0..RUNS).map(|_| read(&child(program, words)));
    runs.min_by(|one, other| one.ms.total_cmp(&other.ms))
}

fn read(said: &str) -> Said {
    let mut numbers = said
        .split_whitespace()
        .map(|word| word.parse::<f64>().expect("a child prints two numbers"));
    Said {
        ms: numbers.next().expect("a child prints two numbers"),
        peak_mb: numbers.next().expect("a child prints two numbers"),
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
