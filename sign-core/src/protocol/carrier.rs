//! Encrypted copies of a document or of what was added to it (PROTOCOL §6).
//!
//! ```text
//! blob   = header, chunks
//! header = "SEING", version 1, kind (1 sealed, 2 local), length ‖ envelope, length ‖ document,
//!          revision, salt        -- integers of 32 bits, big-endian; the salt has 32 octets
//! chunk  = AES-256-GCM of at most 1 MiB under HKDF(key, salt, "seing/1/" kind ‖ header),
//!          nonce = seven zeros, chunk number, 1 for the last chunk and 0 for the others
//! ```
//!
//! The header is part of the key's derivation and the last chunk is marked, so a blob that was
//! cut, reordered, extended or moved to another place does not open.

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit, Tag};
use sha2::{Digest, Sha512};
use zeroize::Zeroize;

use super::derive::hkdf;
use crate::{Error, Kind, Result};

mod chunks;

pub use chunks::{Chunks, Place, header_bytes};

/// Octets of plain text in every chunk but the last.
pub const CHUNK_BYTES: usize = 1 << 20;

const MAGIC: &[u8] = b"SEING\x01";
const SALT_BYTES: usize = 32;
const TAG_BYTES: usize = 16;

/// Whose key opens a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlobKind {
    /// The envelope's key, which travels in links.
    Sealed,
    /// A key that follows from the original and the link; see [`local_key`].
    Local,
}

impl BlobKind {
    fn code(self) -> u8 {
        match self {
            Self::Sealed => 1,
            Self::Local => 2,
        }
    }

    fn label(self) -> &'static [u8] {
        match self {
            Self::Sealed => b"seing/1/blob",
            Self::Local => b"seing/1/local",
        }
    }
}

/// Returns the key of a document's `local` blobs: it follows from SHA-512 of the original and the
/// link's key. Without a link key, whoever has the original can open them.
pub fn local_key(original: &[u8], link_key: Option<&[u8; 32]>) -> [u8; 32] {
    let mut ikm = Sha512::digest(original).to_vec();
    ikm.extend_from_slice(link_key.map_or(&[][..], |key| &key[..]));
    let key = hkdf(&ikm, &[], b"seing/1/local-key");
    ikm.zeroize();
    key
}

/// Encrypts a blob. `salt` must be new and random for each blob: no two may share a key.
pub fn seal_blob(
    key: &[u8; 32],
    kind: BlobKind,
    envelope: &str,
    document: &str,
    revision: u32,
    salt: [u8; 32],
    plain: &[u8],
) -> Vec<u8> {
    let place = Place {
        kind,
        envelope,
        document,
        revision,
    };
    seal_chunks(&Chunks::sealing(key, &place, salt, plain.len()), plain)
}

/// Encrypts what [`Chunks::sealing`] was made for.
pub fn seal_chunks(chunks: &Chunks, plain: &[u8]) -> Vec<u8> {
    let cipher = cipher(chunks);
    let mut blob = Vec::with_capacity(chunks.blob_bytes());
    blob.extend_from_slice(chunks.header());
    for number in 0..chunks.count() {
        let at = blob.len();
        blob.extend_from_slice(&plain[chunks.plain(number)]);
        let nonce = chunks.nonce(number).into();
        let tag = cipher.encrypt_inout_detached(&nonce, &[], (&mut blob[at..]).into());
        blob.extend_from_slice(&tag.expect("a chunk is far below the cipher's limit"));
    }
    blob
}

/// Opens the blob of one envelope, document and revision.
///
/// # Errors
/// [`Kind::BadBlob`] for a blob of another place, another key, or one that was altered or cut.
pub fn open_blob(
    key: &[u8; 32],
    kind: BlobKind,
    envelope: &str,
    document: &str,
    revision: u32,
    blob: &[u8],
) -> Result<Vec<u8>> {
    let refused = Error::new(Kind::BadBlob);
    let place = Place {
        kind,
        envelope,
        document,
        revision,
    };
    let chunks = Chunks::opening(key, &place, blob, blob.len())?;
    let cipher = cipher(&chunks);
    let mut plain = Vec::with_capacity(blob.len());
    for number in 0..chunks.count() {
        let chunk = &blob[chunks.sealed(number)];
        let (text, tag) = chunk.split_at(chunk.len() - TAG_BYTES);
        let tag = Tag::try_from(tag).map_err(|_| refused)?;
        let (nonce, at) = (chunks.nonce(number).into(), plain.len());
        plain.extend_from_slice(text);
        let opened = cipher.decrypt_inout_detached(&nonce, &[], (&mut plain[at..]).into(), &tag);
        opened.map_err(|_| refused)?;
    }
    Ok(plain)
}

