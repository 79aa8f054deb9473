//! Whether every object stands where the cross-reference says, and what is searched for where one does not.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Object, ObjectId};

use super::entries::Entries;
use super::objstm::Packed;
use super::xref::Entry;
use super::{Document, Inner, open};
use crate::bytes::skim;
use crate::error::{Kind, Result};

/// How often the length of a file may be read before its objects count as entangled.
const PASSES: usize = 4;

/// What a look at every object tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Soundness {
    /// Numbers whose object does not stand where the cross-reference says.
    pub misplaced: BTreeSet<u32>,
    /// Whether some object was read over damage.
    pub mended: bool,
    /// Whether some object refers to one that is not there.
    pub dangling: bool,
}

/// What a look at one object tells.
#[derive(Clone, Copy, Debug, Default)]
struct Looked {
    mended: bool,
    dangling: bool,
    /// Octets read outside object streams.
    length: usize,
}

impl Document {
    /// Reads every object the newest cross-reference lists.
    ///
    /// # Errors
    /// `too_large` where object streams decode to more than the limit.
    pub fn soundness(&self) -> Result<Soundness> {
        let mut sound = Soundness::default();
        let mut left = self.bytes().len().saturating_mul(PASSES);
        for (number, entry) in self.inner.entries.iter() {
            let looked = match entry {
                Entry::Free => continue,
                Entry::At { offset, generation } => {
                    self.outside((number, generation), offset, &mut left)
                }
                Entry::Packed { stream, index } => self.inside(number, stream, index)?,
            };
            match looked {
                Some(looked) => {
                    sound.mended |= looked.mended;
                    sound.dangling |= looked.dangling;
                }
                None => drop(sound.misplaced.insert(number)),
            }
        }
        Ok(sound)
    }

    /// Looks at an object; nothing if it is not there.
    fn outside(&self, id: ObjectId, offset: u64, left: &mut usize) -> Option<Looked> {
        // Objects that overlap would cost the square of the file.
        if *left == 0 {
            return None;
        }
        let looked = self.skimmed(id, offset).or_else(|| self.read(id, offset));
        let length = looked.as_ref().map_or(usize::MAX, |looked| looked.length);
        let length = length.min(self.bytes().len().saturating_sub(offset as usize));
        *left = left.saturating_sub(length);
        looked
    }

    fn skimmed(&self, id: ObjectId, offset: u64) -> Option<Looked> {
        let mut looked = Looked::default();
        let mut each = |id| looked.dangling |= !self.has(id);
        looked.length = skim::indirect(self.bytes(), offset as usize, id, &mut each)?;
        Some(looked)
    }

    fn read(&self, id: ObjectId, offset: u64) -> Option<Looked> {
        let found = self.found(id, offset).ok()?;
        Some(Looked {
            mended: found.mended,
            dangling: self.dangles(&found.head),
            length: found.value.len(),
        })
    }

    fn inside(&self, number: u32, stream: u32, index: u32) -> Result<Option<Looked>> {
        match self.packed(stream) {
            Ok(packed) if packed.has(number, index) => Ok(self.taken(&packed, number, index)),
            Err(error) if error.kind == Kind::TooLarge => Err(error),
            _ => Ok(None),
        }
    }

    fn taken(&self, packed: &Packed, number: u32, index: u32) -> Option<Looked> {
        let mut looked = Looked::default();
        let mut each = |id| looked.dangling |= !self.has(id);
        if packed.skim(number, index, &mut each).is_some() {
            return Some(looked);
        }
        let (object, _) = packed.object(number, index).ok().flatten()?;
        Some(Looked {
            mended: !packed.is_verbatim(number, index),
            dangling: self.dangles(&object),
            length: 0,
        })
    }

    /// Returns whether an object refers to one that is not there.
    pub(crate) fn dangles(&self, object: &Object) -> bool {
        match object {
            Object::Reference(id) => !self.has(*id),
            Object::Array(items) => items.iter().any(|item| self.dangles(item)),
            Object::Dictionary(dict) => dict.iter().any(|(_, value)| self.dangles(value)),
            Object::Stream(stream) => stream.dict.iter().any(|(_, value)| self.dangles(value)),
            _ => false,
        }
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
