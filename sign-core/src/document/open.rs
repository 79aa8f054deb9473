//! Opening: the header found, the cross-reference chain read and merged, or rebuilt.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::{Dictionary, Object};

use super::xref::{self, Entry, Section};
use super::{Document, Inner, rebuild};
use crate::bytes::lexer::Lexer;
use crate::bytes::search;
use crate::error::{Error, Kind, Result};

/// How far from the start `%PDF-` is looked for (ISO 32000-2 Annex I).
const HEADER_BYTES: usize = 1024;

/// How far from the end `startxref` is looked for.
const TAIL_BYTES: usize = 4096;

/// Opens the first `end` of some bytes.
pub(super) fn open(bytes: Arc<Vec<u8>>, end: usize) -> Result<Document> {
    let view = &bytes[..end];
    if view.is_empty() {
        return Err(Kind::Empty.into());
    }
    let header = search::find(view, b"%PDF-", 0..HEADER_BYTES).ok_or(Kind::NotPdf)?;
    let read = match chain(view, header) {
        Ok((origin, chain)) => read(Arc::clone(&bytes), end, header, origin, chain),
        Err(error) => Err(error),
    };
    match read {
        Ok(document) => Ok(document),
        Err(error) if error.kind == Kind::TooLarge => Err(error),
        Err(_) => rebuilt(bytes, end, header),
    }
}

/// Reads the chain, with offsets counted from the first byte or else from the header.
fn chain(bytes: &[u8], header: usize) -> Result<(usize, Vec<Section>)> {
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
fn read(
    bytes: Arc<Vec<u8>>,
    end: usize,
    header: usize,
    origin: usize,
    chain: Vec<Section>,
) -> Result<Document> {
    let mut entries: BTreeMap<u32, Entry> = BTreeMap::new();
    for section in chain.iter().rev() {
        entries.extend(&section.entries);
    }
    let trailer = trailer(&chain);
    let document = Document::assemble(Inner {
        bytes,
        end,
        origin,
        header,
        chain,
        trailer,
        entries,
        ..Inner::default()
    });
    checked(document)
}

fn checked(document: Document) -> Result<Document> {
    // An encrypted catalog may stand in an encrypted object stream, which tells nothing.
    if document.encrypted() {
        return Ok(document);
    }
    let catalog = document.catalog()?;
    let pages = catalog
        .get(b"Pages")
        .map_err(|_| Error::new(Kind::Damaged))?;
    match document.resolve(pages)? {
        Object::Dictionary(_) => Ok(document),
        _ => Err(Kind::Damaged.into()),
    }
}

fn rebuilt(bytes: Arc<Vec<u8>>, end: usize, header: usize) -> Result<Document> {
    let refusal = rebuild::refusal(&bytes[..end]);
    let found = rebuild::rebuild(&bytes[..end])?;
    let document = Document::assemble(Inner {
        bytes,
        end,
        header,
        rebuilt: true,
        trailer: found.trailer,
        entries: found.entries,
        ..Inner::default()
    });
    let document = checked(document).map_err(|_| Error::new(refusal))?;
    if refusal == Kind::Truncated && !is_whole(&document) {
        return Err(refusal.into());
    }
    Ok(document)
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
fn trailer(chain: &[Section]) -> Dictionary {
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