fn cipher(chunks: &Chunks) -> Aes256Gcm {
    Aes256Gcm::new_from_slice(chunks.key()).expect("the key has 32 octets")
}

/// Tells whether octets have the outer form of a blob: what may be kept without its key.
pub fn is_blob(octets: &[u8]) -> bool {
    let Some([1 | 2, rest @ ..]) = octets.strip_prefix(MAGIC) else {
        return false;
    };
    let rest = skip_field(rest).and_then(skip_field);
    rest.is_some_and(|rest| rest.len() >= 4 + SALT_BYTES + TAG_BYTES)
}

fn skip_field(octets: &[u8]) -> Option<&[u8]> {
    let (length, rest) = octets.split_first_chunk()?;
    rest.get(usize::try_from(u32::from_be_bytes(*length)).ok()?..)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::{BlobKind, CHUNK_BYTES, is_blob, local_key, open_blob, seal_blob};
    use crate::Result;
    use crate::bytes::hash::sha256;

    const KEY: [u8; 32] = [7; 32];

    fn seal(plain: &[u8]) -> Vec<u8> {
        seal_blob(&KEY, BlobKind::Sealed, "e1", "d1", 2, [9; 32], plain)
    }

    fn open(blob: &[u8]) -> Result<Vec<u8>> {
        open_blob(&KEY, BlobKind::Sealed, "e1", "d1", 2, blob)
    }

    #[test]
    fn a_blob_of_version_1_is_for_ever_written_like_this() {
        let golden = "d2e8c362d039f0b42b49e6a40f909ef87d13fef049334fc7685350ad76d7e559";
        assert_eq!(sha256(&seal(b"document")).hex(), golden);
    }

    #[test]
    fn a_blob_opens_at_every_length_round_a_chunk() {
        for length in [
            0,
            1,
            CHUNK_BYTES - 1,
            CHUNK_BYTES,
            CHUNK_BYTES + 1,
            2 * CHUNK_BYTES,
        ] {
            let plain = vec![0x5a; length];
            let blob = seal(&plain);
            assert!(is_blob(&blob));
            assert_eq!(open(&blob).unwrap(), plain);
        }
    }

    #[test]
    fn every_altered_octet_is_refused() {
        let good = seal(b"document");
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            assert!(open(&bad).is_err(), "octet {at}");
        }
    }

    #[test]
    fn a_cut_extended_or_reordered_blob_is_refused() {
        let good = seal(&vec![1; 2 * CHUNK_BYTES]);
        let head = good.len() - 2 * (CHUNK_BYTES + 16);
        let (first, second) = good[head..].split_at(CHUNK_BYTES + 16);
        assert!(open(&good[..head]).is_err());
        assert!(open(&[&good[..head], first].concat()).is_err());
        assert!(open(&[&good[..head], second, first].concat()).is_err());
        assert!(open(&[&good[..], second].concat()).is_err());
        assert!(open(&good[..good.len() - 1]).is_err());
    }

    #[test]
    fn a_blob_of_another_place_is_refused() {
        let blob = seal(b"document");
        let sealed = BlobKind::Sealed;
        assert!(open_blob(&KEY, sealed, "e2", "d1", 2, &blob).is_err());
        assert!(open_blob(&KEY, sealed, "e1", "d2", 2, &blob).is_err());
        assert!(open_blob(&KEY, sealed, "e1", "d1", 3, &blob).is_err());
        assert!(open_blob(&KEY, BlobKind::Local, "e1", "d1", 2, &blob).is_err());
        assert!(open_blob(&[8; 32], sealed, "e1", "d1", 2, &blob).is_err());
    }

    #[test]
    fn two_blobs_of_the_same_text_share_nothing() {
        let other = seal_blob(&KEY, BlobKind::Sealed, "e1", "d1", 3, [9; 32], b"document");
        let (one, two) = (seal(b"document"), other);
        assert_ne!(
            one[one.len() - 24..one.len() - 16],
            two[two.len() - 24..two.len() - 16]
        );
    }

    #[test]
    fn a_local_key_needs_original_and_link() {
        let both = local_key(b"original", Some(&KEY));
        assert_ne!(both, local_key(b"original", None));
        assert_ne!(both, local_key(b"another", Some(&KEY)));
    }

    #[test]
    fn a_document_is_no_blob() {
        assert!(!is_blob(
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj"
        ));
        assert!(!is_blob(b"SEING\x01\x01\xff\xff\xff\xff"));
    }
}
