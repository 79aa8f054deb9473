//! Whether every object stands where the cross-reference says, and what is searched for where one does not.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Object, ObjectId};

use super::entries::Entries;
use super::object::references;
use super::objstm::Packed;
use super::read::Placed;
use super::tail::MOST_NUMBER;
use super::xref::Entry;
use super::{Document, Inner, open};
use crate::bytes::skim;
use crate::error::{Kind, Result};

/// How often the length of a file may be read before its objects count as entangled.
const PASSES: usize = 4;

/// How far above the numbers of a file one is kept out of an update's way for being referred to.
const AHEAD: u32 = 65_536;

/// What a look at every object tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Soundness {
    /// Numbers whose object does not stand where the cross-reference says.
    pub misplaced: BTreeSet<u32>,
    /// Whether some object was read over damage.
    pub mended: bool,
    /// Whether another reader may make something else of some object.
    pub ambiguous: bool,
    /// Whether some object refers to one that is not there.
    pub dangling: bool,
    /// Whether some stream names another file for its data (ISO 32000-2 Table 5).
    pub external: bool,
}

/// What a look at one object tells.
#[derive(Clone, Copy, Debug, Default)]
struct Looked {
    mended: bool,
    ambiguous: bool,
    dangling: bool,
    external: bool,
    /// The lowest number above every one that is referred to and that an update could take; 0 where
    /// there is none.
    above: u32,
    /// Octets read.
    length: usize,
}

/// A look at every object.
struct Look<'a> {
    document: &'a Document,
    /// Octets that may still be read.
    left: usize,
    /// Object streams whose octets are counted among them.
    streams: BTreeSet<u32>,
    /// Where numbers are too high for an update to come to.
    reach: u32,
}

impl Document {
    /// Reads every object the newest cross-reference lists. From then on no update of this document
    /// takes a number near its own that something refers to and nothing has.
    ///
    /// # Errors
    /// `too_large` where object streams decode to more than the limit.
    pub fn soundness(&self) -> Result<Soundness> {
        let mut look = Look {
            document: self,
            left: self.bytes().len().saturating_mul(PASSES),
            streams: BTreeSet::new(),
            reach: self.next_number().saturating_add(AHEAD).min(MOST_NUMBER),
        };
        let mut sound = Soundness::default();
        let mut above = 0;
        for (number, entry) in self.inner.entries.iter() {
            let looked = match entry {
                Entry::Free => continue,
                Entry::At { offset, generation } => look.outside((number, generation), offset),
                Entry::Packed { stream, index } => look.inside(number, stream, index)?,
            };
            match looked {
                Some(looked) => {
                    sound.mended |= looked.mended;
                    sound.ambiguous |= looked.ambiguous;
                    sound.dangling |= looked.dangling;
                    sound.external |= looked.external;
                    above = above.max(looked.above);
                }
                None => drop(sound.misplaced.insert(number)),
            }
        }
        let _ = self.inner.above.set(above);
        Ok(sound)
    }

    /// Returns whether an object refers to one that is not there.
    pub(crate) fn dangles(&self, object: &Object) -> bool {
        let mut ids = Vec::new();
        references(object, &mut ids);
        ids.into_iter().any(|id| !self.has(id))
    }

    fn has(&self, id: ObjectId) -> bool {
        match self.inner.entries.get(id.0) {
            Some(Entry::At { generation, .. }) => generation == id.1,
            Some(Entry::Packed { .. }) => id.1 == 0,
            Some(Entry::Free) | None => false,
        }
    }

    /// Returns the file with the places of misplaced objects taken from a search of the whole file;
    /// what is found nowhere is free.
    ///
    /// # Errors
    /// `too_large` over a limit; `damaged` where the search finds no catalog.
    pub fn relocated(&self, misplaced: &BTreeSet<u32>) -> Result<Self> {
        let inner = &self.inner;
        let frame = || Inner {
            bytes: std::sync::Arc::clone(&inner.bytes),
            end: inner.end,
            origin: inner.origin,
            header: inner.header,
            headless: inner.headless,
            rebuilt: true,
            ..Inner::default()
        };
        let searched = open::searched(&frame)?;
        let mut entries: BTreeMap<u32, Entry> = inner.entries.iter().collect();
        for number in misplaced {
            let found = searched.inner.entries.get(*number);
            entries.insert(*number, found.unwrap_or(Entry::Free));
        }
        settle(&mut entries, &searched.inner.entries);
        Ok(Self::assemble(Inner {
            chain: inner.chain.clone(),
            trailer: inner.trailer.clone(),
            entries: entries.into(),
            ..frame()
        }))
    }
}

