//! Signatures on P-256 verified: by the program's own cryptography where it names some, else by a crate
//! that is written for every platform alike.

use std::sync::OnceLock;

use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use p256::ecdsa::{Signature, VerifyingKey};

use crate::{Error, Kind, Result};

/// Verifies `r ‖ s` (64 octets) over a SHA-256 digest. The point is `04 ‖ x ‖ y` and on the curve.
pub type Engine = fn(point: &[u8], digest: &[u8; 32], raw: &[u8]) -> bool;

static ENGINE: OnceLock<Engine> = OnceLock::new();

/// Has this process verify with an engine from now on. The first one named stays.
pub fn engage(engine: Engine) {
    let _ = ENGINE.set(engine);
}

/// Verifies a signature over a digest, SHA-256 or another.
///
/// # Errors
/// [`Kind::BadSignature`] where it does not verify.
pub(super) fn verify(key: &VerifyingKey, digest: &[u8], signature: &Signature) -> Result<()> {
    let verified = match (ENGINE.get(), digest.try_into()) {
        (Some(engine), Ok(digest)) => {
            let point = key.to_sec1_point(false);
            engine(point.as_bytes(), digest, &signature.to_bytes())
        }
        _ => key.verify_prehash(digest, signature).is_ok(),
    };
    verified.then_some(()).ok_or(Error::new(Kind::BadSignature))
}
