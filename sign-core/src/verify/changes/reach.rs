//! What the pages draw with, and what else the catalog leads to, in one version.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::roles::{Role, Roles};
use crate::document::{Document, ENTRIES, references};

/// How many objects a look below something may visit: all that a file may have.
const MAX_VISITED: usize = ENTRIES;

/// What is reached otherwise than through form, validation data and metadata, be it there or not, and
/// how.
pub(super) struct Reach(BTreeMap<ObjectId, Way>);

/// How something is reached; the first way counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// By the pages' content and resources.
    Drawn,
    /// By what annotations that are no fields draw with.
    Painted,
    /// By the rest of the catalog.
    Listed,
}

impl Reach {
    /// Walks a version; nothing where there is too much.
    pub(super) fn of(document: &Document, roles: &Roles) -> Option<Self> {
        let is = |id: ObjectId, wanted: fn(&Role) -> bool| roles.role(id).is_some_and(wanted);
        let whole = |id| is(id, |role| matches!(role, Role::Page(_) | Role::Catalog));
        let mut seen = BTreeMap::new();
        walk(
            document,
            drawings(document),
            (&mut seen, Way::Drawn),
            &whole,
        )?;
        let pictures = pictures(document, roles);
        walk(document, pictures, (&mut seen, Way::Painted), &whole)?;
        walk(document, rest(document), (&mut seen, Way::Listed), &|id| {
            is(id, |role| matches!(role, Role::Field(_) | Role::Catalog))
        })?;
        Some(Self(seen))
    }

    /// Whether anything that is drawn is drawn with an object, fields aside.
    pub(super) fn paints(&self, id: ObjectId) -> bool {
        self.0.get(&id).is_some_and(|way| *way <= Way::Painted)
    }

    /// Whether the pages draw with an object.
    pub(super) fn draws(&self, id: ObjectId) -> bool {
        self.0.get(&id).is_some_and(|way| *way == Way::Drawn)
    }

    /// Whether anything but form, validation data and metadata has an object.
    pub(super) fn has(&self, id: ObjectId) -> bool {
        self.0.contains_key(&id)
    }
}

/// What a page is drawn from.
const DRAWING: [&[u8]; 2] = [b"Contents", b"Resources"];

/// The contents and resources of every page, those from above with them.
fn drawings(document: &Document) -> Vec<Object> {
    let leaves = document.tree().map(|tree| tree.leaves.as_slice());
    let mut found = Vec::new();
    let mut above = BTreeSet::new();
    for leaf in leaves.unwrap_or_default() {
        let page = leaf.direct.as_deref().cloned();
        let page = page.or_else(|| document.pick(leaf.id, &DRAWING).ok());
        found.extend(page.iter().flat_map(entries));
        let nodes = leaf.above.iter().filter(|node| above.insert(node.id));
        found.extend(nodes.flat_map(|node| entries(&node.dict)));
    }
    found
}

fn entries(page: &Dictionary) -> Vec<Object> {
    let entries = DRAWING.iter().filter_map(|key| page.get(key).ok());
    entries.cloned().collect()
}

/// The appearances of annotations that are no fields.
fn pictures(document: &Document, roles: &Roles) -> Vec<Object> {
    let pictures = roles.strangers().filter_map(|id| {
        let Ok(Object::Dictionary(annotation)) = document.head(id) else {
            return None;
        };
        annotation.get(b"AP").ok().cloned()
    });
    pictures.collect()
}

/// The catalog without form, validation data, permissions and what it says of itself.
fn rest(document: &Document) -> Vec<Object> {
    let catalog = document.catalog().unwrap_or_default();
    let apart = [
        b"AcroForm".as_slice(),
        b"DSS",
        b"Extensions",
        b"MarkInfo",
        b"Metadata",
        b"Perms",
    ];
    let rest = catalog
        .iter()
        .filter(|(key, _)| !apart.contains(&key.as_slice()));
    rest.map(|(_, value)| value.clone()).collect()
}

fn walk(
    document: &Document,
    open: Vec<Object>,
    (seen, way): (&mut BTreeMap<ObjectId, Way>, Way),
    stops: &dyn Fn(ObjectId) -> bool,
) -> Option<()> {
    let mut waiting = Vec::new();
    open.iter()
        .for_each(|object| references(object, &mut waiting));
    while let Some(id) = waiting.pop() {
        if stops(id) || seen.contains_key(&id) {
            continue;
        }
        seen.insert(id, way);
        document.references(id, &mut waiting);
        if seen.len() > MAX_VISITED {
            return None;
        }
    }
    Some(())
}

/// Adds what stands in an object itself, whatever it is named: a picture may be called `/P`.
pub(super) fn below(object: Object, open: &mut Vec<Object>) {
    match object {
        Object::Array(items) => open.extend(items),
        Object::Dictionary(dict) | Object::Stream(Stream { dict, .. }) => {
            open.extend(dict.into_iter().map(|(_, value)| value));
        }
        _ => {}
    }
}

/// Whether `target` can be reached from `object`; what was `seen` is not looked at again.
pub(in crate::verify) fn reaches(
    document: &Document,
    object: &Object,
    target: ObjectId,
    seen: &mut BTreeSet<ObjectId>,
) -> bool {
    let mut open = vec![object.clone()];
    while let Some(object) = open.pop() {
        match object {
            Object::Reference(id) if id == target => return true,
            Object::Reference(id) if seen.len() < MAX_VISITED && seen.insert(id) => {
                open.extend(document.head(id));
            }
            other => below(other, &mut open),
        }
    }
    false
}
