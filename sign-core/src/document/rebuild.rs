//! A file without a usable cross-reference: every object searched for, the last of a number counting.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};

use super::read;
use super::xref::{ENTRIES, Entry};
use crate::bytes::lexer::{Lexer, is_regular};
use crate::bytes::{search, syntax};
use crate::error::{Kind, Result};

/// How far behind a number the rest of an object's head may stand and count for nothing.
const NEAR_BYTES: usize = 64;

/// What a search finds.
#[derive(Debug, Default)]
pub(super) struct Rebuilt {
    /// Where objects stand.
    pub(super) entries: BTreeMap<u32, Entry>,
    /// Trailers and cross-reference stream dictionaries, laid over each other in order.
    pub(super) trailer: Dictionary,
    /// What may be the catalog, the likeliest last.
    pub(super) catalogs: Vec<ObjectId>,
    /// Object streams that count, in the order of the file: number and offset.
    pub(super) packed: Vec<(u32, u64)>,
    roots: Vec<ObjectId>,
    wasted: usize,
}

/// Searches a whole file.
pub(super) fn rebuild(bytes: &[u8]) -> Result<Rebuilt> {
    let mut found = Rebuilt::default();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let starts = at == 0 || !is_regular(bytes[at - 1]) || follows_word(bytes, at);
        at = match byte {
            b'0'..=b'9' if starts => found.object(bytes, at)?,
            b't' if starts && bytes[at..].starts_with(b"trailer") => found.trailer(bytes, at)?,
            _ => at + 1,
        };
    }
    found.close();
    Ok(found)
}

/// Reads `number generation obj` if that stands here, and returns how far was read.
fn head(bytes: &[u8], at: usize) -> (Option<ObjectId>, usize) {
    let mut lexer = Lexer::new(bytes, at);
    let number = lexer
        .unsigned()
        .and_then(|number| u32::try_from(number).ok());
    let generation = number.and_then(|_| lexer.unsigned());
    let generation = generation.and_then(|generation| u16::try_from(generation).ok());
    lexer.skip_space();
    let found = number.zip(generation).filter(|_| lexer.take(b"obj"));
    (found, lexer.at())
}

/// Whether `endobj` or the like stands right before, with nothing between.
fn follows_word(bytes: &[u8], at: usize) -> bool {
    [b"endobj".as_slice(), b"endstream"]
        .iter()
        .any(|word| bytes[..at].ends_with(word))
}

impl Rebuilt {
    /// Takes an object if one starts here, and returns where to go on.
    fn object(&mut self, bytes: &[u8], at: usize) -> Result<usize> {
        let (id, body) = head(bytes, at);
        let Some(id) = id else {
            let mut lexer = Lexer::new(bytes, at);
            lexer.word();
            // A comment behind a number may be as long as the file.
            self.spend(bytes, body.saturating_sub(lexer.at() + NEAR_BYTES))?;
            return Ok(lexer.at());
        };
        if self.entries.len() >= ENTRIES {
            return Err(Kind::TooLarge.into());
        }
        let length = |id: ObjectId| self.length(bytes, id);
        let Ok(placed) = read::indirect(bytes, at, &length) else {
            self.waste(bytes, body)?;
            // Half an object is better than none, but not than a whole one before it.
            self.entries.entry(id.0).or_insert(place(id, at));
            return Ok(body);
        };
        self.entries.insert(id.0, place(id, at));
        let end = placed.value.end.max(body);
        if let Object::Dictionary(dict) = placed.head {
            self.dictionary(id, &dict, at as u64);
        }
        Ok(end)
    }

    /// Counts bytes that may be read again, so that damage cannot cost the square of a file.
    fn waste(&mut self, bytes: &[u8], body: usize) -> Result<()> {
        let mut lexer = Lexer::new(bytes, body);
        // What failed is read once more to learn how far it went.
        let read = match syntax::object(&mut lexer) {
            Ok(_) => bytes.len() - body,
            Err(_) => lexer.at() - body,
        };
        self.spend(bytes, read)
    }

    fn spend(&mut self, bytes: &[u8], read: usize) -> Result<()> {
        self.wasted = self.wasted.saturating_add(read);
        if self.wasted > bytes.len().saturating_mul(8) {
            return Err(Kind::Damaged.into());
        }
        Ok(())
    }

    fn dictionary(&mut self, id: ObjectId, dict: &Dictionary, offset: u64) {
        if dict.has(b"Pages") {
            let typed = dict.has_type(b"Catalog");
            let at = if typed { self.catalogs.len() } else { 0 };
            self.catalogs.insert(at, id);
        }
        if dict.has_type(b"XRef") {
            self.lay(dict);
        }
        if dict.has_type(b"ObjStm") {
            self.packed.push((id.0, offset));
        }
    }

    fn length(&self, bytes: &[u8], id: ObjectId) -> Option<u64> {
        let Some(Entry::At { offset, .. }) = self.entries.get(&id.0) else {
            return None;
        };
        let found = read::indirect(bytes, usize::try_from(*offset).ok()?, &|_| None).ok()?;
        u64::try_from(found.head.as_i64().ok()?).ok()
    }

    fn trailer(&mut self, bytes: &[u8], at: usize) -> Result<usize> {
        let word = at + b"trailer".len();
        let mut lexer = Lexer::new(bytes, word);
        if let Ok(Object::Dictionary(dict)) = syntax::object(&mut lexer) {
            self.lay(&dict);
            return Ok(lexer.at());
        }
        self.spend(bytes, lexer.at() - word)?;
        Ok(at + 1)
    }

    fn lay(&mut self, dict: &Dictionary) {
        for key in [b"Info".as_slice(), b"ID", b"Encrypt"] {
            if let Ok(value) = dict.get(key) {
                self.trailer.set(key, value.clone());
            }
        }
        self.roots
            .extend(dict.get(b"Root").and_then(Object::as_reference).ok());
    }

    /// Puts what trailers name behind what merely looks like a catalog, and drops object streams
    /// whose number was used again.
    fn close(&mut self) {
        self.catalogs.append(&mut self.roots);
        let entries = &self.entries;
        self.packed.retain(|(number, place)| {
            matches!(entries.get(number), Some(Entry::At { offset, .. }) if offset == place)
        });
    }
}

fn place(id: ObjectId, at: usize) -> Entry {
    Entry::At {
        offset: at as u64,
        generation: id.1,
    }
}

/// Returns why a file in which nothing can be found is refused.
pub(super) fn refusal(bytes: &[u8]) -> Kind {
    let from = bytes.len().saturating_sub(1024);
    match search::find(bytes, b"%%EOF", from..bytes.len()) {
        Some(_) => Kind::Damaged,
        None => Kind::Truncated,
    }
}
