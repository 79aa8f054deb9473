//! Opening: the header found, the cross-reference chain read and merged, or rebuilt.

use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId};

use super::cipher::Cipher;
use super::rebuild::{self, Rebuilt};
use super::xref::{self, Entry, Section};
use super::{Document, Inner};
use crate::bytes::lexer::Lexer;
use crate::bytes::search;
use crate::error::{Error, Kind, Result};

/// How far from the start `%PDF-` is looked for (ISO 32000-2 Annex I).
const HEADER_BYTES: usize = 1024;

/// How far from the end `startxref` is looked for.
const TAIL_BYTES: usize = 4096;

/// How many objects that look like a catalog are tried.
const CATALOGS: usize = 64;

/// Opens the first `end` of some bytes.
pub(super) fn open(bytes: Arc<Vec<u8>>, end: usize) -> Result<Document> {
    let view = &bytes[..end];
    if view.is_empty() {
        return Err(Kind::Empty.into());
    }
    let found = search::find(view, b"%PDF-", 0..HEADER_BYTES);
    let header = found.unwrap_or(0);
    let frame = Inner {
        bytes: Arc::clone(&bytes),
        end,
        header,
        headless: !found.is_some_and(|at| has_version(view, at)),
        ..Inner::default()
    };
    let read = chain(view, header).and_then(|(origin, chain)| read(frame, origin, chain));
    match read {
        Ok(document) => Ok(document),
        Err(error) if error.kind == Kind::TooLarge => Err(error),
        Err(_) => rebuilt(bytes, end, found),
    }
}

/// Whether a header names a version: `%PDF-` digit `.` digit.
fn has_version(bytes: &[u8], header: usize) -> bool {
    let version = bytes[header..].get(b"%PDF-".len()..).unwrap_or_default();
    matches!(version, [b'0'..=b'9', b'.', b'0'..=b'9', ..])
}

/// Opens the first `end` bytes of a file by a part of its own chain.
pub(super) fn known(whole: &Inner, end: usize, chain: Vec<Arc<Section>>) -> Result<Document> {
    let frame = Inner {
        bytes: Arc::clone(&whole.bytes),
        end,
        header: whole.header,
        headless: whole.headless,
        ..Inner::default()
    };
    read(frame, whole.origin, chain)
}

/// Reads the chain, with offsets counted from the first byte or else from the header.
fn chain(bytes: &[u8], header: usize) -> Result<(usize, Vec<Arc<Section>>)> {
    let start = startxref(bytes).ok_or(Kind::Truncated)?;
    let direct = xref::chain(bytes, 0, start);
    if direct.is_err() && header > 0 {
        let chain = xref::chain(bytes, header, start.saturating_add(header))?;
        return Ok((header, chain));
    }
    Ok((0, direct?))
}

fn startxref(bytes: &[u8]) -> Option<usize> {
    let from = bytes.len().saturating_sub(TAIL_BYTES);
    let mark = search::rfind(bytes, b"startxref", from..bytes.len())?;
    let offset = Lexer::new(bytes, mark + b"startxref".len()).unsigned()?;
    usize::try_from(offset).ok()
}

/// Merges a chain, and checks that it leads to a page tree: else it points at the wrong places.
fn read(frame: Inner, origin: usize, chain: Vec<Arc<Section>>) -> Result<Document> {
    let mut sections = chain.iter().rev();
    let oldest = sections.next().map(|section| section.entries.clone());
    let entries = sections.fold(oldest.unwrap_or_default(), |under, section| {
        under.under(&section.entries)
    });
    let trailer = trailer(&chain);
    checked(Document::assemble(Inner {
        origin,
        chain,
        trailer,
        entries,
        ..frame
    }))
}

fn checked(document: Document) -> Result<Document> {
    // Behind a password an encrypted catalog tells nothing.
    let locked = document.is_locked() && Cipher::is_described(&document);
    if locked || leads_to_pages(&document, document.root()) {
        return Ok(document);
    }
    Err(Kind::Damaged.into())
}

fn leads_to_pages(document: &Document, root: ObjectId) -> bool {
    let Ok(catalog) = document.dict(root) else {
        return false;
    };
    let pages = catalog.get(b"Pages").ok();
    let pages = pages.and_then(|pages| document.resolve(pages).ok());
    matches!(pages, Some(Object::Dictionary(_)))
}

