//! The first update of a document that bears signatures: signature fields alone, within their limits.

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::own::{self, OwnField};
use super::{LaidField, LaidOut, Plan, PlanSigner, Sheet, Spot, form, laid, names};
use crate::document::Document;
use crate::error::{Error, Kind, Result};
use crate::placement::{FieldKind, Geometry, Placement, ViewRect, name};
use crate::signature::caption;
use crate::signature::field::{self, Cover, REQUIRED, SEAL};
use crate::signature::limits::{self, Limits};
use crate::signature::look;
use crate::signature::store;
use crate::stamp::appearance::numbers;
use crate::wire::SealPlan;

/// Makes the update, everything that could be refused later refused now.
pub(super) fn lay_out(document: &Document, plan: &Plan, limits: Limits) -> Result<LaidOut> {
    limits::writable(document)?;
    if !plan.texts.is_empty() {
        return Err(Error::new(Kind::AlreadySigned));
    }
    limits.admit()?;
    let mut sheet = Sheet::new(document, plan)?;
    let mut locks = Vec::new();
    let empty = own::empty_fields(document)?;
    let approves = |signer: &PlanSigner| {
        !signer.placements.is_empty() && own::beneath(&empty, signer).is_none()
    };
    if plan.signers.iter().any(approves) {
        sheet.take_logo(plan.logo.as_deref())?;
    }
    for signer in &plan.signers {
        match own::beneath(&empty, signer) {
            Some(one) if !one.met => return Err(Error::new(Kind::SeedValue)),
            Some(one) => locks.push(sheet.reuse(signer, &one.field)?),
            None if signer.placements.is_empty() => {}
            None if limits.certified.is_some() => return Err(Error::new(Kind::Certified)),
            None => sheet.approve(signer)?,
        }
    }
    sheet.obey(&limits, &locks)?;
    let seal = sheet.seal()?;
    let dss = store::adopt(&mut sheet.update, document)?;
    sheet.annotate()?;
    form::join(&mut sheet.update, document, &sheet.form)?;
    Ok(sheet.laid_out(SealPlan { dss: dss.0, ..seal }, None))
}

impl Sheet<'_> {
    /// Signs in an empty field that is there; returns what its lock will hold.
    fn reuse(&mut self, signer: &PlanSigner, field: &OwnField) -> Result<(String, Limits)> {
        if self.fields.iter().any(|laid| laid.name == field.alias) {
            return Err(Error::new(Kind::Locked));
        }
        self.fields.push(LaidField {
            name: field.alias.clone(),
            signer: signer.number,
            kind: FieldKind::Signature,
            page: field.page,
            required: true,
        });
        let lock = Limits::of_lock(self.document, &field.name)?;
        lock.admit()?;
        Ok((field.name.clone(), lock))
    }

    /// Puts one signature field round all of a signer's placements, which are drawn in it.
    pub(super) fn approve(&mut self, signer: &PlanSigner) -> Result<()> {
        let named: Vec<(&Placement, String)> = names(signer)
            .into_iter()
            .map(|(placement, name)| (placement, self.named(&name)))
            .collect();
        let own = named
            .iter()
            .find(|(placement, _)| placement.kind == FieldKind::Signature);
        let (first, name) = own.ok_or(Kind::NoSignatureField)?;
        if named
            .iter()
            .any(|(placement, _)| placement.page != first.page)
        {
            return Err(Error::new(Kind::OtherPage));
        }
        let page = self.document.page(first.page)?;
        let geometry = Geometry::from(&page);
        let rects = named
            .iter()
            .map(|(placement, _)| geometry.admit(placement.rect));
        let rects = rects.collect::<Result<Vec<_>>>()?;
        let mut admitted = named.iter().zip(&rects);
        admitted.try_for_each(|((placement, _), rect)| {
            look::admit(placement, rect, self.logo.is_some())
        })?;
        let spot = Spot {
            page: page.id,
            geometry,
            rect: around(&rects),
        };
        let parts = named.iter().zip(&rects);
        let parts =
            parts.map(|((placement, name), rect)| self.part(placement, name, (rect, &spot.rect)));
        let parts: Vec<Object> = parts.map(Object::from).collect();
        self.sign_at(signer, &spot, name, parts);
        for (placement, name) in &named {
            self.fields.push(laid(signer, placement, name));
        }
        Ok(())
    }

    /// Returns the field of the first signature that was laid.
    pub(super) fn signed_field(&self) -> Option<String> {
        let mut laid = self.fields.iter();
        let signature = laid.find(|laid| laid.kind == FieldKind::Signature);
        signature.map(|laid| laid.name.clone())
    }

    fn sign_at(&mut self, signer: &PlanSigner, spot: &Spot, name: &str, parts: Vec<Object>) {
        let only = [name.to_string()];
        let lock: ObjectId = self.update.add(field::lock(&Cover::Fields(&only)).into());
        let label = super::label::signature(self.locale, &signer.name);
        let mut widget = self.widget(spot, "Sig", name, &label);
        widget.set("Lock", lock);
        widget.set("Seing", dictionary! { "V" => 1, "Parts" => parts });
        self.put(spot.page, widget);
    }

    /// Says what is drawn where in a signature's appearance: points from its lower left corner.
    fn part(
        &self,
        placement: &Placement,
        name: &str,
        (rect, whole): (&ViewRect, &ViewRect),
    ) -> Dictionary {
        let y = whole.y + whole.height - rect.y - rect.height;
        let mut part = dictionary! {
            "T" => field::words(name),
            "Rect" => numbers(&[rect.x - whole.x, y, rect.width, rect.height]),
        };
        if placement.is_asked() {
            part.set("Ff", REQUIRED);
        }
        if placement.kind == FieldKind::Signature {
            look::write(&mut part, &placement.look, self.logo);
        }
        caption::write(&mut part, placement);
        part
    }

    /// Refuses where something freezes what is still to be signed, or will once it is signed.
    fn obey(&self, limits: &Limits, locks: &[(String, Limits)]) -> Result<()> {
        let seal = self.named(SEAL);
        let laid = self.fields.iter().map(|laid| &laid.name);
        let ours = laid.filter(|name| name::kind(name).is_some());
        let theirs = locks.iter().map(|(name, _)| name);
        let mut due = ours.chain(theirs).chain(core::iter::once(&seal));
        let later = |name: &String| {
            let mut others = locks.iter().filter(|(owner, _)| owner != name);
            others.any(|(_, lock)| lock.freezes(name))
        };
        if due.any(|name| limits.freezes(name) || later(name)) {
            return Err(Error::new(Kind::Locked));
        }
        Ok(())
    }
}

/// Returns the smallest rectangle round some.
fn around(rects: &[ViewRect]) -> ViewRect {
    let least = |of: fn(&ViewRect) -> f64| rects.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&ViewRect) -> f64| rects.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (x, y) = (least(|one| one.x), least(|one| one.y));
    ViewRect {
        x,
        y,
        width: most(|one| one.x + one.width) - x,
        height: most(|one| one.y + one.height) - y,
    }
}
