//! Object identifiers.
