//! A file as it comes in, and what is known of its hash.

use super::sum::Known;

/// Room for the updates that will follow a file.
pub const ROOM_BYTES: usize = 1 << 20;

/// The largest file that is taken in: what `seing verify` reads, too.
pub const MOST_BYTES: u64 = 1 << 30;

/// A file as it comes in.
#[derive(Clone, Default)]
pub struct Intake {
    bytes: Vec<u8>,
    known: Option<Known>,
}

impl Intake {
    /// Makes room for `size` bytes and the updates that will follow them.
    pub fn with_room(size: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(size.saturating_add(ROOM_BYTES)),
            known: None,
        }
    }

    /// Takes the next piece: `fill` writes its `size` bytes where they stay.
    pub fn take(&mut self, size: usize, fill: impl FnOnce(&mut [u8])) {
        let start = self.bytes.len();
        self.bytes.resize(start + size, 0);
        fill(&mut self.bytes[start..]);
    }

    /// Returns the bytes so far.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Takes what somebody else knows of the hash.
    pub fn learn(&mut self, known: Known) {
        self.known = Some(known);
    }

    /// Returns the file, and what is known of its hash: what nobody told is hashed here.
    pub fn hashed(self) -> (Vec<u8>, Known) {
        let known = self.known.unwrap_or_else(|| Known::here(&self.bytes));
        (self.bytes, known)
    }

    /// Returns the file.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl From<Vec<u8>> for Intake {
    fn from(mut bytes: Vec<u8>) -> Self {
        bytes.reserve_exact(ROOM_BYTES);
        Self { bytes, known: None }
    }
}
