//! SHA-256 in pieces, and its state carried elsewhere.
