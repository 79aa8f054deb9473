//! What is timed inside a process: the floor, our steps, and lopdf's own update.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use lopdf::{IncrementalDocument, Object, dictionary};
use memchr::memmem;
use sign_core::bytes::hash::{Sha256Stream, sha256};
use sign_core::digest;
use sign_core::document::Document;
use sign_core::inspection::{Limits, inspect_within};
use sign_core::signature::act::{self, Act, Mark};
use sign_core::verify::{Trust, Verdict, verify};
use sign_core::wire::{Hash, Locale};

use crate::corpus;
use crate::pki::{BEGIN_MS, Pki, RESERVE};
use crate::run::ink;

/// Runs one subject on a file: milliseconds, and the peak of this process in MB.
pub(crate) fn run(what: &str, file: &Path) -> String {
    if what == "judge" {
        return format!("{} {}", judged(file), peak_mb());
    }
    if what.ends_with("-all") {
        return format!("{} {}", corpus::run(what, file), peak_mb());
    }
    let bytes = std::fs::read(file).expect("the file was made");
    let ms = match what {
        "floor" => floor(&bytes),
        "hash" => hash(&bytes),
        "sign" => sign(bytes),
        "inspect" => inspected(bytes),
        "verify" => verified(bytes),
        "lopdf" => lopdf(bytes),
        _ => panic!("{what} is not known"),
    };
    format!("{ms} {}", peak_mb())
}

pub(crate) fn ms(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1000.0
}

/// One copy and one SHA-256 (sha2, which uses the processor's own instructions).
pub(crate) fn floor(bytes: &[u8]) -> f64 {
    let began = Instant::now();
    black_box(bytes.to_vec());
    black_box(sha256(bytes));
    ms(began)
}

fn hash(bytes: &[u8]) -> f64 {
    let began = Instant::now();
    black_box(sha256(bytes));
    ms(began)
}

/// Open, place, stamp, prepare, sign, finish: from the signer's octets to the next version's.
fn sign(bytes: Vec<u8>) -> f64 {
    let (file, pki, act) = (Arc::new(bytes), Pki::new(), adopted());
    let began = Instant::now();
    let document = Document::open(Arc::clone(&file)).expect("our file opens");
    let mut known = Sha256Stream::new();
    known.update(&file);
    mark("open and hash", began);
    let appended = act::prepare(&document, &act).expect("the field is free");
    mark("place and stamp", began);
    let prepared = digest::prepare(&known, &appended).expect("our update is structure");
    let cms = pki.sign(&pki.organisation, &prepared.digest, BEGIN_MS);
    mark("prepare and sign", began);
    let tail = digest::embed(&appended, &cms).expect("the container fits");
    let mut out = Vec::with_capacity(file.len() + tail.len());
    out.extend_from_slice(&file);
    out.extend_from_slice(&tail);
    black_box(out);
    ms(began)
}

/// Says on request where the time went.
fn mark(step: &str, began: Instant) {
    if std::env::var_os("SEING_STEPS").is_some() {
        println!("{step}: {:.2} ms", ms(began));
    }
}

pub(crate) fn adopted() -> Act {
    Act {
        field: "sig_01".to_string(),
        document: "d1".to_string(),
        name: "Anna Müller".to_string(),
        values: BTreeMap::new(),
        mark: Mark::Drawn(ink(1.0)),
        initials: None,
        lines: vec!["Anna Müller".to_string()],
        time_ms: BEGIN_MS,
        offset_minutes: 60,
        locale: Locale::En,
        s: Hash([1; 32]),
        reserve: RESERVE,
    }
}

fn verified(bytes: Vec<u8>) -> f64 {
    let (file, pki) = (Arc::new(bytes), Pki::new());
    let trust = Trust {
        roots: vec![pki.root.der.clone()],
        others: vec![pki.issuing.der.clone(), pki.tsa.der.clone()],
    };
    let began = Instant::now();
    let report = verify(&file, &trust, BEGIN_MS + 86_400_000);
    let ms = ms(began);
    assert_eq!(report.verdict, Verdict::Valid, "{report:#?}");
    ms
}

/// Judges every signed file of a folder in turn, whoever signed it.
fn judged(folder: &Path) -> f64 {
    let files = std::fs::read_dir(folder).expect("the folder is there");
    let files = files.map(|file| std::fs::read(file.expect("it can be listed").path()));
    let signed = files
        .filter_map(Result::ok)
        .filter(|bytes| memmem::find(bytes, b"/ByteRange").is_some());
    let signed: Vec<Arc<Vec<u8>>> = signed.map(Arc::new).collect();
    let began = Instant::now();
    for file in &signed {
        black_box(verify(file, &Trust::default(), BEGIN_MS));
    }
    ms(began)
}

/// What a file is asked before anybody signs it.
fn inspected(bytes: Vec<u8>) -> f64 {
    let file = Arc::new(bytes);
    let began = Instant::now();
    let document = Document::open(file).expect("our file opens");
    let limits = Limits {
        bytes: u64::MAX,
        pages: u32::MAX,
        ..Limits::DESKTOP
    };
    let found = inspect_within(&document, &limits).expect("our file can be read");
    let ms = ms(began);
    assert!(found.is_empty(), "{found:?}");
    ms
}

/// lopdf reads everything, adds one annotation in an update of its own, and is hashed.
fn lopdf(bytes: Vec<u8>) -> f64 {
    let began = Instant::now();
    black_box(updated(bytes)).expect("lopdf opens it");
    ms(began)
}

/// Nothing where lopdf cannot.
pub(crate) fn updated(bytes: Vec<u8>) -> Option<Hash> {
    let before = lopdf::Document::load_mem(&bytes).ok()?;
    let page = *before.get_pages().get(&1)?;
    let mut update = IncrementalDocument::create_from(bytes, before);
    update.opt_clone_object_to_new_document(page).ok()?;
    let note = update.new_document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Square", "Rect" => vec![9.into(), 9.into(), 90.into(), 40.into()],
    });
    let page = update
        .new_document
        .get_object_mut(page)
        .and_then(Object::as_dict_mut)
        .ok()?;
    page.set("Annots", Object::Array(vec![note.into()]));
    let mut out = Vec::new();
    update.save_to(&mut out).ok()?;
    Some(sha256(&out))
}

fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux says its peaks");
    let mut lines = status.lines();
    let peak = lines.find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = peak.and_then(|peak| peak.split_whitespace().next()?.parse::<f64>().ok());
    kb.expect("a peak is a number of kB") / 1024.0
}
