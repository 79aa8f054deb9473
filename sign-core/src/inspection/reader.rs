//! Values read within a budget: what a hostile file shares between many places is not read without end.

use std::cell::Cell;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use crate::document::Document;

/// How often the length of a file may be read, and what a small one may decode to beside.
const PASSES: usize = 4;
const BESIDE_BYTES: usize = 16 << 20;

/// Reads values until the budget is used up; then there are none.
pub(super) struct Reader<'a> {
    pub(super) document: &'a Document,
    left: Cell<usize>,
}

impl<'a> Reader<'a> {
    /// Starts with the whole budget.
    pub(super) fn new(document: &'a Document) -> Self {
        let budget = document.bytes().len().saturating_mul(PASSES);
        let left = Cell::new(budget.saturating_add(BESIDE_BYTES));
        Self { document, left }
    }

    /// Whether something may not have been read.
    pub(super) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// Follows references to a value; null is none.
    pub(super) fn resolve(&self, object: &Object) -> Option<Object> {
        let left = self.left.get();
        let resolved = (left > 0).then(|| self.document.resolve(object).ok())??;
        self.left.set(left.saturating_sub(weight(&resolved)));
        (!resolved.is_null()).then_some(resolved)
    }

    /// Reads an object that is a dictionary.
    pub(super) fn dictionary(&self, id: ObjectId) -> Option<Dictionary> {
        match self.resolve(&Object::Reference(id))? {
            Object::Dictionary(dict) => Some(dict),
            _ => None,
        }
    }

    /// Reads the value of a key.
    pub(super) fn value(&self, dict: &Dictionary, key: &[u8]) -> Option<Object> {
        self.resolve(dict.get(key).ok()?)
    }

    /// Reads the value of a key if it is a dictionary.
    pub(super) fn dict(&self, dict: &Dictionary, key: &[u8]) -> Option<Dictionary> {
        match self.value(dict, key)? {
            Object::Dictionary(dict) => Some(dict),
            _ => None,
        }
    }

    /// Reads the value of a key if it is an array; else it is empty.
    pub(super) fn array(&self, dict: &Dictionary, key: &[u8]) -> Vec<Object> {
        match self.value(dict, key) {
            Some(Object::Array(items)) => items,
            _ => Vec::new(),
        }
    }

    /// Decodes a stream.
    pub(super) fn content(&self, stream: &Stream) -> Option<Vec<u8>> {
        let left = self.left.get();
        let content = (left > 0).then(|| self.document.stream_data(stream).ok())?;
        let read = content.as_ref().map_or(stream.content.len(), Vec::len);
        self.left.set(left.saturating_sub(read));
        content
    }
}

/// Returns no more than the octets that an object is written with.
fn weight(object: &Object) -> usize {
    let entries = |dict: &Dictionary| {
        let entries = dict.iter().map(|(key, value)| key.len() + weight(value));
        entries.sum::<usize>()
    };
    1 + match object {
        Object::Array(items) => items.iter().map(weight).sum(),
        Object::Dictionary(dict) => entries(dict),
        Object::Stream(stream) => entries(&stream.dict) + stream.content.len(),
        Object::String(text, _) => text.len() / 2,
        Object::Name(name) => name.len(),
        _ => 0,
    }
}
