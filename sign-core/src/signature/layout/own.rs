//! Empty signature fields that a document has of its own.

use lopdf::{Dictionary, Object};

use super::PlanSigner;
use crate::document::{Document, Field, Page, Rect};
use crate::error::Result;
use crate::placement::{FieldKind, Geometry, Placement, ViewRect, name};
use crate::signature::limits::is_signed;
use crate::signature::seed;

/// An empty signature field that can be seen.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnField {
    /// Its full name.
    pub name: String,
    /// What it is called outside its document.
    pub alias: String,
    /// Zero-based page.
    pub page: u32,
    /// Where it is seen.
    pub rect: ViewRect,
}

/// Returns the empty signature fields of a document that a signature of ours can be made in: seen
/// on one page, and asking for no other kind of signature (ISO 32000-2 §12.7.5.5).
///
/// # Errors
/// As [`Document::fields`] and [`Document::page`].
pub fn own_fields(document: &Document) -> Result<Vec<OwnField>> {
    let empty = empty_fields(document)?.into_iter();
    Ok(empty.filter(|one| one.met).map(|one| one.field).collect())
}

/// An empty signature field, and whether its seed values ask for a signature as made here.
pub(super) struct EmptyField {
    pub(super) field: OwnField,
    pub(super) met: bool,
}

/// Returns the empty signature fields that are seen on one page, whatever they ask for.
///
/// # Errors
/// As [`own_fields`].
pub(super) fn empty_fields(document: &Document) -> Result<Vec<EmptyField>> {
    let fields = document.fields()?;
    let empty = fields
        .iter()
        .filter(|field| field.kind.as_deref() == Some(b"Sig") && !is_signed(field));
    let empty: Vec<&Field> = empty.filter(|field| field.widgets.len() == 1).collect();
    let mut own = Vec::new();
    if empty.is_empty() {
        return Ok(own);
    }
    for index in 0..document.page_count()? {
        let page = document.page(index)?;
        let here = empty
            .iter()
            .filter(|field| stands_on(document, &page, field));
        let found = here.filter_map(|field| {
            let met = seed::is_met(document, &field.dict);
            seen(document, &page, field).map(|field| EmptyField { field, met })
        });
        own.extend(found);
    }
    Ok(own)
}

/// Returns the field on which a signer's only placement, a signature, has its middle.
pub(super) fn beneath<'a>(empty: &'a [EmptyField], signer: &PlanSigner) -> Option<&'a EmptyField> {
    let [only] = signer.placements.as_slice() else {
        return None;
    };
    empty.iter().find(|one| lies_on(only, &one.field))
}

fn lies_on(placement: &Placement, field: &OwnField) -> bool {
    let ViewRect {
        x,
        y,
        width,
        height,
    } = placement.rect;
    let (x, y) = (x + width / 2.0, y + height / 2.0);
    let wide = field.rect.x..=field.rect.x + field.rect.width;
    let high = field.rect.y..=field.rect.y + field.rect.height;
    placement.kind == FieldKind::Signature
        && placement.page == field.page
        && wide.contains(&x)
        && high.contains(&y)
}

fn stands_on(document: &Document, page: &Page, field: &Field) -> bool {
    let list = page.dict.get(b"Annots").ok();
    let Some(Ok(Object::Array(list))) = list.map(|list| document.resolve(list)) else {
        return false;
    };
    let widget = Object::Reference(field.widgets[0]);
    list.contains(&widget)
}

fn seen(document: &Document, page: &Page, field: &Field) -> Option<OwnField> {
    let widget = document.dict(field.widgets[0]).ok()?;
    let rect = rect(document, &widget)?;
    let geometry = Geometry::from(page);
    Some(OwnField {
        name: field.name.clone(),
        alias: name::alias(field),
        page: page.index,
        rect: geometry.admit(geometry.to_view(rect)).ok()?,
    })
}

/// Returns the `/Rect` of a widget.
fn rect(document: &Document, widget: &Dictionary) -> Option<Rect> {
    let corners = document.resolve(widget.get(b"Rect").ok()?).ok()?;
    let corners = corners.as_array().ok()?.iter();
    let corners: Option<Vec<f64>> = corners
        .map(|corner| Some(f64::from(document.resolve(corner).ok()?.as_float().ok()?)))
        .collect();
    match corners?.as_slice() {
        [x0, y0, x1, y1] => Some(Rect::from_corners((*x0, *y0), (*x1, *y1))),
        _ => None,
    }
}
