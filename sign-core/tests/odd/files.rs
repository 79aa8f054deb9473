//! A file for each class of defect, made by code.

use super::made;

#[path = "objects.rs"]
mod objects;
#[path = "outline.rs"]
mod outline;
#[path = "pages.rs"]
mod pages;

/// A defect: its name, a file with it, and the code that says so; none where nothing need be done.
pub(crate) struct Odd {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) pages: u32,
    pub(crate) code: Option<&'static str>,
}

pub(crate) fn odd(
    name: &'static str,
    bytes: Vec<u8>,
    pages: u32,
    code: impl Into<Option<&'static str>>,
) -> Odd {
    let code = code.into();
    Odd {
        name,
        bytes,
        pages,
        code,
    }
}

/// Every defect there is a file for.
pub(crate) fn every() -> Vec<Odd> {
    [
        outline::odd_files(),
        objects::odd_files(),
        pages::odd_files(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Returns bytes with the first `old` replaced; the lengths may differ.
pub(crate) fn with(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    let at = find(bytes, old);
    [&bytes[..at], new.as_bytes(), &bytes[at + old.len()..]].concat()
}

/// Returns the offset of a word.
pub(crate) fn find(bytes: &[u8], word: &str) -> usize {
    let mut windows = bytes.windows(word.len());
    let at = windows.position(|window| window == word.as_bytes());
    at.unwrap_or_else(|| panic!("{word:?} does not occur"))
}
