//! Octets below the document: tokens, numbers, stream filters, hashes.

pub mod date;
pub mod filter;
pub mod hash;
pub mod lexer;
