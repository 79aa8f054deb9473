//! The first update: every field, before anybody signs.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::caption;
use super::field::{self, CERTIFICATION, Cover, PRINTED_LOCKED, REQUIRED, SEAL};
use super::limits::Limits;
use super::look;
use crate::document::Document;
use crate::document::update::Update;
use crate::error::{Error, Kind, Result};
use crate::placement::{FieldKind, Geometry, Placement, ViewRect};
use crate::stamp::appearance::{Frame, blank, numbers};
use crate::stamp::check;
use crate::stamp::fonts::Fonts;
use crate::stamp::image::Picture;
use crate::wire::{Locale, SealPlan};

mod approvals;
mod filled;
mod form;
mod label;
mod logo;
mod names;
mod own;
mod placed;
mod plan;
mod room;
mod tags;

pub(super) use form::join;
use names::names;
pub use own::{OwnField, own_fields};
pub use placed::{Placed, lay_out_open, place, place_with};
pub use plan::{Filled, LaidField, LaidOut, Plan, PlanSigner};
pub use room::{Room, room};

/// Makes rev0: the certification's field, every signer's fields with their locks, the seal's
/// field, an empty security store (PROTOCOL §1). Nothing can be added after the certification.
///
/// A document that is signed already takes no certification and signature fields alone, within
/// what its signatures allow: a signer's other placements are drawn with their signature, whose
/// field spans them all, and a signature placed on an empty field that is there is made in it. Such
/// a field cannot keep a choice: it states what is usual, without a logo.
///
/// # Errors
/// `outside_page` for a placement that is not on its page or is too small for what it states; `no_signature_field` for a signer with other fields only;
/// `needs_rewrite` for a file that cannot be appended to. For a signed one: `certified`, `locked`,
/// `other_page`, `seed_value`, `signed_encrypted`, `signed_repaired`, and `already_signed` for texts of the
/// sender's. `bad_image` and `image_too_large` for the logo.
pub fn lay_out(document: &Document, plan: &Plan) -> Result<LaidOut> {
    lay_out_with(document, plan, &Fonts::default())
}

/// As [`lay_out`], for texts and reasons that are set in more than the shipped font.
///
/// # Errors
/// As [`lay_out`]; `bad_font` for a font whose outlines are hurt.
pub fn lay_out_with(document: &Document, plan: &Plan, fonts: &Fonts) -> Result<LaidOut> {
    for signer in &plan.signers {
        look::check(&signer.placements, fonts)?;
    }
    if let Some(limits) = Limits::of(document)? {
        return approvals::lay_out(document, plan, limits);
    }
    // What nobody has signed is decrypted first, in one rewrite (PROTOCOL §1).
    if document.encrypted() {
        return Err(Kind::NeedsRewrite.into());
    }
    let mut sheet = Sheet::new(document, plan)?;
    if plan.signers.iter().any(|one| !one.placements.is_empty()) {
        sheet.take_logo(plan.logo.as_deref())?;
    }
    let certification = sheet.named(CERTIFICATION);
    sheet.unseen(&certification, None)?;
    for signer in &plan.signers {
        sheet.signer(signer)?;
    }
    sheet.fill(&plan.texts, fonts)?;
    sheet.close(certification)
}

/// Returns the characters that a plan has its signatures state and no font has, each once: fonts that
/// have them can be found before [`lay_out_with`].
pub fn missing(plan: &Plan, fonts: &Fonts) -> Vec<char> {
    let placements = plan.signers.iter().flat_map(|signer| &signer.placements);
    let reasons = placements.filter_map(|placement| placement.look.reason());
    let texts = plan.texts.iter().map(|text| text.value.as_str());
    fonts.missing(&reasons.chain(texts).collect::<String>())
}

/// The update while fields are put on it.
struct Sheet<'a> {
    document: &'a Document,
    update: Update,
    locale: Locale,
    renew: bool,
    logo: Option<Picture>,
    prefix: u8,
    form: Vec<ObjectId>,
    annotations: BTreeMap<ObjectId, Vec<ObjectId>>,
    first_page: ObjectId,
    fields: Vec<LaidField>,
    seen: Vec<tags::Seen>,
}

