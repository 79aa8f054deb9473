//! Places that signers choose themselves: a first update without their fields, and each field made
//! with its signature (PROTOCOL §1).

use std::sync::Arc;

use lopdf::{Object, dictionary};

use super::{LaidField, LaidOut, Plan, PlanSigner, Sheet, approvals, form, names};
use crate::document::Document;
use crate::document::update::Update;
use crate::error::{Error, Kind, Result};
use crate::signature::limits::{Limits, dict, writable};
use crate::signature::look;
use crate::stamp::fonts::Fonts;
use crate::wire::{Locale, SealPlan};

/// A place that somebody chose, and the field made for it.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The name of the field that they sign.
    pub field: String,
    /// What stands in its appearance, the signature with it.
    pub fields: Vec<LaidField>,
    document: Document,
    update: Update,
}

impl Placed {
    /// Returns the document with the field, and the update of the one without it. What the field
    /// shows before it is signed is left out of that: nothing would refer to it.
    pub(in crate::signature) fn into_parts(mut self) -> Result<(Document, Update)> {
        let field = self.document.field(&self.field)?;
        let field = field.ok_or(Kind::NoSuchField)?;
        let shown = dict(&self.document, &field.dict, b"AP");
        let blank = shown.and_then(|shown| shown.get(b"N").and_then(Object::as_reference).ok());
        if let Some(blank) = blank {
            self.update.discard(blank);
        }
        Ok((self.document, self.update))
    }
}

/// Makes the first update of a document whose signers choose their places: seal and security store
/// alone. It takes no certification, for nothing that is seen can be added after one; the seal is
/// then an approval, too. One signer who chooses before anybody signs needs none of this: what
/// they choose is a plan, and [`super::lay_out`] certifies it.
///
/// # Errors
/// `needs_rewrite` for a file that cannot be appended to; for a signed one as [`super::lay_out`].
pub fn lay_out_open(document: &Document, locale: Locale, renew: bool) -> Result<LaidOut> {
    let plan = Plan {
        locale,
        signers: Vec::new(),
        texts: Vec::new(),
        logo: None,
        renew,
    };
    if let Some(limits) = Limits::of(document)? {
        return approvals::lay_out(document, &plan, limits);
    }
    if document.encrypted() {
        return Err(Kind::NeedsRewrite.into());
    }
    let mut sheet = Sheet::new(document, &plan)?;
    let seal = sheet.seal()?;
    let dss = sheet.update.add(dictionary! { "Type" => "DSS" }.into());
    sheet.annotate()?;
    form::hang(&mut sheet.update, document, &sheet.form, dss)?;
    Ok(sheet.laid_out(SealPlan { dss: dss.0, ..seal }, None))
}

/// Puts a signature field where a signer chose, in a document that [`lay_out_open`] prepared. Their
/// other placements are drawn with the signature, on its page.
///
/// # Errors
/// `certified` or `locked` where a signature that is there allows none; `outside_page`,
/// `other_page`, `missing_glyph` and `no_signature_field` for the placements.
pub fn place(document: &Document, locale: Locale, signer: &PlanSigner) -> Result<Placed> {
    place_with(document, locale, signer, None, &Fonts::default())
}

/// As [`place`], with the organisation's logo as [`Plan::logo`] takes it, and for reasons that are
/// set in more than the shipped font.
///
/// # Errors
/// As [`place`]; `bad_image` and `image_too_large` for the logo.
pub fn place_with(
    document: &Document,
    locale: Locale,
    signer: &PlanSigner,
    logo: Option<&[u8]>,
    fonts: &Fonts,
) -> Result<Placed> {
    writable(document)?;
    look::check(&signer.placements, fonts)?;
    let plan = Plan {
        locale,
        signers: Vec::new(),
        texts: Vec::new(),
        logo: None,
        renew: false,
    };
    let mut sheet = Sheet::new(document, &plan)?;
    let plain: Vec<String> = names(signer).into_iter().map(|(_, name)| name).collect();
    sheet.choose_prefix(&plain)?;
    sheet.take_logo(logo)?;
    sheet.approve(signer)?;
    let field = sheet.signed_field().ok_or(Kind::NoSignatureField)?;
    allowed(document, &field)?;
    sheet.annotate()?;
    form::join(&mut sheet.update, document, &sheet.form)?;
    let added = sheet.update.clone().finish().bytes;
    let view = Arc::new([document.bytes(), &added].concat());
    Ok(Placed {
        field,
        document: Document::open(view)?,
        fields: sheet.fields,
        update: sheet.update,
    })
}

fn allowed(document: &Document, field: &str) -> Result<()> {
    let Some(limits) = Limits::of(document)? else {
        return Ok(());
    };
    limits.admit()?;
    if limits.certifies() {
        return Err(Error::new(Kind::Certified));
    }
    if limits.freezes(field) {
        return Err(Error::new(Kind::Locked));
    }
    Ok(())
}
