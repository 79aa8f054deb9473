//! A PDF as read-only objects, pages and revisions, and the updates appended to it.
//!
//! Opening reads the cross-reference chain and the trailer alone; every object is read when it is
//! asked for, so a file costs what is touched of it.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, OnceLock};

use hayro_syntax::Pdf;
use lopdf::{Dictionary, Object, ObjectId};

use crate::error::{Kind, Result};
use crate::wire::value::XrefKind;

mod cipher;
mod drawn;
mod encryption;
mod entries;
mod object;
mod objstm;
mod open;
mod read;
mod rebuild;
mod sound;
mod tree;

pub mod fields;
pub mod page;
pub mod revision;
pub mod tail;
pub mod update;
pub mod xref;

pub use encryption::{CipherMethod, Encryption};
pub use fields::Field;
pub(crate) use object::references;
pub use page::{Page, Rect};
pub use revision::Revision;
pub use sound::Soundness;
pub(crate) use tail::octets;
pub use tail::{Appended, Base, Tail};
pub use update::Update;
pub(crate) use xref::ENTRIES;
pub use xref::Entry;

use cipher::Cipher;
use drawn::Drawn;
use entries::Entries;
use objstm::Packed;
use tree::Tree;
use xref::Section;

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
    headless: bool,
    rebuilt: bool,
    chain: Vec<Arc<Section>>,
    trailer: Dictionary,
    entries: Entries,
    packed: Mutex<BTreeMap<u32, Option<Arc<Packed>>>>,
    packed_bytes: AtomicUsize,
    cipher: OnceLock<Option<Cipher>>,
    tree: OnceLock<Tree>,
    revisions: OnceLock<Vec<Revision>>,
    stray: OnceLock<Option<usize>>,
    /// The lowest number above every absent one that something refers to, once that was looked for.
    above: OnceLock<u32>,
    drawn: Drawn,
}

impl Inner {
    /// Returns the part of the chain that an earlier revision has, if all of it stands before its end.
    fn shared_chain(&self, revision: &Revision, end: usize) -> Option<Vec<Arc<Section>>> {
        let newest = |section: &Arc<Section>| section.offset as u64 == revision.startxref;
        let from = self.chain.iter().position(newest)?;
        let chain = &self.chain[from..];
        let whole = chain.iter().all(|section| section.reach <= end);
        (self.origin == 0 && whole).then(|| chain.to_vec())
    }
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

