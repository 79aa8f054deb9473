//! One indirect object read at its offset, streams included.

use core::ops::Range;

use lopdf::{Object, ObjectId, Stream};

use crate::bytes::lexer::{Lexer, is_space};
use crate::bytes::{search, syntax};
use crate::error::{Error, Kind, Result};

/// An indirect object and where it stands, the data of a stream left where it is.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// Its number and generation as written there.
    pub(crate) id: ObjectId,
    /// Its value; the dictionary of a stream.
    pub(crate) head: Object,
    /// Where the data of a stream stands.
    pub(crate) data: Option<Range<usize>>,
    /// Where the value stands; for a stream, up to and with `endstream`.
    pub(crate) value: Range<usize>,
    /// Whether damage was read over.
    pub(crate) mended: bool,
    /// Whether another reader may make something else of it.
    pub(crate) ambiguous: bool,
}

impl Placed {
    /// Returns the value, the data of a stream with it.
    pub(crate) fn object(self, bytes: &[u8]) -> Object {
        match (self.head, self.data) {
            (Object::Dictionary(dict), Some(data)) => Object::Stream(Stream {
                dict,
                content: bytes[data].to_vec(),
                allows_compression: false,
                start_position: None,
            }),
            (head, _) => head,
        }
    }
}

/// Reads the indirect object whose `number generation obj` stands at an offset.
///
/// `length` resolves an indirect `/Length`; where it is missing or wrong, `endstream` decides.
pub(crate) fn indirect(
    bytes: &[u8],
    offset: usize,
    length: &dyn Fn(ObjectId) -> Option<u64>,
) -> Result<Placed> {
    let mut lexer = Lexer::new(bytes, offset);
    let damaged = || Error::at(Kind::Damaged, offset as u64);
    let id = lexer.object_head().ok_or_else(damaged)?;
    lexer.skip_space();
    let start = lexer.at();
    let head = if lexer.rest().starts_with(b"endobj") {
        Object::Null
    } else {
        syntax::object(&mut lexer)?
    };
    let mut placed = Placed {
        id,
        head,
        data: None,
        value: start..lexer.at(),
        mended: lexer.mended(),
        ambiguous: lexer.is_ambiguous(),
    };
    if let (Object::Dictionary(_), Some(data)) = (&placed.head, stream_start(&mut lexer)) {
        // Only an end of line may stand before the data (ISO 32000-2 §7.3.8.1).
        let line = [b"stream\n".as_slice(), b"stream\r\n"];
        placed.mended |= !line.iter().any(|line| bytes[..data].ends_with(line));
        data_of(&mut placed, bytes, data, length)?;
        lexer.seek(placed.value.end);
    }
    placed.mended |= !lexer.keyword(b"endobj");
    Ok(placed)
}

/// Finds where the data of a stream ends.
fn data_of(
    placed: &mut Placed,
    bytes: &[u8],
    data: usize,
    length: &dyn Fn(ObjectId) -> Option<u64>,
) -> Result<()> {
    let stated = match placed.head.as_dict().and_then(|dict| dict.get(b"Length")) {
        Ok(Object::Integer(stated)) => u64::try_from(*stated).ok(),
        Ok(Object::Reference(id)) => length(*id),
        _ => None,
    };
    let sound = stated
        .and_then(|stated| usize::try_from(stated).ok())
        .and_then(|stated| stated_extent(bytes, data, stated));
    placed.mended |= sound.is_none();
    placed.ambiguous |= sound.is_none();
    let extent = sound.or_else(|| found_extent(bytes, data));
    let (content, end) = extent.ok_or_else(|| Error::at(Kind::Damaged, data as u64))?;
    placed.data = Some(content);
    placed.value.end = end;
    Ok(())
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

fn stated_extent(bytes: &[u8], data: usize, stated: usize) -> Option<(Range<usize>, usize)> {
    let end = data.checked_add(stated).filter(|end| *end <= bytes.len())?;
    let mut lexer = Lexer::new(bytes, end);
    while lexer.peek().is_some_and(is_space) {
        lexer.seek(lexer.at() + 1);
    }
    lexer.take(b"endstream").then(|| (data..end, lexer.at()))
}

fn found_extent(bytes: &[u8], data: usize) -> Option<(Range<usize>, usize)> {
    let (mark, word) = data_end(bytes, data)?;
    let mut end = mark;
    if end > data && bytes[end - 1] == b'\n' {
        end -= 1;
    }
    if end > data && bytes[end - 1] == b'\r' {
        end -= 1;
    }
    Some((data..end, mark + word))
}

/// Finds the `endstream`, or the `endobj` of an object that lacks it, and the length of the word.
fn data_end(bytes: &[u8], data: usize) -> Option<(usize, usize)> {
    let mut from = data;
    loop {
        let at = search::find(bytes, b"end", from..bytes.len())?;
        let rest = &bytes[at..];
        if rest.starts_with(b"endstream") {
            return Some((at, b"endstream".len()));
        }
        if rest.starts_with(b"endobj") && followed(bytes, at) {
            return Some((at, 0));
        }
        from = at + b"end".len();
    }
}

/// Whether what follows an `endobj` shows that it is none of a stream's data.
fn followed(bytes: &[u8], at: usize) -> bool {
    let mut lexer = Lexer::new(bytes, at + b"endobj".len());
    let words = [b"xref".as_slice(), b"trailer", b"startxref"];
    lexer.object_head().is_some() || words.iter().any(|word| lexer.keyword(word))
}
