//! Opening: the header found, the cross-reference chain read and merged.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::{Dictionary, Object};

use super::xref::{self, Entry, Section};
use super::{Document, Inner};
use crate::bytes::lexer::Lexer;
use crate::bytes::search;
use crate::error::{Kind, Result};

/// How far from the start `%PDF-` is looked for (ISO 32000-2 Annex I).
const HEADER_BYTES: usize = 1024;

/// How far from the end `startxref` is looked for.
const TAIL_BYTES: usize = 4096;

/// Opens the first `end` of some bytes.
pub(crate) fn open(bytes: Arc<Vec<u8>>, end: usize) -> Result<Document> {
    let view = &bytes[..end];
    if view.is_empty() {
        return Err(Kind::Empty.into());
    }
    let header = search::find(view, b"%PDF-", 0..HEADER_BYTES).ok_or(Kind::NotPdf)?;
    let (origin, chain) = chain(view, header)?;
    let document = merged(bytes, end, header, origin, chain);
    document.catalog()?;
    Ok(document)
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

fn merged(
    bytes: Arc<Vec<u8>>,
    end: usize,
    header: usize,
    origin: usize,
    chain: Vec<Section>,
) -> Document {
    let mut entries: BTreeMap<u32, Entry> = BTreeMap::new();
    for section in chain.iter().rev() {
        entries.extend(&section.entries);
    }
    let inner = Inner {
        bytes,
        end,
        origin,
        header,
        rebuilt: false,
        trailer: trailer(&chain),
        chain,
        entries,
        packed: Default::default(),
        packed_bytes: Default::default(),
        leaves: Default::default(),
        revisions: Default::default(),
    };
    Document {
        inner: Arc::new(inner),
    }
}

/// Returns the newest trailer, its catalog taken from an older one where it names none.
fn trailer(chain: &[Section]) -> Dictionary {
    let mut trailer = chain
        .first()
        .map(|section| section.trailer.clone())
        .unwrap_or_default();
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
