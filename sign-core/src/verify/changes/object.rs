//! Changes of single objects, told by what each is for.

use lopdf::{Object, ObjectId};

use super::roles::Role;
use super::{Change, FindingCode, Place, Step};
use crate::document::Document;

impl Step<'_> {
    pub(super) fn object(&mut self, id: ObjectId) {
        // What was ambiguous when it was signed stays so, however clean it is written later.
        if self.new.document.is_mended(id) || self.old.document.is_ambiguous(id) {
            self.doubt(FindingCode::Repaired, id.0, Place::Drawn(id));
        }
        match (read(&self.old.document, id), read(&self.new.document, id)) {
            (None, None) => {}
            (Some(old), None) if is_plumbing(&old) && !self.is_elsewhere(id) => {}
            (Some(_), None) => {
                self.forbid_at(FindingCode::ObjectFreed, id.0, self.place(id));
            }
            // What the version before refers to was missing there, and is what it is now.
            (None, Some(new)) if self.is_awaited(id) => self.changed(id, &Object::Null, &new),
            (None, Some(new)) => self.appeared(id, &new),
            (Some(old), Some(new)) if same(&old, &new) => {}
            (Some(old), Some(new)) => self.changed(id, &old, &new),
        }
    }

    fn changed(&mut self, id: ObjectId, old: &Object, new: &Object) {
        if self.is_drawn(id) {
            return self.forbid_at(FindingCode::PageChanged, id.0, Place::Drawn(id));
        }
        let role = self.old.roles.role(id).or_else(|| self.new.roles.role(id));
        match role.cloned() {
            Some(role) if role.is_structure() && self.is_painted(id) => self.other(id),
            Some(Role::Catalog) => self.catalog(old, new),
            Some(Role::Form) => self.form(old, new),
            Some(Role::FieldList(page)) => self.field_list(page, old, new),
            Some(Role::Field(name)) => self.field(&name, old, new),
            Some(Role::Page(index)) => self.page(index, old, new),
            Some(Role::Annotations(index)) => self.annotations(index, old, new),
            Some(Role::Annotation(index)) => {
                let place = Place::Annotation(index, id);
                self.forbid_at(FindingCode::AnnotationChanged, index + 1, place);
            }
            _ if self.is_elsewhere(id) => self.other(id),
            None if is_plumbing(old) && is_plumbing(new) => {}
            Some(Role::Appearance(_)) => self.appearance(id),
            Some(Role::Font) => self.forbid(FindingCode::FontChanged, id.0),
            Some(Role::Dss) => self.push(Change::Dss),
            Some(Role::Info) => self.info(),
            Some(Role::Belonging) | None => self.other(id),
        }
    }

    fn other(&mut self, id: ObjectId) {
        self.forbid_at(FindingCode::ObjectChanged, id.0, Place::Drawn(id));
    }

    fn place(&self, id: ObjectId) -> Place {
        match self.old.roles.role(id) {
            Some(Role::Annotation(index)) => Place::Annotation(*index, id),
            Some(Role::Page(index)) => Place::Page(*index),
            _ => Place::Drawn(id),
        }
    }

    /// Whether a page draws with an object: then no role it has excuses a change.
    fn is_drawn(&self, id: ObjectId) -> bool {
        self.old.reach().is_none_or(|reach| reach.draws(id))
    }

    /// Whether something that is seen is drawn with an object.
    fn is_painted(&self, id: ObjectId) -> bool {
        let painted = self.old.reach().is_none_or(|reach| reach.paints(id));
        painted || self.old.roles.is_tangled(id)
    }

    /// Whether something else than form and validation data has an object: then of its other
    /// roles only those that are looked at closely excuse a change.
    fn is_elsewhere(&self, id: ObjectId) -> bool {
        self.old.reach().is_none_or(|reach| reach.has(id))
    }

    /// Whether the version before refers to an object that it lacks.
    fn is_awaited(&self, id: ObjectId) -> bool {
        self.old.roles.role(id).is_some() || self.is_elsewhere(id)
    }

    /// An appearance, for every field that shows it.
    fn appearance(&mut self, id: ObjectId) {
        for name in self.old.roles.shown_by(&self.old.document, id) {
            self.repainted(&name);
        }
    }

    /// A new object must be of use to something this version has, or nobody can say what it is for.
    fn appeared(&mut self, id: ObjectId, new: &Object) {
        let known = self.new.roles.role(id).is_some() || is_plumbing(new);
        if !known && !self.new.reach().is_some_and(|reach| reach.has(id)) {
            self.doubt(FindingCode::ObjectDormant, id.0, Place::Nowhere);
        }
    }
}

/// An object, if it is there and not null.
fn read(document: &Document, id: ObjectId) -> Option<Object> {
    document.object(id).ok().filter(|object| !object.is_null())
}

/// Whether two objects mean the same; where a stream stands in the file does not matter.
pub(super) fn same(old: &Object, new: &Object) -> bool {
    match (old, new) {
        (Object::Stream(old), Object::Stream(new)) => {
            old.dict == new.dict && old.content == new.content
        }
        _ => old == new,
    }
}

/// Cross-reference and object streams carry other objects and mean nothing themselves.
fn is_plumbing(object: &Object) -> bool {
    match object {
        Object::Stream(stream) => stream.dict.has_type(b"XRef") || stream.dict.has_type(b"ObjStm"),
        _ => false,
    }
}

/// Whether an object of a document is an object stream.
pub(super) fn is_packing(document: &Document, id: ObjectId) -> bool {
    let head = document.head(id);
    matches!(head, Ok(Object::Dictionary(dict)) if dict.has_type(b"ObjStm"))
}
