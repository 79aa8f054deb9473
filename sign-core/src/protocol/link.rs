//! The link a signer opens.
