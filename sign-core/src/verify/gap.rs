//! The signature gap: `/ByteRange` and `/Contents` as they stand in the file, not as parsed.

use core::ops::Range;

use lopdf::{Dictionary, Object};

use super::finding::FindingCode;
use crate::signature::{asn1, ber};

/// A gap that stands exactly where `/ByteRange` says.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    /// From the `<` to just after the `>`.
    pub(super) at: Range<usize>,
    /// Where the second signed range ends.
    pub(super) end: usize,
    /// The container, without the padding.
    pub(super) der: Vec<u8>,
    /// Oddities that leave the container readable.
    pub(super) findings: Vec<FindingCode>,
}

/// Reads the gap of a signature dictionary (ISO 32000-2 §12.8.1). Every missing or odd entry is a
/// finding, never "no signature".
pub(super) fn read(bytes: &[u8], dictionary: &Dictionary) -> Result<Gap, FindingCode> {
    let Ok(Object::String(contents, _)) = dictionary.get(b"Contents") else {
        return Err(FindingCode::ContentsOdd);
    };
    if contents.is_empty() {
        return Err(FindingCode::ContentsOdd);
    }
    let (at, end) = byte_range(bytes.len(), dictionary).ok_or(FindingCode::ByteRangeOdd)?;
    let token = &bytes[at.clone()];
    let digits = token
        .strip_prefix(b"<")
        .and_then(|rest| rest.strip_suffix(b">"))
        .ok_or(FindingCode::ByteRangeOdd)?;
    let octets = decode(digits).ok_or(FindingCode::ContentsOdd)?;
    if !is_contents(dictionary, &octets) {
        return Err(FindingCode::ByteRangeOdd);
    }
    let length = container_length(&octets).ok_or(FindingCode::ContentsOdd)?;
    let (der, padding) = octets.split_at(length);
    let mut findings = Vec::new();
    if padding.iter().any(|&byte| byte != 0) {
        findings.push(FindingCode::PaddingNotZero);
    }
    if mixes_cases(digits) {
        findings.push(FindingCode::ContentsNotCanonical);
    }
    Ok(Gap {
        at,
        end,
        der: der.to_vec(),
        findings,
    })
}

/// `[0 a b c]` with the gap between `a` and `b` inside the file.
fn byte_range(length: usize, dictionary: &Dictionary) -> Option<(Range<usize>, usize)> {
    let Ok(Object::Array(numbers)) = dictionary.get(b"ByteRange") else {
        return None;
    };
    let [zero, first, second, rest] = numbers.as_slice() else {
        return None;
    };
    let offset = |number: &Object| usize::try_from(number.as_i64().ok()?).ok();
    let (start, stop) = (offset(first)?, offset(second)?);
    let end = stop.checked_add(offset(rest)?)?;
    let sound = offset(zero)? == 0 && 0 < start && start + 2 <= stop && stop < end;
    (sound && end <= length).then_some((start..stop, end))
}

/// Length of the outer SEQUENCE or OCTET STRING with its header, in DER or BER.
fn container_length(octets: &[u8]) -> Option<usize> {
    let known = matches!(octets.first(), Some(&(asn1::SEQUENCE | asn1::OCTET_STRING)));
    known.then(|| ber::length(octets)).flatten()
}

/// Whether the octets in the gap are those the parser gives for `/Contents`: a second `/Contents`
/// elsewhere in the dictionary would differ.
fn is_contents(dictionary: &Dictionary, octets: &[u8]) -> bool {
    matches!(dictionary.get(b"Contents"), Ok(Object::String(text, _)) if text.as_slice() == octets)
}

fn decode(digits: &[u8]) -> Option<Vec<u8>> {
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits
        .chunks_exact(2)
        .map(|pair| Some(nibble(pair[0])? << 4 | nibble(pair[1])?))
        .collect()
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

fn mixes_cases(digits: &[u8]) -> bool {
    digits.iter().any(u8::is_ascii_lowercase) && digits.iter().any(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use lopdf::{Dictionary, Object, StringFormat};

    use super::{FindingCode, read};

    fn file(hex: &[u8]) -> (Vec<u8>, Dictionary) {
        let bytes = [b"%PDF /Contents <".as_slice(), hex, b"> %%EOF".as_slice()].concat();
        let mut dictionary = Dictionary::new();
        let end = bytes.len() as i64;
        let stop = end - 6;
        dictionary.set(
            "ByteRange",
            vec![0.into(), 15.into(), stop.into(), (end - stop).into()],
        );
        let octets = super::decode(hex).unwrap_or_default();
        dictionary.set(
            "Contents",
            Object::String(octets, StringFormat::Hexadecimal),
        );
        (bytes, dictionary)
    }

    fn codes(hex: &[u8]) -> Vec<FindingCode> {
        let (bytes, dictionary) = file(hex);
        read(&bytes, &dictionary).map_or_else(|code| vec![code], |gap| gap.findings)
    }

    #[test]
    fn a_gap_with_zero_padding_is_read() {
        assert_eq!(codes(b"30020500".as_slice()), []);
        assert_eq!(codes(b"300205000000"), []);
    }

    #[test]
    fn padding_case_and_digits_are_checked() {
        assert_eq!(codes(b"3002050001"), [FindingCode::PaddingNotZero]);
        assert_eq!(codes(b"3002AaBb"), [FindingCode::ContentsNotCanonical]);
        assert_eq!(codes(b"30020 00"), [FindingCode::ContentsOdd]);
        assert_eq!(codes(b"ff020500"), [FindingCode::ContentsOdd]);
    }

    #[test]
    fn a_range_beside_the_gap_is_odd() {
        let (bytes, mut dictionary) = file(b"30020500");
        dictionary.set("ByteRange", vec![0.into(), 14.into(), 25.into(), 6.into()]);
        assert_eq!(
            read(&bytes, &dictionary).err(),
            Some(FindingCode::ByteRangeOdd)
        );
        dictionary.remove(b"ByteRange");
        assert_eq!(
            read(&bytes, &dictionary).err(),
            Some(FindingCode::ByteRangeOdd)
        );
    }
}
