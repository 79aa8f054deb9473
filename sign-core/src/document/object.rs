//! Objects read on demand: from their place in the file, or out of an object stream.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use lopdf::{Dictionary, Object, ObjectId, Permissions, Stream};

use super::Document;
use super::cipher::Cipher;
use super::encryption::Encryption;
use super::objstm::Packed;
use super::read;
use super::xref::Entry;
use crate::bytes::lexer::Lexer;
use crate::bytes::{filter, skim};
use crate::error::{Error, Kind, Result};

/// How many bytes all object streams together may decode to.
const PACKED_BYTES: usize = 256 << 20;

/// How many references may stand one behind the other.
pub(super) const HOPS: usize = 32;

impl Document {
    /// Reads an object; a free, missing or differently generated number reads as null (ISO 32000-2 §7.3.10).
    ///
    /// # Errors
    /// `damaged` where its place holds something else; `too_large` over a limit.
    pub fn object(&self, id: ObjectId) -> Result<Object> {
        match self.inner.entries.get(id.0) {
            Some(Entry::At { offset, generation }) if generation == id.1 => {
                let found = self.found(id, offset)?;
                Ok(self.clear(id, found))
            }
            Some(Entry::Packed { stream, index }) if id.1 == 0 => {
                let packed = self.packed(stream)?;
                let found = packed.object(id.0, index)?;
                Ok(found.map_or(Object::Null, |(object, _)| object))
            }
            _ => Ok(Object::Null),
        }
    }

    /// Reads an object without the data of a stream, of which only the dictionary is returned, and
    /// as it is stored: encrypted, if the file is.
    ///
    /// # Errors
    /// As [`Document::object`].
    pub(crate) fn head(&self, id: ObjectId) -> Result<Object> {
        match self.inner.entries.get(id.0) {
            Some(Entry::At { offset, generation }) if generation == id.1 => {
                self.found(id, offset).map(|found| found.head)
            }
            _ => self.object(id),
        }
    }

    /// Returns an object of the file decrypted, if the file is encrypted.
    fn clear(&self, id: ObjectId, found: read::Placed) -> Object {
        let mut object = found.object(self.bytes());
        if let Some(cipher) = self.cipher() {
            cipher.open(id, &mut object);
        }
        object
    }

    /// Reads an object outside object streams as it is stored.
    pub(super) fn stored(&self, id: ObjectId) -> Option<Object> {
        let Some(Entry::At { offset, generation }) = self.inner.entries.get(id.0) else {
            return None;
        };
        let found = self.found(id, offset).ok()?;
        (generation == id.1).then(|| found.object(self.bytes()))
    }

    fn cipher(&self) -> Option<&Cipher> {
        let known = self.encrypted().then_some(&self.inner.cipher)?;
        known.get_or_init(|| Cipher::new(self)).as_ref()
    }

    /// Returns whether an encrypted file does not open without a password.
    pub fn is_locked(&self) -> bool {
        self.encrypted() && self.cipher().is_none()
    }

    /// Returns how the objects of an update are encrypted: nothing for a file that is not, and for
    /// one whose encryption is not made here.
    pub fn encryption(&self) -> Option<Encryption> {
        self.cipher()?.encryption()
    }

    /// Returns whether an encrypted file lets whoever has no password add signature fields: `/P`
    /// allows it to change annotations and to make fields (ISO 32000-2 Table 22).
    pub fn permits_signing(&self) -> bool {
        let needed = Permissions::MODIFIABLE | Permissions::ANNOTABLE;
        self.cipher()
            .is_none_or(|cipher| cipher.permits().contains(needed))
    }

    pub(super) fn found(&self, id: ObjectId, offset: u64) -> Result<read::Placed> {
        let found = read::indirect(self.bytes(), place(offset), &|id| self.length(id))?;
        if found.id != id {
            return Err(Error::at(Kind::Damaged, offset));
        }
        Ok(found)
    }

    /// Resolves an indirect `/Length`.
    fn length(&self, id: ObjectId) -> Option<u64> {
        match self.inner.entries.get(id.0)? {
            Entry::Packed { stream, index } if id.1 == 0 => {
                self.packed(stream).ok()?.unsigned(id.0, index)
            }
            _ => self.outside_length(id),
        }
    }

    /// Resolves an indirect `/Length` of an object stream, which must stand outside object streams
    /// (ISO 32000-2 §7.5.7).
    fn outside_length(&self, id: ObjectId) -> Option<u64> {
        let Some(Entry::At { offset, .. }) = self.inner.entries.get(id.0) else {
            return None;
        };
        let mut lexer = Lexer::new(self.bytes(), place(offset));
        lexer.object_head().filter(|found| *found == id)?;
        lexer.skip_space();
        let length = lexer.unsigned()?;
        lexer.skip_space();
        let ends = !lexer
            .peek()
            .is_some_and(|next| next.is_ascii_digit() || next == b'.');
        ends.then_some(length)
    }

