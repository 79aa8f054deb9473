//! Decoding of streams, with caps.

use lopdf::{DecompressError, Dictionary, Object, Stream};

use crate::error::{Error, Kind, Result};

/// How many bytes one stream may decode to.
pub const STREAM_BYTES: usize = 64 << 20;

/// How many filters may stand in one chain.
pub const FILTERS: usize = 8;

/// Decodes a stream whose dictionary holds no references in `/Filter` and `/DecodeParms`.
///
/// # Errors
/// `too_large` over [`STREAM_BYTES`] or [`FILTERS`]; `damaged` where a filter fails or is one for
/// images.
pub fn decode(dict: &Dictionary, content: &[u8]) -> Result<Vec<u8>> {
    let filters = names(dict);
    if filters.is_empty() {
        return Ok(content.to_vec());
    }
    if filters.len() > FILTERS {
        return Err(Kind::TooLarge.into());
    }
    let mut plain = Dictionary::new();
    plain.set("Filter", Object::Array(filters));
    if let Ok(parms) = dict.get(b"DecodeParms") {
        plain.set("DecodeParms", parms.clone());
    }
    Stream::new(plain, content.to_vec())
        .decompressed_content_with_limit(STREAM_BYTES)
        .map_err(refusal)
}

fn refusal(error: lopdf::Error) -> Error {
    match error {
        lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => {
            Kind::TooLarge.into()
        }
        _ => Kind::Damaged.into(),
    }
}

/// Returns the names of a stream's filters, abbreviations written out.
fn names(dict: &Dictionary) -> Vec<Object> {
    match dict.get(b"Filter") {
        Ok(Object::Name(name)) => vec![full(name)],
        Ok(Object::Array(items)) => items
            .iter()
            .filter_map(|item| item.as_name().ok())
            .map(full)
            .collect(),
        _ => Vec::new(),
    }
}

fn full(name: &[u8]) -> Object {
    let name = match name {
        b"Fl" => b"FlateDecode",
        b"LZW" => b"LZWDecode".as_slice(),
        b"AHx" => b"ASCIIHexDecode",
        b"A85" => b"ASCII85Decode",
        b"RL" => b"RunLengthDecode",
        other => other,
    };
    Object::Name(name.to_vec())
}