fn rebuilt(bytes: Arc<Vec<u8>>, end: usize, header: Option<usize>) -> Result<Document> {
    let refusal = match header {
        Some(_) => rebuild::refusal(&bytes[..end]),
        None => Kind::NotPdf,
    };
    let frame = || Inner {
        bytes: Arc::clone(&bytes),
        end,
        header: header.unwrap_or(0),
        headless: !header.is_some_and(|at| has_version(&bytes[..end], at)),
        rebuilt: true,
        ..Inner::default()
    };
    let document = searched(&frame).map_err(|error| match error.kind {
        Kind::TooLarge => error,
        _ => Error::new(refusal),
    })?;
    let whole = search::find(&bytes[..end], b"%%EOF", end.saturating_sub(1024)..end).is_some();
    if !whole && !is_whole(&document) {
        return Err(Kind::Truncated.into());
    }
    Ok(document)
}

/// Searches a file for its objects, and opens what it found.
pub(super) fn searched(frame: &dyn Fn() -> Inner) -> Result<Document> {
    let blank = frame();
    let mut found = rebuild::rebuild(&blank.bytes[..blank.end])?;
    let outside = Document::assemble(Inner {
        trailer: found.trailer.clone(),
        entries: found.entries.clone().into(),
        ..frame()
    });
    unpack(&outside, &mut found);
    let mut trailer = found.trailer;
    let document = |trailer: Dictionary| {
        Document::assemble(Inner {
            trailer,
            entries: found.entries.clone().into(),
            ..frame()
        })
    };
    let probe = document(trailer.clone());
    // A file whose encryption is nowhere described counts as plain, as in other readers.
    if !Cipher::is_described(&probe) {
        trailer.remove(b"Encrypt");
    }
    let probe = document(trailer.clone());
    let likely = found.catalogs.iter().rev().take(CATALOGS);
    let mut likely = likely.filter(|id| probe.is_locked() || leads_to_pages(&probe, **id));
    let root = likely.next().ok_or(Kind::Damaged)?;
    trailer.set("Root", *root);
    Ok(document(trailer))
}

/// Adds what stands in object streams, where nothing later in the file has the same number.
fn unpack(document: &Document, found: &mut Rebuilt) {
    let mut catalogs = Vec::new();
    for (stream, place) in &found.packed {
        let Ok(packed) = document.packed(*stream) else {
            continue;
        };
        for (number, index) in packed.numbers().zip(0..) {
            let later = |entry: &Entry| matches!(entry, Entry::At { offset, .. } if offset > place);
            if found.entries.get(&number).is_some_and(later) {
                continue;
            }
            let stream = *stream;
            found
                .entries
                .insert(number, Entry::Packed { stream, index });
            if packed.is_catalog(number, index) {
                catalogs.push((number, 0));
            }
        }
    }
    found.catalogs.splice(0..0, catalogs);
}

/// Whether a file without its end still has every page it counts, and what is on them.
fn is_whole(document: &Document) -> bool {
    let counted = || {
        let catalog = document.catalog().ok()?;
        let pages = document.resolve(catalog.get(b"Pages").ok()?).ok()?;
        let count = pages.as_dict().ok()?.get(b"Count").and_then(Object::as_i64);
        count.ok()
    };
    let Ok(count) = document.page_count() else {
        return false;
    };
    counted() == Some(i64::from(count)) && (0..count).all(|index| has_contents(document, index))
}

fn has_contents(document: &Document, index: u32) -> bool {
    let Ok(page) = document.page(index) else {
        return false;
    };
    let there = |object: &Object| {
        document
            .resolve(object)
            .is_ok_and(|object| !object.is_null())
    };
    match page.dict.get(b"Contents") {
        Ok(Object::Array(parts)) => parts.iter().all(there),
        Ok(contents) => there(contents),
        Err(_) => true,
    }
}

/// Returns the newest trailer, its catalog taken from an older one where it names none.
fn trailer(chain: &[Arc<Section>]) -> Dictionary {
    let newest = chain.first().map(|section| section.trailer.clone());
    let mut trailer = newest.unwrap_or_default();
    for key in [b"Root".as_slice(), b"Encrypt"] {
        let older = chain
            .iter()
            .find_map(|section| section.trailer.get(key).ok());
        if let (false, Some(older)) = (trailer.has(key), older) {
            trailer.set(key, Object::clone(older));
        }
    }
    trailer
}
