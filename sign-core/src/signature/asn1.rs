//! DER written canonically and walked strictly, original octets kept.

use der::asn1::{GeneralizedTime, ObjectIdentifier, UtcTime};
use der::{DateTime, Decode, Encode};

use crate::{Error, Kind, Result};

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OID: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const UTF8_STRING: u8 = 0x0c;
pub(crate) const PRINTABLE_STRING: u8 = 0x13;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// Returns the tag of a primitive context-specific value.
pub(crate) const fn implicit(number: u8) -> u8 {
    0x80 | number
}

/// Returns the tag of a constructed context-specific value.
pub(crate) const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// Writes tag, shortest length and the parts one after the other.
pub(crate) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = vec![tag];
    if length < 0x80 {
        out.push(length as u8);
    } else {
        let octets = length.to_be_bytes();
        let skip = octets.iter().take_while(|octet| **octet == 0).count();
        out.push(0x80 | (octets.len() - skip) as u8);
        out.extend_from_slice(&octets[skip..]);
    }
    parts.iter().for_each(|part| out.extend_from_slice(part));
    out
}

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(SEQUENCE, parts)
}

/// Writes a SET OF, its members in ascending order of their encodings (X.690 §11.6).
pub(crate) fn set_of(tag: u8, mut members: Vec<Vec<u8>>) -> Vec<u8> {
    members.sort();
    members.dedup();
    tlv(tag, &members.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

pub(crate) fn oid(identifier: ObjectIdentifier) -> Vec<u8> {
    tlv(OID, &[identifier.as_bytes()])
}

pub(crate) fn octets(value: &[u8]) -> Vec<u8> {
    tlv(OCTET_STRING, &[value])
}

/// Writes a BIT STRING of whole octets.
pub(crate) fn bits(value: &[u8]) -> Vec<u8> {
    tlv(BIT_STRING, &[&[0], value])
}

/// Writes a non-negative INTEGER given by its big-endian octets.
pub(crate) fn uint(value: &[u8]) -> Vec<u8> {
    let skip = value.iter().take_while(|octet| **octet == 0).count();
    let digits = &value[skip..];
    let pad: &[u8] = if digits.first().is_none_or(|first| *first >= 0x80) {
        &[0]
    } else {
        &[]
    };
    tlv(INTEGER, &[pad, digits])
}

/// Reads whole seconds of a time in milliseconds since 1970.
fn date_time(time_ms: i64, kind: Kind) -> Result<DateTime> {
    let seconds = u64::try_from(time_ms.div_euclid(1000)).map_err(|_| kind)?;
    let since = core::time::Duration::from_secs(seconds);
    DateTime::from_unix_duration(since).map_err(|_| kind.into())
}

/// Writes a GeneralizedTime of whole seconds.
pub(crate) fn generalized_time(tag: u8, time_ms: i64, kind: Kind) -> Result<Vec<u8>> {
    let time = GeneralizedTime::from_date_time(date_time(time_ms, kind)?);
    let mut der = time.to_der().map_err(|_| kind)?;
    der[0] = tag;
    Ok(der)
}

/// Writes a Time: UTCTime through 2049, GeneralizedTime after it (RFC 5280 §4.1.2.5).
pub(crate) fn time(time_ms: i64, kind: Kind) -> Result<Vec<u8>> {
    match UtcTime::from_date_time(date_time(time_ms, kind)?) {
        Ok(time) => time.to_der().map_err(|_| kind.into()),
        Err(_) => generalized_time(GENERALIZED_TIME, time_ms, kind),
    }
}

/// One value: its tag, its content, and both with the length between them, as they were given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'a> {
    pub(crate) tag: u8,
    pub(crate) value: &'a [u8],
    pub(crate) whole: &'a [u8],
}

/// Walks the values of some content; every failure has the kind it was made with.
#[derive(Clone, Debug)]
pub(crate) struct Walk<'a> {
    rest: &'a [u8],
    kind: Kind,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(content: &'a [u8], kind: Kind) -> Self {
        Self {
            rest: content,
            kind,
        }
    }

    /// Reads one value that is all of `octets`.
    pub(crate) fn only(octets: &'a [u8], tag: u8, kind: Kind) -> Result<Node<'a>> {
        let mut walk = Self::new(octets, kind);
        let node = walk.expect(tag)?;
        walk.end()?;
        Ok(node)
    }

    /// Walks the content of a value of this walk.
    pub(crate) fn within(&self, node: Node<'a>) -> Self {
        Self::new(node.value, self.kind)
    }

    pub(crate) fn refused(&self) -> Error {
        self.kind.into()
    }

    pub(crate) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// Returns the next value's tag.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Reads the next value; its length must be the shortest form (X.690 §10.1).
    pub(crate) fn next(&mut self) -> Result<Node<'a>> {
        let (tag, head, length) = header(self.rest).ok_or_else(|| self.refused())?;
        let end = head
            .checked_add(length)
            .filter(|end| *end <= self.rest.len());
        let end = end.ok_or_else(|| self.refused())?;
        let (whole, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(Node {
            tag,
            value: &whole[head..],
            whole,
        })
    }

    pub(crate) fn expect(&mut self, tag: u8) -> Result<Node<'a>> {
        let node = self.next()?;
        if node.tag == tag {
            Ok(node)
        } else {
            Err(self.refused())
        }
    }

    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Node<'a>>> {
        if self.peek() == Some(tag) {
            self.next().map(Some)
        } else {
            Ok(None)
        }
    }

    pub(crate) fn end(&self) -> Result<()> {
        if self.is_done() {
            Ok(())
        } else {
            Err(self.refused())
        }
    }

    /// Reads a SEQUENCE and returns a walk of its content.
    pub(crate) fn sequence(&mut self) -> Result<Self> {
        let node = self.expect(SEQUENCE)?;
        Ok(self.within(node))
    }

    pub(crate) fn oid(&mut self) -> Result<ObjectIdentifier> {
        let node = self.expect(OID)?;
        ObjectIdentifier::from_bytes(node.value).map_err(|_| self.refused())
    }

    /// Reads a non-negative INTEGER and returns its octets without leading zeros.
    pub(crate) fn uint(&mut self) -> Result<Vec<u8>> {
        let node = self.expect(INTEGER)?;
        let digits: Vec<u8> = node
            .value
            .iter()
            .copied()
            .skip_while(|octet| *octet == 0)
            .collect();
        if uint(&digits) == node.whole {
            Ok(digits)
        } else {
            Err(self.refused())
        }
    }

    /// Reads an INTEGER from 0 to 255.
    pub(crate) fn small(&mut self) -> Result<u8> {
        match self.uint()?[..] {
            [] => Ok(0),
            [one] => Ok(one),
            _ => Err(self.refused()),
        }
    }

    /// Reads a Time, in milliseconds since 1970.
    pub(crate) fn time(&mut self) -> Result<i64> {
        let node = self.next()?;
        let time = match node.tag {
            UTC_TIME => UtcTime::from_der(node.whole).map(|time| time.to_unix_duration()),
            _ => GeneralizedTime::from_der(node.whole).map(|time| time.to_unix_duration()),
        };
        let seconds = time.map_err(|_| self.refused())?.as_secs();
        i64::try_from(seconds)
            .map(|seconds| seconds * 1000)
            .map_err(|_| self.refused())
    }
}

