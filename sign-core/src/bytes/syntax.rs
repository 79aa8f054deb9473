//! Objects read from octets, and the spans of a dictionary's entries for splicing.

use core::ops::Range;

use lopdf::{Dictionary, Object, StringFormat};

use super::lexer::Lexer;
use super::number::{self, Number};
use crate::error::{Error, Kind, Result};

/// How deeply arrays and dictionaries may stand in each other.
pub const DEPTH: u32 = 100;

/// One entry of a dictionary as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntrySpan {
    /// The key without its `/`, escapes resolved.
    pub key: Vec<u8>,
    /// Where the key stands, with its `/`.
    pub name: Range<usize>,
    /// Where the value stands.
    pub value: Range<usize>,
}

/// Where a dictionary stands, and its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DictSpan {
    /// From its `<<` to just after its `>>`.
    pub whole: Range<usize>,
    /// Offset of the closing `>>`.
    pub close: usize,
    /// The entries in the order of the file; a key may occur twice.
    pub entries: Vec<EntrySpan>,
}

/// Reads one direct object or reference.
///
/// # Errors
/// `damaged` at the offset where no object can be read; `too_large` when nested over [`DEPTH`].
pub fn object(lexer: &mut Lexer<'_>) -> Result<Object> {
    value(lexer, 0)
}

fn value(lexer: &mut Lexer<'_>, depth: u32) -> Result<Object> {
    if depth > DEPTH {
        return Err(Error::at(Kind::TooLarge, lexer.at() as u64));
    }
    lexer.skip_space();
    match lexer.peek() {
        Some(b'/') => Ok(Object::Name(lexer.name())),
        Some(b'(') => string(lexer, Lexer::literal_string, StringFormat::Literal),
        Some(b'<') if lexer.rest().starts_with(b"<<") => {
            dictionary(lexer, depth).map(Object::Dictionary)
        }
        Some(b'<') => string(lexer, Lexer::hex_string, StringFormat::Hexadecimal),
        Some(b'[') => array(lexer, depth),
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => number_or_reference(lexer),
        Some(b')' | b'{' | b'}') => Ok(stray(lexer)),
        Some(_) => keyword(lexer),
        None => Err(damaged(lexer)),
    }
}

/// Passes over a delimiter that opens nothing; it counts as null, as in other readers.
fn stray(lexer: &mut Lexer<'_>) -> Object {
    lexer.mend();
    lexer.seek(lexer.at() + 1);
    Object::Null
}

fn damaged(lexer: &Lexer<'_>) -> Error {
    Error::at(Kind::Damaged, lexer.at() as u64)
}

fn string<'a>(
    lexer: &mut Lexer<'a>,
    read: fn(&mut Lexer<'a>) -> Option<Vec<u8>>,
    format: StringFormat,
) -> Result<Object> {
    let start = lexer.at() as u64;
    let octets = read(lexer).ok_or_else(|| Error::at(Kind::Damaged, start))?;
    Ok(Object::String(octets, format))
}

fn number_or_reference(lexer: &mut Lexer<'_>) -> Result<Object> {
    if let Some(id) = lexer.reference() {
        return Ok(Object::Reference(id));
    }
    if !number::is_sound(lexer.clone().word()) {
        lexer.mend();
    }
    match lexer.number() {
        Some(Number::Integer(value)) => Ok(Object::Integer(value)),
        Some(Number::Real(value)) => Ok(Object::Real(number::single(value))),
        None => keyword(lexer),
    }
}

/// Reads `true`, `false`, `null`; another word counts as null, a structural one is damage.
fn keyword(lexer: &mut Lexer<'_>) -> Result<Object> {
    let start = lexer.at();
    match lexer.word() {
        b"true" => Ok(Object::Boolean(true)),
        b"false" => Ok(Object::Boolean(false)),
        b"null" => Ok(Object::Null),
        b"" | b"endobj" | b"endstream" | b"stream" | b"obj" | b"xref" | b"trailer"
        | b"startxref" => Err(Error::at(Kind::Damaged, start as u64)),
        _ => {
            lexer.mend();
            Ok(Object::Null)
        }
    }
}

