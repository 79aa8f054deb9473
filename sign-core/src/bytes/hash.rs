//! SHA-256 in pieces, and its state carried elsewhere.

use sha2::digest::common::hazmat::{SerializableState, SerializedState};
use sha2::{Digest, Sha256};

use crate::wire::value::{B64, Hash, HashState};
use crate::{Error, Kind, Result};

/// Octets of one SHA-256 block.
pub const BLOCK_BYTES: usize = 64;

/// How much is hashed in one call: a browser compiles a function well between its calls, not
/// within one.
const PIECE_BYTES: usize = 64 << 10;

/// The most octets a state may carry beside its chaining words (PROTOCOL §5).
const MAX_REST_BYTES: usize = 127;

/// No file comes near this many blocks; larger counts would overflow a length.
const MAX_BLOCKS: u64 = 1 << 40;

/// Returns the SHA-256 of `octets`.
pub fn sha256(octets: &[u8]) -> Hash {
    let mut stream = Sha256Stream::new();
    stream.update(octets);
    stream.finish()
}

/// Returns the state at the last block boundary that leaves at least 64 octets, and those octets
/// (PROTOCOL §5); of a file under 64 octets, the initial state and the file.
pub fn state_before_end(file: &[u8]) -> HashState {
    let kept = file.len().saturating_sub(BLOCK_BYTES) / BLOCK_BYTES * BLOCK_BYTES;
    let mut stream = Sha256Stream::new();
    stream.update(&file[..kept]);
    let mut state = stream.state();
    state.rest = B64(file[kept..].to_vec());
    state
}

/// SHA-256 fed in pieces, that can be stopped and continued by somebody who lacks the octets
/// before.
#[derive(Clone, Default)]
pub struct Sha256Stream(Sha256);

impl Sha256Stream {
    /// Starts at the beginning of a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next octets.
    pub fn update(&mut self, octets: &[u8]) {
        octets
            .chunks(PIECE_BYTES)
            .for_each(|piece| self.0.update(piece));
    }

    /// Returns the digest of everything taken.
    pub fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }

    /// Returns the state after the last whole block, and the fewer than 64 octets after it.
    ///
    /// sha2 lays its state out as eight little-endian words, a little-endian count of blocks, then
    /// the length and the octets of the unfinished block.
    pub fn state(&self) -> HashState {
        let packed = self.0.serialize();
        let rest = usize::from(packed[40]);
        HashState {
            words: Hash(swap_words(&packed[..32])),
            blocks: u64::from_le_bytes(packed[32..40].try_into().expect("eight octets")),
            rest: B64(packed[41..41 + rest].to_vec()),
        }
    }

    /// Goes on where `state` stopped.
    ///
    /// # Errors
    /// [`Kind::NotStructure`] where more than 127 octets are carried along, or where the count of
    /// blocks cannot be a file's.
    pub fn resume(state: &HashState) -> Result<Self> {
        let refused = || Error::new(Kind::NotStructure);
        if state.rest.0.len() > MAX_REST_BYTES || state.blocks > MAX_BLOCKS {
            return Err(refused());
        }
        let mut packed = SerializedState::<Sha256>::default();
        packed[..32].copy_from_slice(&swap_words(&state.words.0));
        packed[32..40].copy_from_slice(&state.blocks.to_le_bytes());
        let mut hasher = Sha256::deserialize(&packed).map_err(|_| refused())?;
        hasher.update(&state.rest.0);
        Ok(Self(hasher))
    }
}

/// Turns the octets of eight 32-bit words round, from one byte order to the other.
fn swap_words(words: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    for (to, from) in out.chunks_exact_mut(4).zip(words.chunks_exact(4)) {
        to.copy_from_slice(from);
        to.reverse();
    }
    out
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::{Sha256Stream, sha256, state_before_end};
    use crate::wire::value::{B64, Hash};

    fn sample(length: usize) -> Vec<u8> {
        (0..length).map(|n| (n * 31 % 251) as u8).collect()
    }

    #[test]
    fn the_initial_words_are_those_of_fips_180_4() {
        let state = Sha256Stream::new().state();
        assert!(
            state
                .words
                .hex()
                .starts_with("6a09e667bb67ae853c6ef372a54ff53a")
        );
        assert_eq!((state.blocks, state.rest.0.len()), (0, 0));
    }

    #[test]
    fn a_resumed_digest_equals_the_whole_one_at_every_cut() {
        let file = sample(200);
        for cut in 0..=file.len() {
            let mut first = Sha256Stream::new();
            first.update(&file[..cut]);
            let state = first.state();
            assert_eq!(state.blocks, cut as u64 / 64);
            let mut second = Sha256Stream::resume(&state).unwrap();
            second.update(&file[cut..]);
            assert_eq!(second.finish(), sha256(&file));
        }
    }

    #[test]
    fn a_state_before_the_end_leaves_64_to_127_octets() {
        for length in 64..400 {
            let file = sample(length);
            let state = state_before_end(&file);
            assert!((64..128).contains(&state.rest.0.len()));
            assert_eq!(
                Sha256Stream::resume(&state).unwrap().finish(),
                sha256(&file)
            );
        }
    }

    #[test]
    fn a_claimed_shorter_length_gives_another_digest() {
        let file = sample(300);
        let mut state = state_before_end(&file);
        state.blocks -= 1;
        assert_ne!(
            Sha256Stream::resume(&state).unwrap().finish(),
            sha256(&file)
        );
    }

    #[test]
    fn an_oversized_state_is_refused() {
        let mut state = Sha256Stream::new().state();
        state.rest = B64(vec![0; 128]);
        assert!(Sha256Stream::resume(&state).is_err());
        state.rest = B64(Vec::new());
        state.blocks = u64::MAX;
        assert!(Sha256Stream::resume(&state).is_err());
    }

    #[test]
    fn the_digest_of_abc_is_the_standards() {
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Some(sha256(b"abc")), Hash::from_hex(hex));
    }
}
