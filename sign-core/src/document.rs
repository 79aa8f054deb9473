//! A PDF as read-only objects, pages and revisions, and the updates appended to it.
//!
//! Opening reads the cross-reference chain and the trailer alone; every object is read when it is
//! asked for, so a file costs what is touched of it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use lopdf::{Dictionary, Object, ObjectId, Stream};

use crate::bytes::filter;
use crate::error::{Error, Kind, Result};
use crate::wire::value::XrefKind;

mod objstm;
mod open;
mod read;
mod rebuild;

pub mod fields;
pub mod page;
pub mod revision;
pub mod tail;
pub mod update;
pub mod xref;

pub use fields::Field;
pub use page::{Page, Rect};
pub use revision::Revision;
pub(crate) use tail::octets;
pub use tail::{Appended, Base, Tail};
pub use update::Update;
pub use xref::Entry;

use objstm::Packed;
use xref::Section;

/// How many bytes all object streams together may decode to.
pub const PACKED_BYTES: usize = 256 << 20;

/// How many references may stand one behind the other.
const HOPS: usize = 32;

/// An open file. Cloning it is cheap.
#[derive(Clone, Debug)]
pub struct Document {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    bytes: Arc<Vec<u8>>,
    end: usize,
    origin: usize,
    header: usize,
    rebuilt: bool,
    chain: Vec<Section>,
    trailer: Dictionary,
    entries: BTreeMap<u32, Entry>,
    packed: Mutex<BTreeMap<u32, Option<Arc<Packed>>>>,
    packed_bytes: AtomicUsize,
    leaves: OnceLock<Vec<page::Leaf>>,
    revisions: OnceLock<Vec<Revision>>,
}

impl Document {
    /// Opens a file: reads its cross-reference chain and trailer.
    ///
    /// # Errors
    /// `empty`, `not_pdf`, `truncated` or `damaged` where nothing can be read; `too_large` over the
    /// limits of [`xref`].
    pub fn open(bytes: Arc<Vec<u8>>) -> Result<Self> {
        let end = bytes.len();
        open::open(bytes, end)
    }

    fn assemble(inner: Inner) -> Self {
        let inner = Arc::new(inner);
        Self { inner }
    }

