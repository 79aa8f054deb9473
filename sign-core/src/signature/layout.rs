//! The first update: every field, before anybody signs.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::field::{self, CERTIFICATION, Cover, PRINTED_LOCKED, REQUIRED, SEAL};
use crate::document::update::Update;
use crate::document::{Appended, Document};
use crate::error::{Error, Kind, Result};
use crate::placement::{FieldKind, Geometry, Placement};
use crate::stamp::appearance::{Frame, blank, numbers};
use crate::wire::{Locale, ObjectRef, SealPlan};

mod form;
mod label;
mod tags;

/// Who fills what, where, in one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The envelope's language.
    pub locale: Locale,
    /// Everybody with fields in this document, in order.
    pub signers: Vec<PlanSigner>,
}

/// One signer's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanSigner {
    /// Number in the envelope, from 1: it stands in the fields' names.
    pub number: u8,
    /// First and last name, for assistive technology.
    pub name: String,
    /// Their fields. The first signature placement is the one that is signed; further ones show
    /// the same ink.
    pub placements: Vec<Placement>,
}

/// A field that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaidField {
    /// Its name: `sig_01`, `ink_01_2`, `name_01_1`.
    pub name: String,
    /// The signer's number.
    pub signer: u8,
    /// What it takes.
    pub kind: FieldKind,
    /// Zero-based page.
    pub page: u32,
    /// Whether it must be filled.
    pub required: bool,
}

/// rev0.
#[derive(Clone, Debug, PartialEq)]
pub struct LaidOut {
    /// The update.
    pub appended: Appended,
    /// Every signer's fields, in the order of the plan.
    pub fields: Vec<LaidField>,
    /// What the seal will rewrite.
    pub seal: SealPlan,
    /// Name of the field for the certification.
    pub certification: String,
}

/// Makes rev0: the certification's field, every signer's fields with their locks, the seal's
/// field, an empty security store (PROTOCOL §1). Nothing can be added after the certification.
///
/// # Errors
/// `already_signed` for a document with signatures; `outside_page` for a placement;
/// `no_signature_field` for a signer with other fields only; `needs_rewrite` for a file that cannot
/// be appended to.
pub fn lay_out(document: &Document, plan: &Plan) -> Result<LaidOut> {
    let known = document.fields()?;
    if known.iter().any(|field| is_signed(&field.dict)) {
        return Err(Error::new(Kind::AlreadySigned));
    }
    let taken = known.into_iter().map(|field| field.name).collect();
    let mut sheet = Sheet::new(document, plan.locale)?;
    sheet.choose_prefix(plan, &taken)?;
    let certification = sheet.named(CERTIFICATION);
    sheet.unseen(&certification, None)?;
    for signer in &plan.signers {
        sheet.signer(signer)?;
    }
    sheet.close(certification)
}

fn is_signed(field: &Dictionary) -> bool {
    let kind = field.get(b"FT").and_then(Object::as_name);
    matches!(kind, Ok(b"Sig")) && field.has(b"V")
}

/// The update while fields are put on it.
struct Sheet<'a> {
    document: &'a Document,
    update: Update,
    locale: Locale,
    prefix: u8,
    form: Vec<ObjectId>,
    annotations: BTreeMap<ObjectId, Vec<ObjectId>>,
    first_page: ObjectId,
    fields: Vec<LaidField>,
    seen: Vec<tags::Seen>,
}

impl<'a> Sheet<'a> {
    fn new(document: &'a Document, locale: Locale) -> Result<Self> {
        Ok(Self {
            document,
            update: Update::new(document)?,
            locale,
            prefix: 0,
            form: Vec::new(),
            annotations: BTreeMap::new(),
            first_page: document.page(0)?.id,
            fields: Vec::new(),
            seen: Vec::new(),
        })
    }

    fn named(&self, plain: &str) -> String {
        field::prefix(self.prefix) + plain
    }

    /// Takes the first prefix with which no name of ours is taken.
    fn choose_prefix(&mut self, plan: &Plan, taken: &BTreeSet<String>) -> Result<()> {
        let mut plain: Vec<String> = plan.signers.iter().flat_map(names).map(|n| n.1).collect();
        plain.extend([CERTIFICATION, SEAL].map(str::to_string));
        let heads: BTreeSet<&str> = taken
            .iter()
            .filter_map(|name| name.split('.').next())
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
        let user = geometry.to_user(rect);
        let frame = Frame {
            width: rect.width,
            height: rect.height,
            matrix: geometry.upright(rect.width, rect.height),
        };
        let appearance = self.update.add(blank(&frame).into());
        let mut widget = dictionary! {
            "FT" => if lock.is_some() { "Sig" } else { "Tx" }, "T" => field::words(name),
            "TU" => field::words(&label::of(self.locale, placement.kind, &signer.name)),
            "Type" => "Annot", "Subtype" => "Widget", "F" => PRINTED_LOCKED,
            "Rect" => numbers(&[user.x0, user.y0, user.x1, user.y1]), "P" => page.id,
            "MK" => dictionary! { "R" => i64::from(geometry.rotate) },
            "AP" => dictionary! { "N" => appearance },
        };
        match lock {
            Some(lock) => widget.set("Lock", lock),
            None => text_entries(&mut widget, placement),
        }
        let widget = self.put(page.id, widget);
        self.seen.push(tags::Seen {
            page: page.id,
            widget,
        });
        self.fields.push(LaidField {
            name: name.to_string(),
            signer: signer.number,
            kind: placement.kind,
            page: placement.page,
            required: placement.required,
        });
        Ok(())
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
        let lock = self.update.add(field::lock(&Cover::All).into());
        let seal = self.unseen(&self.named(SEAL), Some(lock))?;
        let dss = self.update.add(dictionary! { "Type" => "DSS" }.into());
        for (page, widgets) in &self.annotations {
            self.update.push_to_array(*page, b"Annots", widgets)?;
        }
        tags::hang(&mut self.update, self.document, &self.seen)?;
        form::hang(&mut self.update, self.document, &self.form, dss)?;
        let page = ObjectRef {
            number: self.first_page.0,
            generation: self.first_page.1,
        };
        let seal = SealPlan {
            dss: dss.0,
            field: seal.0,
            lock: lock.0,
            page,
            prefix: self.prefix,
        };
        Ok(LaidOut {
            appended: self.update.finish(),
            fields: self.fields,
            seal,
            certification,
        })
    }
}

/// Names a signer's fields: `sig_01` once, then `ink_01_2`, `name_01_1` and so on.
fn names(signer: &PlanSigner) -> Vec<(&Placement, String)> {
    let mut counts = [0; 4];
    let mut name = |placement: &Placement| {
        let (slot, word) = match placement.kind {
            FieldKind::Signature => (0, "ink"),
            FieldKind::Name => (1, "name"),
            FieldKind::Date => (2, "date"),
            FieldKind::Text => (3, "text"),
        };
        counts[slot] += 1;
        let number = signer.number;
        match (slot, counts[slot]) {
            (0, 1) => format!("sig_{number:02}"),
            (_, count) => format!("{word}_{number:02}_{count}"),
        }
    };
    signer
        .placements
        .iter()
        .map(|placement| (placement, name(placement)))
        .collect()
}

fn text_entries(widget: &mut Dictionary, placement: &Placement) {
    widget.set("DA", Object::string_literal(form::TYPE));
    if placement.required && placement.kind == FieldKind::Text {
        widget.set("Ff", REQUIRED);
    }
}

#[cfg(test)]
mod tests;
