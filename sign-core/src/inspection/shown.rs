//! Whether form fields show the value that they have (ISO 32000-2 §12.7.4).
//!
//! Judged is what can be: ASCII text in plain fonts that no script formats, and the state of buttons.

use lopdf::{Dictionary, Object, decode_text_string};

use super::reader::Reader;
use crate::bytes::lexer::Lexer;
use crate::document::Field;

/// `/Ff` (ISO 32000-2 Tables 227 to 230).
const PASSWORD: i64 = 1 << 13;
const PUSH_BUTTON: i64 = 1 << 16;
const COMBO: i64 = 1 << 17;

/// Operators that draw what is not read here, or hide text.
const OTHER: [&[u8]; 5] = [b"Do", b"BI", b"Tr", b"sh", b"d1"];

/// The glyphs of the digits (ISO 32000-2 Annex D).
const DIGITS: [&[u8]; 10] = [
    b"zero", b"one", b"two", b"three", b"four", b"five", b"six", b"seven", b"eight", b"nine",
];

/// Returns whether the field shows something other than its value, as far as that can be told.
pub(super) fn differs(reader: &Reader<'_>, field: &Field) -> bool {
    match field.kind.as_deref() {
        Some(b"Btn") if flags(reader, field) & PUSH_BUTTON == 0 => {
            let set = reader.value(&field.dict, b"V");
            let set = set.as_ref().and_then(state);
            widgets(reader, field).any(|widget| is_switched(reader, &widget, set))
        }
        Some(b"Tx" | b"Ch") => text_differs(reader, field).unwrap_or(false),
        _ => false,
    }
}

/// Nothing where it cannot be told.
fn text_differs(reader: &Reader<'_>, field: &Field) -> Option<bool> {
    // A script sets the text out.
    let is_set_out = |dict: &Dictionary| dict.has(b"AA");
    let expected = expected(reader, field).filter(|_| !is_set_out(&field.dict))?;
    let mut differs = false;
    for widget in widgets(reader, field) {
        if is_set_out(&widget) {
            return None;
        }
        let shown = shown(reader, &widget);
        differs |= shown.is_some_and(|shown| !agree(expected.as_bytes(), &shown));
    }
    Some(differs)
}

fn widgets<'a>(reader: &'a Reader<'_>, field: &'a Field) -> impl Iterator<Item = Dictionary> + 'a {
    let widgets = field.widgets.iter();
    widgets.filter_map(|id| reader.dictionary(*id))
}

fn flags(reader: &Reader<'_>, field: &Field) -> i64 {
    let flags = reader.value(&field.dict, b"Ff");
    flags.and_then(|flags| flags.as_i64().ok()).unwrap_or(0)
}

/// Returns the text that a field or a choice has to show; nothing where it has none, hides it or has other
/// letters than ASCII.
fn expected(reader: &Reader<'_>, field: &Field) -> Option<String> {
    let flags = flags(reader, field);
    let text = decode_text_string(&reader.value(&field.dict, b"V")?).ok()?;
    let text = match field.kind.as_deref()? {
        b"Tx" if flags & PASSWORD == 0 => text,
        b"Ch" if flags & COMBO != 0 => displayed(reader, field, text),
        _ => return None,
    };
    let says = text.bytes().any(|byte| byte.is_ascii_alphanumeric());
    (text.is_ascii() && says).then_some(text)
}

/// Whether a text shows a value: the same letters and digits, or an amount that was set out or rounded.
/// Dates and shares of a hundred are set out in too many ways.
fn agree(value: &[u8], shown: &[u8]) -> bool {
    let plain = |text: &[u8]| -> Vec<u8> {
        let kept = text.iter().copied().filter(u8::is_ascii_alphanumeric);
        kept.collect()
    };
    if plain(value) == plain(shown) || value.iter().any(u8::is_ascii_alphabetic) {
        return plain(value) == plain(shown);
    }
    let other = |byte: &u8| matches!(byte, b'/' | b':' | b'%');
    if value.iter().chain(shown).any(other) || value[1..].contains(&b'-') {
        return true;
    }
    let near = |one: f64| {
        amounts(shown)
            .iter()
            .any(|other| (one - other).abs() <= 1.0)
    };
    amounts(value).into_iter().any(near)
}

/// What an amount may be without its decimals: the last separator stands before them, or before thousands.
fn amounts(text: &[u8]) -> [f64; 2] {
    let read = |text: &[u8]| {
        let digits = text.iter().filter(|byte| byte.is_ascii_digit());
        digits.fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit - b'0'))
    };
    let last = text.iter().rposition(|byte| matches!(byte, b'.' | b','));
    [read(text), read(&text[..last.unwrap_or(text.len())])]
}

