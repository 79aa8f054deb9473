//! Revisions: the versions of a file that its updates made, oldest first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lopdf::{Dictionary, ObjectId};

use super::xref::{Entry, Section};
use crate::bytes::lexer::Lexer;
use crate::bytes::search;
use crate::wire::value::XrefKind;

/// How far behind `startxref` its number is looked for: a comment there may be as long as a file.
const NEAR_BYTES: usize = 64;

/// One version of the file.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Offset just after the line of its `%%EOF`.
    pub end: u64,
    /// What its `startxref` says.
    pub startxref: u64,
    /// How its newest cross-reference section is written.
    pub xref: XrefKind,
    /// The objects it defined or freed.
    pub objects: Arc<BTreeSet<ObjectId>>,
    /// Whether a section of it lists a number twice.
    pub twice: bool,
    /// Its trailer.
    pub trailer: Arc<Dictionary>,
}

/// Makes the revisions out of a chain, newest section first.
pub(crate) fn revisions(bytes: &[u8], origin: usize, chain: &[Arc<Section>]) -> Vec<Revision> {
    let mut revisions: Vec<Revision> = Vec::new();
    let mut waiting = BTreeSet::new();
    let mut twice = false;
    let mut after = chain.last().map_or(0, |oldest| oldest.end);
    let ends = ends(bytes, after);
    for section in chain.iter().rev() {
        waiting.extend(section.entries.iter().filter_map(defined));
        twice |= section.twice;
        after = section.end.max(after);
        let startxref = (section.offset - origin) as u64;
        let named = ends.get(&startxref).into_iter().flatten();
        let Some(end) = named.copied().find(|end| *end > after) else {
            // A linearised file's main section: one revision with its first-page section.
            continue;
        };
        after = end;
        revisions.push(Revision {
            end: end as u64,
            startxref,
            xref: section.kind,
            objects: Arc::new(core::mem::take(&mut waiting)),
            twice: core::mem::take(&mut twice),
            trailer: Arc::new(section.trailer.clone()),
        });
    }
    revisions
}

fn defined((number, entry): (u32, Entry)) -> Option<ObjectId> {
    match entry {
        Entry::At { generation, .. } => Some((number, generation)),
        Entry::Free if number == 0 => None,
        Entry::Free | Entry::Packed { .. } => Some((number, 0)),
    }
}

/// Finds every `startxref` from an offset on: what it names, and where each such ends.
fn ends(bytes: &[u8], from: usize) -> BTreeMap<u64, Vec<usize>> {
    let mut ends: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut from = from;
    while let Some(at) = search::find(bytes, b"startxref", from..bytes.len()) {
        let word = at + b"startxref".len();
        let mut lexer = Lexer::new(&bytes[..bytes.len().min(word + NEAR_BYTES)], word);
        let named = lexer.unsigned();
        if let (Some(named), Some(end)) = (named, line_end(bytes, lexer.at())) {
            ends.entry(named).or_default().push(end);
        }
        from = at + 1;
    }
    ends
}

fn line_end(bytes: &[u8], from: usize) -> Option<usize> {
    let within = from..bytes.len().min(from + 64);
    let mark = search::find(bytes, b"%%EOF", within)?;
    let mut lexer = Lexer::new(bytes, mark + b"%%EOF".len());
    if !lexer.take(b"\r\n") && !lexer.take(b"\n") {
        lexer.take(b"\r");
    }
    Some(lexer.at())
}
