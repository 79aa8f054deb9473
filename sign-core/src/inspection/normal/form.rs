//! The catalog without what strict readers refuse: fields that are no objects or whose names are none,
//! metadata that is no XMP.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, text_string};

use super::super::{names, shape};
use crate::document::Document;
use crate::error::Result;

/// Replaces the catalog and misnamed fields, and adds the fields that stood inside the form.
pub(super) fn mend(document: &Document, objects: &mut BTreeMap<ObjectId, Object>) -> Result<()> {
    let root = document.root();
    let mut catalog = match objects.get(&root) {
        Some(Object::Dictionary(catalog)) => catalog.clone(),
        _ => document.catalog()?,
    };
    let metadata = catalog.get(b"Metadata");
    let foreign = metadata.is_ok_and(|metadata| !shape::is_metadata(document, metadata));
    if foreign {
        catalog.remove(b"Metadata");
    }
    let direct = shape::with_direct_kids(document, &catalog);
    if fields(document, &mut catalog, objects) || foreign {
        objects.insert(root, Object::Dictionary(catalog));
    }
    for (id, part) in names::renamed(document) {
        let mut field = document.dict(id)?;
        field.set("T", text_string(&part));
        objects.insert(id, Object::Dictionary(field));
    }
    direct
        .into_iter()
        .try_for_each(|id| part(document, objects, id))
}

/// Makes every kid of a field an object of its own.
fn part(document: &Document, objects: &mut BTreeMap<ObjectId, Object>, id: ObjectId) -> Result<()> {
    let mut field = match objects.get(&id) {
        Some(Object::Dictionary(known)) => known.clone(),
        _ => document.dict(id)?,
    };
    let mut own = |kid: Object| match kid {
        Object::Dictionary(mut kid) => {
            kid.set("Parent", id);
            Object::Reference(added(document, objects, Object::Dictionary(kid)))
        }
        other => other,
    };
    let kids: Vec<Object> = shape::kids(document, id)
        .into_iter()
        .map(&mut own)
        .collect();
    field.set("Kids", kids);
    objects.insert(id, Object::Dictionary(field));
    Ok(())
}

/// Makes every field an object of its own, and says whether one was none.
fn fields(
    document: &Document,
    catalog: &mut Dictionary,
    objects: &mut BTreeMap<ObjectId, Object>,
) -> bool {
    let fields = shape::fields(document, catalog).unwrap_or_default();
    let form = catalog.get(b"AcroForm").ok();
    let form = form.and_then(|form| document.resolve(form).ok());
    let (Some(Object::Dictionary(mut form)), false) = (
        form,
        fields.iter().all(|field| field.as_reference().is_ok()),
    ) else {
        return false;
    };
    let mut kept: Vec<Object> = Vec::new();
    for field in fields {
        match field {
            Object::Reference(_) => kept.push(field),
            Object::Dictionary(_) => kept.push(Object::Reference(added(document, objects, field))),
            _ => {}
        }
    }
    form.set("Fields", kept);
    catalog.set("AcroForm", form);
    true
}

/// Adds an object under a number that nothing has.
pub(super) fn added(
    document: &Document,
    objects: &mut BTreeMap<ObjectId, Object>,
    object: Object,
) -> ObjectId {
    let highest = objects.keys().next_back().map_or(0, |id| id.0 + 1);
    let id = (highest.max(document.next_number()), 0);
    objects.insert(id, object);
    id
}
