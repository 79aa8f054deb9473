//! The sentences a signer agrees to.