/// Whether an object ends here though its array or dictionary does not.
fn cut(lexer: &mut Lexer<'_>) -> bool {
    let rest = lexer.rest();
    let words = [b"endobj".as_slice(), b"stream", b"xref", b"trailer"];
    let cut = words.iter().any(|word| rest.starts_with(word));
    if cut {
        lexer.mend();
    }
    cut
}

fn array(lexer: &mut Lexer<'_>, depth: u32) -> Result<Object> {
    lexer.take(b"[");
    let mut items = Vec::new();
    loop {
        lexer.skip_space();
        if lexer.take(b"]") {
            return Ok(Object::Array(items));
        }
        // An array that lacks its end has it where what is around it ends.
        if lexer.rest().starts_with(b">>") || cut(lexer) {
            lexer.mend();
            return Ok(Object::Array(items));
        }
        items.push(value(lexer, depth + 1)?);
    }
}

/// Reads a dictionary, its `<<` next; of a repeated key the last value counts.
fn dictionary(lexer: &mut Lexer<'_>, depth: u32) -> Result<Dictionary> {
    let mut dict = Dictionary::new();
    let mut count = 0;
    entries(lexer, depth, |key, value| {
        dict.set(key.key, value);
        count += 1;
    })?;
    if dict.len() < count {
        lexer.mend();
    }
    Ok(dict)
}

/// Walks a dictionary's entries and returns the offset of its `>>`.
fn entries(
    lexer: &mut Lexer<'_>,
    depth: u32,
    mut each: impl FnMut(EntrySpan, Object),
) -> Result<usize> {
    lexer.take(b"<<");
    loop {
        lexer.skip_space();
        let start = lexer.at();
        if lexer.take(b">>") || cut(lexer) {
            return Ok(start);
        }
        if lexer.peek() == Some(b'/') {
            let (span, object) = entry(lexer, depth)?;
            each(span, object);
        } else {
            between(lexer, depth)?;
        }
    }
}

/// Passes over something between entries that is no key, as other readers do.
fn between(lexer: &mut Lexer<'_>, depth: u32) -> Result<()> {
    lexer.mend();
    match lexer.peek() {
        Some(b'>' | b']') => drop(stray(lexer)),
        _ => drop(value(lexer, depth + 1)?),
    }
    Ok(())
}

fn entry(lexer: &mut Lexer<'_>, depth: u32) -> Result<(EntrySpan, Object)> {
    let start = lexer.at();
    let key = lexer.name();
    let name = start..lexer.at();
    lexer.skip_space();
    let from = lexer.at();
    let object = if lexer.rest().starts_with(b">>") || cut(lexer) {
        lexer.mend();
        Object::Null
    } else {
        value(lexer, depth + 1)?
    };
    let value = from..lexer.at();
    Ok((EntrySpan { key, name, value }, object))
}

/// Returns the spans of a dictionary whose `<<` stands at or after `at`, behind white space only.
///
/// # Errors
/// `damaged` where no dictionary stands there.
pub fn dict_span(bytes: &[u8], at: usize) -> Result<DictSpan> {
    let mut lexer = Lexer::new(bytes, at);
    lexer.skip_space();
    let start = lexer.at();
    if !lexer.rest().starts_with(b"<<") {
        return Err(damaged(&lexer));
    }
    let mut spans = Vec::new();
    let close = entries(&mut lexer, 0, |span, _| spans.push(span))?;
    Ok(DictSpan {
        whole: start..lexer.at(),
        close,
        entries: spans,
    })
}

impl DictSpan {
    /// Returns the entry that counts for a key: the last one.
    pub fn get(&self, key: &[u8]) -> Option<&EntrySpan> {
        self.entries.iter().rev().find(|entry| entry.key == key)
    }
}