/// Returns what stands on the screen for a choice (ISO 32000-2 Table 234).
fn displayed(reader: &Reader<'_>, field: &Field, chosen: String) -> String {
    let text = |object: &Object| decode_text_string(&reader.resolve(object)?).ok();
    let options = reader.array(&field.dict, b"Opt");
    let display = options.iter().find_map(|option| {
        let Some(Object::Array(pair)) = reader.resolve(option) else {
            return None;
        };
        let export = text(pair.first()?)?;
        (export == chosen).then(|| text(pair.get(1)?)).flatten()
    });
    display.unwrap_or(chosen)
}

/// Whether a button shows another state than the one that is set.
fn is_switched(reader: &Reader<'_>, widget: &Dictionary, set: Option<&[u8]>) -> bool {
    let pictures = reader.dict(widget, b"AP").unwrap_or_default();
    let Some(states) = reader.dict(&pictures, b"N") else {
        return false;
    };
    let shown = reader.value(widget, b"AS");
    let known = |name: &&[u8]| states.has(name) && *name != b"Off";
    let set = set.filter(known);
    set != shown.as_ref().and_then(state).filter(known)
}

/// The name of a state; some programs write a string.
fn state(object: &Object) -> Option<&[u8]> {
    let name = object.as_name().or_else(|_| object.as_str());
    name.ok()
}

/// Returns what a widget shows; nothing where it has no picture, or one that cannot be read here.
fn shown(reader: &Reader<'_>, widget: &Dictionary) -> Option<Vec<u8>> {
    let pictures = reader.dict(widget, b"AP")?;
    let Object::Stream(picture) = reader.value(&pictures, b"N")? else {
        return None;
    };
    let resources = reader.dict(&picture.dict, b"Resources")?;
    let fonts = reader.dict(&resources, b"Font")?;
    let mut fonts = fonts.iter().map(|(name, _)| reader.dict(&fonts, name));
    let read = fonts.all(|font| font.is_some_and(|font| is_plain(reader, &font)));
    let content = reader.content(&picture)?;
    let text = read.then(|| strings(&content)).flatten()?;
    // Other codes may be letters, too.
    let ascii = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    text.iter().all(ascii).then_some(text)
}

/// Whether the codes of letters and digits in a font are said to be those of ASCII.
fn is_plain(reader: &Reader<'_>, font: &Dictionary) -> bool {
    let name = |key: &[u8]| match reader.value(font, key) {
        Some(Object::Name(name)) => name,
        _ => Vec::new(),
    };
    let simple = [b"Type1".as_slice(), b"TrueType"].contains(&name(b"Subtype").as_slice());
    let signs = [b"Symbol".as_slice(), b"ZapfDingbats"].contains(&name(b"BaseFont").as_slice());
    let face = reader.dict(font, b"FontDescriptor").unwrap_or_default();
    let files = [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"];
    // An embedded face of its own may have any encoding.
    let embedded = files.iter().any(|key| face.has(key));
    let named = match reader.value(font, b"Encoding") {
        None => !embedded,
        Some(Object::Name(_)) => true,
        Some(Object::Dictionary(encoding)) => {
            !replaces(&reader.array(&encoding, b"Differences"))
                && (!embedded || encoding.has(b"BaseEncoding"))
        }
        Some(_) => false,
    };
    simple && !signs && named
}

/// Whether differences give the code of some letter or digit to another glyph.
fn replaces(differences: &[Object]) -> bool {
    let mut code = 0;
    differences.iter().any(|item| {
        match item {
            Object::Integer(first) => code = *first,
            Object::Name(name) => {
                let letter = u8::try_from(code).ok().filter(u8::is_ascii_alphanumeric);
                code = code.saturating_add(1);
                return letter.is_some_and(|letter| match letter {
                    b'0'..=b'9' => name != DIGITS[usize::from(letter - b'0')],
                    _ => *name != [letter],
                });
            }
            _ => {}
        }
        false
    })
}

/// Returns all strings that a content stream draws; nothing where it draws otherwise, too.
fn strings(content: &[u8]) -> Option<Vec<u8>> {
    let mut lexer = Lexer::new(content, 0);
    let (mut text, mut depth) = (Vec::new(), 0_u32);
    loop {
        lexer.skip_space();
        match lexer.peek() {
            None => return Some(text),
            Some(b'<') if lexer.take(b"<<") => depth += 1,
            Some(b'>') if lexer.take(b">>") => depth = depth.checked_sub(1)?,
            Some(_) => {
                let string = operand(&mut lexer)?;
                // The properties of marked content are no drawing.
                text.extend(string.into_iter().flatten().filter(|_| depth == 0));
            }
        }
    }
}

/// Passes over an operand or operator and returns it where it is a string.
fn operand(lexer: &mut Lexer<'_>) -> Option<Option<Vec<u8>>> {
    match lexer.peek()? {
        b'(' => return lexer.literal_string().map(Some),
        b'<' => return lexer.hex_string().map(Some),
        b'/' => drop(lexer.name()),
        b'[' | b']' => lexer.seek(lexer.at() + 1),
        b'>' | b'{' | b'}' | b')' => return None,
        _ if OTHER.contains(&lexer.word()) => return None,
        _ => {}
    }
    Some(None)
}
