//! Fields in the structure tree of a tagged document, which could not be added later.

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::super::field::reference;
use crate::document::Document;
use crate::document::tail::octets;
use crate::document::update::Update;
use crate::error::{Error, Kind, Result};

/// How deep and how wide a number tree may be.
const DEPTH: usize = 50;
const NODES: usize = 100_000;

/// What is seen on a page: a widget, or a form XObject whose one marked content has the number 0.
pub(super) enum Seen {
    Widget { page: ObjectId, widget: ObjectId },
    Content { page: ObjectId, form: ObjectId },
}

/// Gives every widget a `Form` element and every content a `P` element, where the document has a
/// structure tree (ISO 32000-2 §14.7, §14.8.4.7).
///
/// # Errors
/// `damaged` or `too_large` for a tree that cannot be read.
pub(super) fn hang(update: &mut Update, document: &Document, seen: &[Seen]) -> Result<()> {
    let catalog = document.catalog()?;
    let Ok(Object::Reference(root)) = catalog.get(b"StructTreeRoot") else {
        return Ok(());
    };
    let Ok(tree) = document.dict(*root) else {
        return Ok(());
    };
    let (parent, children) = parent(document, *root, &tree)?;
    let first = next_key(document, &tree)?;
    let (mut elements, mut entries) = (Vec::new(), Vec::new());
    for (key, seen) in (first..).zip(seen) {
        let key = key.to_string();
        match seen {
            Seen::Widget { page, widget } => {
                update.set_entry(*widget, b"StructParent", key.as_bytes())?;
                update.set_entry(*page, b"Tabs", b"/S")?;
                elements.push(update.add(element(parent, seen)));
                entries.extend(elements.last());
            }
            Seen::Content { form, .. } => {
                update.set_entry(*form, b"StructParents", key.as_bytes())?;
                let element = update.add(element(parent, seen));
                elements.push(element);
                entries.push(update.add(vec![element.into()].into()));
            }
        }
    }
    adopt(update, document, parent, &children, &elements)?;
    index(update, document, *root, &tree, (first, &entries))
}

fn element(parent: ObjectId, seen: &Seen) -> Object {
    let (kind, page, kid) = match *seen {
        Seen::Widget { page, widget } => {
            let kid = dictionary! { "Type" => "OBJR", "Obj" => widget, "Pg" => page };
            ("Form", page, kid)
        }
        Seen::Content { page, form } => {
            let kid = dictionary! { "Type" => "MCR", "Pg" => page, "Stm" => form, "MCID" => 0 };
            ("P", page, kid)
        }
    };
    dictionary! { "Type" => "StructElem", "S" => kind, "P" => parent, "Pg" => page, "K" => kid }
        .into()
}

/// Returns what our elements hang under: the one element below the root, else the root.
fn parent(
    document: &Document,
    root: ObjectId,
    tree: &Dictionary,
) -> Result<(ObjectId, Dictionary)> {
    let only = match tree.get(b"K") {
        Ok(Object::Array(kids)) if kids.len() == 1 => kids.first(),
        Ok(kid) => Some(kid),
        Err(_) => None,
    };
    let Some(Object::Reference(id)) = only else {
        return Ok((root, tree.clone()));
    };
    match document.object(*id)? {
        Object::Dictionary(element) if element.has(b"S") => Ok((*id, element)),
        _ => Ok((root, tree.clone())),
    }
}

/// Appends elements to a parent's `/K`, which may be an array, one kid, or missing.
fn adopt(
    update: &mut Update,
    document: &Document,
    parent: ObjectId,
    dict: &Dictionary,
    elements: &[ObjectId],
) -> Result<()> {
    let Ok(kids) = dict.get(b"K") else {
        return update.push_to_array(parent, b"K", elements);
    };
    if matches!(document.resolve(kids)?, Object::Array(_)) {
        return update.push_to_array(parent, b"K", elements);
    }
    let mut all = vec![octets(kids)];
    all.extend(elements.iter().map(|id| reference(*id)));
    let all = [b"[".as_slice(), &all.join(&b' '), b"]"].concat();
    update.set_entry(parent, b"K", &all)
}

/// Enters elements into the parent tree under their keys (§7.9.7).
fn index(
    update: &mut Update,
    document: &Document,
    root: ObjectId,
    tree: &Dictionary,
    (first, elements): (i64, &[ObjectId]),
) -> Result<()> {
    let pairs = (first..).zip(elements);
    let pairs: Vec<Object> = pairs
        .flat_map(|(key, id)| [key.into(), (*id).into()])
        .collect();
    let next = first + i64::try_from(elements.len()).map_err(|_| Error::new(Kind::TooLarge))?;
    update.set_entry(root, b"ParentTreeNextKey", next.to_string().as_bytes())?;
    let known = tree
        .get(b"ParentTree")
        .ok()
        .map(|known| document.resolve(known))
        .transpose()?;
    let known = known
        .and_then(|known| known.as_dict().cloned().ok())
        .unwrap_or_default();
    if known.has(b"Kids") {
        let limits: Vec<Object> = vec![first.into(), (next - 1).into()];
        let leaf = update.add(dictionary! { "Limits" => limits, "Nums" => pairs }.into());
        return update.push_path(root, &[b"ParentTree", b"Kids"], &[leaf]);
    }
    let mut all = match known
        .get(b"Nums")
        .ok()
        .map(|all| document.resolve(all))
        .transpose()?
    {
        Some(Object::Array(all)) => all,
        _ => Vec::new(),
    };
    all.extend(pairs);
    update.set_path(
        root,
        &[b"ParentTree", b"Nums"],
        &octets(&Object::Array(all)),
    )
}

/// Returns the first key that no parent tree entry has.
fn next_key(document: &Document, tree: &Dictionary) -> Result<i64> {
    let told = tree
        .get(b"ParentTreeNextKey")
        .and_then(Object::as_i64)
        .ok()
        .filter(|told| *told < i64::from(i32::MAX))
        .unwrap_or(0);
    let mut highest = -1;
    let mut nodes = vec![(0, tree.get(b"ParentTree").cloned().unwrap_or(Object::Null))];
    let mut seen = 0;
    while let Some((depth, node)) = nodes.pop() {
        seen += 1;
        if depth > DEPTH || seen > NODES {
            return Err(Error::new(Kind::TooLarge));
        }
        let Object::Dictionary(node) = document.resolve(&node)? else {
            continue;
        };
        let list = |key| {
            node.get(key)
                .ok()
                .map(|list| document.resolve(list))
                .transpose()
        };
        if let Some(Object::Array(pairs)) = list(b"Nums".as_slice())? {
            let keys = pairs.iter().step_by(2).filter_map(|key| key.as_i64().ok());
            let keys = keys.filter(|key| *key < i64::from(i32::MAX));
            highest = keys.fold(highest, i64::max);
        }
        if let Some(Object::Array(kids)) = list(b"Kids".as_slice())? {
            nodes.extend(kids.into_iter().map(|kid| (depth + 1, kid)));
        }
    }
    Ok(told.max(highest + 1))
}
