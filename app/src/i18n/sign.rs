//! Texts of the signer's screens.
