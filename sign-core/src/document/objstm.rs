//! Object streams: objects packed together and compressed (ISO 32000-2 §7.5.7).

use core::ops::Range;
use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use crate::bytes::lexer::Lexer;
use crate::bytes::{filter, skim, syntax};
use crate::error::{Kind, Result};

/// A decoded object stream.
#[derive(Debug)]
pub(crate) struct Packed {
    data: Vec<u8>,
    heads: Vec<(u32, usize)>,
    places: BTreeMap<u32, usize>,
}

impl Packed {
    /// Decodes an object stream, to at most `most` bytes, and its head.
    pub(crate) fn open(stream: &Stream, most: usize) -> Result<Self> {
        let data = filter::decode_within(&stream.dict, &stream.content, most)?;
        let first = integer(stream, b"First")?;
        let count = integer(stream, b"N")?;
        let mut lexer = Lexer::new(&data, 0);
        let mut heads = Vec::new();
        for _ in 0..count {
            let (Some(number), Some(offset)) = (lexer.unsigned(), lexer.unsigned()) else {
                break;
            };
            let number = u32::try_from(number).map_err(|_| Kind::Damaged)?;
            let offset = usize::try_from(offset).map_err(|_| Kind::Damaged)?;
            heads.push((number, offset.saturating_add(first)));
        }
        let places = heads.iter().copied().collect();
        Ok(Self {
            data,
            heads,
            places,
        })
    }

    /// Returns how many bytes the stream decoded to.
    pub(crate) fn size(&self) -> usize {
        self.data.len()
    }

    /// Returns the numbers of the objects inside, in order.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.heads.iter().map(|(number, _)| *number)
    }

    /// Reads an object by its number; `index` is where the cross-reference says it stands.
    pub(crate) fn object(&self, number: u32, index: u32) -> Result<Option<(Object, &[u8])>> {
        let Some(start) = self.start(number, index) else {
            return Ok(None);
        };
        let (object, span) = self.value(start)?;
        Ok(Some((object, &self.data[span])))
    }

    fn start(&self, number: u32, index: u32) -> Option<usize> {
        let stated = self.heads.get(index as usize);
        stated
            .filter(|head| head.0 == number)
            .map(|head| head.1)
            .or_else(|| self.places.get(&number).copied())
    }

    /// Returns whether an object stands where the cross-reference says.
    pub(crate) fn has(&self, number: u32, index: u32) -> bool {
        let head = self.heads.get(index as usize);
        head.is_some_and(|head| head.0 == number)
    }

    /// Returns whether an object is read without mending.
    pub(crate) fn is_verbatim(&self, number: u32, index: u32) -> bool {
        let start = self.start(number, index).unwrap_or(self.data.len());
        let mut lexer = Lexer::new(&self.data, start);
        syntax::object(&mut lexer).is_ok() && !lexer.mended()
    }

    /// Returns whether another reader may make something else of an object.
    pub(crate) fn is_ambiguous(&self, number: u32, index: u32) -> bool {
        let start = self.start(number, index).unwrap_or(self.data.len());
        let mut lexer = Lexer::new(&self.data, start);
        !self.has(number, index) || syntax::object(&mut lexer).is_err() || lexer.is_ambiguous()
    }

    /// Reads an object that is a whole number and no more.
    pub(crate) fn unsigned(&self, number: u32, index: u32) -> Option<u64> {
        Lexer::new(&self.data, self.start(number, index)?).unsigned()
    }

    /// Passes over an object that is plainly sound, tells what it refers to and returns its length.
    pub(crate) fn skim(
        &self,
        number: u32,
        index: u32,
        each: &mut dyn FnMut(ObjectId),
    ) -> Option<usize> {
        let start = self.start(number, index)?;
        let mut lexer = Lexer::new(&self.data, start);
        skim::object(&mut lexer, each).map(|()| lexer.at() - start)
    }

    /// Builds some keys of a dictionary that is plainly sound.
    pub(crate) fn pick(&self, number: u32, index: u32, keys: &[&[u8]]) -> Option<Dictionary> {
        let mut lexer = Lexer::new(&self.data, self.start(number, index)?);
        skim::pick(&mut lexer, keys)
    }

    /// Returns whether an object is a catalog or a node of a page tree.
    pub(crate) fn is_root(&self, number: u32, index: u32) -> bool {
        let object = self.object(number, index);
        let root = |dict: &Dictionary| dict.has_type(b"Catalog") || dict.has_type(b"Pages");
        matches!(object, Ok(Some((Object::Dictionary(dict), _))) if root(&dict))
    }

    /// Returns whether an object is a catalog, or may be one that lacks its type.
    pub(crate) fn is_catalog(&self, number: u32, index: u32) -> bool {
        let object = self.object(number, index);
        matches!(object, Ok(Some((Object::Dictionary(dict), _))) if dict.has(b"Pages"))
    }

    fn value(&self, start: usize) -> Result<(Object, Range<usize>)> {
        let mut lexer = Lexer::new(&self.data, start);
        lexer.skip_space();
        let start = lexer.at();
        let object = syntax::object(&mut lexer)?;
        Ok((object, start..lexer.at()))
    }
}

fn integer(stream: &Stream, key: &[u8]) -> Result<usize> {
    let value = stream.dict.get(key).and_then(Object::as_i64).ok();
    let value = value.and_then(|value| usize::try_from(value).ok());
    value.ok_or_else(|| Kind::Damaged.into())
}
