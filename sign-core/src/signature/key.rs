//! P-256 keys and signatures.
