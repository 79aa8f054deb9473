//! Objects passed over without being built, where nothing about them is out of the ordinary.
//!
//! A look at every object of a file asks two things: is it sound, and what does it refer to. What
//! is not plainly sound here is left to [`super::syntax`], which alone says what damage means.

use lopdf::Dictionary;

use super::hex;
use super::lexer::{Lexer, is_escape, is_hexadecimal};
use super::number;
use super::syntax::{self, DEPTH};

/// The most keys of one dictionary that are compared with each other.
const KEYS: usize = 32;

/// Passes over one direct object or reference and tells what it refers to. Nothing where it is not
/// plainly sound; what was told until then does not count.
pub fn object(lexer: &mut Lexer<'_>, each: &mut dyn FnMut((u32, u16))) -> Option<()> {
    value(lexer, 0, each)
}

fn value(lexer: &mut Lexer<'_>, depth: u32, each: &mut dyn FnMut((u32, u16))) -> Option<()> {
    if depth > DEPTH {
        return None;
    }
    lexer.skip_space();
    match lexer.peek()? {
        b'/' => name(lexer).map(drop),
        b'(' => literal(lexer),
        b'<' if lexer.take(b"<<") => dictionary(lexer, depth, each),
        b'<' => hexadecimal(lexer),
        b'[' => array(lexer, depth, each),
        b'0'..=b'9' | b'+' | b'-' | b'.' => number_or_reference(lexer, each),
        _ => matches!(lexer.word(), b"true" | b"false" | b"null").then_some(()),
    }
}

/// Passes over a name that needs no escapes, its `/` next.
fn name<'a>(lexer: &mut Lexer<'a>) -> Option<&'a [u8]> {
    lexer.take(b"/");
    lexer.plain_word()
}