impl<'a> Sheet<'a> {
    fn new(document: &'a Document, plan: &Plan) -> Result<Self> {
        let mut sheet = Self {
            document,
            update: Update::new(document)?,
            locale: plan.locale,
            renew: plan.renew,
            logo: None,
            prefix: 0,
            form: Vec::new(),
            annotations: BTreeMap::new(),
            first_page: document.page(0)?.id,
            fields: Vec::new(),
            seen: Vec::new(),
        };
        let mut plain: Vec<String> = plan.signers.iter().flat_map(names).map(|n| n.1).collect();
        plain.extend([CERTIFICATION, SEAL].map(str::to_string));
        sheet.choose_prefix(&plain)?;
        Ok(sheet)
    }

    fn named(&self, plain: &str) -> String {
        field::prefix(self.prefix) + plain
    }

    /// Takes the first prefix with which no name of ours is taken.
    fn choose_prefix(&mut self, plain: &[String]) -> Result<()> {
        let known = self.document.fields()?;
        let heads: BTreeSet<&str> = known
            .iter()
            .filter_map(|field| field.name.split('.').next())
            .collect();
        let free = |number: &u8| {
            let prefix = field::prefix(*number);
            !plain
                .iter()
                .any(|name| heads.contains(format!("{prefix}{name}").as_str()))
        };
        self.prefix = (0..=u8::MAX).find(free).ok_or(Kind::TooLarge)?;
        Ok(())
    }

    /// Puts a signer's fields on their pages: the signature with its lock over all of them.
    fn signer(&mut self, signer: &PlanSigner) -> Result<()> {
        let named: Vec<_> = names(signer)
            .into_iter()
            .map(|(p, n)| (p, self.named(&n)))
            .collect();
        if named.is_empty() {
            return Ok(());
        }
        let locked: Vec<String> = named.iter().map(|(_, name)| name.clone()).collect();
        let lock = self.update.add(field::lock(&Cover::Fields(&locked)).into());
        let mut signed = false;
        for (placement, name) in &named {
            let own = placement.kind == FieldKind::Signature && !signed;
            self.place(signer, placement, name, own.then_some(lock))?;
            signed |= own;
        }
        if signed {
            Ok(())
        } else {
            Err(Error::new(Kind::NoSignatureField))
        }
    }

    fn place(
        &mut self,
        signer: &PlanSigner,
        placement: &Placement,
        name: &str,
        lock: Option<ObjectId>,
    ) -> Result<()> {
        let page = self.document.page(placement.page)?;
        let geometry = Geometry::from(&page);
        let rect = geometry.admit(placement.rect)?;
        look::admit(placement, &rect, self.logo.is_some())?;
        let spot = Spot {
            page: page.id,
            geometry,
            rect,
        };
        let label = label::of(self.locale, placement, &signer.name);
        let kind = match (lock, placement.kind) {
            (Some(_), _) => "Sig",
            (None, FieldKind::Check) => "Btn",
            (None, _) => "Tx",
        };
        let mut widget = self.widget(&spot, kind, name, &label);
        match (lock, kind) {
            (Some(lock), _) => widget.set("Lock", lock),
            (None, "Btn") => self.tickable(&mut widget, &spot.frame()),
            (None, _) => widget.set("DA", Object::string_literal(form::TYPE)),
        }
        if placement.is_asked() {
            widget.set("Ff", REQUIRED);
        }
        if placement.kind == FieldKind::Signature {
            look::write(&mut widget, &placement.look, self.logo);
        }
        caption::write(&mut widget, placement);
        let widget = self.put(page.id, widget);
        self.seen.push(tags::Seen::Widget {
            page: page.id,
            widget,
        });
        self.fields.push(laid(signer, placement, name));
        Ok(())
    }

