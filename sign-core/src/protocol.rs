//! What is agreed between browser and server: links, codes, transcripts, sealed copies.

pub mod carrier;
pub mod consent;
pub mod derive;
pub mod link;
pub mod transcript;
