//! Where the chunks of a blob begin and end, under which key and nonces: all but the cipher.

use core::ops::Range;

use zeroize::Zeroize;

use super::{BlobKind, CHUNK_BYTES, MAGIC, SALT_BYTES, TAG_BYTES};
use crate::protocol::derive::{hkdf, length};
use crate::{Error, Kind, Result};

/// Where a blob belongs.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Whose key opens it.
    pub kind: BlobKind,
    /// The envelope's id.
    pub envelope: &'a str,
    /// The document's id.
    pub document: &'a str,
    /// Number of the revision.
    pub revision: u32,
}

/// The chunks of one blob, for whatever cipher opens or seals them: a browser's own is many times
/// faster than one that is compiled for it.
pub struct Chunks {
    key: [u8; 32],
    header: Vec<u8>,
    length: usize,
}

impl Chunks {
    /// Returns the chunks of a blob to be made of `plain` octets. `salt` must be new and random.
    pub fn sealing(key: &[u8; 32], place: &Place<'_>, salt: [u8; 32], plain: usize) -> Self {
        let header = header(place, &salt);
        let count = plain.div_ceil(CHUNK_BYTES).max(1);
        Self {
            key: own_key(key, place.kind, &header, &salt),
            length: header.len() + plain + count * TAG_BYTES,
            header,
        }
    }

    /// Returns the chunks of a blob of `length` octets that begins with `head`, of which the first
    /// [`header_bytes`] are looked at.
    ///
    /// # Errors
    /// [`Kind::BadBlob`] for a blob of another place, or one that was cut.
    pub fn opening(key: &[u8; 32], place: &Place<'_>, head: &[u8], length: usize) -> Result<Self> {
        let refused = Error::new(Kind::BadBlob);
        let stated = header(place, &[]);
        let rest = head.strip_prefix(&stated[..]).ok_or(refused)?;
        let salt = rest.get(..SALT_BYTES).ok_or(refused)?;
        let header = [&stated[..], salt].concat();
        let body = length.checked_sub(header.len()).ok_or(refused)?;
        let last = body % (CHUNK_BYTES + TAG_BYTES);
        if body == 0 || (1..TAG_BYTES).contains(&last) {
            return Err(refused);
        }
        Ok(Self {
            key: own_key(key, place.kind, &header, salt),
            header,
            length,
        })
    }

    /// Returns the AES-256 key of this blob and no other.
    pub fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// Returns what stands before the chunks.
    pub fn header(&self) -> &[u8] {
        &self.header
    }

    /// Returns the length of the whole blob.
    pub fn blob_bytes(&self) -> usize {
        self.length
    }

    /// Returns how many there are; at least one.
    pub fn count(&self) -> usize {
        let body = self.length - self.header.len();
        body.div_ceil(CHUNK_BYTES + TAG_BYTES)
    }

    /// Returns where a chunk stands in the blob, with its tag.
    pub fn sealed(&self, number: usize) -> Range<usize> {
        let start = self.header.len() + number * (CHUNK_BYTES + TAG_BYTES);
        start..self.length.min(start + CHUNK_BYTES + TAG_BYTES)
    }

    /// Returns where a chunk stands in the plain text.
    pub fn plain(&self, number: usize) -> Range<usize> {
        let start = number * CHUNK_BYTES;
        start..start + self.sealed(number).len() - TAG_BYTES
    }

    /// Returns the nonce of a chunk.
    pub fn nonce(&self, number: usize) -> [u8; 12] {
        let short = u32::try_from(number).expect("a file has fewer than 2^32 MiB");
        let mut nonce = [0; 12];
        nonce[7..11].copy_from_slice(&short.to_be_bytes());
        nonce[11] = u8::from(number + 1 == self.count());
        nonce
    }
}

impl Drop for Chunks {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

/// Returns how many octets stand before the chunks of a blob of that place.
pub fn header_bytes(place: &Place<'_>) -> usize {
    header(place, &[]).len() + SALT_BYTES
}

fn header(place: &Place<'_>, salt: &[u8]) -> Vec<u8> {
    let (envelope, document) = (place.envelope.as_bytes(), place.document.as_bytes());
    let lengths = (length(envelope), length(document));
    let names = [
        MAGIC,
        &[place.kind.code()],
        &lengths.0,
        envelope,
        &lengths.1,
        document,
    ]
    .concat();
    [&names[..], &place.revision.to_be_bytes(), salt].concat()
}

fn own_key(key: &[u8; 32], kind: BlobKind, header: &[u8], salt: &[u8]) -> [u8; 32] {
    hkdf(key, salt, &[kind.label(), header].concat())
}