impl Look<'_> {
    /// Looks at an object; nothing if it is not there.
    fn outside(&mut self, id: ObjectId, offset: u64) -> Option<Looked> {
        // Objects that overlap would cost the square of the file.
        if self.left == 0 {
            return None;
        }
        let looked = self.skimmed(id, offset).or_else(|| self.read(id, offset));
        let length = looked.as_ref().map_or(usize::MAX, |looked| looked.length);
        let rest = self.document.bytes().len().saturating_sub(offset as usize);
        self.left = self.left.saturating_sub(length.min(rest));
        looked
    }

    fn skimmed(&self, id: ObjectId, offset: u64) -> Option<Looked> {
        let mut looked = Looked::default();
        let mut each = |id| self.refers(id, &mut looked);
        let length = skim::indirect(self.document.bytes(), offset as usize, id, &mut each)?;
        Some(Looked { length, ..looked })
    }

    fn read(&self, id: ObjectId, offset: u64) -> Option<Looked> {
        let found = self.document.found(id, offset).ok()?;
        let looked = Looked {
            mended: found.mended,
            ambiguous: found.ambiguous,
            external: is_external(&found),
            length: found.value.len(),
            ..Looked::default()
        };
        Some(self.referring(&found.head, looked))
    }

    /// Looks at an object of an object stream; nothing if it is not there.
    fn inside(&mut self, number: u32, stream: u32, index: u32) -> Result<Option<Looked>> {
        let packed = match self.document.packed(stream) {
            Ok(packed) => packed,
            Err(error) if error.kind == Kind::TooLarge => return Err(error),
            Err(_) => return Ok(None),
        };
        if self.streams.insert(stream) {
            let more = packed.size().saturating_mul(PASSES);
            self.left = self.left.saturating_add(more);
        }
        if self.left == 0 || !packed.has(number, index) {
            return Ok(None);
        }
        let looked = self.taken(&packed, number, index);
        let length = looked.map_or(packed.size(), |looked| looked.length);
        self.left = self.left.saturating_sub(length);
        Ok(looked)
    }

    fn taken(&self, packed: &Packed, number: u32, index: u32) -> Option<Looked> {
        let mut looked = Looked::default();
        let mut each = |id| self.refers(id, &mut looked);
        if let Some(length) = packed.skim(number, index, &mut each) {
            return Some(Looked { length, ..looked });
        }
        let (object, octets) = packed.object(number, index).ok().flatten()?;
        let looked = Looked {
            mended: !packed.is_verbatim(number, index),
            ambiguous: packed.is_ambiguous(number, index),
            length: octets.len(),
            ..Looked::default()
        };
        Some(self.referring(&object, looked))
    }

    fn referring(&self, object: &Object, mut looked: Looked) -> Looked {
        let mut ids = Vec::new();
        references(object, &mut ids);
        ids.into_iter().for_each(|id| self.refers(id, &mut looked));
        looked
    }

    fn refers(&self, id: ObjectId, looked: &mut Looked) {
        if self.document.has(id) {
            return;
        }
        looked.dangling = true;
        if id.0 < self.reach {
            looked.above = looked.above.max(id.0 + 1);
        }
    }
}

fn is_external(found: &Placed) -> bool {
    let Object::Dictionary(dict) = &found.head else {
        return false;
    };
    // Some writers abbreviate a filter so, as inline images may.
    let abbreviated = |file: &Object| matches!(file, Object::Name(_) | Object::Array(_));
    let file = dict.get(b"F");
    found.data.is_some() && file.is_ok_and(|file| !abbreviated(file) && !file.is_null())
}

/// Frees what stands in an object stream whose number means another object now.
fn settle(entries: &mut BTreeMap<u32, Entry>, searched: &Entries) {
    let known = entries.clone();
    for (number, entry) in entries.iter_mut() {
        if let Entry::Packed { stream, .. } = *entry
            && searched.get(*number) == Some(*entry)
            && known.get(&stream).copied() != searched.get(stream)
        {
            *entry = Entry::Free;
        }
    }
}
