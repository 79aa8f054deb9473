//! Cross-reference sections, as tables and as streams, and the chain they form (ISO 32000-2 §7.5.4, §7.5.8).

use core::ops::Range;
use std::collections::BTreeSet;
use std::sync::Arc;

use lopdf::{Dictionary, Object};

use super::entries::Entries;
use super::read;
use super::tail::HIGHEST;
use crate::bytes::filter;
use crate::bytes::lexer::{Lexer, is_space};
use crate::bytes::syntax;
use crate::error::{Error, Kind, Result};
use crate::wire::value::XrefKind;

/// How many entries all sections together may have.
pub const ENTRIES: usize = 1_000_000;

/// How many bytes all cross-reference streams together may decode to.
const DECODED_BYTES: usize = 64 << 20;

/// How many sections may stand in one chain.
const SECTIONS: usize = 4096;

/// Where an object stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Nowhere: its number is free.
    Free,
    /// At an offset from the first byte of the file.
    At {
        /// Offset of its `number generation obj`.
        offset: u64,
        /// Its generation.
        generation: u16,
    },
    /// Inside an object stream.
    Packed {
        /// Number of the object stream.
        stream: u32,
        /// Its place in that stream.
        index: u32,
    },
}

/// One cross-reference section.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    /// Offset of its first byte in the file.
    pub(crate) offset: usize,
    /// Offset just after its trailer or stream.
    pub(crate) end: usize,
    /// Offset up to which anything was read for it: that, or the end of the stream beside it.
    pub(crate) reach: usize,
    /// How it is written.
    pub(crate) kind: XrefKind,
    /// Its trailer, or the dictionary of its stream.
    pub(crate) trailer: Dictionary,
    /// What it says of which object.
    pub(crate) entries: Entries,
    /// The object numbers of its cross-reference streams.
    pub(crate) own: Vec<u32>,
    /// Whether a table carries a stream beside it.
    pub(crate) hybrid: bool,
    /// Whether it lists a number twice.
    pub(crate) twice: bool,
    /// Whether it is written as no standard allows.
    pub(crate) loose: bool,
}

/// Reads every section from the newest at `start` to the oldest, newest first.
///
/// `origin` is added to every offset in the file.
pub(crate) fn chain(bytes: &[u8], origin: usize, start: usize) -> Result<Vec<Arc<Section>>> {
    let mut sections: Vec<Arc<Section>> = Vec::new();
    let mut next = Some(start);
    let (mut total, mut left) = (0, DECODED_BYTES);
    while let Some(offset) = next {
        if sections.iter().any(|section| section.offset == offset) {
            return Err(Error::at(Kind::Damaged, offset as u64));
        }
        let section = section(bytes, origin, offset, &mut left)?;
        total += section.entries.len();
        if total > ENTRIES || sections.len() >= SECTIONS {
            return Err(Error::at(Kind::TooLarge, offset as u64));
        }
        next = previous(&section.trailer, origin)?;
        sections.push(Arc::new(section));
    }
    Ok(sections)
}

/// Whether a section says of a number what older ones leave no room for: another object in the place
/// of a cross-reference stream, or a generation of a number that none of them gave free (ISO 32000-2
/// §7.5.4).
pub(super) fn breaks_history(chain: &[Arc<Section>]) -> bool {
    let mut streams: BTreeSet<u32> = BTreeSet::new();
    let mut free: BTreeSet<u32> = BTreeSet::new();
    chain.iter().rev().any(|section| {
        let broken = section.entries.iter().any(|(number, entry)| match entry {
            Entry::Free => false,
            Entry::At { generation: 0, .. } | Entry::Packed { .. } => streams.contains(&number),
            Entry::At { .. } => !free.contains(&number),
        });
        let given = section.entries.iter();
        let given = given.filter(|(_, entry)| *entry == Entry::Free);
        free.extend(given.map(|(number, _)| number));
        streams.extend(&section.own);
        broken
    })
}

fn previous(trailer: &Dictionary, origin: usize) -> Result<Option<usize>> {
    match trailer.get(b"Prev") {
        Ok(Object::Integer(0)) | Err(_) => Ok(None),
        Ok(Object::Integer(offset)) => place(*offset, origin).map(Some),
        Ok(Object::Real(offset)) => place(*offset as i64, origin).map(Some),
        Ok(_) => Err(Kind::Damaged.into()),
    }
}

