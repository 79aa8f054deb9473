//! Blobs of a carrier: sealed before they leave, opened when they come (PROTOCOL §6).

use sign_core::protocol::carrier::{BlobKind, local_key, open_blob, seal_blob};
use sign_core::wire::Carrier;

use super::failure::{Failed, refused};
use super::message::{Failure, Parcel};
use super::paper::Paper;

/// Encrypts what a revision adds: for revision 0 the whole file or what was added to the original,
/// later the prepared update.
pub fn seal(paper: &Paper, parcel: &Parcel, salt: &[u8]) -> Failed<Vec<u8>> {
    let split = usize::try_from(paper.original_size).unwrap_or(usize::MAX);
    let both = paper.bytes().split_at_checked(split);
    let (original, appended) = both.ok_or_else(|| Failure::plain("wrong_original"))?;
    let added = match (parcel.revision, parcel.carrier) {
        (0, Carrier::Sealed) => paper.bytes(),
        (0, Carrier::Local) => appended,
        _ => paper.update()?,
    };
    let salt = salt
        .try_into()
        .map_err(|_| Failure::plain("not_understood"))?;
    let (key, kind) = (key(parcel, original)?, kind(parcel));
    let (envelope, document) = (&parcel.envelope, &parcel.document);
    Ok(seal_blob(
        &key,
        kind,
        envelope,
        document,
        parcel.revision,
        salt,
        added,
    ))
}

/// Opens the blob of revision `n`.
pub fn open(parcel: &Parcel, n: u32, key: &[u8; 32], blob: &[u8]) -> Failed<Vec<u8>> {
    open_blob(
        key,
        kind(parcel),
        &parcel.envelope,
        &parcel.document,
        n,
        blob,
    )
    .map_err(refused)
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

fn kind(parcel: &Parcel) -> BlobKind {
    match parcel.carrier {
        Carrier::Sealed => BlobKind::Sealed,
        Carrier::Local => BlobKind::Local,
    }
}
