//! SHA-256 of a file as it grows, with its state at many places before.

use super::hash::Sha256Stream;

/// How far two places with a known state lie apart.
const STEP_BYTES: usize = 256 << 10;

/// The hash of octets taken so far, and how it stood on the way: whoever needs the digest of a
/// beginning of the same octets goes on from there, and reads none of them again.
#[derive(Clone, Default)]
pub struct Trail {
    stream: Sha256Stream,
    length: usize,
    marks: Vec<(usize, Sha256Stream)>,
}

impl Trail {
    /// Starts at the beginning of a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts behind the first `length` octets of a file, whose hash is known.
    pub fn behind(length: usize, stream: Sha256Stream) -> Self {
        let marks = vec![(length, stream.clone())];
        Self {
            stream,
            length,
            marks,
        }
    }

    /// Takes the next octets.
    pub fn update(&mut self, octets: &[u8]) {
        let mut rest = octets;
        while !rest.is_empty() {
            let room = STEP_BYTES - self.length % STEP_BYTES;
            let (piece, later) = rest.split_at(room.min(rest.len()));
            self.stream.update(piece);
            self.length += piece.len();
            if piece.len() == room {
                self.marks.push((self.length, self.stream.clone()));
            }
            rest = later;
        }
    }

    /// Returns the hash of everything taken, to be finished or gone on with.
    pub fn stream(&self) -> Sha256Stream {
        self.stream.clone()
    }

    /// Returns the last known state at or before an offset, and where that is.
    pub fn before(&self, at: usize) -> (usize, Sha256Stream) {
        if self.length <= at {
            return (self.length, self.stream.clone());
        }
        let after = self.marks.partition_point(|(place, _)| *place <= at);
        let mark = after.checked_sub(1).and_then(|last| self.marks.get(last));
        mark.cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{STEP_BYTES, Trail};
    use crate::bytes::hash::{Sha256Stream, sha256};

    #[test]
    fn a_beginning_is_hashed_from_the_last_place_known_before_its_end() {
        let file: Vec<u8> = (0..3 * STEP_BYTES + 70).map(|n| (n % 251) as u8).collect();
        let mut trail = Trail::new();
        for piece in file.chunks(STEP_BYTES - 1000) {
            trail.update(piece);
        }
        assert_eq!(trail.stream().finish(), sha256(&file));
        for end in [0, 9, STEP_BYTES, STEP_BYTES + 1, file.len() - 1, file.len()] {
            let (from, mut stream) = trail.before(end);
            assert!(from <= end && end - from < STEP_BYTES, "{end}: from {from}");
            stream.update(&file[from..end]);
            assert_eq!(stream.finish(), sha256(&file[..end]));
        }
    }

    #[test]
    fn a_trail_that_starts_in_the_middle_knows_nothing_of_what_was_before() {
        let file: Vec<u8> = (0..2 * STEP_BYTES).map(|n| (n % 253) as u8).collect();
        let start = 640;
        let mut stream = Sha256Stream::new();
        stream.update(&file[..start]);
        let mut trail = Trail::behind(start, stream);
        trail.update(&file[start..]);
        assert_eq!(trail.stream().finish(), sha256(&file));
        for (end, from) in [(start - 1, 0), (start, start), (STEP_BYTES + 9, STEP_BYTES)] {
            let (known, mut stream) = trail.before(end);
            assert_eq!(known, from);
            stream.update(&file[known..end]);
            assert_eq!(stream.finish(), sha256(&file[..end]));
        }
    }
}
