//! The renewal of sealed files: validation data and a timestamp of this server's authority.

use std::sync::Arc;

use sign_core::document::Document;
use sign_core::signature::renewal;
use thiserror::Error;

use crate::keys::{KeyError, Keyring};

/// Why a file is not renewed.
#[derive(Debug, Error)]
pub enum RenewError {
    /// The core refuses the file or the token.
    #[error("{0} ({code})", code = .0.kind.code())]
    Core(#[from] sign_core::Error),
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
}

/// Returns what to append to a file so that it outlives what it holds: what its store lacks of
/// certificates and lists as of `now_ms`, and a timestamp over all of it.
pub fn renewal(keys: &Keyring, now_ms: i64, file: Vec<u8>) -> Result<Vec<u8>, RenewError> {
    let document = Document::open(Arc::new(file))?;
    let evidence = keys.evidence(now_ms)?;
    let draft = renewal::draft(&document, &evidence, keys.reserve_stamp())?;
    Ok(draft.finish(&keys.stamp(&draft.imprint())?)?)
}
