//! What a signature states, as the sender chose it: kept in its field, so that the file alone says it.

use lopdf::{Dictionary, Object, dictionary};

use super::field::words;
use crate::document::Document;
use crate::error::{Error, Kind, Result};
use crate::placement::{FieldKind, Look, Placement, ViewRect};
use crate::stamp::fonts::Fonts;
use crate::stamp::image::Picture;
use crate::stamp::signed::holds_statement;

/// Refuses a choice that could not be kept when it is signed.
///
/// # Errors
/// `outside_page` for a place too small for all that is stated.
pub(super) fn admit(placement: &Placement, rect: &ViewRect, logo: bool) -> Result<()> {
    let full = placement.kind == FieldKind::Signature && placement.look.is_full();
    if full && !holds_statement(rect.width, rect.height, logo) {
        return Err(Error::at(Kind::OutsidePage, u64::from(placement.page)));
    }
    Ok(())
}

/// Refuses reasons that cannot be written.
///
/// # Errors
/// `missing_glyph` for a character that no font has.
pub(super) fn check(placements: &[Placement], fonts: &Fonts) -> Result<()> {
    let mut reasons = placements.iter().filter_map(|one| one.look.reason());
    reasons.try_for_each(|reason| fonts.check(reason))
}

/// What was chosen for a signature.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Chosen {
    pub(super) look: Look,
    /// The organisation's logo, which the file holds once.
    pub(super) logo: Option<Picture>,
}

/// Writes a choice into the dictionary of its field; the usual one is not written.
pub(super) fn write(field: &mut Dictionary, look: &Look, logo: Option<Picture>) {
    let mut ours = match look {
        Look::InkNameTime if logo.is_none() => return,
        Look::InkNameTime => dictionary! { "V" => 1 },
        Look::Ink => dictionary! { "V" => 1, "Look" => "Ink" },
        Look::Full { reason } => {
            dictionary! { "V" => 1, "Look" => "Full", "Reason" => words(reason) }
        }
    };
    if let Some(logo) = logo {
        ours.set("Logo", logo.id);
        ours.set("Turn", logo.turn());
    }
    field.set("Seing", ours);
}

/// Reads the choice of a field.
///
/// # Errors
/// `no_such_field` for one this build does not know, `bad_image` for a logo that is none of ours.
pub(super) fn read(document: &Document, field: &Dictionary) -> Result<Chosen> {
    let Ok(ours) = field.get(b"Seing").and_then(Object::as_dict) else {
        return Ok(Chosen::default());
    };
    Ok(Chosen {
        look: look(ours)?,
        logo: logo(document, ours)?,
    })
}

fn look(ours: &Dictionary) -> Result<Look> {
    match ours.get(b"Look").map(Object::as_name) {
        Err(_) => Ok(Look::default()),
        Ok(Ok(b"Ink")) => Ok(Look::Ink),
        Ok(Ok(b"Full")) => {
            let reason = ours.get(b"Reason").and_then(lopdf::decode_text_string);
            let reason = reason.map_err(|_| Kind::NoSuchField)?;
            Ok(Look::Full { reason })
        }
        Ok(_) => Err(Error::new(Kind::NoSuchField)),
    }
}

fn logo(document: &Document, ours: &Dictionary) -> Result<Option<Picture>> {
    let Ok(Object::Reference(id)) = ours.get(b"Logo") else {
        return Ok(None);
    };
    let stored = document.object(*id)?;
    let entries = &stored.as_stream().map_err(|_| Kind::BadImage)?.dict;
    let turn = ours.get(b"Turn").and_then(Object::as_i64);
    let turn = turn.map_err(|_| Kind::BadImage)?;
    Picture::again(*id, entries, turn).map(Some)
}
