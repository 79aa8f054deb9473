//! Takes a file in, piece by piece, and hashes it on the way: the one pass over all of its bytes.

use sign_core::bytes::hash::Sha256Stream;

/// Hashing goes on in pieces of this size: one long call of wasm runs ten times slower.
const PIECE_BYTES: usize = 64 << 10;

/// A file as it comes in.
#[derive(Clone, Default)]
pub struct Intake {
    bytes: Vec<u8>,
    hash: Sha256Stream,
}

impl Intake {
    /// Makes room for `size` bytes and the updates that will follow them.
    pub fn with_room(size: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(size.saturating_add(1 << 20)),
            hash: Sha256Stream::new(),
        }
    }

    /// Takes the next piece.
    pub fn push(&mut self, piece: &[u8]) {
        feed(&mut self.hash, piece);
        self.bytes.extend_from_slice(piece);
    }

    /// Returns the file and the hash that can go on behind it.
    pub fn finish(self) -> (Vec<u8>, Sha256Stream) {
        (self.bytes, self.hash)
    }
}

impl From<&[u8]> for Intake {
    fn from(bytes: &[u8]) -> Self {
        let mut intake = Self::with_room(bytes.len());
        intake.push(bytes);
        intake
    }
}

/// Hashes many bytes in small calls.
pub fn feed(hash: &mut Sha256Stream, bytes: &[u8]) {
    for piece in bytes.chunks(PIECE_BYTES) {
        hash.update(piece);
    }
}
