//! Byte ranges, signature gaps and the digests around them.

mod structure;

use core::ops::Range;

use crate::bytes::hash::Sha256Stream;
use crate::document::Appended;
use crate::error::{Error, Kind, Result};
use crate::wire::value::{B64, GapProof, Hash};

/// An update with an empty gap, digested.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// SHA-256 of the file before the update.
    pub previous: Hash,
    /// SHA-256 over the byte range: `D` of PROTOCOL §4.
    pub digest: Hash,
    /// What lets somebody without the file come to the same digest.
    pub proof: GapProof,
}

/// Digests an update of a file. `file` has taken the file's bytes, and no more: the state that
/// checked the file serves again, so that it is read once.
///
/// # Errors
/// [`Kind::NotStructure`] where the update has no signature.
pub fn prepare(file: &Sha256Stream, appended: &Appended) -> Result<Prepared> {
    let gap = place(appended)?;
    let mut before = file.clone();
    before.update(&appended.bytes[..gap.start]);
    let proof = GapProof {
        before: before.state(),
        gap: u32::try_from(gap.len()).map_err(|_| Error::new(Kind::TooLarge))?,
        after: B64(appended.bytes[gap.end..].to_vec()),
    };
    let digest = finish_digest(&proof)?;
    Ok(Prepared {
        previous: file.clone().finish(),
        digest,
        proof,
    })
}

/// Returns the digest over the byte range of an update, for whoever has the file: what stands round
/// its gap is not asked. `file` has taken the file's bytes, and no more.
///
/// # Errors
/// [`Kind::NotStructure`] where the update has no gap.
pub fn imprint(mut file: Sha256Stream, appended: &Appended) -> Result<Hash> {
    let gap = place(appended)?;
    file.update(&appended.bytes[..gap.start]);
    file.update(&appended.bytes[gap.end..]);
    Ok(file.finish())
}

/// Digests an update of a file in one go.
///
/// # Errors
/// As [`prepare`].
pub fn gap_proof(original: &[u8], appended: &Appended) -> Result<Prepared> {
    let mut file = Sha256Stream::new();
    file.update(original);
    prepare(&file, appended)
}

/// Returns the digest over the byte range, without the file.
///
/// # Errors
/// [`Kind::NotStructure`] where the octets next to the gap are anything but the end of a signature
/// dictionary, a cross-reference section and a trailer as made here.
pub fn finish_digest(proof: &GapProof) -> Result<Hash> {
    structure::check(proof)?;
    let mut stream = Sha256Stream::resume(&proof.before)?;
    stream.update(&proof.after.0);
    Ok(stream.finish())
}

/// Returns hash and size of the whole file with `cms` in the gap, without the file.
///
/// # Errors
/// As [`finish_digest`]; [`Kind::GapTooSmall`] where `cms` does not fit.
pub fn finish_file(proof: &GapProof, cms: &[u8]) -> Result<(Hash, u64)> {
    structure::check(proof)?;
    let mut stream = Sha256Stream::resume(&proof.before)?;
    stream.update(&token(proof.gap as usize, cms)?);
    stream.update(&proof.after.0);
    let start = proof.before.blocks * 64 + proof.before.rest.0.len() as u64;
    Ok((
        stream.finish(),
        start + u64::from(proof.gap) + proof.after.0.len() as u64,
    ))
}

/// Puts `cms` into the gap at `gap` of `bytes`, in lower-case hex, the rest zero.
///
/// # Errors
/// [`Kind::GapTooSmall`] where it does not fit; [`Kind::NotStructure`] where there is no empty gap.
pub fn fill(bytes: &mut [u8], gap: Range<usize>, cms: &[u8]) -> Result<()> {
    let hole = bytes.get_mut(gap).ok_or(Kind::NotStructure)?;
    let empty = matches!(hole, [b'<', zeros @ .., b'>'] if zeros.iter().all(|b| *b == b'0'));
    if !empty {
        return Err(Error::new(Kind::NotStructure));
    }
    let token = token(hole.len(), cms)?;
    hole.copy_from_slice(&token);
    Ok(())
}

/// Returns an update's bytes with `cms` in its gap.
///
/// # Errors
/// As [`fill`].
pub fn embed(appended: &Appended, cms: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = appended.bytes.clone();
    fill(&mut bytes, place(appended)?, cms)?;
    Ok(bytes)
}

/// Returns where the gap stands in the update's own bytes.
///
/// # Errors
/// [`Kind::NotStructure`] where there is none.
pub fn place(appended: &Appended) -> Result<Range<usize>> {
    let origin = appended.base.length - appended.bytes.len() as u64;
    let gap = appended.gap.clone().ok_or(Kind::NotStructure)?;
    let within = |offset: u64| {
        offset
            .checked_sub(origin)
            .and_then(|at| usize::try_from(at).ok())
    };
    let (start, end) = within(gap.start)
        .zip(within(gap.end))
        .ok_or(Kind::NotStructure)?;
    Ok(start..end)
}

/// Returns the gap's text: `<`, the octets, zeros, `>`.
fn token(length: usize, cms: &[u8]) -> Result<Vec<u8>> {
    if cms.len() * 2 + 2 > length {
        return Err(Error::new(Kind::GapTooSmall));
    }
    let mut token = Vec::with_capacity(length);
    token.push(b'<');
    for octet in cms {
        token.extend([octet >> 4, octet & 15].map(|digit| b"0123456789abcdef"[usize::from(digit)]));
    }
    token.resize(length - 1, b'0');
    token.push(b'>');
    Ok(token)
}

#[cfg(test)]
mod tests;
