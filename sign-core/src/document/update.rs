//! Changes to objects of a file as splices into their stored bytes, everything else kept octet for octet.

use core::ops::Range;

use lopdf::{Dictionary, Object, ObjectId};

use super::Document;
use super::object::HOPS;
use super::tail::{Appended, MOST_NUMBER, Tail, octets};
use crate::bytes::lexer::Lexer;
use crate::bytes::syntax::{self, DictSpan};
use crate::error::{Error, Kind, Result};

/// An update of a document being put together.
#[derive(Clone, Debug)]
pub struct Update {
    document: Document,
    tail: Tail,
}

/// Where a value stands: in which object, and where in its bytes; nothing if the entry is missing.
struct Slot {
    id: ObjectId,
    raw: Vec<u8>,
    at: Option<Range<usize>>,
}

impl Update {
    /// Starts an update.
    ///
    /// # Errors
    /// `needs_rewrite` for a file that cannot be appended to: rebuilt, encrypted as no update can
    /// be made here, with bytes before its header, or out of object numbers.
    pub fn new(document: &Document) -> Result<Self> {
        let numbered = document.next_number() <= MOST_NUMBER;
        let closed = document.encrypted() && document.encryption().is_none();
        if document.is_rebuilt() || closed || document.lacks_header() || !numbered {
            return Err(Kind::NeedsRewrite.into());
        }
        let tail = Tail::new(document.base());
        let document = document.clone();
        Ok(Self { document, tail })
    }

    /// Takes a new object number.
    pub fn reserve(&mut self) -> ObjectId {
        self.tail.reserve()
    }

    /// Adds a new object.
    pub fn add(&mut self, object: Object) -> ObjectId {
        self.tail.add(object)
    }

    /// Leaves out an object that was added, as [`Tail::discard`] does.
    pub fn discard(&mut self, id: ObjectId) {
        self.tail.discard(id);
    }

    /// Sets the whole value of an object, new or old.
    pub fn put(&mut self, id: ObjectId, object: Object) {
        self.tail.put(id, object);
    }

    /// Sets the whole value of an object to octets that are written as they are.
    pub fn put_raw(&mut self, id: ObjectId, value: Vec<u8>) {
        self.tail.put_raw(id, value);
    }

    /// Sets the signature dictionary, as [`Tail::put_signature`] does.
    pub fn put_signature(&mut self, id: ObjectId, dict: Dictionary, octets: usize) {
        self.tail.put_signature(id, dict, octets);
    }

    /// Sets a document timestamp, as [`Tail::put_timestamp`] does.
    pub fn put_timestamp(&mut self, id: ObjectId, octets: usize) {
        self.tail.put_timestamp(id, octets);
    }

    /// Begins the update with a seam, as [`Tail::begin_with_seam`] does.
    pub fn begin_with_seam(&mut self) {
        self.tail.begin_with_seam();
    }

    /// Writes the update.
    pub fn finish(self) -> Appended {
        self.tail.finish()
    }

    /// Returns the bytes of an object's value as this update leaves them so far; those of an
    /// encrypted file decrypted.
    ///
    /// # Errors
    /// `damaged` where there is no such object.
    pub fn raw(&self, id: ObjectId) -> Result<Vec<u8>> {
        match self.tail.raw(id) {
            Some(raw) => Ok(raw.to_vec()),
            None if self.document.encrypted() => self.opened(id),
            None => self.document.raw(id),
        }
    }

    fn opened(&self, id: ObjectId) -> Result<Vec<u8>> {
        let object = self.document.object(id)?;
        if object.is_null() {
            return Err(Kind::Damaged.into());
        }
        Ok(octets(&object))
    }

    /// Sets one entry of a dictionary (or of a stream's) to octets.
    ///
    /// # Errors
    /// `damaged` where the object is no dictionary.
    pub fn set_entry(&mut self, id: ObjectId, key: &[u8], value: &[u8]) -> Result<()> {
        self.set_path(id, &[key], value)
    }

    /// Removes one entry of a dictionary; a missing one stays missing.
    ///
    /// # Errors
    /// `damaged` where the object is no dictionary.
    pub fn remove_entry(&mut self, id: ObjectId, key: &[u8]) -> Result<()> {
        let raw = spliceable(self.raw(id)?);
        let span = syntax::dict_span(&raw, 0)?;
        if span.get(key).is_some() {
            self.tail.put_raw(id, without(&raw, &span, key));
        }
        Ok(())
    }

    /// Sets an entry inside nested dictionaries, following references on the way; the last value
    /// itself is replaced, not followed. Missing dictionaries are made.
    ///
    /// # Errors
    /// `damaged` where something on the way is no dictionary.
    pub fn set_path(&mut self, id: ObjectId, path: &[&[u8]], value: &[u8]) -> Result<()> {
        let Some((key, above)) = path.split_last() else {
            self.tail.put_raw(id, value.to_vec());
            return Ok(());
        };
        let slot = self.slot(id, above)?;
        let dict = |at: &Range<usize>| above.is_empty() || opens_dict(&slot.raw, at);
        let Some(at) = slot.at.clone().filter(dict) else {
            let made = [b"<< /", name(key).as_slice(), b" ", value, b" >>"].concat();
            return self.set_path(id, above, &made);
        };
        let span = syntax::dict_span(&slot.raw[..at.end], at.start)?;
        let raw = with_entry(&slot.raw, &span, key, value);
        self.tail.put_raw(slot.id, raw);
        Ok(())
    }

