//! The security store of a document that has one already: found, and kept when it is filled.

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::field::reference;
use super::limits::dict;
use crate::document::Document;
use crate::document::update::Update;
use crate::error::Result;
use crate::wire::{ObjectRef, StoreRefs};

/// Hangs a store into the catalog that the seal can fill by number alone: the one that is there,
/// where it is an object of its own and its `/VRI` too, else one made of it, else an empty one.
///
/// # Errors
/// `damaged` where the catalog cannot be read.
pub(super) fn adopt(update: &mut Update, document: &Document) -> Result<ObjectId> {
    let catalog = document.catalog()?;
    let Some(known) = dict(document, &catalog, b"DSS") else {
        let store = update.add(dictionary! { "Type" => "DSS" }.into());
        update.set_entry(document.root(), b"DSS", &reference(store))?;
        return Ok(store);
    };
    let entries = known.get(b"VRI").ok();
    let apart = entries.is_none_or(|entries| entries.as_reference().is_ok());
    match catalog.get(b"DSS").and_then(Object::as_reference) {
        Ok((number, 0)) if apart => Ok((number, 0)),
        _ => moved(update, document, known),
    }
}

/// Writes the store anew, as an object of its own whose `/VRI` is one, too.
fn moved(update: &mut Update, document: &Document, mut store: Dictionary) -> Result<ObjectId> {
    if let Ok(Object::Dictionary(entries)) = store.get(b"VRI").cloned() {
        let entries = update.add(entries.into());
        store.set("VRI", entries);
    }
    let store = update.add(store.into());
    update.set_entry(document.root(), b"DSS", &reference(store))?;
    Ok(store)
}

/// Returns what a document's store refers to; nothing where it has none.
pub(super) fn refs(document: &Document) -> Result<StoreRefs> {
    let Some(store) = dict(document, &document.catalog()?, b"DSS") else {
        return Ok(StoreRefs::default());
    };
    let list = |key: &[u8]| match store.get(key).ok().map(|list| document.resolve(list)) {
        Some(Ok(Object::Array(items))) => {
            let items = items.iter().filter_map(|item| item.as_reference().ok());
            items.map(ObjectRef::from).collect()
        }
        _ => Vec::new(),
    };
    Ok(StoreRefs {
        certificates: list(b"Certs"),
        crls: list(b"CRLs"),
        ocsps: list(b"OCSPs"),
        vri: store
            .get(b"VRI")
            .and_then(Object::as_reference)
            .ok()
            .map(ObjectRef::from),
    })
}

/// Writes a store that keeps `known` and takes what was added.
pub(super) fn filled(
    known: &StoreRefs,
    certificates: Vec<Object>,
    crls: Vec<Object>,
) -> Dictionary {
    let all = |known: &[ObjectRef], added: Vec<Object>| -> Vec<Object> {
        let known = known.iter().map(|id| (id.number, id.generation).into());
        known.chain(added).collect()
    };
    let mut store = dictionary! {
        "Type" => "DSS", "Certs" => all(&known.certificates, certificates),
        "CRLs" => all(&known.crls, crls),
    };
    if !known.ocsps.is_empty() {
        store.set("OCSPs", all(&known.ocsps, Vec::new()));
    }
    if let Some(entries) = known.vri {
        store.set("VRI", (entries.number, entries.generation));
    }
    store
}
