//! Decoding of streams, with caps.

use lopdf::{DecompressError, Dictionary, Object, Stream};

use crate::error::{Error, Kind, Result};

/// How many bytes one stream may decode to.
pub const STREAM_BYTES: usize = 64 << 20;

/// How many filters may stand in one chain.
pub const FILTERS: usize = 8;

/// The filters of ISO 32000-2 Table 6.
const STANDARD: [&[u8]; 10] = [
    b"ASCIIHexDecode",
    b"ASCII85Decode",
    b"LZWDecode",
    b"FlateDecode",
    b"RunLengthDecode",
    b"CCITTFaxDecode",
    b"JBIG2Decode",
    b"DCTDecode",
    b"JPXDecode",
    b"Crypt",
];

/// Decodes a stream whose dictionary holds no references in `/Filter` and `/DecodeParms`.
///
/// # Errors
/// `too_large` over [`STREAM_BYTES`] or [`FILTERS`]; `damaged` where a filter fails or is one for
/// images.
pub fn decode(dict: &Dictionary, content: &[u8]) -> Result<Vec<u8>> {
    decode_within(dict, content, STREAM_BYTES)
}

/// Decodes a stream to at most `most` bytes, and never more than [`STREAM_BYTES`].
///
/// # Errors
/// As [`decode`].
pub fn decode_within(dict: &Dictionary, content: &[u8], most: usize) -> Result<Vec<u8>> {
    let most = most.min(STREAM_BYTES);
    let plain = uncrypted(dict);
    let filters = names(&plain);
    if filters.is_empty() {
        let fits = content.len() <= most || most == STREAM_BYTES;
        return fits
            .then(|| content.to_vec())
            .ok_or_else(|| Kind::TooLarge.into());
    }
    if filters.len() > FILTERS {
        return Err(Kind::TooLarge.into());
    }
    let mut plain = plain;
    plain.set("Filter", Object::Array(filters));
    Stream::new(plain, content.to_vec())
        .decompressed_content_with_limit(most)
        .map_err(refusal)
}

/// Returns whether every filter of a stream is one of ISO 32000-2 Table 6.
pub fn is_standard(dict: &Dictionary) -> bool {
    names(dict)
        .iter()
        .all(|name| name.as_name().is_ok_and(|name| STANDARD.contains(&name)))
}

/// Returns whether data whose first filter is one for text has the mark that ends it (ISO 32000-2
/// §7.4.2, §7.4.3).
pub fn is_ended(dict: &Dictionary, content: &[u8]) -> bool {
    let first = names(dict).into_iter().next();
    let text = [b"ASCIIHexDecode".as_slice(), b"ASCII85Decode"];
    let text = first.is_some_and(|name| name.as_name().is_ok_and(|name| text.contains(&name)));
    !text || content.trim_ascii_end().ends_with(b">")
}

/// Returns `/Filter` and `/DecodeParms` without the crypt filter, whose work is done when a stream
/// is read (ISO 32000-2 §7.4.10).
pub fn uncrypted(dict: &Dictionary) -> Dictionary {
    let mut left = Dictionary::new();
    for key in [b"Filter".as_slice(), b"DecodeParms"] {
        if let Ok(value) = dict.get(key) {
            left.set(key, value.clone());
        }
    }
    let crypt = Object::Name(b"Crypt".to_vec());
    let at = match left.get(b"Filter") {
        Ok(Object::Array(items)) => items.iter().position(|item| *item == crypt),
        Ok(one) if *one == crypt => return Dictionary::new(),
        _ => None,
    };
    for (_, value) in left.iter_mut() {
        if let (Some(at), Object::Array(items)) = (at, value)
            && at < items.len()
        {
            items.remove(at);
        }
    }
    left
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
        b"CCF" => b"CCITTFaxDecode",
        b"DCT" => b"DCTDecode",
        other => other,
    };
    Object::Name(name.to_vec())
}