    pub(super) fn packed(&self, number: u32) -> Result<Arc<Packed>> {
        let mut cache = self
            .inner
            .packed
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = cache.get(&number) {
            return known.clone().ok_or_else(|| Kind::Damaged.into());
        }
        let packed = self.unpack(number);
        cache.insert(number, packed.as_ref().ok().map(Arc::clone));
        packed
    }

    fn unpack(&self, number: u32) -> Result<Arc<Packed>> {
        let Some(Entry::At { offset, .. }) = self.inner.entries.get(number) else {
            return Err(Kind::Damaged.into());
        };
        self.unpacked(number, offset).map(Arc::new)
    }

    /// Decodes the object stream at an offset, within the limit on all of them.
    pub(super) fn unpacked(&self, number: u32, offset: u64) -> Result<Packed> {
        let length = |id| self.outside_length(id);
        let found = read::indirect(self.bytes(), place(offset), &length)?;
        let id = found.id;
        let Object::Stream(stream) = self.clear(id, found) else {
            return Err(Error::at(Kind::Damaged, offset));
        };
        if id.0 != number {
            return Err(Error::at(Kind::Damaged, offset));
        }
        let total = &self.inner.packed_bytes;
        let left = PACKED_BYTES.saturating_sub(total.load(Ordering::Relaxed));
        if left == 0 {
            return Err(Error::at(Kind::TooLarge, offset));
        }
        let packed = Packed::open(&stream, left);
        // What was too much counts as all there was: it is not decoded again and again.
        let cost = match &packed {
            Ok(packed) => packed.size(),
            Err(error) if error.kind == Kind::TooLarge => left,
            Err(_) => 0,
        };
        total.fetch_add(cost, Ordering::Relaxed);
        packed.map_err(|error| Error::at(error.kind, offset))
    }

    /// Follows references until something else is found.
    ///
    /// # Errors
    /// `too_large` after too many; else as [`Document::object`].
    pub fn resolve(&self, object: &Object) -> Result<Object> {
        let mut object = object.clone();
        for _ in 0..HOPS {
            let Object::Reference(id) = object else {
                return Ok(object);
            };
            object = self.object(id)?;
        }
        Err(Kind::TooLarge.into())
    }

    /// Reads an object that is a dictionary, or the dictionary of a stream.
    ///
    /// # Errors
    /// `damaged` where it is something else.
    pub fn dict(&self, id: ObjectId) -> Result<Dictionary> {
        match self.resolve(&Object::Reference(id))? {
            Object::Dictionary(dict) => Ok(dict),
            Object::Stream(stream) => Ok(stream.dict),
            _ => Err(Kind::Damaged.into()),
        }
    }

    /// Reads some keys of an object that is a dictionary: what else it holds is passed over where that
    /// can be done, and else read and left out.
    ///
    /// # Errors
    /// As [`Document::dict`].
    pub fn pick(&self, id: ObjectId, keys: &[&[u8]]) -> Result<Dictionary> {
        if let Some(picked) = self.picked(id, keys) {
            return Ok(picked);
        }
        let dict = self.dict(id)?;
        let wanted = dict
            .into_iter()
            .filter(|(key, _)| keys.contains(&key.as_slice()));
        Ok(wanted.collect())
    }

    /// Reads some keys of a dictionary that is no stream's; nothing where it is not plainly there.
    pub(crate) fn picked(&self, id: ObjectId, keys: &[&[u8]]) -> Option<Dictionary> {
        match self.inner.entries.get(id.0)? {
            Entry::At { offset, generation } if generation == id.1 && !self.encrypted() => {
                skim::pick_indirect(self.bytes(), place(offset), id, keys)
            }
            Entry::Packed { stream, index } if id.1 == 0 => {
                let packed = self.packed(stream).ok()?;
                packed.pick(id.0, index, keys)
            }
            _ => None,
        }
    }

    /// Adds what an object refers to; nothing for one that cannot be read.
    pub(crate) fn references(&self, id: ObjectId, into: &mut Vec<ObjectId>) {
        let before = into.len();
        if self.skimmed_references(id, into).is_none() {
            into.truncate(before);
            self.head(id).iter().for_each(|head| references(head, into));
        }
    }

    fn skimmed_references(&self, id: ObjectId, into: &mut Vec<ObjectId>) -> Option<()> {
        let mut each = |id| into.push(id);
        match self.inner.entries.get(id.0)? {
            Entry::At { offset, generation } if generation == id.1 => {
                skim::references(self.bytes(), place(offset), id, &mut each)
            }
            Entry::Packed { stream, index } if id.1 == 0 => {
                let packed = self.packed(stream).ok()?;
                packed.skim(id.0, index, &mut each).map(drop)
            }
            _ => None,
        }
    }

