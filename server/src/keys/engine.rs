//! What `sign-core` verifies P-256 with in this program: AWS-LC, which has code for the processor it runs on.

use aws_lc_rs::digest::{Digest, SHA256};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

/// Verifies `r ‖ s` over a SHA-256 digest by a point `04 ‖ x ‖ y`.
pub fn verify(point: &[u8], digest: &[u8; 32], raw: &[u8]) -> bool {
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
    let digest = Digest::import_less_safe(digest, &SHA256);
    digest.is_ok_and(|digest| key.verify_digest(&digest, raw).is_ok())
}
