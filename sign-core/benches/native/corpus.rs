//! The files of the corpus that can be signed: listed once, and all of them signed in turn.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use sign_core::bytes::hash::Sha256Stream;
use sign_core::digest;
use sign_core::document::Document;
use sign_core::inspection::{Severity, inspect, normalise};
use sign_core::signature::act;
use sign_core::signature::layout::lay_out;

use crate::heap::plan;
use crate::pki::{BEGIN_MS, Pki};
use crate::subject::{self, adopted, ms};

/// Writes the paths of the files of a folder that can be signed; returns how many.
pub(crate) fn list(folder: &Path, list: &Path) -> usize {
    let pki = Pki::new();
    let paths = fs::read_dir(folder).expect("the folder is there");
    let paths = paths.map(|file| file.expect("it can be listed").path());
    let fit = paths.filter(|path| {
        let file = Arc::new(fs::read(path).unwrap_or_default());
        signed(&file, &pki).is_some()
    });
    let mut fit: Vec<String> = fit.map(|path| path.display().to_string()).collect();
    fit.sort();
    fs::write(list, fit.join("\n")).expect("the target folder can be written");
    fit.len()
}

/// Runs one subject on every file of a list; milliseconds in all.
pub(crate) fn run(what: &str, list: &Path) -> f64 {
    let paths = fs::read_to_string(list).expect("the list was made");
    let files = paths
        .lines()
        .map(|path| fs::read(path).expect("it was there"));
    let files: Vec<Arc<Vec<u8>>> = files.map(Arc::new).collect();
    let pki = Pki::new();
    let began = Instant::now();
    for file in &files {
        match what {
            "floor-all" => drop(subject::floor(file)),
            "lopdf-all" => drop(black_box(subject::updated(file.as_ref().clone()))),
            _ => drop(black_box(signed(file, &pki))),
        }
    }
    ms(began)
}

/// Open, inspect, rewrite where that is needed; lay out a signature and a name, stamp, prepare, sign,
/// finish: two updates of the sender's file.
fn signed(file: &Arc<Vec<u8>>, pki: &Pki) -> Option<Vec<u8>> {
    let document = accepted(file)?;
    let laid = lay_out(&document, &plan()).ok()?.appended;
    let laid = Arc::new([document.bytes(), &laid.bytes].concat());
    let mut known = Sha256Stream::new();
    known.update(&laid);
    let appended = act::prepare(&Document::open(Arc::clone(&laid)).ok()?, &adopted()).ok()?;
    let prepared = digest::prepare(&known, &appended).ok()?;
    let cms = pki.sign(&pki.organisation, &prepared.digest, BEGIN_MS);
    let tail = digest::embed(&appended, &cms).ok()?;
    Some([laid.as_slice(), &tail].concat())
}

fn accepted(file: &Arc<Vec<u8>>) -> Option<Document> {
    let document = Document::open(Arc::clone(file)).ok()?;
    let found = inspect(&document).ok()?;
    match found.iter().map(|one| one.severity).max() {
        Some(Severity::Refuse) => None,
        Some(Severity::Normalise) => Document::open(Arc::new(normalise(&document).ok()?)).ok(),
        _ => Some(document),
    }
}