    /// Makes a field and widget that is seen, with an appearance that is blank so far.
    fn widget(&mut self, spot: &Spot, kind: &str, name: &str, label: &str) -> Dictionary {
        let user = spot.geometry.to_user(spot.rect);
        let appearance = self.update.add(blank(&spot.frame()).into());
        dictionary! {
            "FT" => kind, "T" => field::words(name), "TU" => field::words(label),
            "Type" => "Annot", "Subtype" => "Widget", "F" => PRINTED_LOCKED,
            "Rect" => numbers(&[user.x0, user.y0, user.x1, user.y1]), "P" => spot.page,
            "MK" => dictionary! { "R" => i64::from(spot.geometry.rotate) },
            "AP" => dictionary! { "N" => appearance },
        }
    }

    /// Gives a box to tick both its appearances, and leaves it open (§12.7.5.2.3).
    fn tickable(&mut self, widget: &mut Dictionary, frame: &Frame) {
        let open = self.update.add(check::drawn(frame, false).into());
        let ticked = self.update.add(check::drawn(frame, true).into());
        let states = dictionary! { "Off" => open, "Yes" => ticked };
        widget.set("AP", dictionary! { "N" => states });
        widget.set("AS", "Off");
        widget.set("V", "Off");
    }

    /// Puts a signature field that cannot be seen on the first page.
    fn unseen(&mut self, name: &str, lock: Option<ObjectId>) -> Result<ObjectId> {
        let mut widget = field::invisible(name, self.first_page);
        if let Some(lock) = lock {
            widget.set("Lock", lock);
        }
        Ok(self.put(self.first_page, widget))
    }

    fn put(&mut self, page: ObjectId, widget: Dictionary) -> ObjectId {
        let id = self.update.add(widget.into());
        self.form.push(id);
        self.annotations.entry(page).or_default().push(id);
        id
    }

    /// Adds seal and store, and hangs everything into pages and catalog.
    fn close(mut self, certification: String) -> Result<LaidOut> {
        let seal = self.seal()?;
        let dss = self.update.add(dictionary! { "Type" => "DSS" }.into());
        self.annotate()?;
        tags::hang(&mut self.update, self.document, &self.seen)?;
        form::hang(&mut self.update, self.document, &self.form, dss)?;
        Ok(self.laid_out(SealPlan { dss: dss.0, ..seal }, Some(certification)))
    }

    /// Puts the seal's field and its lock; the store is not known yet.
    fn seal(&mut self) -> Result<SealPlan> {
        let name = self.named(SEAL);
        let lock = field::lock(&field::sealing(&name, self.renew));
        let lock = self.update.add(lock.into());
        let seal = self.unseen(&name, Some(lock))?;
        Ok(SealPlan {
            dss: 0,
            field: seal.0,
            lock: lock.0,
            page: self.first_page.into(),
            prefix: self.prefix,
            renew: self.renew,
        })
    }

    /// Hangs the widgets into their pages.
    fn annotate(&mut self) -> Result<()> {
        let update = &mut self.update;
        self.annotations
            .iter()
            .try_for_each(|(page, widgets)| update.push_to_array(*page, b"Annots", widgets))
    }

    fn laid_out(mut self, seal: SealPlan, certification: Option<String>) -> LaidOut {
        self.update.begin_with_seam();
        LaidOut {
            appended: self.update.finish(),
            fields: self.fields,
            seal,
            certification,
        }
    }
}

/// Where a widget goes.
struct Spot {
    page: ObjectId,
    geometry: Geometry,
    rect: ViewRect,
}

impl Spot {
    fn frame(&self) -> Frame {
        let (width, height) = (self.rect.width, self.rect.height);
        Frame {
            width,
            height,
            matrix: self.geometry.upright(width, height),
        }
    }
}

fn laid(signer: &PlanSigner, placement: &Placement, name: &str) -> LaidField {
    LaidField {
        name: name.to_string(),
        signer: signer.number,
        kind: placement.kind,
        page: placement.page,
        required: placement.required,
    }
}

#[cfg(test)]
mod tests;
