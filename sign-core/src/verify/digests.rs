//! Every digest a report needs, in one pass over the file.

use core::ops::Range;
use std::collections::{BTreeMap, BTreeSet};

use crate::bytes::hash::Sha256Stream;
use crate::bytes::trail::Trail;
use crate::wire::value::Hash;

/// A signed range: the file up to `end`, without the gap.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Signed {
    /// The gap, both brackets included.
    pub(super) gap: (usize, usize),
    /// Where the second range ends.
    pub(super) end: usize,
}

/// SHA-256 of prefixes of the file, and of signed ranges.
#[derive(Debug, Default)]
pub(super) struct Digests {
    prefixes: BTreeMap<usize, Hash>,
    ranges: BTreeMap<Signed, Hash>,
}

impl Signed {
    /// Names the range around `gap` that ends at `end`.
    pub(super) fn around(gap: &Range<usize>, end: usize) -> Self {
        Self {
            gap: (gap.start, gap.end),
            end,
        }
    }
}

impl Digests {
    /// Hashes `bytes` once, up to the last place asked for; what stands between a gap and its
    /// range's end (a cross-reference section, as a rule) is hashed once more. What the `trail` of
    /// the same octets knows is not hashed again.
    pub(super) fn over(bytes: &[u8], trail: &Trail, ends: &[usize], ranges: &[Signed]) -> Self {
        let mut digests = Self::default();
        let (mut done, mut stream) = (0, Sha256Stream::new());
        let mut cuts: Vec<usize> = ends.to_vec();
        cuts.extend(ranges.iter().map(|range| range.gap.0));
        cuts.sort_unstable();
        // Thousands of fields may name one signature, which is hashed once.
        cuts.dedup();
        let ranges: BTreeSet<&Signed> = ranges.iter().collect();
        for cut in cuts {
            let (known, state) = trail.before(cut);
            if known > done {
                (done, stream) = (known, state);
            }
            stream.update(&bytes[done..cut]);
            done = cut;
            if ends.contains(&cut) {
                digests.prefixes.insert(cut, stream.clone().finish());
            }
            for range in ranges.iter().filter(|range| range.gap.0 == cut) {
                let mut rest = stream.clone();
                rest.update(&bytes[range.gap.1..range.end]);
                digests.ranges.insert(Signed::clone(range), rest.finish());
            }
        }
        digests
    }

    /// The digest over a range given to [`Digests::over`].
    pub(super) fn range(&self, range: &Signed) -> Option<Hash> {
        self.ranges.get(range).copied()
    }

    /// The digest of the file's first `end` bytes, if that was asked for.
    pub(super) fn prefix(&self, end: usize) -> Option<Hash> {
        self.prefixes.get(&end).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Digests, Signed, Trail};
    use crate::bytes::hash::sha256;

    #[test]
    fn one_pass_gives_every_digest() {
        let bytes: Vec<u8> = (0..=255).collect();
        let (inner, outer) = (
            Signed::around(&(70..90), 128),
            Signed::around(&(200..210), 256),
        );
        for known in [0, 64, 100, 200, 256] {
            let mut trail = Trail::new();
            trail.update(&bytes[..known]);
            check(&bytes, &trail, &inner, &outer);
        }
    }

    fn check(bytes: &[u8], trail: &Trail, inner: &Signed, outer: &Signed) {
        let digests = Digests::over(bytes, trail, &[128, 64], &[outer.clone(), inner.clone()]);
        assert_eq!(digests.prefix(64), Some(sha256(&bytes[..64])));
        assert_eq!(digests.prefix(128), Some(sha256(&bytes[..128])));
        let expected = [&bytes[..70], &bytes[90..128]].concat();
        assert_eq!(digests.range(inner), Some(sha256(&expected)));
        let expected = [&bytes[..200], &bytes[210..]].concat();
        assert_eq!(digests.range(outer), Some(sha256(&expected)));
        assert_eq!(digests.prefix(1), None);
    }
}