    /// Reads the dictionary of a stream; its data stays where it is. Nothing for other objects.
    pub(crate) fn stream_dict(&self, object: &Object) -> Option<Dictionary> {
        let mut id = object.as_reference().ok()?;
        for _ in 0..HOPS {
            let Some(Entry::At { offset, generation }) = self.inner.entries.get(id.0) else {
                return None;
            };
            let found = self.found(id, offset).ok().filter(|_| generation == id.1)?;
            match found.head {
                Object::Reference(next) => id = next,
                Object::Dictionary(dict) => return found.data.map(|_| dict),
                _ => return None,
            }
        }
        None
    }

    /// Returns the bytes of an object's value as stored: in the file, or in its decoded object stream.
    ///
    /// # Errors
    /// `damaged` where there is no such object.
    pub fn raw(&self, id: ObjectId) -> Result<Vec<u8>> {
        match self.inner.entries.get(id.0) {
            Some(Entry::At { offset, generation }) if generation == id.1 => {
                let found = self.found(id, offset)?;
                Ok(self.bytes()[found.value].to_vec())
            }
            Some(Entry::Packed { stream, index }) if id.1 == 0 => {
                let packed = self.packed(stream)?;
                let found = packed.object(id.0, index)?;
                let raw = found.map(|(_, raw)| raw.to_vec());
                raw.ok_or_else(|| Kind::Damaged.into())
            }
            _ => Err(Kind::Damaged.into()),
        }
    }

    /// Returns whether the bytes of [`Document::raw`] are the value itself: neither encrypted nor
    /// read over damage.
    pub fn is_verbatim(&self, id: ObjectId) -> bool {
        let entry = self.inner.entries.get(id.0);
        let stored = matches!(entry, Some(Entry::At { .. })) && self.encrypted();
        self.raw(id).is_ok() && !stored && !self.is_mended(id)
    }

    /// Returns whether an object is read over damage.
    pub(crate) fn is_mended(&self, id: ObjectId) -> bool {
        self.is_flawed(
            id,
            |found| found.mended,
            |packed, index| !packed.is_verbatim(id.0, index),
        )
    }

    /// Returns whether another program may make something else of an object, or find it elsewhere.
    pub(crate) fn is_ambiguous(&self, id: ObjectId) -> bool {
        self.is_flawed(
            id,
            |found| found.ambiguous,
            |packed, index| packed.is_ambiguous(id.0, index),
        )
    }

    fn is_flawed(
        &self,
        id: ObjectId,
        outside: fn(read::Placed) -> bool,
        inside: impl Fn(&Packed, u32) -> bool,
    ) -> bool {
        match self.inner.entries.get(id.0) {
            Some(Entry::At { offset, .. }) => self.found(id, offset).is_ok_and(outside),
            Some(Entry::Packed { stream, index }) => {
                let packed = self.packed(stream);
                packed.is_ok_and(|packed| inside(&packed, index))
            }
            _ => false,
        }
    }

    /// Decodes a stream.
    ///
    /// # Errors
    /// `too_large` over a limit of [`filter`]; `damaged` where a filter fails.
    pub fn stream_data(&self, stream: &Stream) -> Result<Vec<u8>> {
        let mut dict = Dictionary::new();
        for key in [b"Filter".as_slice(), b"DecodeParms"] {
            if let Ok(value) = stream.dict.get(key) {
                dict.set(key, self.flat(value, 0)?);
            }
        }
        filter::decode(&dict, &stream.content)
    }

    /// Resolves references two levels deep, which is all a filter's parameters have.
    fn flat(&self, object: &Object, depth: u32) -> Result<Object> {
        let object = self.resolve(object)?;
        match object {
            Object::Array(items) if depth < 2 => {
                let items = items.iter().map(|item| self.flat(item, depth + 1));
                items.collect::<Result<_>>().map(Object::Array)
            }
            Object::Dictionary(dict) if depth < 2 => {
                let mut out = Dictionary::new();
                for (key, value) in dict.iter() {
                    out.set(key.clone(), self.flat(value, depth + 1)?);
                }
                Ok(Object::Dictionary(out))
            }
            other => Ok(other),
        }
    }
}

/// Collects the references in an object.
pub(crate) fn references(object: &Object, into: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => into.push(*id),
        Object::Array(items) => items.iter().for_each(|item| references(item, into)),
        Object::Dictionary(dict) => dict.iter().for_each(|(_, value)| references(value, into)),
        Object::Stream(stream) => {
            let values = stream.dict.iter();
            values.for_each(|(_, value)| references(value, into));
        }
        _ => {}
    }
}

/// An offset as an index; one no file here can have is past every end.
fn place(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
