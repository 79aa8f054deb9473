//! A page tree made anew: one node, every page below it in order.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Object, ObjectId, dictionary};

use crate::document::Document;
use crate::document::page::inherited;
use crate::error::Result;

/// What a page takes from the nodes above it (ISO 32000-2 Table 31).
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];

/// Returns the objects that replace those of a document whose page tree is odd; else none.
pub(super) fn mended(document: &Document) -> Result<BTreeMap<ObjectId, Object>> {
    let mut objects = BTreeMap::new();
    let tree = document.tree()?;
    if !tree.odd {
        return Ok(objects);
    }
    let mut next = document.next_number();
    let root = (next, 0);
    let mut kids: Vec<Object> = Vec::new();
    let mut taken = BTreeSet::new();
    for (leaf, index) in tree.leaves.iter().zip(0..) {
        let mut page = document.page(index)?.dict;
        for key in INHERITED {
            if let Some(value) = inherited(document, &page, leaf, key) {
                page.set(key, value);
            }
        }
        page.set("Type", "Page");
        page.set("Parent", root);
        let known = leaf.direct.is_none() && taken.insert(leaf.id);
        next += u32::from(!known);
        let id = if known { leaf.id } else { (next, 0) };
        objects.insert(id, Object::Dictionary(page));
        kids.push(Object::Reference(id));
    }
    let count = kids.len() as i64;
    let node = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    objects.insert(root, Object::Dictionary(node));
    let mut catalog = document.catalog()?;
    catalog.set("Pages", root);
    objects.insert(document.root(), Object::Dictionary(catalog));
    Ok(objects)
}
