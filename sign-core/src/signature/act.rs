//! One signer's update.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, StringFormat, dictionary};

use super::field::{self, REQUIRED};
use super::layout::Placed;
use super::look;
use super::seed;
use crate::bytes::date::{Civil, pdf_date};
use crate::document::update::Update;
use crate::document::{Appended, Document, Field};
use crate::error::{Error, Kind, Result};
use crate::placement::{FieldKind, Look, name};
use crate::stamp::font::Type;
use crate::stamp::fonts::Fonts;
use crate::stamp::ink::Stroke;
use crate::wire::{Hash, Locale};

mod lock;
mod made;
mod parts;
mod pen;
mod said;
mod widget;

use lock::Lock;
use made::Made;
use parts::Part;
use pen::Pen;
use said::Said;

/// A signature as a person made it.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// Strokes on the pad.
    Drawn(Vec<Stroke>),
    /// A name, set in the shipped font.
    Typed(String),
    /// A picture of it, as [`Image::read`] takes it.
    Uploaded(Vec<u8>),
}

/// What one signer adopted for one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// Their signature field in it, as the layout says.
    pub field: String,
    /// The document's id in the envelope.
    pub document: String,
    /// First and last name.
    pub name: String,
    /// Values of their other fields by name. Name, initials and date fields that are not given are
    /// filled from `name` and `time_ms`; text fields stay blank, boxes open. Any text ticks a box.
    pub values: BTreeMap<String, String>,
    /// What they drew or typed.
    pub mark: Mark,
    /// What they drew, typed or uploaded as initials; nothing for the first letters of `name`.
    pub initials: Option<Mark>,
    /// Printed below the mark as far as there is room.
    pub lines: Vec<String>,
    /// The act's time: the server's at `begin`, milliseconds since 1970, whole seconds.
    pub time_ms: i64,
    /// The signer's zone at that time, minutes east of UTC.
    pub offset_minutes: i16,
    /// The language of dates.
    pub locale: Locale,
    /// The 32 random octets that open this document's commitment (PROTOCOL §4).
    pub s: Hash,
    /// Octets to reserve for the CMS.
    pub reserve: u32,
}

/// Makes a signer's update: their values and ink as the appearances of their fields, all of them
/// read-only and drawn anew, and a signature whose reference locks them.
///
/// # Errors
/// `no_such_field` for a name that is not the signer's, `already_signed`, `seed_value`, `value_missing` for a
/// required text or an empty mark, `missing_glyph` and `text_too_long` for what cannot be written,
/// `bad_image` and `image_too_large` for a picture.
pub fn prepare(document: &Document, act: &Act) -> Result<Appended> {
    prepare_with(document, act, &Fonts::default())
}

/// As [`prepare`], for text that is set in more than the shipped font.
///
/// # Errors
/// As [`prepare`]; `bad_font` for a font whose outlines are hurt.
pub fn prepare_with(document: &Document, act: &Act, fonts: &Fonts) -> Result<Appended> {
    written_to(document, Update::new(document)?, act, fonts)
}

/// As [`prepare_with`], for a signer who chose the place of their signature themselves: field and
/// signature are one update. [`Act::field`] is the field of `placed`.
///
/// # Errors
/// As [`prepare_with`].
pub fn prepare_placed(placed: Placed, act: &Act, fonts: &Fonts) -> Result<Appended> {
    if act.field != placed.field {
        return Err(Error::new(Kind::NoSuchField));
    }
    let (document, update) = placed.into_parts()?;
    written_to(&document, update, act, fonts)
}

/// Returns the characters that an act writes and no font has, each once: fonts that have them can be
/// found before [`prepare_with`].
///
/// # Errors
/// `no_such_field`, `already_signed` and `value_missing` as [`prepare`].
pub fn missing(document: &Document, act: &Act, fonts: &Fonts) -> Result<Vec<char>> {
    let own = field::unsigned(document, &act.field)?;
    let parts = parts::of(document, &own.dict)?;
    let lock = Lock::of(document, &own)?;
    let drawn = drawn(document, act, &own, parts.as_deref(), &lock)?;
    Ok(fonts.missing(&written(act, &drawn).collect::<String>()))
}

fn written_to(
    document: &Document,
    mut update: Update,
    act: &Act,
    fonts: &Fonts,
) -> Result<Appended> {
    let own = field::unsigned(document, &act.field)?;
    if !seed::is_met(document, &own.dict) {
        return Err(Error::new(Kind::SeedValue));
    }
    let lock = Lock::of(document, &own)?;
    let parts = parts::of(document, &own.dict)?;
    let drawn = drawn(document, act, &own, parts.as_deref(), &lock)?;
    let with = Type::of(fonts, written(act, &drawn), &mut || update.reserve())?;
    let pen = Pen {
        with: &with,
        own: Made::of(&act.mark, &mut update)?,
        initials: match &act.initials {
            Some(mark) => Some(Made::of(mark, &mut update)?),
            None => None,
        },
    };
    match &parts {
        Some(parts) => pen.draw_in_one(&mut update, document, parts, &drawn)?,
        None => drawn
            .iter()
            .try_for_each(|one| pen.draw(&mut update, document, one))?,
    }
    with.embed(&mut |id, object| update.put(id, object))?;
    let signature = update.reserve();
    update.set_entry(own.id, b"V", &field::reference(signature))?;
    let dict = dict(act, lock, &stated(document, &own, parts.as_deref())?);
    update.put_signature(signature, dict, act.reserve as usize);
    Ok(update.finish())
}

