//! A second catalog or page tree that no revision reaches: a document hidden inside the document.

use crate::bytes::lexer::{Lexer, is_regular, is_space};
use crate::bytes::search;
use crate::document::Document;

/// How far before its type an object may begin.
const HEAD_BYTES: usize = 4096;

/// How many type names are looked at; a file with more is rewritten without looking.
const WORDS: usize = 50_000;

/// The types that are looked at. An object stream may hold what no section points at, or what a
/// section of that stream does not.
const NAMES: [&[u8]; 3] = [b"/Catalog", b"/Pages", b"/ObjStm"];
const STREAM: usize = 2;

/// Returns whether a catalog or page tree node stands in the file that no section points at.
pub(crate) fn has_stray(document: &Document) -> bool {
    first_stray(document).is_some()
}

/// Returns where the type of the first such node stands.
pub(crate) fn first_stray(document: &Document) -> Option<usize> {
    document.stray_once(|| search(document))
}

fn search(document: &Document) -> Option<usize> {
    let mut counts = [0; NAMES.len()];
    let mut types = search::types(document.bytes(), NAMES);
    let found = types.find(|&(at, which)| {
        counts[which] += 1;
        let stray = match which {
            STREAM => is_packed(document, at),
            _ => is_stray(document, at),
        };
        stray || counts[which] > WORDS
    });
    found.map(|(at, _)| at)
}

fn is_packed(document: &Document, at: usize) -> bool {
    let holder = head(document.bytes(), at);
    holder.is_some_and(|(number, offset)| document.has_dormant_root(number, offset as u64))
}

fn is_stray(document: &Document, at: usize) -> bool {
    let object = head(document.bytes(), at);
    object.is_some_and(|(number, offset)| !document.reaches(number, offset as u64))
}

/// Finds the `number generation obj` before an offset, a dictionary beginning right behind it.
fn head(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let word = search::rfind(bytes, b"obj", at.saturating_sub(HEAD_BYTES)..at)?;
    let mut lexer = Lexer::new(bytes, word + b"obj".len());
    lexer.skip_space();
    if !lexer.rest().starts_with(b"<<") {
        return None;
    }
    let generation = digits_before(bytes, word)?;
    let number = digits_before(bytes, generation)?;
    let (id, _) = Lexer::new(bytes, number).object_head()?;
    Some((id, number))
}

/// Returns where the digits before an offset start, white space between allowed.
fn digits_before(bytes: &[u8], at: usize) -> Option<usize> {
    let spaces = bytes[..at].iter().rev().take_while(|byte| is_space(**byte));
    let end = at - spaces.count();
    let digits = bytes[..end]
        .iter()
        .rev()
        .take_while(|byte| is_regular(**byte));
    let start = end - digits.count();
    (start < end && bytes[start..end].iter().all(u8::is_ascii_digit)).then_some(start)
}
