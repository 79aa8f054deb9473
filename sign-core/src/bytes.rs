//! Octets below the document: tokens, objects, stream filters, hashes.

pub mod date;
pub mod filter;
pub mod hash;
mod hex;
pub mod lexer;
pub mod number;
pub mod seam;
pub mod search;
pub mod skim;
pub mod syntax;
pub mod trail;
