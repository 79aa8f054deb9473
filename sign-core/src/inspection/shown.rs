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

/// Returns whether the field shows something else than its value, as far as that can be told.
pub(super) fn differs(reader: &Reader<'_>, field: &Field) -> bool {
    if !matches!(field.kind.as_deref(), Some(b"Btn" | b"Tx" | b"Ch")) {
        return false;
    }
    let widgets = field.widgets.iter();
    let widgets: Vec<Dictionary> = widgets.filter_map(|id| reader.dictionary(*id)).collect();
    if field.kind.as_deref() == Some(b"Btn") {
        let set = reader.value(&field.dict, b"V");
        let switched = |widget| is_switched(reader, widget, set.as_ref());
        return flags(reader, field) & PUSH_BUTTON == 0 && widgets.iter().any(switched);
    }
    let formatted = field.dict.has(b"AA") || widgets.iter().any(|widget| widget.has(b"AA"));
    let Some(expected) = expected(reader, field).filter(|_| !formatted) else {
        return false;
    };
    let mut shown = widgets.iter().filter_map(|widget| shown(reader, widget));
    shown.any(|shown| shown != expected)
}

fn flags(reader: &Reader<'_>, field: &Field) -> i64 {
    let flags = reader.value(&field.dict, b"Ff");
    flags.and_then(|flags| flags.as_i64().ok()).unwrap_or(0)
}

/// Returns the letters and digits that a field of text or a choice has to show; nothing where it has none,
/// hides them or has others than ASCII.
fn expected(reader: &Reader<'_>, field: &Field) -> Option<Vec<u8>> {
    let flags = flags(reader, field);
    let text = decode_text_string(&reader.value(&field.dict, b"V")?).ok()?;
    let text = match field.kind.as_deref()? {
        b"Tx" if flags & PASSWORD == 0 => text,
        b"Ch" if flags & COMBO != 0 => displayed(reader, field, text),
        _ => return None,
    };
    let plain = plain(text.as_bytes());
    (text.is_ascii() && !plain.is_empty()).then_some(plain)
}

/// Letters and digits alone: how they are spaced and set apart is the picture's.
fn plain(text: &[u8]) -> Vec<u8> {
    text.iter()
        .copied()
        .filter(u8::is_ascii_alphanumeric)
        .collect()
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
fn is_switched(reader: &Reader<'_>, widget: &Dictionary, set: Option<&Object>) -> bool {
    let pictures = reader.dict(widget, b"AP").unwrap_or_default();
    let Some(states) = reader.dict(&pictures, b"N") else {
        return false;
    };
    let name = |object: &Object| object.as_name().ok().map(<[u8]>::to_vec);
    let set = set.and_then(name).filter(|name| states.has(name));
    let shown = reader.value(widget, b"AS").as_ref().and_then(name);
    let off = || b"Off".to_vec();
    shown.unwrap_or_else(off) != set.unwrap_or_else(off)
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
    read.then(|| strings(&content))
        .flatten()
        .map(|text| plain(&text))
}

/// Whether the codes of letters and digits in a font are those of ASCII.
fn is_plain(reader: &Reader<'_>, font: &Dictionary) -> bool {
    let kind = reader.value(font, b"Subtype");
    let simple =
        matches!(&kind, Some(Object::Name(kind)) if kind == b"Type1" || kind == b"TrueType");
    let embedded = reader.dict(font, b"FontDescriptor").is_some_and(|face| {
        [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"]
            .iter()
            .any(|key| face.has(key))
    });
    let encoding = reader.value(font, b"Encoding");
    let named = match &encoding {
        // An embedded face of its own may have any encoding.
        None => !embedded,
        Some(Object::Name(_)) => true,
        Some(Object::Dictionary(encoding)) => {
            !replaces(&reader.array(encoding, b"Differences"))
                && (!embedded || encoding.has(b"BaseEncoding"))
        }
        Some(_) => false,
    };
    simple && named
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
        let string = match lexer.peek() {
            None => return Some(text),
            Some(b'(') => lexer.literal_string()?,
            Some(b'<') if lexer.take(b"<<") => {
                depth += 1;
                continue;
            }
            Some(b'>') if lexer.take(b">>") => {
                depth = depth.checked_sub(1)?;
                continue;
            }
            Some(b'<') => lexer.hex_string()?,
            Some(b'/') => {
                lexer.name();
                continue;
            }
            Some(b'[' | b']') => {
                lexer.seek(lexer.at() + 1);
                continue;
            }
            Some(b'>' | b'{' | b'}' | b')') => return None,
            Some(_) if OTHER.contains(&lexer.word()) => return None,
            Some(_) => continue,
        };
        // The properties of marked content are no drawing.
        if depth == 0 {
            text.extend(string);
        }
    }
}
