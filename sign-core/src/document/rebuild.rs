//! A file without a usable cross-reference: every object searched for, the last of a number counting.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};

use super::objstm::Packed;
use super::read;
use super::xref::{ENTRIES, Entry};
use crate::bytes::lexer::{Lexer, is_regular};
use crate::bytes::{search, syntax};
use crate::error::{Kind, Result};

/// What a search finds.
#[derive(Debug, Default)]
pub(super) struct Rebuilt {
    /// Where objects stand.
    pub(super) entries: BTreeMap<u32, Entry>,
    /// Trailers and cross-reference stream dictionaries, laid over each other in order.
    pub(super) trailer: Dictionary,
    catalog: Option<(u32, u16)>,
    wasted: usize,
}

/// Searches a whole file.
pub(super) fn rebuild(bytes: &[u8]) -> Result<Rebuilt> {
    let mut found = Rebuilt::default();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let starts = at == 0 || !is_regular(bytes[at - 1]);
        at = match byte {
            b'0'..=b'9' if starts => found.object(bytes, at)?,
            b't' if starts && bytes[at..].starts_with(b"trailer") => found.trailer(bytes, at),
            _ => at + 1,
        };
    }
    found.close();
    Ok(found)
}

impl Rebuilt {
    /// Takes an object if one starts here, and returns where to go on.
    fn object(&mut self, bytes: &[u8], at: usize) -> Result<usize> {
        let mut lexer = Lexer::new(bytes, at);
        let Some((number, generation)) = lexer.object_head() else {
            let mut lexer = Lexer::new(bytes, at);
            lexer.word();
            return Ok(lexer.at());
        };
        if self.entries.len() >= ENTRIES {
            return Err(Kind::TooLarge.into());
        }
        let offset = at as u64;
        self.entries
            .insert(number, Entry::At { offset, generation });
        let body = lexer.at();
        lexer.skip_space();
        if !lexer.rest().starts_with(b"<<") {
            return Ok(body);
        }
        let Ok(Object::Dictionary(dict)) = syntax::object(&mut lexer) else {
            self.waste(lexer.at() - body, bytes)?;
            return Ok(body);
        };
        self.dictionary((number, generation), &dict);
        lexer.skip_space();
        if !lexer.rest().starts_with(b"stream") {
            return Ok(lexer.at());
        }
        self.stream(bytes, at, number, &dict)
    }

    /// Counts bytes that will be read again, so that damage cannot cost the square of a file.
    fn waste(&mut self, count: usize, bytes: &[u8]) -> Result<()> {
        self.wasted = self.wasted.saturating_add(count);
        if self.wasted > bytes.len().saturating_mul(8) {
            return Err(Kind::Damaged.into());
        }
        Ok(())
    }

    fn dictionary(&mut self, id: (u32, u16), dict: &Dictionary) {
        if dict.has_type(b"Catalog") && dict.has(b"Pages") {
            self.catalog = Some(id);
        }
        if dict.has_type(b"XRef") {
            self.lay(dict);
        }
    }

    /// Takes the objects of an object stream, and returns where the stream ends.
    fn stream(&mut self, bytes: &[u8], at: usize, number: u32, dict: &Dictionary) -> Result<usize> {
        let length = |id: (u32, u16)| self.length(bytes, id);
        let Ok(found) = read::indirect(bytes, at, &length) else {
            self.waste(bytes.len() - at, bytes)?;
            return Ok(at + 1);
        };
        if let (true, Object::Stream(stream)) = (dict.has_type(b"ObjStm"), &found.object)
            && let Ok(packed) = Packed::open(stream)
        {
            for (index, inner) in packed.numbers().enumerate() {
                let index = index as u32;
                self.entries.insert(
                    inner,
                    Entry::Packed {
                        stream: number,
                        index,
                    },
                );
                self.packed_catalog(&packed, inner, index);
            }
        }
        Ok(found.value.end)
    }

    fn packed_catalog(&mut self, packed: &Packed, number: u32, index: u32) {
        if let Ok(Some((Object::Dictionary(dict), _))) = packed.object(number, index) {
            self.dictionary((number, 0), &dict);
        }
    }

    fn length(&self, bytes: &[u8], id: (u32, u16)) -> Option<u64> {
        let Some(Entry::At { offset, .. }) = self.entries.get(&id.0) else {
            return None;
        };
        let found = read::indirect(bytes, usize::try_from(*offset).ok()?, &|_| None).ok()?;
        u64::try_from(found.object.as_i64().ok()?).ok()
    }

    fn trailer(&mut self, bytes: &[u8], at: usize) -> usize {
        let mut lexer = Lexer::new(bytes, at + b"trailer".len());
        if let Ok(Object::Dictionary(dict)) = syntax::object(&mut lexer) {
            self.lay(&dict);
            return lexer.at();
        }
        at + 1
    }

    fn lay(&mut self, dict: &Dictionary) {
        for key in [b"Root".as_slice(), b"Info", b"ID", b"Encrypt"] {
            if let Ok(value) = dict.get(key) {
                self.trailer.set(key, value.clone());
            }
        }
    }

    /// Names the catalog where no trailer does, or where the trailer's is not there.
    fn close(&mut self) {
        let named = self
            .trailer
            .get(b"Root")
            .and_then(Object::as_reference)
            .ok();
        let there = named.is_some_and(|id| self.entries.contains_key(&id.0));
        if let (false, Some(catalog)) = (there, self.catalog) {
            self.trailer.set("Root", catalog);
        }
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
