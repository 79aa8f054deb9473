//! Signing core.