fn place(offset: i64, origin: usize) -> Result<usize> {
    let offset = usize::try_from(offset).map_err(|_| Error::new(Kind::Damaged))?;
    Ok(offset.saturating_add(origin))
}

/// Reads the section at an offset, with the stream a hybrid table points at.
fn section(bytes: &[u8], origin: usize, offset: usize, left: &mut usize) -> Result<Section> {
    let mut lexer = Lexer::new(bytes, offset);
    if !lexer.keyword(b"xref") {
        return stream(bytes, origin, offset, left);
    }
    let mut section = table(&mut lexer, origin, offset)?;
    if let Ok(Object::Integer(at)) = section.trailer.get(b"XRefStm") {
        let beside = stream(bytes, origin, place(*at, origin)?, left)?;
        section.own.extend(beside.own);
        section.hybrid = true;
        section.loose |= beside.loose;
        section.twice |= beside.twice;
        section.reach = section.reach.max(beside.reach);
        let used = |(_, entry): &(u32, Entry)| *entry != Entry::Free;
        let (used, _) = Entries::sorted(section.entries.iter().filter(used).collect());
        section.entries = section.entries.under(&beside.entries).under(&used);
    }
    Ok(section)
}

fn table(lexer: &mut Lexer<'_>, origin: usize, offset: usize) -> Result<Section> {
    let mut rows = Vec::new();
    let mut loose = false;
    while !lexer.keyword(b"trailer") {
        loose |= subsection(lexer, origin, &mut rows)?;
    }
    let (entries, twice) = Entries::sorted(rows);
    let Object::Dictionary(trailer) = syntax::object(lexer)? else {
        return Err(Error::at(Kind::Damaged, lexer.at() as u64));
    };
    Ok(Section {
        offset,
        end: lexer.at(),
        reach: lexer.at(),
        kind: XrefKind::Table,
        twice,
        loose: loose || twice || lexer.mended() || !is_sound(&trailer, &entries),
        trailer,
        entries,
        own: Vec::new(),
        hybrid: false,
    })
}

fn subsection(lexer: &mut Lexer<'_>, origin: usize, rows: &mut Vec<(u32, Entry)>) -> Result<bool> {
    let at = lexer.at() as u64;
    let damaged = || Error::at(Kind::Damaged, at);
    let first = lexer.unsigned().ok_or_else(damaged)?;
    let count = lexer.unsigned().ok_or_else(damaged)?;
    let mut number = u32::try_from(first).map_err(|_| damaged())?;
    let start = lexer.at();
    let mut loose = false;
    for index in 0..count {
        let (entry, generation) = line(lexer, origin).ok_or_else(damaged)?;
        // Some writers number the head of the free list 1 instead of 0.
        let misnumbered = index == 0 && number == 1 && entry == Entry::Free && generation == 65535;
        if misnumbered {
            number = 0;
        }
        loose |= misnumbered || generation > u64::from(u16::MAX);
        rows.push((number, entry));
        number = number.checked_add(1).ok_or_else(damaged)?;
        if rows.len() > ENTRIES {
            return Err(Error::at(Kind::TooLarge, at));
        }
    }
    Ok(loose || !is_strict(&lexer.bytes()[start..lexer.at()], count))
}

/// Whether entries stand in lines of 20 octets (ISO 32000-2 §7.5.4).
fn is_strict(text: &[u8], count: u64) -> bool {
    let spaces = text.iter().take_while(|byte| is_space(**byte)).count();
    let lines = &text[spaces..];
    let strict = |line: &[u8]| {
        let digits = |range: Range<usize>| line[range].iter().all(u8::is_ascii_digit);
        let word = matches!(line.get(17), Some(b'n' | b'f'));
        digits(0..10) && line[10] == b' ' && digits(11..16) && line[16] == b' ' && word
    };
    let whole = lines.len() as u64 + 2 == count * 20 || count == 0;
    whole
        && lines
            .chunks(20)
            .all(|line| line.len() >= 18 && strict(line))
}

fn line(lexer: &mut Lexer<'_>, origin: usize) -> Option<(Entry, u64)> {
    let offset = lexer.unsigned()?;
    let generation = lexer.unsigned()?;
    if lexer.keyword(b"f") {
        return Some((Entry::Free, generation));
    }
    if !lexer.keyword(b"n") {
        return None;
    }
    // An object in use at offset 0 is a slip for a free one.
    if offset == 0 {
        return Some((Entry::Free, generation));
    }
    let entry = Entry::At {
        offset: offset.saturating_add(origin as u64),
        generation: u16::try_from(generation).ok()?,
    };
    Some((entry, generation))
}

