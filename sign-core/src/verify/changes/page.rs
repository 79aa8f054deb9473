//! Changes of a page: only the widgets of allowed fields may join its annotations.

use std::collections::BTreeSet;

use lopdf::{Object, ObjectId};

use super::catalog::differing;
use super::roles::Role;
use super::{FindingCode, Place, Step};

impl Step<'_> {
    pub(super) fn page(&mut self, index: u32, old: &Object, new: &Object) {
        let (Object::Dictionary(old), Object::Dictionary(new)) = (old, new) else {
            return self.forbid_at(FindingCode::PageChanged, index + 1, Place::Page(index));
        };
        for key in differing(old, new) {
            if key == b"Annots" {
                let before = old
                    .get(b"Annots")
                    .ok()
                    .map(|list| self.before.resolve(list));
                let after = new.get(b"Annots").ok().map(|list| self.after.resolve(list));
                let list = |found: Option<crate::Result<Object>>| {
                    found
                        .and_then(Result::ok)
                        .unwrap_or(Object::Array(Vec::new()))
                };
                self.annotations(index, &list(before), &list(after));
            } else {
                self.forbid_at(FindingCode::PageChanged, index + 1, Place::Page(index));
            }
        }
    }

    pub(super) fn annotations(&mut self, index: u32, old: &Object, new: &Object) {
        let code = FindingCode::AnnotationChanged;
        let (Some(old), Some(new)) = (references(old), references(new)) else {
            return self.forbid_at(code, index + 1, Place::Page(index));
        };
        let strange = new.difference(&old).filter(|id| !self.is_new_field(**id));
        let gone = old.difference(&new);
        let differing: Vec<ObjectId> = strange.chain(gone).copied().collect();
        for id in differing {
            self.forbid_at(code, index + 1, Place::Annotation(index, id));
        }
    }

    /// Whether `id` is a field that this revision added: its own change says so.
    fn is_new_field(&self, id: ObjectId) -> bool {
        matches!(self.new.role(id), Some(Role::Field(name)) if !self.old.fields.contains_key(name))
    }
}

/// The references in an array, or nothing where it holds something else.
fn references(object: &Object) -> Option<BTreeSet<ObjectId>> {
    match object {
        Object::Array(items) => items
            .iter()
            .map(|item| match item {
                Object::Reference(id) => Some(*id),
                _ => None,
            })
            .collect(),
        Object::Null => Some(BTreeSet::new()),
        _ => None,
    }
}
