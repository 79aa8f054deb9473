//! Seeds, what a fuzzer once found, and seeds with a few octets turned: every target holds for them.

use std::fs;
use std::path::{Path, PathBuf};

use sign_core::bytes::hash::sha256;

use crate::seeds;
use crate::targets::{TARGETS, Target};

/// How often each seed is altered, unless `ALTERED` in the environment says another number.
const ALTERED: usize = 12;

/// Numbers that look random and are the same every time (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end.max(1)
    }

    /// Turns, drops, repeats and moves octets.
    fn alter(&mut self, seed: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(4) {
            let (at, to) = (self.below(bytes.len()), self.below(bytes.len()));
            let part = bytes[at..bytes.len().min(at + self.below(40))].to_vec();
            match self.below(5) {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(at..at + part.len())),
                2 => drop(bytes.splice(to..to, part)),
                3 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
                _ if !bytes.is_empty() => bytes[at] = b"0<>[]()/9 R\x30\x80\xff"[self.below(14)],
                _ => {}
            }
        }
        bytes
    }
}

#[test]
fn every_seed_holds_and_is_left_for_the_fuzzers() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("seeds");
    for (name, target) in TARGETS {
        let folder = folder.join(name);
        fs::create_dir_all(&folder).unwrap();
        let seeds = seeds::of(name);
        assert!(!seeds.is_empty(), "{name}");
        for (n, seed) in seeds.iter().enumerate() {
            target(seed);
            fs::write(folder.join(n.to_string()), seed).unwrap();
        }
    }
    assert!(seeds::of("open").iter().all(|seed| seeds::opens(seed)));
}

#[test]
fn every_altered_seed_holds() {
    let asked = std::env::var("ALTERED").map(|times| times.parse().unwrap());
    let times: usize = asked.unwrap_or(ALTERED);
    let mut dice = Dice(0x5E16);
    let mut broken = Vec::new();
    for (name, target) in TARGETS {
        for seed in seeds::of(name) {
            let inputs = (0..times).map(|_| dice.alter(&seed));
            broken.extend(inputs.filter_map(|input| refusal(name, target, &input)));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Leaves an input that does not hold where it can be kept from, and returns its path.
fn refusal(name: &str, target: Target, input: &[u8]) -> Option<PathBuf> {
    let broken = std::panic::catch_unwind(|| target(input)).is_err();
    broken.then(|| {
        let file = format!("found-{name}-{}", &sha256(input).hex()[..8]);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
        fs::write(&path, input).unwrap();
        path
    })
}

#[test]
fn what_a_fuzzer_found_once_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/regressions");
    for (name, target) in TARGETS {
        for found in fs::read_dir(folder.join(name)).into_iter().flatten() {
            let path = found.unwrap().path();
            eprintln!("{}", path.display());
            target(&fs::read(&path).unwrap());
        }
    }
}
