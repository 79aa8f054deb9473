//! What a signature states, as the sender chose it: kept in its field, so that the file alone says it.

use lopdf::{Dictionary, Object, dictionary};

use super::field::words;
use crate::error::{Error, Kind, Result};
use crate::placement::{FieldKind, Look, Placement, ViewRect};
use crate::stamp::signed::holds_statement;
use crate::stamp::text;

/// Refuses a choice that could not be kept when it is signed.
///
/// # Errors
/// `outside_page` for a place too small for all that is stated, `missing_glyph` for a reason that
/// cannot be written.
pub(super) fn admit(placement: &Placement, rect: &ViewRect) -> Result<()> {
    let (FieldKind::Signature, Look::Full { reason }) = (placement.kind, &placement.look) else {
        return Ok(());
    };
    text::check(reason)?;
    if holds_statement(rect.width, rect.height) {
        Ok(())
    } else {
        Err(Error::at(Kind::OutsidePage, u64::from(placement.page)))
    }
}

/// Writes a choice into the dictionary of its field; the usual one is not written.
pub(super) fn write(field: &mut Dictionary, look: &Look) {
    let ours = match look {
        Look::InkNameTime => return,
        Look::Ink => dictionary! { "V" => 1, "Look" => "Ink" },
        Look::Full { reason } => {
            dictionary! { "V" => 1, "Look" => "Full", "Reason" => words(reason) }
        }
    };
    field.set("Seing", ours);
}

/// Reads the choice of a field.
///
/// # Errors
/// `no_such_field` for one this build does not know.
pub(super) fn read(field: &Dictionary) -> Result<Look> {
    let ours = field.get(b"Seing").and_then(Object::as_dict).ok();
    let Some((ours, look)) = ours.and_then(|ours| Some((ours, ours.get(b"Look").ok()?))) else {
        return Ok(Look::default());
    };
    match look.as_name() {
        Ok(b"Ink") => Ok(Look::Ink),
        Ok(b"Full") => {
            let reason = ours.get(b"Reason").and_then(lopdf::decode_text_string);
            let reason = reason.map_err(|_| Kind::NoSuchField)?;
            Ok(Look::Full { reason })
        }
        _ => Err(Error::new(Kind::NoSuchField)),
    }
}