    /// Returns the file's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.inner.bytes[..self.inner.end]
    }

    /// Returns the file's bytes, shared; an earlier revision is copied.
    pub fn shared(&self) -> Arc<Vec<u8>> {
        if self.inner.end == self.inner.bytes.len() {
            return Arc::clone(&self.inner.bytes);
        }
        Arc::new(self.bytes().to_vec())
    }

    /// Returns the newest trailer.
    pub fn trailer(&self) -> &Dictionary {
        &self.inner.trailer
    }

    /// Returns the number of the catalog; (0, 0) where the trailer names none.
    pub fn root(&self) -> ObjectId {
        let root = self.trailer().get(b"Root").and_then(Object::as_reference);
        root.unwrap_or((0, 0))
    }

    /// Reads the catalog.
    ///
    /// # Errors
    /// `damaged` where it is no dictionary.
    pub fn catalog(&self) -> Result<Dictionary> {
        self.dict(self.root())
    }

    /// Reads an object; a free, missing or differently generated number reads as null (ISO 32000-2 §7.3.10).
    ///
    /// # Errors
    /// `damaged` where its place holds something else; `too_large` over a limit.
    pub fn object(&self, id: ObjectId) -> Result<Object> {
        match self.inner.entries.get(&id.0) {
            Some(Entry::At { offset, generation }) if *generation == id.1 => {
                Ok(self.found(id, *offset)?.object)
            }
            Some(Entry::Packed { stream, index }) if id.1 == 0 => {
                let packed = self.packed(*stream)?;
                let found = packed.object(id.0, *index)?;
                Ok(found.map_or(Object::Null, |(object, _)| object))
            }
            _ => Ok(Object::Null),
        }
    }

    fn found(&self, id: ObjectId, offset: u64) -> Result<read::Found> {
        let found = read::indirect(self.bytes(), offset as usize, &|id| self.length(id))?;
        if found.id != id {
            return Err(Error::at(Kind::Damaged, offset));
        }
        Ok(found)
    }

    /// Resolves an indirect `/Length`, which must be a plain object outside object streams.
    fn length(&self, id: ObjectId) -> Option<u64> {
        let Some(Entry::At { offset, .. }) = self.inner.entries.get(&id.0) else {
            return None;
        };
        let found = read::indirect(self.bytes(), *offset as usize, &|_| None).ok()?;
        let length = found.object.as_i64().ok().filter(|_| found.id == id)?;
        u64::try_from(length).ok()
    }

    fn packed(&self, number: u32) -> Result<Arc<Packed>> {
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
        let Some(Entry::At { offset, generation }) = self.inner.entries.get(&number) else {
            return Err(Kind::Damaged.into());
        };
        let found = self.found((number, *generation), *offset)?;
        let Object::Stream(stream) = found.object else {
            return Err(Error::at(Kind::Damaged, *offset));
        };
        let packed = Packed::open(&stream)?;
        let total = &self.inner.packed_bytes;
        let before = total.fetch_add(packed.size(), Ordering::Relaxed);
        if before + packed.size() > PACKED_BYTES {
            return Err(Error::at(Kind::TooLarge, *offset));
        }
        Ok(Arc::new(packed))
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

    /// Returns the bytes of an object's value as stored: in the file, or in its decoded object stream.
    ///
    /// # Errors
    /// `damaged` where there is no such object.
    pub fn raw(&self, id: ObjectId) -> Result<Vec<u8>> {
        match self.inner.entries.get(&id.0) {
            Some(Entry::At { offset, generation }) if *generation == id.1 => {
                let found = self.found(id, *offset)?;
                Ok(self.bytes()[found.value].to_vec())
            }
            Some(Entry::Packed { stream, index }) if id.1 == 0 => {
                let packed = self.packed(*stream)?;
                let found = packed.object(id.0, *index)?;
                let raw = found.map(|(_, raw)| raw.to_vec());
                raw.ok_or_else(|| Kind::Damaged.into())
            }
            _ => Err(Kind::Damaged.into()),
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

    /// Returns how the newest cross-reference section is written.
    pub fn xref_kind(&self) -> XrefKind {
        let newest = self.inner.chain.first();
        newest.map_or(XrefKind::Table, |section| section.kind)
    }

    /// Returns whether the cross-reference chain was unusable and the file was searched for objects.
    pub fn is_rebuilt(&self) -> bool {
        self.inner.rebuilt
    }

    /// Returns whether some table carries a cross-reference stream beside it.
    pub fn is_hybrid(&self) -> bool {
        self.inner.chain.iter().any(|section| section.hybrid)
    }

    /// Returns whether the oldest revision leaves out numbers between those it lists.
    pub fn is_fragmented(&self) -> bool {
        let Some(oldest) = self.inner.chain.last() else {
            return false;
        };
        // A linearised file's first-page section lists the rest.
        let linearised = |section: &&Section| section.offset < oldest.offset;
        let beside = self.inner.chain.iter().rev().skip(1).take_while(linearised);
        let mut numbers: Vec<u32> = oldest.entries.keys().copied().collect();
        numbers.extend(beside.flat_map(|section| section.entries.keys()));
        numbers.sort_unstable();
        numbers.windows(2).any(|pair| pair[1] - pair[0] > 1)
    }

    /// Returns the offset of `%PDF-`.
    pub fn header_offset(&self) -> usize {
        self.inner.header
    }

    /// Returns whether the trailer names an encryption dictionary.
    pub fn encrypted(&self) -> bool {
        self.trailer().has(b"Encrypt")
    }

    /// Returns the lowest number above every object the file has or reserves.
    pub fn next_number(&self) -> u32 {
        let highest = self.inner.entries.keys().next_back().copied().unwrap_or(0);
        let own = self.inner.chain.iter().flat_map(|section| &section.own);
        let highest = own.copied().max().unwrap_or(0).max(highest);
        let sizes = self.inner.chain.iter().filter_map(|section| {
            let size = section.trailer.get(b"Size").and_then(Object::as_i64).ok()?;
            u32::try_from(size)
                .ok()
                .filter(|size| *size <= tail::HIGHEST)
        });
        sizes.max().unwrap_or(0).max(highest.saturating_add(1))
    }

    /// Returns where every object of the newest version stands, by number.
    pub fn entries(&self) -> impl Iterator<Item = (ObjectId, Entry)> {
        self.inner
            .entries
            .iter()
            .map(|(number, entry)| match entry {
                Entry::At { generation, .. } => ((*number, *generation), *entry),
                _ => ((*number, 0), *entry),
            })
    }

    /// Returns the versions of the file, oldest first; none where it was rebuilt.
    pub fn revisions(&self) -> &[Revision] {
        let inner = &self.inner;
        inner
            .revisions
            .get_or_init(|| revision::revisions(self.bytes(), inner.origin, &inner.chain))
    }

    /// Opens the file as it was after its revision `n`, counted from 0.
    ///
    /// # Errors
    /// `damaged` where there is no such revision or it cannot be read.
    pub fn at_revision(&self, n: usize) -> Result<Self> {
        let revision = self.revisions().get(n).ok_or(Kind::Damaged)?;
        open::open(Arc::clone(&self.inner.bytes), revision.end as usize)
    }

    fn leaves(&self) -> Result<&[page::Leaf]> {
        if let Some(leaves) = self.inner.leaves.get() {
            return Ok(leaves);
        }
        let leaves = page::leaves(self)?;
        Ok(self.inner.leaves.get_or_init(|| leaves))
    }

    /// Counts the pages by walking the page tree; `/Count` is not believed.
    ///
    /// # Errors
    /// `damaged` without a catalog; `too_large` for a tree over the limits.
    pub fn page_count(&self) -> Result<u32> {
        Ok(self.leaves()?.len() as u32)
    }

    /// Reads a page, counted from 0.
    ///
    /// # Errors
    /// `damaged` at the page where there is none.
    pub fn page(&self, index: u32) -> Result<Page> {
        let leaf = self.leaves()?.get(index as usize);
        let leaf = leaf.ok_or_else(|| Error::at(Kind::Damaged, u64::from(index)))?;
        page::page(self, leaf, index)
    }

    /// Returns the terminal form fields in the order of the form.
    ///
    /// # Errors
    /// `damaged` without a catalog; `too_large` for a form over the limits.
    pub fn fields(&self) -> Result<Vec<Field>> {
        fields::fields(self)
    }

    /// Returns the terminal form field of a full name; the first where several bear it.
    ///
    /// # Errors
    /// As [`Document::fields`].
    pub fn field(&self, name: &str) -> Result<Option<Field>> {
        let fields = self.fields()?;
        Ok(fields.into_iter().find(|field| field.name == name))
    }

    /// Returns everything an update needs to know.
    pub fn base(&self) -> Base {
        Base {
            length: self.inner.end as u64,
            startxref: self
                .inner
                .chain
                .first()
                .map_or(0, |section| section.offset as u64),
            next: self.next_number(),
            root: self.root(),
            info: self
                .trailer()
                .get(b"Info")
                .and_then(Object::as_reference)
                .ok(),
            file_id: self.file_id(),
            xref: self.xref_kind(),
            extra: tail::extra(self.trailer()),
            ends_with_eol: matches!(self.bytes().last(), Some(b'\n' | b'\r')),
        }
    }

    /// Returns both strings of `/ID`; empty ones where the trailer has none.
    fn file_id(&self) -> [Vec<u8>; 2] {
        let id = self.trailer().get(b"ID").ok();
        let id = id.and_then(|id| self.resolve(id).ok());
        let part = |index: usize| {
            let part = id.as_ref()?.as_array().ok()?.get(index)?;
            Some(part.as_str().ok()?.to_vec())
        };
        [part(0).unwrap_or_default(), part(1).unwrap_or_default()]
    }
}