fn stream(bytes: &[u8], origin: usize, offset: usize, left: &mut usize) -> Result<Section> {
    let found = read::indirect(bytes, offset, &|_| None)?;
    let (id, end, mended) = (found.id, found.value.end, found.mended);
    let Object::Stream(stream) = found.object(bytes) else {
        return Err(Error::at(Kind::Damaged, offset as u64));
    };
    if !stream.dict.has_type(b"XRef") {
        return Err(Error::at(Kind::Damaged, offset as u64));
    }
    let mended = mended || !filter::is_ended(&stream.dict, &stream.content);
    let data = filter::decode_within(&stream.dict, &stream.content, *left)?;
    *left -= data.len().min(*left);
    let damaged = || Error::at(Kind::Damaged, offset as u64);
    let (entries, twice, short) = rows(&stream.dict, &data, origin).ok_or_else(damaged)?;
    Ok(Section {
        offset,
        end,
        reach: end,
        kind: XrefKind::Stream,
        twice,
        loose: mended || short || !is_sound(&stream.dict, &entries),
        trailer: stream.dict,
        entries,
        own: vec![id.0],
        hybrid: false,
    })
}

/// Whether a trailer's `/Size` is above every number of its section and none that no update could bear,
/// and its `/Prev` an offset.
fn is_sound(trailer: &Dictionary, entries: &Entries) -> bool {
    let size = trailer.get(b"Size").and_then(Object::as_i64).unwrap_or(0);
    let highest = entries.highest();
    let sized =
        highest.is_none_or(|highest| i64::from(highest) < size) && size <= i64::from(HIGHEST);
    sized && matches!(trailer.get(b"Prev"), Err(_) | Ok(Object::Integer(1..)))
}

/// Returns the rows, whether one is of the number of another, and whether there are fewer than promised.
fn rows(dict: &Dictionary, data: &[u8], origin: usize) -> Option<(Entries, bool, bool)> {
    let widths = numbers(dict.get(b"W").ok()?)?;
    let [kind, middle, last] = <[usize; 3]>::try_from(widths).ok()?;
    if kind > 8 || middle > 8 || last > 8 || kind + middle + last == 0 {
        return None;
    }
    let index = match dict.get(b"Index") {
        Ok(index) => numbers(index)?,
        Err(_) => vec![0, integer(dict.get(b"Size").ok()?)?],
    };
    let mut rows = data.chunks_exact(kind + middle + last);
    let mut read = Vec::new();
    let done = |read: Vec<(u32, Entry)>, short: bool| {
        let (entries, twice) = Entries::sorted(read);
        Some((entries, twice, short))
    };
    for pair in index.chunks_exact(2) {
        for number in pair[0]..pair[0].saturating_add(pair[1]) {
            let Some(row) = rows.next() else {
                return done(read, true);
            };
            if read.len() > ENTRIES {
                return None;
            }
            let row = fields(row, kind, middle);
            read.push((u32::try_from(number).ok()?, entry(row, origin)?));
        }
    }
    done(read, false)
}

fn fields(row: &[u8], kind: usize, middle: usize) -> [u64; 3] {
    let big = |octets: &[u8]| {
        octets
            .iter()
            .fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
    };
    let kind_value = if kind == 0 { 1 } else { big(&row[..kind]) };
    [
        kind_value,
        big(&row[kind..kind + middle]),
        big(&row[kind + middle..]),
    ]
}

fn entry([kind, middle, last]: [u64; 3], origin: usize) -> Option<Entry> {
    match kind {
        1 => Some(Entry::At {
            offset: middle.saturating_add(origin as u64),
            generation: u16::try_from(last).ok()?,
        }),
        2 => Some(Entry::Packed {
            stream: u32::try_from(middle).ok()?,
            index: u32::try_from(last).ok()?,
        }),
        // Types beyond 2 stand for null (ISO 32000-2 §7.5.8.3).
        _ => Some(Entry::Free),
    }
}

fn numbers(object: &Object) -> Option<Vec<usize>> {
    let items = object.as_array().ok()?;
    items.iter().map(integer).collect()
}

fn integer(object: &Object) -> Option<usize> {
    usize::try_from(object.as_i64().ok()?).ok()
}
