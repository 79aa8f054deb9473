//! One indirect object read at its offset, streams included.

use core::ops::Range;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use crate::bytes::lexer::{Lexer, is_space};
use crate::bytes::{search, syntax};
use crate::error::{Error, Kind, Result};

/// An indirect object and where its value stands.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Its number and generation as written there.
    pub(crate) id: ObjectId,
    /// Its value.
    pub(crate) object: Object,
    /// Where the value stands; for a stream, up to and with `endstream`.
    pub(crate) value: Range<usize>,
}

/// Reads the indirect object whose `number generation obj` stands at an offset.
///
/// `length` resolves an indirect `/Length`; where it is missing or wrong, `endstream` decides.
pub(crate) fn indirect(
    bytes: &[u8],
    offset: usize,
    length: &dyn Fn(ObjectId) -> Option<u64>,
) -> Result<Found> {
    let mut lexer = Lexer::new(bytes, offset);
    let id = lexer
        .object_head()
        .ok_or_else(|| Error::at(Kind::Damaged, offset as u64))?;
    lexer.skip_space();
    let start = lexer.at();
    if lexer.keyword(b"endobj") {
        let value = start..start;
        return Ok(Found {
            id,
            object: Object::Null,
            value,
        });
    }
    let object = syntax::object(&mut lexer)?;
    let end = lexer.at();
    let Object::Dictionary(dict) = object else {
        return Ok(Found {
            id,
            object,
            value: start..end,
        });
    };
    let Some(data) = stream_start(&mut lexer) else {
        let object = Object::Dictionary(dict);
        return Ok(Found {
            id,
            object,
            value: start..end,
        });
    };
    let (content, end) =
        extent(bytes, data, &dict, length).ok_or_else(|| Error::at(Kind::Damaged, data as u64))?;
    let object = Object::Stream(stream(dict, bytes[content].to_vec()));
    Ok(Found {
        id,
        object,
        value: start..end,
    })
}

fn stream(dict: Dictionary, content: Vec<u8>) -> Stream {
    Stream {
        dict,
        content,
        allows_compression: false,
        start_position: None,
    }
}

/// Returns the offset of a stream's first byte, if the keyword `stream` comes next.
fn stream_start(lexer: &mut Lexer<'_>) -> Option<usize> {
    lexer.skip_space();
    if !lexer.take(b"stream") {
        return None;
    }
    while lexer.peek() == Some(b' ') && matches!(lexer.rest().get(1), Some(b' ' | b'\r' | b'\n')) {
        lexer.take(b" ");
    }
    if !lexer.take(b"\r\n") && !lexer.take(b"\n") {
        lexer.take(b"\r");
    }
    Some(lexer.at())
}

/// Returns where a stream's data stands, and the offset after its `endstream`.
fn extent(
    bytes: &[u8],
    data: usize,
    dict: &Dictionary,
    length: &dyn Fn(ObjectId) -> Option<u64>,
) -> Option<(Range<usize>, usize)> {
    let stated = match dict.get(b"Length") {
        Ok(Object::Integer(stated)) => u64::try_from(*stated).ok(),
        Ok(Object::Reference(id)) => length(*id),
        _ => None,
    };
    stated
        .and_then(|stated| usize::try_from(stated).ok())
        .and_then(|stated| stated_extent(bytes, data, stated))
        .or_else(|| found_extent(bytes, data))
}

fn stated_extent(bytes: &[u8], data: usize, stated: usize) -> Option<(Range<usize>, usize)> {
    let end = data.checked_add(stated).filter(|end| *end <= bytes.len())?;
    let mut lexer = Lexer::new(bytes, end);
    while lexer.peek().is_some_and(is_space) {
        lexer.seek(lexer.at() + 1);
    }
    lexer.take(b"endstream").then(|| (data..end, lexer.at()))
}

fn found_extent(bytes: &[u8], data: usize) -> Option<(Range<usize>, usize)> {
    let mark = search::find(bytes, b"endstream", data..bytes.len())?;
    let mut end = mark;
    if end > data && bytes[end - 1] == b'\n' {
        end -= 1;
    }
    if end > data && bytes[end - 1] == b'\r' {
        end -= 1;
    }
    Some((data..end, mark + b"endstream".len()))
}
