//! What a signer's fields are drawn with, and how.

use lopdf::ObjectId;

use super::made::Made;
use super::parts::{self, Part};
use super::{Drawn, widget};
use crate::document::tail::octets;
use crate::document::update::Update;
use crate::document::{Document, Field};
use crate::error::{Kind, Result};
use crate::placement::{FieldKind, name};
use crate::signature::field::{self, READ_ONLY};
use crate::stamp::appearance::{Frame, blank, written};
use crate::stamp::check;
use crate::stamp::font::Type;
use crate::stamp::signed::{Mark, Print, signed};

/// What a signer's fields are drawn with.
pub(super) struct Pen<'a> {
    pub(super) own: Made<'a>,
    pub(super) initials: Option<Made<'a>>,
    pub(super) with: &'a Type<'a>,
}

impl Pen<'_> {
    /// Draws a field anew and closes it. A field left as it was would void its own signature at the
    /// next revision (PROTOCOL §1).
    pub(super) fn draw(
        &self,
        update: &mut Update,
        document: &Document,
        drawn: &Drawn,
    ) -> Result<()> {
        let Drawn { field, value, .. } = drawn;
        let check = name::kind(&field.name) == Some(FieldKind::Check);
        if check && field.kind.as_deref() == Some(b"Btn") {
            return tick(update, field, is_ticked(value));
        }
        let frame = widget::frame(document, field)?;
        let appearance = self.appearance(&field.name, &frame, drawn)?;
        let appearance = update.add(appearance.into());
        show(update, field, appearance)?;
        if field.kind.as_deref() == Some(b"Sig") {
            return Ok(());
        }
        let flags = widget::flags(&field.dict) | READ_ONLY;
        update.set_entry(field.id, b"Ff", flags.to_string().as_bytes())?;
        if !value.is_empty() {
            update.set_entry(field.id, b"V", &octets(&field::words(value)))?;
        }
        Ok(())
    }

    /// Draws every part into the appearance of the one signature field.
    pub(super) fn draw_in_one(
        &self,
        update: &mut Update,
        document: &Document,
        parts: &[Part],
        drawn: &[Drawn],
    ) -> Result<()> {
        let Drawn { field, .. } = drawn.first().ok_or(Kind::NoSuchField)?;
        let frame = widget::frame(document, field)?;
        let mut forms = Vec::new();
        for (part, one) in parts.iter().zip(drawn) {
            let form = self.appearance(&part.name, &part.frame, one)?;
            forms.push((part, update.add(form.into())));
        }
        let appearance = update.add(parts::together(&frame, &forms).into());
        show(update, field, appearance)
    }

    fn appearance(&self, name: &str, frame: &Frame, drawn: &Drawn) -> Result<lopdf::Stream> {
        let with = self.with;
        match name::kind(name) {
            Some(FieldKind::Signature) | None => {
                signed(frame, self.own.mark(), drawn.said.print(), with)
            }
            Some(FieldKind::Check) => Ok(check::drawn(frame, is_ticked(&drawn.value))),
            Some(FieldKind::Initials) => {
                let letters = Mark::Name(&drawn.value);
                let mark = self.initials.as_ref().map_or(letters, Made::mark);
                signed(frame, mark, Print::default(), with)
            }
            _ if drawn.value.trim().is_empty() => Ok(blank(frame)),
            _ => written(frame, &drawn.value, with),
        }
    }
}

/// Sets the appearance of a field's widget.
fn show(update: &mut Update, field: &Field, appearance: ObjectId) -> Result<()> {
    let entry = [b"<< /N ".as_slice(), &field::reference(appearance), b" >>"].concat();
    let widget = field.widgets.first().copied().unwrap_or(field.id);
    update.set_entry(widget, b"AP", &entry)
}

/// Ticks a box or leaves it open, and closes it: both appearances are there (PROTOCOL §1).
fn tick(update: &mut Update, field: &Field, ticked: bool) -> Result<()> {
    let state: &[u8] = if ticked { b"/Yes" } else { b"/Off" };
    let flags = widget::flags(&field.dict) | READ_ONLY;
    update.set_entry(field.id, b"V", state)?;
    update.set_entry(field.id, b"AS", state)?;
    update.set_entry(field.id, b"Ff", flags.to_string().as_bytes())
}

fn is_ticked(value: &str) -> bool {
    !value.trim().is_empty()
}
