//! Takes a file in, piece by piece, and hashes it on the way: the one pass over all of its bytes.

use sign_core::bytes::trail::Trail;

/// Room for the updates that will follow a file.
pub const ROOM_BYTES: usize = 1 << 20;

/// The largest file that is taken in: what `seing verify` reads, too.
pub const MOST_BYTES: u64 = 1 << 30;

/// A file as it comes in.
#[derive(Clone, Default)]
pub struct Intake {
    bytes: Vec<u8>,
    trail: Trail,
}

impl Intake {
    /// Makes room for `size` bytes and the updates that will follow them.
    pub fn with_room(size: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(size.saturating_add(ROOM_BYTES)),
            trail: Trail::new(),
        }
    }

    /// Takes the next piece: `fill` writes its `size` bytes where they stay.
    pub fn take(&mut self, size: usize, fill: impl FnOnce(&mut [u8])) {
        let start = self.bytes.len();
        self.bytes.resize(start + size, 0);
        fill(&mut self.bytes[start..]);
        self.trail.update(&self.bytes[start..]);
    }

    /// Returns the file and the hash that can go on behind it.
    pub fn finish(self) -> (Vec<u8>, Trail) {
        (self.bytes, self.trail)
    }
}

impl From<Vec<u8>> for Intake {
    fn from(mut bytes: Vec<u8>) -> Self {
        bytes.reserve_exact(ROOM_BYTES);
        let mut trail = Trail::new();
        trail.update(&bytes);
        Self { bytes, trail }
    }
}
