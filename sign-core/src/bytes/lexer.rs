//! Tokens: white space, numbers, names, strings and keywords of PDF syntax (ISO 32000-2 §7.2, §7.3).

use memchr::memchr;

use super::hex;
use super::number::{self, Number};

/// What a byte is, by its value: looked at more often than anything else.
const KINDS: [Kind; 256] = kinds();

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Regular, and in a name without an escape.
    Plain,
    /// Regular, and in a name only as an escape.
    Odd,
    Space,
    Delimiter,
}

const fn kinds() -> [Kind; 256] {
    let mut kinds = [Kind::Odd; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        kinds[byte] = match byte as u8 {
            0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ' => Kind::Space,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => Kind::Delimiter,
            b'#' => Kind::Odd,
            b'!'..=b'~' => Kind::Plain,
            _ => Kind::Odd,
        };
        byte += 1;
    }
    kinds
}

/// Returns whether a byte is PDF white space.
pub fn is_space(byte: u8) -> bool {
    KINDS[usize::from(byte)] == Kind::Space
}

/// Returns whether a byte ends a name, number or keyword by itself.
pub fn is_delimiter(byte: u8) -> bool {
    KINDS[usize::from(byte)] == Kind::Delimiter
}

/// Returns whether a byte belongs to a name, number or keyword.
pub fn is_regular(byte: u8) -> bool {
    matches!(KINDS[usize::from(byte)], Kind::Plain | Kind::Odd)
}

/// A place in some octets, moving forward token by token.
#[derive(Clone, Debug)]
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    mended: bool,
    ambiguous: bool,
}

