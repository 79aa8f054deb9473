//! Containers of others in BER (X.690 §8): where one ends, and the same in definite lengths.
//!
//! What stands in definite lengths keeps its octets, so that certificates and signed attributes
//! are hashed as they were signed.

/// How deep values may nest.
const DEPTH: usize = 40;

/// Bit of a tag: the value is made of values.
const CONSTRUCTED: u8 = 0x20;

/// Returns the length of the first value with its header and, where its length is indefinite, its
/// end.
pub(crate) fn length(octets: &[u8]) -> Option<usize> {
    let mut rest = octets;
    skip(&mut rest, DEPTH)?;
    Some(octets.len() - rest.len())
}

/// Writes a value that is all of `octets` in definite lengths.
pub(crate) fn definite(octets: &[u8]) -> Option<Vec<u8>> {
    let mut rest = octets;
    let value = value(&mut rest, DEPTH)?;
    rest.is_empty().then_some(value)
}

/// Tag, octets of the header, and length; no length where it is indefinite.
fn header(octets: &[u8]) -> Option<(u8, usize, Option<usize>)> {
    let (&tag, &first) = (octets.first()?, octets.get(1)?);
    if tag & 0x1f == 0x1f {
        return None;
    }
    match first {
        0..=0x7f => Some((tag, 2, Some(usize::from(first)))),
        0x80 => (tag & CONSTRUCTED != 0).then_some((tag, 2, None)),
        0x81..=0x84 => {
            let count = usize::from(first - 0x80);
            let digits = octets.get(2..2 + count)?;
            let length = digits.iter().try_fold(0_usize, |sum, digit| {
                sum.checked_mul(256)?.checked_add(usize::from(*digit))
            })?;
            Some((tag, 2 + count, Some(length)))
        }
        _ => None,
    }
}

/// Passes over one value; definite ones are not looked into.
fn skip(rest: &mut &[u8], depth: usize) -> Option<()> {
    let (_, head, length) = header(rest)?;
    if let Some(length) = length {
        *rest = rest.get(head.checked_add(length)?..)?;
        return Some(());
    }
    *rest = rest.get(head..)?;
    while !ends(rest)? {
        skip(rest, depth.checked_sub(1)?)?;
    }
    *rest = &rest[2..];
    Some(())
}

/// Whether the two zeros that end an indefinite length come next.
fn ends(rest: &[u8]) -> Option<bool> {
    Some(rest.get(..2)? == [0, 0])
}

fn value(rest: &mut &[u8], depth: usize) -> Option<Vec<u8>> {
    let whole = *rest;
    let (tag, head, stated) = header(whole)?;
    let depth = depth.checked_sub(1)?;
    let Some(stated) = stated else {
        *rest = &whole[head..];
        let mut parts = Vec::new();
        while !ends(rest)? {
            parts.push(value(rest, depth)?);
        }
        *rest = &rest[2..];
        return joined(tag, &parts);
    };
    let content = whole.get(head..head.checked_add(stated)?)?;
    *rest = &whole[head + stated..];
    let kept = whole[..head + stated].to_vec();
    if tag & CONSTRUCTED == 0 {
        return Some(kept);
    }
    let mut inner = content;
    let mut parts = Vec::new();
    while !inner.is_empty() {
        parts.push(value(&mut inner, depth)?);
    }
    let same = parts.concat() == content && tag != OCTETS | CONSTRUCTED;
    if same {
        Some(kept)
    } else {
        joined(tag, &parts)
    }
}

const OCTETS: u8 = 0x04;

/// Puts parts together; those of an octet string become one string (X.690 §8.7.3).
fn joined(tag: u8, parts: &[Vec<u8>]) -> Option<Vec<u8>> {
    if tag != OCTETS | CONSTRUCTED {
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        return Some(super::asn1::tlv(tag, &parts));
    }
    let strings: Option<Vec<&[u8]>> = parts
        .iter()
        .map(|part| match header(part)? {
            (OCTETS, head, _) => part.get(head..),
            _ => None,
        })
        .collect();
    Some(super::asn1::tlv(OCTETS, &strings?))
}

#[cfg(test)]
mod tests {
    use super::{definite, length};

    #[test]
    fn indefinite_lengths_become_definite() {
        let octets = [
            0x30, 0x80, 0x24, 0x80, 4, 1, 7, 4, 1, 8, 0, 0, 2, 1, 5, 0, 0,
        ];
        let expected = vec![0x30, 7, 4, 2, 7, 8, 2, 1, 5];
        assert_eq!(definite(&octets), Some(expected));
        assert_eq!(
            length(&[&octets[..], &[0, 0, 9]].concat()),
            Some(octets.len())
        );
    }

    #[test]
    fn definite_lengths_keep_their_octets() {
        let longer = [0x30, 0x81, 3, 2, 1, 5];
        assert_eq!(definite(&longer).as_deref(), Some(&longer[..]));
    }

    #[test]
    fn what_does_not_end_is_refused() {
        assert_eq!(length(&[0x30, 0x80, 2, 1, 5]), None);
        assert_eq!(
            length(&[&[0x30, 0x80].repeat(100)[..], &[0; 200]].concat()),
            None
        );
        assert_eq!(definite(&[0x30, 0x80].repeat(100_000)), None);
        assert_eq!(length(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), None);
    }
}