    /// Appends references to an array that is an entry of a dictionary, the array being direct,
    /// indirect or not there yet.
    ///
    /// # Errors
    /// `damaged` where the object is no dictionary.
    pub fn push_to_array(&mut self, id: ObjectId, key: &[u8], refs: &[ObjectId]) -> Result<()> {
        self.push_path(id, &[key], refs)
    }

    /// As [`Update::push_to_array`], inside nested dictionaries.
    ///
    /// A last value that is no array, which readers pass over, gives way to one.
    ///
    /// # Errors
    /// `damaged` where something on the way is no dictionary.
    pub fn push_path(&mut self, id: ObjectId, path: &[&[u8]], refs: &[ObjectId]) -> Result<()> {
        let text: Vec<String> = refs
            .iter()
            .map(|(number, generation)| format!("{number} {generation} R"))
            .collect();
        let text = text.join(" ");
        let slot = self.slot(id, path)?;
        let array = |at: &Range<usize>| {
            slot.raw.get(at.start) == Some(&b'[') && slot.raw[at.end - 1] == b']'
        };
        let Some(at) = slot.at.clone().filter(array) else {
            return self.set_path(id, path, format!("[{text}]").as_bytes());
        };
        let (before, after) = slot.raw.split_at(at.end - 1);
        let raw = [before, b" ", text.as_bytes(), after].concat();
        self.tail.put_raw(slot.id, raw);
        Ok(())
    }

    /// Walks a path of keys to where its value stands, following every reference.
    fn slot(&self, id: ObjectId, path: &[&[u8]]) -> Result<Slot> {
        let mut slot = self.landed(self.start(id)?)?;
        for (depth, key) in path.iter().enumerate() {
            let dict = |at: &Range<usize>| depth == 0 || opens_dict(&slot.raw, at);
            let Some(at) = slot.at.take().filter(dict) else {
                return Ok(slot);
            };
            let span = syntax::dict_span(&slot.raw[..at.end], at.start)?;
            let entry = span.get(key).map(|entry| entry.value.clone());
            slot.at = entry.filter(|at| slot.raw[at.clone()] != *b"null");
            slot = self.landed(slot)?;
        }
        Ok(slot)
    }

    fn start(&self, id: ObjectId) -> Result<Slot> {
        let raw = spliceable(self.raw(id)?);
        let at = Some(0..raw.len());
        Ok(Slot { id, raw, at })
    }

    fn landed(&self, mut slot: Slot) -> Result<Slot> {
        for _ in 0..HOPS {
            let Some(at) = slot.at.clone() else {
                return Ok(slot);
            };
            let mut lexer = Lexer::new(&slot.raw[..at.end], at.start);
            match lexer.reference() {
                Some(id) => match self.start(id) {
                    Ok(there) => slot = there,
                    // A reference to nothing is null (ISO 32000-2 §7.3.10).
                    Err(_) => slot.at = None,
                },
                None => return Ok(slot),
            }
        }
        Err(Error::new(Kind::TooLarge))
    }
}

/// Returns an object's bytes as they are, or written anew where readers have to mend them: what is put
/// behind an array without an end would stand inside it.
fn spliceable(raw: Vec<u8>) -> Vec<u8> {
    let mut lexer = Lexer::new(&raw, 0);
    let Ok(object) = syntax::object(&mut lexer) else {
        return raw;
    };
    if !lexer.mended() {
        return raw;
    }
    lexer.skip_space();
    let rest = lexer.rest();
    let data = rest.starts_with(b"stream").then_some(rest);
    [&octets(&object), b"\n".as_slice(), data.unwrap_or_default()].concat()
}

/// Whether a dictionary stands at a place.
fn opens_dict(raw: &[u8], at: &Range<usize>) -> bool {
    raw[at.clone()].starts_with(b"<<")
}

fn name(key: &[u8]) -> Vec<u8> {
    octets(&Object::Name(key.to_vec()))[1..].to_vec()
}

/// Returns a dictionary's bytes with one entry set; repeated earlier entries of that key go.
fn with_entry(raw: &[u8], span: &DictSpan, key: &[u8], value: &[u8]) -> Vec<u8> {
    let Some(entry) = span.get(key) else {
        let entry = [b" /", name(key).as_slice(), b" ", value, b" "].concat();
        return [&raw[..span.close], &entry, &raw[span.close..]].concat();
    };
    let at = entry.value.clone();
    let spaced = [b" ", value, b" "].concat();
    let mut out = [&raw[..at.start], &spaced, &raw[at.end..]].concat();
    let earlier = span
        .entries
        .iter()
        .rev()
        .filter(|other| other.key == key)
        .skip(1);
    for other in earlier {
        out.drain(other.name.start..other.value.end);
    }
    out
}

fn without(raw: &[u8], span: &DictSpan, key: &[u8]) -> Vec<u8> {
    let mut out = raw.to_vec();
    for entry in span.entries.iter().rev().filter(|entry| entry.key == key) {
        out.drain(entry.name.start..entry.value.end);
    }
    out
}
