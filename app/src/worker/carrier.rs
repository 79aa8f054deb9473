//! Blobs of a carrier: sealed before they leave, opened when they come (PROTOCOL §6).

use std::ops::Range;
use std::sync::Arc;

use sign_core::protocol::carrier::{BlobKind, Chunks, Place, local_key, open_blob, seal_chunks};
use sign_core::wire::Carrier;

use super::failure::{Failed, refused};
use super::intake::Intake;
use super::message::{Failure, Parcel};
use super::paper::Paper;

/// What a blob is to hold, and how it is encrypted.
pub struct Sealing {
    /// Its chunks, key and nonces.
    pub chunks: Chunks,
    file: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl Sealing {
    /// Returns what is encrypted.
    pub fn plain(&self) -> &[u8] {
        &self.file[self.range.clone()]
    }

    /// Encrypts it here.
    pub fn blob(&self) -> Vec<u8> {
        seal_chunks(&self.chunks, self.plain())
    }
}

/// Says what a revision adds: for revision 0 the whole file or what was added to the original,
/// later the prepared update.
pub fn sealing(paper: &Paper, parcel: &Parcel, salt: &[u8]) -> Failed<Sealing> {
    let split = usize::try_from(paper.original_size).unwrap_or(usize::MAX);
    let original = paper.bytes().get(..split);
    let original = original.ok_or_else(|| Failure::plain("wrong_original"))?;
    let end = paper.bytes().len();
    let range = match (parcel.revision, parcel.carrier) {
        (0, Carrier::Sealed) => 0..end,
        (0, Carrier::Local) => split..end,
        _ => end - paper.update()?.len()..end,
    };
    let salt = salt
        .try_into()
        .map_err(|_| Failure::plain("not_understood"))?;
    let key = key(parcel, original)?;
    let chunks = Chunks::sealing(&key, &place(parcel, parcel.revision), salt, range.len());
    Ok(Sealing {
        chunks,
        file: paper.shared(),
        range,
    })
}

/// Opens the blob of revision `n`.
pub fn open(parcel: &Parcel, n: u32, key: &[u8; 32], blob: Intake) -> Failed<Intake> {
    let Place {
        kind,
        envelope,
        document,
        revision,
    } = place(parcel, n);
    let opened = open_blob(key, kind, envelope, document, revision, &blob.into_bytes());
    Ok(Intake::from(opened.map_err(refused)?))
}

/// Returns the key of a document's blobs; `original` counts for `local` alone.
pub fn key(parcel: &Parcel, original: &[u8]) -> Failed<[u8; 32]> {
    let given = parcel
        .key
        .as_ref()
        .map(|key| <[u8; 32]>::try_from(&key.0[..]));
    let given = given.transpose().map_err(|_| Failure::plain("bad_link"))?;
    match parcel.carrier {
        Carrier::Sealed => given.ok_or_else(|| Failure::plain("key_missing")),
        Carrier::Local => Ok(local_key(original, given.as_ref())),
    }
}

/// Says where the blob of revision `n` belongs.
pub fn place(parcel: &Parcel, n: u32) -> Place<'_> {
    let kind = match parcel.carrier {
        Carrier::Sealed => BlobKind::Sealed,
        Carrier::Local => BlobKind::Local,
    };
    Place {
        kind,
        envelope: &parcel.envelope,
        document: &parcel.document,
        revision: n,
    }
}
