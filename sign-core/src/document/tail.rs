//! An update appended to a file that is known by numbers alone (ISO 32000-2 §7.5.6).

use core::ops::Range;
use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};

use super::encryption::{Closing, Encryption};
use crate::error::Result;
use crate::wire::value::XrefKind;

mod section;
mod write;

pub use section::{MOST_ID_BYTES, extra, is_plain, reads_plain};
pub(crate) use write::object as octets;

/// The highest object number a reader must support, plus one (ISO 32000-1 Annex C).
pub const HIGHEST: u32 = 8_388_608;

/// What an update needs to know of the file before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    /// Its length in bytes.
    pub length: u64,
    /// Offset of its newest cross-reference section.
    pub startxref: u64,
    /// The next free object number.
    pub next: u32,
    /// The catalog.
    pub root: ObjectId,
    /// The information dictionary.
    pub info: Option<ObjectId>,
    /// Both strings of `/ID`; empty where there are none.
    pub file_id: [Vec<u8>; 2],
    /// How the newest section is written, which the update continues.
    pub xref: XrefKind,
    /// Other trailer entries, carried on.
    pub extra: Dictionary,
    /// How new objects are encrypted, where the file is; `extra` names the dictionary.
    pub encryption: Option<Encryption>,
    /// Whether the file ends in an end of line.
    pub ends_with_eol: bool,
}

/// A finished update.
#[derive(Clone, Debug, PartialEq)]
pub struct Appended {
    /// What to append.
    pub bytes: Vec<u8>,
    /// From the `<` of the empty `/Contents` to just after its `>`, in the whole file.
    pub gap: Option<Range<u64>>,
    /// The `/ByteRange` written around that gap.
    pub byte_range: Option<[u64; 4]>,
    /// Offset of the new cross-reference section.
    pub startxref: u64,
    /// The base of the next update.
    pub base: Base,
}

/// An update being put together. Objects are written by number, the signature dictionary last.
#[derive(Clone, Debug)]
pub struct Tail {
    base: Base,
    next: u32,
    bodies: BTreeMap<ObjectId, Vec<u8>>,
    signature: Option<Signature>,
    seamed: bool,
}

#[derive(Clone, Debug)]
struct Signature {
    id: ObjectId,
    dict: Dictionary,
    octets: usize,
    kind: Kind,
}

/// What stands in the gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A signature (ISO 32000-2 §12.8.1).
    Signature,
    /// A timestamp token (§12.8.5).
    Timestamp,
}

/// The largest object number a reader must understand (ISO 32000-2 Annex C.2).
pub const MOST_NUMBER: u32 = 8_388_607;

impl Tail {
    /// Starts an update.
    pub fn new(base: Base) -> Self {
        let next = base.next;
        Self {
            base,
            next,
            bodies: BTreeMap::new(),
            signature: None,
            seamed: false,
        }
    }

    /// Begins the update with a [`seam`](crate::bytes::seam), where the file's length allows one.
    pub fn begin_with_seam(&mut self) {
        self.seamed = true;
    }

    /// Takes a new object number.
    pub fn reserve(&mut self) -> ObjectId {
        let id = (self.next, 0);
        self.next += 1;
        id
    }

    /// Adds a new object.
    pub fn add(&mut self, object: Object) -> ObjectId {
        let id = self.reserve();
        self.put(id, object);
        id
    }

    /// Sets the value of an object, new or old.
    pub fn put(&mut self, id: ObjectId, object: Object) {
        self.bodies.insert(id, write::object(&object));
    }

    /// Sets the value of an object to octets that are written as they are.
    pub fn put_raw(&mut self, id: ObjectId, value: Vec<u8>) {
        self.bodies.insert(id, value);
    }

    /// Leaves out an object that was added; its number stays unused.
    pub fn discard(&mut self, id: ObjectId) {
        self.bodies.remove(&id);
    }

    /// Returns the octets set for an object so far.
    pub fn raw(&self, id: ObjectId) -> Option<&[u8]> {
        self.bodies.get(&id).map(Vec::as_slice)
    }

    /// Sets the signature dictionary, which is written last: the entries of `dict`, then `/Type`,
    /// `/Filter`, `/SubFilter`, `/ByteRange` and a `/Contents` of `octets` zero octets.
    pub fn put_signature(&mut self, id: ObjectId, dict: Dictionary, octets: usize) {
        let kind = Kind::Signature;
        self.signature = Some(Signature {
            id,
            dict,
            octets,
            kind,
        });
    }

    /// Sets the dictionary of a document timestamp, which is written last and has no other entries
    /// than it needs (ETSI EN 319 142-1 §5.4.3).
    pub fn put_timestamp(&mut self, id: ObjectId, octets: usize) {
        let (dict, kind) = (Dictionary::new(), Kind::Timestamp);
        self.signature = Some(Signature {
            id,
            dict,
            octets,
            kind,
        });
    }

    /// Writes the update: objects, signature dictionary, cross-reference section, `%%EOF`.
    pub fn finish(mut self) -> Appended {
        self.close();
        section::finish(self)
    }

    /// Encrypts everything, where the file is encrypted.
    fn close(&mut self) {
        let Some(how) = &self.base.encryption else {
            return;
        };
        let closing = Closing::new(how, self.base.length);
        for (id, body) in &mut self.bodies {
            *body = closing.body(*id, body);
        }
        if let Some(signature) = &mut self.signature {
            closing.dict(signature.id, &mut signature.dict);
        }
    }
}

impl Base {
    /// Checks that `end`, the last bytes of a file made here, is the end of this base's trailer,
    /// and takes `startxref` from it.
    ///
    /// # Errors
    /// `not_structure` where anything else stands in it.
    pub fn confirmed(self, end: &[u8]) -> Result<Self> {
        section::confirmed(self, end)
    }
}
