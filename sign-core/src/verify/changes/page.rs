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
                    .map(|list| self.old.document.resolve(list));
                let after = new
                    .get(b"Annots")
                    .ok()
                    .map(|list| self.new.document.resolve(list));
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
        let set = |list: &[ObjectId]| list.iter().copied().collect::<BTreeSet<ObjectId>>();
        let (before, after) = (set(&old), set(&new));
        let strange = after
            .difference(&before)
            .filter(|id| !self.is_new_field(**id));
        let gone = before.difference(&after);
        let differing: Vec<ObjectId> = strange.chain(gone).copied().collect();
        // What is drawn later covers what was drawn before.
        let kept = new.iter().filter(|id| before.contains(*id));
        if differing.is_empty() && !kept.eq(&old) {
            self.forbid_at(code, index + 1, Place::Page(index));
        }
        for id in differing {
            self.forbid_at(code, index + 1, Place::Annotation(index, id));
        }
    }

    /// Whether `id` is a field that this revision added: its own change says so.
    fn is_new_field(&self, id: ObjectId) -> bool {
        let Some(Role::Field(name)) = self.new.roles.role(id) else {
            return false;
        };
        let mut fields = self.old.roles.named(name);
        fields.next().is_none()
    }
}

/// The references in an array, or nothing where it holds something else.
fn references(object: &Object) -> Option<Vec<ObjectId>> {
    match object {
        Object::Array(items) => items
            .iter()
            .map(|item| match item {
                Object::Reference(id) => Some(*id),
                _ => None,
            })
            .collect(),
        Object::Null => Some(Vec::new()),
        _ => None,
    }
}