impl<'a> Lexer<'a> {
    /// Starts at an offset; one past the end reads as the end.
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        let at = at.min(bytes.len());
        Self {
            bytes,
            at,
            mended: false,
            ambiguous: false,
        }
    }

    /// Notes that something was read that no standard allows and of which another reader may make
    /// something else.
    pub fn mend(&mut self) {
        self.mended = true;
        self.ambiguous = true;
    }

    /// Returns whether anything was read so far that no standard allows.
    pub fn mended(&self) -> bool {
        self.mended
    }

    /// Returns whether another reader may make something else of what was read so far.
    pub fn is_ambiguous(&self) -> bool {
        self.ambiguous
    }

    /// Returns the offset of the next unread byte.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Moves to an offset; one past the end moves to the end.
    pub fn seek(&mut self, at: usize) {
        self.at = at.min(self.bytes.len());
    }

    /// Returns the octets read from.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Returns the next byte without reading it.
    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Returns everything unread.
    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// Skips white space and comments.
    pub fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                self.skip_line();
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn skip_line(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'\n' || byte == b'\r' {
                return;
            }
            self.at += 1;
        }
    }

    /// Reads `text` if it comes next, byte for byte.
    pub fn take(&mut self, text: &[u8]) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Reads a keyword after white space, if that whole keyword comes next.
    pub fn keyword(&mut self, word: &[u8]) -> bool {
        let start = self.at;
        self.skip_space();
        let found = self.take(word) && !self.peek().is_some_and(is_regular);
        if !found {
            self.at = start;
        }
        found
    }

    /// Reads the run of regular characters that comes next; it may be empty.
    pub fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().position(|byte| !is_regular(*byte));
        let word = &rest[..length.unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    /// Reads a word whose octets need no escape in a name; nothing if there are others in it.
    pub fn plain_word(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest();
        let kind = |byte: &u8| KINDS[usize::from(*byte)];
        let length = rest.iter().position(|byte| kind(byte) != Kind::Plain);
        let length = length.unwrap_or(rest.len());
        if rest.get(length).is_some_and(|byte| kind(byte) == Kind::Odd) {
            return None;
        }
        self.at += length;
        Some(&rest[..length])
    }

    /// Reads an unsigned integer after white space.
    pub fn unsigned(&mut self) -> Option<u64> {
        let start = self.at;
        self.skip_space();
        let value = self.digits();
        if value.is_none() {
            self.at = start;
        }
        value
    }

    /// Reads a word of digits.
    fn digits(&mut self) -> Option<u64> {
        let rest = self.rest();
        let mut value = 0_u64;
        let mut length = 0;
        while let Some(digit @ b'0'..=b'9') = rest.get(length) {
            value = value
                .checked_mul(10)?
                .checked_add(u64::from(digit - b'0'))?;
            length += 1;
        }
        let whole = length > 0 && !rest.get(length).copied().is_some_and(is_regular);
        self.at += length;
        whole.then_some(value)
    }

    /// Reads `number generation R`, with the digits of `number` next.
    pub fn reference(&mut self) -> Option<(u32, u16)> {
        let start = self.at;
        let id = self.pair();
        if id.is_some() && self.keyword(b"R") {
            return id;
        }
        self.at = start;
        None
    }

    /// Reads `number generation obj`.
    pub fn object_head(&mut self) -> Option<(u32, u16)> {
        let start = self.at;
        let id = self.pair();
        self.skip_space();
        if id.is_some() && self.take(b"obj") {
            return id;
        }
        self.at = start;
        None
    }

    fn pair(&mut self) -> Option<(u32, u16)> {
        let number = u32::try_from(self.unsigned()?).ok()?;
        let generation = u16::try_from(self.unsigned()?).ok()?;
        Some((number, generation))
    }

    /// Reads a number; damage in it (`--5`, `1.2.3`) is read as far as it makes sense.
    pub fn number(&mut self) -> Option<Number> {
        let start = self.at;
        let value = number::read(self.word());
        if value.is_none() {
            self.at = start;
        }
        value
    }

    /// Reads a name, its `/` next, with `#xx` resolved. One with octets that should be escaped, or
    /// with a `#` that escapes nothing, is read as it stands (ISO 32000-2 §7.3.5).
    pub fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let word = self.word();
        self.mended |= word.iter().any(|byte| !byte.is_ascii_graphic());
        let mut out = Vec::with_capacity(word.len());
        let mut at = 0;
        while at < word.len() {
            let escaped = (word[at] == b'#')
                .then(|| word.get(at + 1..at + 3).and_then(hex_pair))
                .flatten();
            self.mended |= word[at] == b'#' && escaped.is_none();
            out.push(escaped.unwrap_or(word[at]));
            at += if escaped.is_some() { 3 } else { 1 };
        }
        out
    }

    /// Reads a hexadecimal string, its `<` next; nothing if it never ends.
    pub fn hex_string(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let Some(length) = memchr(b'>', rest) else {
            self.at = self.bytes.len();
            return None;
        };
        self.at += length + 1;
        let digits = &rest[..length];
        if let Some(octets) = hex::plain(digits) {
            return Some(octets);
        }
        self.mended |= !digits.iter().copied().all(is_hexadecimal);
        let digits: Vec<u8> = digits
            .iter()
            .copied()
            .filter(u8::is_ascii_hexdigit)
            .collect();
        Some(digits.chunks(2).map(hex::octet).collect())
    }

    /// Reads a literal string, its `(` next; nothing if it never ends.
    pub fn literal_string(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let mut out = Vec::new();
        let mut depth = 1u32;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' if depth == 1 => return Some(out),
                b')' => depth -= 1,
                b'\\' => {
                    out.extend(self.escape());
                    continue;
                }
                b'\r' => {
                    self.take(b"\n");
                    out.push(b'\n');
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
    }

    fn escape(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        self.mended |= !is_escape(byte);
        match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\n' => None,
            b'\r' => {
                self.take(b"\n");
                None
            }
            b'0'..=b'7' => Some(self.octal(byte)),
            other => Some(other),
        }
    }

    fn octal(&mut self, first: u8) -> u8 {
        let mut value = u32::from(first - b'0');
        for _ in 0..2 {
            let Some(digit @ b'0'..=b'7') = self.peek() else {
                break;
            };
            self.at += 1;
            value = value * 8 + u32::from(digit - b'0');
        }
        (value & 0xff) as u8
    }
}

/// Whether a reverse solidus may stand before an octet (ISO 32000-2 Table 3); readers pass over any
/// other, or refuse it.
pub(super) fn is_escape(byte: u8) -> bool {
    matches!(
        byte,
        b'n' | b'r' | b't' | b'b' | b'f' | b'(' | b')' | b'\\' | b'0'..=b'7' | b'\n' | b'\r'
    )
}

/// Whether an octet may stand in a hexadecimal string (ISO 32000-2 §7.3.4.3).
pub(super) fn is_hexadecimal(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || is_space(byte)
}

fn hex_pair(pair: &[u8]) -> Option<u8> {
    let high = (pair[0] as char).to_digit(16)?;
    let low = (pair[1] as char).to_digit(16)?;
    Some((high * 16 + low) as u8)
}
