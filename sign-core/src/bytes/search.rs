//! Finding words in octets.

use core::ops::Range;

use memchr::memmem;

use super::lexer::is_space;

const TYPE: &[u8] = b"/Type";

/// Returns the offset of the first `needle` inside `within`.
pub fn find(bytes: &[u8], needle: &[u8], within: Range<usize>) -> Option<usize> {
    let slice = bytes.get(within.start..within.end.min(bytes.len()))?;
    memmem::find(slice, needle).map(|at| at + within.start)
}

/// Returns the offset of the last `needle` inside `within`.
pub fn rfind(bytes: &[u8], needle: &[u8], within: Range<usize>) -> Option<usize> {
    let slice = bytes.get(within.start..within.end.min(bytes.len()))?;
    memmem::rfind(slice, needle).map(|at| at + within.start)
}

/// Finds dictionaries of some types (each a name with its `/`) in one pass: offsets of `/Type` in
/// order, each with the place of its name in `names`. None of them may be the beginning of another.
pub fn types<'a, const N: usize>(
    bytes: &'a [u8],
    names: [&'a [u8]; N],
) -> impl Iterator<Item = (usize, usize)> + 'a {
    memmem::find_iter(bytes, TYPE).filter_map(move |at| {
        let value = bytes[at + TYPE.len()..].iter();
        let spaces = value.take_while(|byte| is_space(**byte)).count();
        let value = &bytes[at + TYPE.len() + spaces..];
        let which = names.iter().position(|name| value.starts_with(name))?;
        Some((at, which))
    })
}

#[cfg(test)]
mod tests {
    use super::{find, rfind, types};

    #[test]
    fn the_first_and_the_last_are_found_inside_their_range() {
        let bytes = b"obj endobj obj";
        assert_eq!(find(bytes, b"obj", 1..bytes.len()), Some(7));
        assert_eq!(find(bytes, b"obj", 8..13), None);
        assert_eq!(find(bytes, b"obj", 11..99), Some(11));
        assert_eq!(rfind(bytes, b"obj", 0..13), Some(7));
        assert_eq!(
            (find(bytes, b"obj", 20..30), rfind(bytes, b"x", 0..9)),
            (None, None)
        );
    }

    #[test]
    fn one_pass_finds_all_types() {
        let bytes = b"/Type/Pages/Page /Type \r\n/Catalog/Pages /Type /Page/Type";
        let found: Vec<_> = types(bytes, [b"/Catalog", b"/Pages"]).collect();
        assert_eq!(found, [(0, 1), (17, 0)]);
    }
}
