//! Finding words in octets.

use core::ops::Range;

/// Returns the offset of the first `needle` inside `within`.
pub fn find(bytes: &[u8], needle: &[u8], within: Range<usize>) -> Option<usize> {
    let end = within.end.min(bytes.len());
    let first = *needle.first()?;
    let mut at = within.start;
    while at + needle.len() <= end {
        let last = end - needle.len() + 1;
        at += bytes[at..last].iter().position(|byte| *byte == first)?;
        if bytes[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Returns the offset of the last `needle` inside `within`.
pub fn rfind(bytes: &[u8], needle: &[u8], within: Range<usize>) -> Option<usize> {
    let end = within.end.min(bytes.len());
    let slice = bytes.get(within.start..end)?;
    slice
        .windows(needle.len().max(1))
        .rposition(|window| window == needle)
        .map(|at| at + within.start)
}
