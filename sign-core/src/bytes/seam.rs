//! A comment at the beginning of an update that carries the hash of the file before it along.
//!
//! A browser hashes a file three times faster than anything compiled for it, but tells the digest
//! alone, and what is signed, stamped and sealed later goes on from a state *inside* the hash. The
//! last thing SHA-256 takes in is its own padding (FIPS 180-4 §5.1.1). Where the file itself goes on
//! with that padding, the digest of what stands before it is the state behind it. So the first update
//! of a document begins with a comment (ISO 32000-2 §7.2.4) that ends in those octets.

use core::ops::Range;

use super::hash::{BLOCK_BYTES, Sha256Stream};
use super::search;
use crate::wire::value::{B64, Hash, HashState};

/// How the comment begins.
const MARK: &[u8] = b"%seam";

/// Octets of the count of bits that ends a padding.
const COUNT_BYTES: usize = 8;

/// How far before its end a file is searched: what is appended to a document is much less.
const SEARCHED_BYTES: usize = 8 << 20;

/// What goes between a file and its first update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seam {
    text: Vec<u8>,
    padding: Vec<u8>,
}

impl Seam {
    /// Returns the one for a file of `length` octets; nothing where the padding would hold an end of
    /// line, which no comment can: between 21 and 23 MB, say, and in few others.
    pub fn after(length: u64, ends_with_eol: bool) -> Option<Self> {
        let mut text = if ends_with_eol {
            Vec::new()
        } else {
            vec![b'\n']
        };
        text.extend(MARK);
        (0..BLOCK_BYTES).find_map(|_| {
            text.push(b'.');
            let padding = padding(length.checked_add(text.len() as u64)?)?;
            let sound = !padding.iter().any(|octet| is_eol(*octet));
            let text = text.clone();
            sound.then_some(Self { text, padding })
        })
    }

    /// Returns the one for these octets.
    pub fn of(file: &[u8]) -> Option<Self> {
        let ends_with_eol = file.last().is_some_and(|octet| is_eol(*octet));
        Self::after(file.len() as u64, ends_with_eol)
    }

    /// Returns what is hashed with the file.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Returns all of it, to the end of a SHA-256 block.
    pub fn octets(&self) -> Vec<u8> {
        [self.text.as_slice(), &self.padding].concat()
    }
}

fn is_eol(octet: u8) -> bool {
    matches!(octet, b'\n' | b'\r')
}

/// Returns what SHA-256 appends to a text of `length` octets.
fn padding(length: u64) -> Option<Vec<u8>> {
    let taken = usize::try_from(length % BLOCK_BYTES as u64).ok()?;
    let room = (2 * BLOCK_BYTES - COUNT_BYTES - 1 - taken) % BLOCK_BYTES;
    let count = length.checked_mul(8)?.to_be_bytes();
    Some([&[0x80], vec![0; room].as_slice(), &count].concat())
}

/// Finds the padding of the seam that stands behind the first `length` octets of a file.
pub fn at(file: &[u8], length: usize) -> Option<Range<usize>> {
    let (before, behind) = file.split_at_checked(length)?;
    let seam = Seam::of(before)?;
    let start = length + seam.text.len();
    let is = behind.starts_with(&seam.octets());
    is.then(|| start..start + seam.padding.len())
}

/// Finds the last padding of a seam in a file. Whether it was meant as one does not matter: behind
/// it the state is what the digest says.
pub fn last(file: &[u8]) -> Option<Range<usize>> {
    let mut end = file.len();
    let from = end.saturating_sub(SEARCHED_BYTES);
    while let Some(at) = search::rfind(file, MARK, from..end) {
        let filler = file[at + MARK.len()..].iter();
        let start = at + MARK.len() + filler.take_while(|octet| **octet == b'.').count();
        let padding = padding(start as u64)?;
        if file[start..].starts_with(&padding) {
            return Some(start..start + padding.len());
        }
        end = at;
    }
    None
}

/// Returns the hash behind a padding that ends at `end` of a file, from the digest of what stands
/// before the padding; nothing where no padding can end.
pub fn behind(end: usize, digest: Hash) -> Option<Sha256Stream> {
    let state = HashState {
        words: digest,
        blocks: (end / BLOCK_BYTES) as u64,
        rest: B64::default(),
    };
    let whole = end.is_multiple_of(BLOCK_BYTES);
    Sha256Stream::resume(&state).ok().filter(|_| whole)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::{Seam, at, behind, is_eol, last, padding};
    use crate::bytes::hash::sha256;

    fn file(length: usize) -> Vec<u8> {
        (0..length).map(|n| (n * 31 % 251) as u8).collect()
    }

    #[test]
    fn the_digest_before_a_padding_is_the_state_behind_it() {
        for length in 0..200 {
            let mut grown = file(length);
            let seam = Seam::after(length as u64, length % 2 == 0).unwrap();
            grown.extend(seam.octets());
            let padding = last(&grown).unwrap();
            assert_eq!(at(&grown, length).unwrap_or(padding.clone()), padding);
            assert_eq!((padding.end, grown.len() % 64), (grown.len(), 0));
            let mut stream = behind(padding.end, sha256(&grown[..padding.start])).unwrap();
            stream.update(b"what is appended");
            grown.extend(b"what is appended");
            assert_eq!(stream.finish(), sha256(&grown), "{length}");
        }
    }

    #[test]
    fn a_seam_is_a_comment_on_a_line_of_its_own() {
        for length in (0..40_000_000).step_by(997) {
            for ends_with_eol in [false, true] {
                let Some(seam) = Seam::after(length, ends_with_eol) else {
                    continue;
                };
                let seam = seam.octets();
                let comment = seam.strip_prefix(b"\n").unwrap_or(&seam);
                assert_eq!(seam.len() - comment.len(), usize::from(!ends_with_eol));
                assert!(comment.starts_with(b"%seam."));
                assert!(!comment.iter().any(|octet| is_eol(*octet)));
                assert!(seam.len() <= 3 * 64, "{length}");
            }
        }
    }

    #[test]
    fn a_length_whose_count_holds_an_end_of_line_takes_none() {
        // 0x0a000000 bits and 0x0d0000 bits; a few octets more do not change those.
        for length in [0x0140_0000, 0x0001_a000] {
            assert_eq!(Seam::after(length, true), None);
        }
        assert_eq!(padding(0x0140_0000).unwrap()[60], 0x0a);
        let without = (0..u64::from(u16::MAX)).map(|step| Seam::after(step * 1999, true).is_none());
        let share = without.filter(|none| *none).count();
        assert!(share < 3000, "{share} of 65,536");
    }

    #[test]
    fn words_alone_are_no_seam() {
        let mut grown = file(100);
        grown.extend(Seam::of(&grown).unwrap().octets());
        let sound = grown.len();
        assert!(at(&grown, 100).is_some());
        grown.extend(b"%seam... %seam.\x80");
        assert_eq!(last(&grown).map(|padding| padding.end), Some(sound));
        grown[sound - 1] ^= 1;
        assert_eq!(
            (last(&grown), last(b"%seam"), last(b"")),
            (None, None, None)
        );
        assert!(behind(65, sha256(b"")).is_none());
    }
}