/// Returns a day as people write it: `22/11/2026` in French, `22 Nov 2026` in English.
pub fn day(time_ms: i64, offset_minutes: i16, locale: Locale) -> String {
    let Civil {
        year, month, day, ..
    } = Civil::at(time_ms, i32::from(offset_minutes));
    match locale {
        Locale::Fr => format!("{day:02}/{month:02}/{year:04}"),
        Locale::En => format!("{day} {} {year:04}", MONTHS[usize::from(month - 1)]),
    }
}

/// Returns a moment with its offset: `22/11/2026 14:05:33 UTC+01:00`.
pub fn moment(time_ms: i64, offset_minutes: i16, locale: Locale) -> String {
    let Civil {
        hour,
        minute,
        second,
        ..
    } = Civil::at(time_ms, i32::from(offset_minutes));
    let sign = if offset_minutes < 0 { '-' } else { '+' };
    let away = offset_minutes.unsigned_abs();
    let day = day(time_ms, offset_minutes, locale);
    let (hours, minutes) = (away / 60, away % 60);
    format!("{day} {hour:02}:{minute:02}:{second:02} UTC{sign}{hours:02}:{minutes:02}")
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A field, or a part of one, and what is drawn there.
struct Drawn {
    field: Field,
    value: String,
    said: Said,
}

/// Returns what is drawn: in the signature's own field, where it has parts, else in all under its lock.
fn drawn(
    document: &Document,
    act: &Act,
    own: &Field,
    parts: Option<&[Part]>,
    lock: &Lock,
) -> Result<Vec<Drawn>> {
    match parts {
        Some(parts) => answers(act, own, parts),
        None => values(document, act, &lock.drawn),
    }
}

/// Returns the signature field once for every part drawn in it, with the part's value.
fn answers(act: &Act, own: &Field, parts: &[Part]) -> Result<Vec<Drawn>> {
    let known = |name: &String| parts.iter().any(|part| part.name == *name);
    if !act.values.keys().all(known) {
        return Err(Error::new(Kind::NoSuchField));
    }
    let answer = |part: &Part| {
        let value = value(act, &part.name);
        if part.required && value.trim().is_empty() {
            return Err(Error::new(Kind::ValueMissing));
        }
        Ok(Drawn {
            field: own.clone(),
            value,
            said: Said::of(act, part.chosen.clone()),
        })
    };
    parts.iter().map(answer).collect()
}

/// Returns every field under the lock with the value it takes.
fn values(document: &Document, act: &Act, locked: &[String]) -> Result<Vec<Drawn>> {
    if act.values.keys().any(|name| !locked.contains(name)) {
        return Err(Error::new(Kind::NoSuchField));
    }
    let known = document.fields()?;
    let value = |name: &String| {
        let field = known
            .iter()
            .find(|field| field.name == *name)
            .ok_or(Kind::NoSuchField)?;
        let value = value(act, name);
        let required = widget::flags(&field.dict) & REQUIRED != 0;
        if required && value.trim().is_empty() {
            return Err(Error::new(Kind::ValueMissing));
        }
        Ok(Drawn {
            field: field.clone(),
            value,
            said: Said::of(act, look::read(document, &field.dict)?),
        })
    };
    locked.iter().map(value).collect()
}

fn value(act: &Act, name: &str) -> String {
    match (act.values.get(name), name::kind(name)) {
        (Some(given), _) => given.clone(),
        (None, Some(FieldKind::Name)) => act.name.clone(),
        (None, Some(FieldKind::Initials)) => made::letters(act),
        (None, Some(FieldKind::Date)) => day(act.time_ms, act.offset_minutes, act.locale),
        _ => String::new(),
    }
}

/// Returns everything that is written, and what joins and shortens lines.
fn written<'a>(act: &'a Act, drawn: &'a [Drawn]) -> impl Iterator<Item = &'a str> {
    let values = drawn.iter().map(|one| one.value.as_str());
    let lines = act.lines.iter().map(String::as_str);
    let stated = drawn.iter().flat_map(|one| &one.said.stated);
    let stated = stated.map(String::as_str);
    let all = values.chain(lines).chain(stated);
    all.chain(made::typed(act)).chain([" …"])
}

/// Returns what the signature states in its own place, which may be a part of its field.
fn stated(document: &Document, own: &Field, parts: Option<&[Part]>) -> Result<Look> {
    let Some(parts) = parts else {
        return Ok(look::read(document, &own.dict)?.look);
    };
    let part = parts.iter().find(|part| part.name == own.name);
    Ok(part
        .map(|part| part.chosen.look.clone())
        .unwrap_or_default())
}

/// Returns the signature dictionary: free text first (PROTOCOL §1).
fn dict(act: &Act, lock: Lock, look: &Look) -> Dictionary {
    let mut dict = dictionary! {
        "Name" => field::words(&act.name),
        "Seing" => dictionary! {
            "V" => 1, "Document" => field::words(&act.document),
            "S" => Object::String(act.s.0.to_vec(), StringFormat::Hexadecimal),
        },
        "M" => Object::string_literal(pdf_date(act.time_ms)),
    };
    if let Look::Full { reason } = look
        && !reason.trim().is_empty()
    {
        dict.set("Reason", field::words(reason));
    }
    if let Some(reference) = lock.reference {
        dict.set("Reference", reference);
    }
    dict
}

#[cfg(test)]
mod tests {
    use super::{day, moment};
    use crate::wire::Locale;

    #[test]
    fn dates_follow_zone_and_language() {
        let time_ms = 1_795_385_133_000;
        assert_eq!(
            moment(time_ms, 60, Locale::Fr),
            "22/11/2026 23:05:33 UTC+01:00"
        );
        assert_eq!(
            moment(time_ms, -150, Locale::En),
            "22 Nov 2026 19:35:33 UTC-02:30"
        );
        assert_eq!(day(time_ms, 120, Locale::En), "23 Nov 2026");
    }
}