fn literal(lexer: &mut Lexer<'_>) -> Option<()> {
    let mut depth = 0_u32;
    let (mut escaped, mut sound) = (false, true);
    let end = lexer.rest().iter().position(|byte| {
        match byte {
            _ if escaped => {
                sound &= is_escape(*byte);
                escaped = false;
            }
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    lexer.seek(lexer.at() + end + 1);
    sound.then_some(())
}

fn hexadecimal(lexer: &mut Lexer<'_>) -> Option<()> {
    lexer.take(b"<");
    let (rest, digits) = (lexer.rest(), hex::leading(lexer.rest()));
    let end = rest[digits..]
        .iter()
        .position(|byte| !is_hexadecimal(*byte))?;
    lexer.seek(lexer.at() + digits + end);
    lexer.take(b">").then_some(())
}

fn number_or_reference(lexer: &mut Lexer<'_>, each: &mut dyn FnMut((u32, u16))) -> Option<()> {
    if let Some(id) = lexer.reference() {
        each(id);
        return Some(());
    }
    let word = lexer.word();
    let sound = number::is_sound(word) && number::read(word).is_some();
    sound.then_some(())
}

fn array(lexer: &mut Lexer<'_>, depth: u32, each: &mut dyn FnMut((u32, u16))) -> Option<()> {
    lexer.take(b"[");
    loop {
        lexer.skip_space();
        if lexer.take(b"]") {
            return Some(());
        }
        value(lexer, depth + 1, each)?;
    }
}

/// Passes over a dictionary behind its `<<`, no key of which occurs twice.
fn dictionary(lexer: &mut Lexer<'_>, depth: u32, each: &mut dyn FnMut((u32, u16))) -> Option<()> {
    entries(lexer, |lexer, _| value(lexer, depth + 1, each))
}

/// Walks a dictionary behind its `<<`; `read` passes over the value of a key.
fn entries<'a>(
    lexer: &mut Lexer<'a>,
    mut read: impl FnMut(&mut Lexer<'a>, &'a [u8]) -> Option<()>,
) -> Option<()> {
    let mut keys = [b"".as_slice(); KEYS];
    for count in 0..=KEYS {
        lexer.skip_space();
        if lexer.take(b">>") {
            return Some(());
        }
        let key = (lexer.peek()? == b'/').then(|| name(lexer)).flatten()?;
        if keys[..count].contains(&key) {
            return None;
        }
        *keys.get_mut(count)? = key;
        read(lexer, key)?;
    }
    None
}

/// Builds a dictionary of some of its keys alone. Nothing where it is not plainly sound.
pub fn pick(lexer: &mut Lexer<'_>, keys: &[&[u8]]) -> Option<Dictionary> {
    lexer.skip_space();
    lexer.take(b"<<").then_some(())?;
    let mut picked = Dictionary::new();
    entries(lexer, |lexer, key| {
        if !keys.contains(&key) {
            return value(lexer, 1, &mut |_| {});
        }
        picked.set(key, syntax::object(lexer).ok()?);
        (!lexer.mended()).then_some(())
    })?;
    Some(picked)
}

/// Builds some keys of an indirect dictionary that is no stream's. Nothing where it is not plainly there.
pub fn pick_indirect(
    bytes: &[u8],
    offset: usize,
    id: (u32, u16),
    keys: &[&[u8]],
) -> Option<Dictionary> {
    let mut lexer = Lexer::new(bytes, offset);
    lexer.object_head().filter(|found| *found == id)?;
    let picked = pick(&mut lexer, keys)?;
    lexer.keyword(b"endobj").then_some(picked)
}

/// Passes over `number generation obj`, a value that is no stream's, and `endobj`; tells what the value
/// refers to and returns the length of its octets. Nothing where any of it is not plainly there.
pub fn indirect(
    bytes: &[u8],
    offset: usize,
    id: (u32, u16),
    each: &mut dyn FnMut((u32, u16)),
) -> Option<usize> {
    let mut lexer = Lexer::new(bytes, offset);
    lexer.object_head().filter(|found| *found == id)?;
    lexer.skip_space();
    let start = lexer.at();
    object(&mut lexer, each)?;
    let length = lexer.at() - start;
    let ends = lexer.keyword(b"endobj");
    ends.then_some(length)
}

/// Tells what an indirect object refers to, be it a stream's dictionary or another value. Nothing where
/// it is not plainly there; what was told until then does not count.
pub fn references(
    bytes: &[u8],
    offset: usize,
    id: (u32, u16),
    each: &mut dyn FnMut((u32, u16)),
) -> Option<()> {
    let mut lexer = Lexer::new(bytes, offset);
    lexer.object_head().filter(|found| *found == id)?;
    object(&mut lexer, each)?;
    (lexer.keyword(b"endobj") || lexer.keyword(b"stream")).then_some(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::super::lexer::Lexer;

    fn skimmed(bytes: &[u8]) -> Option<(Vec<(u32, u16)>, usize)> {
        let mut lexer = Lexer::new(bytes, 0);
        let mut ids = Vec::new();
        super::object(&mut lexer, &mut |id| ids.push(id))?;
        (!lexer.mended()).then(|| (ids, lexer.at()))
    }

    #[test]
    fn a_sound_object_is_passed_over_and_its_references_are_told() {
        let text = b"<< /A [1 0 R (a\\)(b)) <0f> ] % 9 0 R\n /B << /C 2 0 R /D -.5 /E true >> /F null >> 7";
        assert_eq!(skimmed(text), Some((vec![(1, 0), (2, 0)], text.len() - 2)));
    }

    #[test]
    fn some_keys_are_built_and_the_rest_is_passed_over() {
        let text = b"4 0 obj << /Type /Page /Annots [5 0 R] /Big [(a) << >>] >> endobj";
        let picked = super::pick_indirect(text, 0, (4, 0), &[b"Type", b"Annots", b"AA"]).unwrap();
        assert!(picked.has_type(b"Page") && picked.has(b"Annots") && picked.len() == 2);
        for (text, id) in [
            (text.as_slice(), (5, 0)),
            (b"4 0 obj << /Type /Page >> stream", (4, 0)),
            (b"4 0 obj << /Type /A /Type /B >> endobj", (4, 0)),
            (b"4 0 obj << /Type --5 >> endobj", (4, 0)),
            (b"4 0 obj [] endobj", (4, 0)),
        ] {
            assert_eq!(super::pick_indirect(text, 0, id, &[b"Type"]), None);
        }
    }

    #[test]
    fn what_is_not_plainly_sound_is_left_to_the_reader() {
        for text in [
            "<< /A 1 /A 2 >>",
            "<< /A >>",
            "<< 1 /A 2 >>",
            "[ 1 >>",
            "[ 1 endobj",
            "<< /A 1",
            "(a",
            "(\\u)",
            "<0g>",
            "/A#20",
            "/A\u{e9}",
            "--5",
            "1.2.3",
            "nul",
            "]",
            ")",
            "{",
            "<0f",
            "endobj",
            "",
        ] {
            assert_eq!(skimmed(text.as_bytes()), None, "{text}");
        }
        let deep = ["[".repeat(200), "]".repeat(200)].concat();
        assert_eq!(skimmed(deep.as_bytes()), None);
    }
}