    /// Opens the first `end` bytes of a file, as if nothing followed; the bytes are not copied.
    ///
    /// # Errors
    /// As [`Document::open`].
    pub fn open_beginning(bytes: Arc<Vec<u8>>, end: usize) -> Result<Self> {
        let end = end.min(bytes.len());
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

    /// Returns whether some revision has an object of a number at an offset.
    pub fn reaches(&self, number: u32, offset: u64) -> bool {
        let here = |entry: Option<Entry>| matches!(entry, Some(Entry::At { offset: place, .. }) if place == offset);
        let mut sections = self.inner.chain.iter();
        here(self.inner.entries.get(number))
            || sections.any(|section| here(section.entries.get(number)))
    }

    /// Returns whether an object stream at an offset holds a catalog or page tree node that no
    /// revision takes from it. One that cannot be decoded holds nothing.
    pub fn has_dormant_root(&self, number: u32, offset: u64) -> bool {
        let current = matches!(self.inner.entries.get(number), Some(Entry::At { offset: at, .. }) if at == offset);
        let packed = if current {
            self.packed(number)
        } else {
            self.unpacked(number, offset).map(Arc::new)
        };
        let reached = self.reaches(number, offset);
        let taken = |inner: u32, index: u32| {
            let stream = number;
            let here = Some(Entry::Packed { stream, index });
            let mut sections = self.inner.chain.iter();
            self.inner.entries.get(inner) == here
                || sections.any(|section| section.entries.get(inner) == here)
        };
        packed.is_ok_and(|packed| {
            let mut inside = packed.numbers().zip(0..);
            inside.any(|(inner, at)| packed.is_root(inner, at) && !(reached && taken(inner, at)))
        })
    }

    /// Returns where a search of all bytes found a stray catalog; they are searched once.
    pub(crate) fn stray_once(&self, search: impl FnOnce() -> Option<usize>) -> Option<usize> {
        *self.inner.stray.get_or_init(search)
    }

    /// Returns the renderer's own reading of the file; nothing where it cannot read it.
    pub fn drawn(&self) -> Option<Arc<Pdf>> {
        self.inner.drawn.of(|| self.shared())
    }

    /// Returns whether the oldest revision leaves out numbers between those it lists.
    pub fn is_fragmented(&self) -> bool {
        let Some(oldest) = self.inner.chain.last() else {
            return false;
        };
        // A linearised file's first-page section lists the rest.
        let linearised = |section: &&Arc<Section>| section.offset < oldest.offset;
        let beside = self.inner.chain.iter().rev().skip(1).take_while(linearised);
        let number = |(number, _): (u32, Entry)| number;
        let mut numbers: Vec<u32> = oldest.entries.iter().map(number).collect();
        numbers.extend(beside.flat_map(|section| section.entries.iter().map(number)));
        numbers.sort_unstable();
        numbers.windows(2).any(|pair| pair[1] - pair[0] > 1)
    }

    /// Returns the offset of `%PDF-`; 0 where there is none.
    pub fn header_offset(&self) -> usize {
        self.inner.header
    }

    /// Returns whether the file begins with anything but `%PDF-`.
    pub fn lacks_header(&self) -> bool {
        self.inner.headless || self.inner.header > 0
    }

    /// Returns whether some cross-reference section is written as no standard allows.
    pub fn is_loose(&self) -> bool {
        let chain = &self.inner.chain;
        chain.iter().any(|section| section.loose) || xref::breaks_history(chain)
    }

    /// Returns whether the trailer names an encryption dictionary.
    pub fn encrypted(&self) -> bool {
        self.trailer().has(b"Encrypt")
    }

    /// Returns the lowest number above every object the file has or reserves; and, once
    /// [`Document::soundness`] looked for them, above those near by that are referred to and not there:
    /// an update would give such a reference a meaning.
    pub fn next_number(&self) -> u32 {
        let highest = self.inner.entries.highest().unwrap_or(0);
        let own = self.inner.chain.iter().flat_map(|section| &section.own);
        let highest = own.copied().max().unwrap_or(0).max(highest);
        let sizes = self.inner.chain.iter().filter_map(|section| {
            let size = section.trailer.get(b"Size").and_then(Object::as_i64).ok()?;
            u32::try_from(size)
                .ok()
                .filter(|size| *size <= tail::HIGHEST)
        });
        let above = self.inner.above.get().copied().unwrap_or(0);
        let size = sizes.max().unwrap_or(0).max(above);
        size.max(highest.saturating_add(1))
    }

    /// Returns where every object of the newest version stands, by number.
    pub fn entries(&self) -> impl Iterator<Item = (ObjectId, Entry)> {
        self.inner
            .entries
            .iter()
            .map(|(number, entry)| match entry {
                Entry::At { generation, .. } => ((number, generation), entry),
                _ => ((number, 0), entry),
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
        let end = revision.end as usize;
        let known = self.inner.shared_chain(revision, end);
        let Some(known) = known.and_then(|chain| open::known(&self.inner, end, chain).ok()) else {
            return open::open(Arc::clone(&self.inner.bytes), end);
        };
        let _ = known.inner.revisions.set(self.revisions()[..=n].to_vec());
        Ok(known)
    }

    /// Returns the page tree as it was walked.
    pub(crate) fn tree(&self) -> Result<&Tree> {
        if let Some(tree) = self.inner.tree.get() {
            return Ok(tree);
        }
        let tree = tree::walk(self)?;
        Ok(self.inner.tree.get_or_init(|| tree))
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

    /// Returns where an object of the newest version stands.
    pub(crate) fn entry(&self, id: ObjectId) -> Option<Entry> {
        let entry = self.inner.entries.get(id.0)?;
        let generation = match entry {
            Entry::At { generation, .. } => generation,
            _ => 0,
        };
        (generation == id.1).then_some(entry)
    }

    /// Returns the object that a number of the newest version stands for.
    pub(crate) fn numbered(&self, number: u32) -> Option<ObjectId> {
        match self.inner.entries.get(number)? {
            Entry::At { generation, .. } => Some((number, generation)),
            Entry::Packed { .. } => Some((number, 0)),
            Entry::Free => None,
        }
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
            encryption: self.encryption(),
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