/// Reads tag, octets of the header, and length.
fn header(octets: &[u8]) -> Option<(u8, usize, usize)> {
    let (&tag, &first) = (octets.first()?, octets.get(1)?);
    if tag & 0x1f == 0x1f {
        return None;
    }
    if first < 0x80 {
        return Some((tag, 2, usize::from(first)));
    }
    let count = usize::from(first & 0x7f);
    let digits = octets
        .get(2..2 + count)
        .filter(|_| (1..=4).contains(&count))?;
    let length = digits
        .iter()
        .fold(0usize, |sum, octet| sum << 8 | usize::from(*octet));
    let shortest = digits[0] != 0 && length >= 0x80;
    shortest.then_some((tag, 2 + count, length))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::{GENERALIZED_TIME, SEQUENCE, SET, UTC_TIME, Walk, set_of, time, tlv, uint};
    use crate::Kind;

    const KIND: Kind = Kind::BadCms;

    #[test]
    fn lengths_are_shortest_both_ways() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let der = tlv(SEQUENCE, &[&vec![5; length]]);
            assert_eq!(
                Walk::only(&der, SEQUENCE, KIND).unwrap().value.len(),
                length
            );
        }
        for longer in [
            &[0x30, 0x81, 0x01, 5][..],
            &[0x30, 0x80, 0, 0],
            &[0x30, 0x82, 0, 1, 5],
        ] {
            assert!(Walk::only(longer, SEQUENCE, KIND).is_err());
        }
    }

    #[test]
    fn a_set_is_sorted_by_its_encodings() {
        let members = vec![vec![4, 1, 9], vec![2, 1, 7], vec![4, 1, 3]];
        assert_eq!(set_of(SET, members), [0x31, 9, 2, 1, 7, 4, 1, 3, 4, 1, 9]);
    }

    #[test]
    fn integers_are_minimal_both_ways() {
        assert_eq!(uint(&[0, 0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(uint(&[]), [2, 1, 0]);
        assert!(Walk::new(&[2, 2, 0, 1], KIND).uint().is_err());
        assert!(Walk::new(&[2, 1, 0x81], KIND).uint().is_err());
    }

    #[test]
    fn times_change_their_form_in_2050() {
        let last = 2_524_607_999_000;
        assert_eq!(time(last, KIND).unwrap()[0], UTC_TIME);
        let first = time(last + 1000, KIND).unwrap();
        assert_eq!(first[0], GENERALIZED_TIME);
        assert_eq!(Walk::new(&first, KIND).time().unwrap(), last + 1000);
    }
}
