//! Octets below the document: tokens, numbers, stream filters, hashes.

pub mod filter;
pub mod hash;
pub mod lexer;
