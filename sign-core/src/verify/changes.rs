//! What each later revision changed, object by object, before anybody's permission is asked.

mod catalog;
mod field;
mod page;
mod roles;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use lopdf::{Object, ObjectId};

use super::finding::FindingCode;
use super::found::Found;
use crate::document::{Document, Entry};
use roles::{Role, Roles};

pub(super) use roles::reaches;

/// The most revisions that are compared with the one before them.
pub(super) const MAX_STEPS: usize = 300;

/// How many changes of a revision are told apart by where they are seen.
const MAX_PLACED: usize = 1_000;

/// One change of meaning in a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Validation data was added.
    Dss,
    /// Document information, metadata or declared extensions.
    Info,
    /// An empty signature field got its signature.
    Signed {
        /// The field.
        field: String,
    },
    /// A form field got a value or an appearance.
    Filled {
        /// The field.
        field: String,
    },
    /// A field was added.
    Added {
        /// The field.
        field: String,
        /// Whether it is a signature field.
        signature: bool,
        /// Whether it shows on a page.
        visible: bool,
    },
    /// Something that may be harmless, which nobody can tell.
    Doubtful {
        /// Why.
        code: FindingCode,
        /// The field or object.
        about: String,
        /// Where it may be seen.
        place: Place,
    },
    /// Something no signature allows.
    Forbidden {
        /// Why.
        code: FindingCode,
        /// The field, page or object.
        about: String,
        /// Where it may be seen.
        place: Place,
    },
}

/// What of a version's pages a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing that can be named.
    Nowhere,
    /// The widgets of the field that the change is about.
    Field,
    /// A page as a whole.
    Page(u32),
    /// An annotation that a page lists, or listed.
    Annotation(u32, ObjectId),
    /// Whatever is drawn with an object.
    Drawn(ObjectId),
}

impl Change {
    /// A revision that cannot be read on its own.
    pub(super) fn unreadable(at: usize) -> Self {
        Self::Forbidden {
            code: FindingCode::ObjectChanged,
            about: format!("revision {at}"),
            place: Place::Nowhere,
        }
    }
}

/// What each revision after the first signature changed; of too many, only the first.
pub(super) fn steps(document: &Document, found: &[Found]) -> Vec<Vec<Change>> {
    let revisions = document.revisions();
    let first = found
        .iter()
        .filter_map(|found| found.revision)
        .min()
        .unwrap_or(revisions.len());
    let mut steps = vec![Vec::new(); revisions.len()];
    let mut before = None;
    for at in (first + 1..revisions.len()).take(MAX_STEPS) {
        let old = before.or_else(|| Version::open(document, at - 1));
        let new = Version::open(document, at);
        steps[at] = match (&old, &new) {
            (Some(old), Some(new)) => between(old, new, &revisions[at].objects),
            _ => vec![Change::unreadable(at)],
        };
        before = new;
    }
    steps
}

/// What all revisions after the first up to `until` changed together.
pub(super) fn since_first(document: &Document, until: usize) -> Vec<Change> {
    let later = document.revisions().get(1..=until).unwrap_or_default();
    if later.is_empty() {
        return Vec::new();
    }
    let touched = later.iter().flat_map(|revision| &revision.objects);
    match (Version::open(document, 0), Version::open(document, until)) {
        (Some(old), Some(new)) => between(&old, &new, &touched.copied().collect()),
        _ => vec![Change::unreadable(until)],
    }
}

/// One version of the file, and what its objects are for.
struct Version {
    document: Document,
    roles: Roles,
}

impl Version {
    /// Opens the version after revision `at`; nothing where it cannot be read.
    fn open(document: &Document, at: usize) -> Option<Self> {
        let document = document.at_revision(at).ok()?;
        let roles = Roles::of(&document);
        Some(Self { document, roles })
    }
}

/// A revision seen from the one before it.
pub(super) struct Step<'a> {
    before: &'a Document,
    after: &'a Document,
    old: &'a Roles,
    new: &'a Roles,
    changes: Vec<Change>,
    /// Fields whose value changed, and fields whose picture did.
    valued: BTreeSet<String>,
    redrawn: BTreeSet<String>,
    elsewhere: OnceCell<Option<BTreeSet<ObjectId>>>,
}

/// Lists what the revision between `before` and `after` changed; `touched` are the objects its
/// cross-reference section names.
fn between(before: &Version, after: &Version, touched: &BTreeSet<ObjectId>) -> Vec<Change> {
    let mut step = Step {
        before: &before.document,
        after: &after.document,
        old: &before.roles,
        new: &after.roles,
        changes: Vec::new(),
        valued: BTreeSet::new(),
        redrawn: BTreeSet::new(),
        elsewhere: OnceCell::new(),
    };
    step.trailer();
    step.entries(touched);
    for &id in touched {
        step.object(id);
    }
    step.pictures();
    step.changes
}

impl Step<'_> {
    fn trailer(&mut self) {
        if self.before.root() != self.after.root() {
            self.forbid(FindingCode::CatalogChanged, "Root");
        }
        // With another encryption everything signed would read as something else.
        if encryption(self.before) != encryption(self.after) {
            self.forbid(FindingCode::CatalogChanged, "Encrypt");
        }
    }

    /// A later table must not bring up what lay in the bytes before it, seen by nobody.
    fn entries(&mut self, touched: &BTreeSet<ObjectId>) {
        let signed = self.before.bytes().len() as u64;
        let hidden = |id: ObjectId| {
            let entry = self.after.entry(id);
            matches!(entry, Some(Entry::At { offset, .. }) if offset < signed)
                && self.before.entry(id) != entry
        };
        let hidden = touched.iter().filter(|id| hidden(**id));
        let shown: Vec<u32> = hidden.map(|id| id.0).collect();
        for number in shown {
            self.forbid(FindingCode::HiddenShown, number);
        }
    }

    /// Values and pictures of text and choice fields change together or not at all.
    fn pictures(&mut self) {
        let apart: Vec<String> = self
            .valued
            .symmetric_difference(&self.redrawn)
            .filter(|name| self.new.shows_text(name))
            .cloned()
            .collect();
        for name in apart {
            self.doubt(FindingCode::ValueNotShown, name, Place::Field);
        }
    }

    fn object(&mut self, id: ObjectId) {
        let old = self
            .before
            .object(id)
            .ok()
            .filter(|object| !object.is_null());
        let new = self
            .after
            .object(id)
            .ok()
            .filter(|object| !object.is_null());
        match (old, new) {
            (None, None) => {}
            (Some(_), None) => {
                self.forbid_at(FindingCode::ObjectFreed, id.0, self.place(id));
            }
            (None, Some(new)) => self.appeared(id, &new),
            (Some(old), Some(new)) if same(&old, &new) => {}
            (Some(old), Some(new)) => self.changed(id, &old, &new),
        }
    }

    fn changed(&mut self, id: ObjectId, old: &Object, new: &Object) {
        let role = self.old.role(id).or_else(|| self.new.role(id)).cloned();
        match role {
            Some(Role::Catalog) => self.catalog(old, new),
            Some(Role::Form) => self.form(old, new),
            Some(Role::FieldList) => self.field_list(old, new),
            Some(Role::Field(name)) => self.field(&name, old, new),
            Some(Role::Page(index)) => self.page(index, old, new),
            Some(Role::Annotations(index)) => self.annotations(index, old, new),
            Some(Role::Annotation(index)) => {
                let place = Place::Annotation(index, id);
                self.forbid_at(FindingCode::AnnotationChanged, index + 1, place);
            }
            None if is_plumbing(new) => {}
            _ if self.is_elsewhere(id) => self.displayed(id),
            Some(Role::Appearance(_)) => self.appearance(id),
            Some(Role::Font) => self.forbid(FindingCode::FontChanged, id.0),
            Some(Role::Dss) => self.push(Change::Dss),
            Some(Role::Info) => self.push(Change::Info),
            Some(Role::Belonging) | None => {
                self.forbid_at(FindingCode::ObjectChanged, id.0, Place::Drawn(id));
            }
        }
    }

    fn displayed(&mut self, id: ObjectId) {
        if self.old.is_on_a_page(self.before, id) {
            self.forbid_at(FindingCode::PageChanged, id.0, Place::Drawn(id));
        } else {
            self.forbid_at(FindingCode::ObjectChanged, id.0, Place::Drawn(id));
        }
    }

    fn place(&self, id: ObjectId) -> Place {
        match self.old.role(id) {
            Some(Role::Annotation(index)) => Place::Annotation(*index, id),
            Some(Role::Page(index)) => Place::Page(*index),
            _ => Place::Drawn(id),
        }
    }

    /// Whether a page draws with an object, or something else than form and validation data has
    /// it: then no other role it has excuses a change.
    fn is_elsewhere(&self, id: ObjectId) -> bool {
        let elsewhere = self
            .elsewhere
            .get_or_init(|| self.old.elsewhere(self.before));
        elsewhere.as_ref().is_none_or(|found| found.contains(&id))
    }

    /// An appearance, for every field that shows it.
    fn appearance(&mut self, id: ObjectId) {
        for name in self.old.shown_by(self.before, id) {
            if self.old.is_signed(&name) {
                self.forbid_at(FindingCode::AppearanceChanged, name, Place::Field);
            } else {
                self.redrawn.insert(name.clone());
                self.fill(&name);
            }
        }
    }

    /// A new object must be of use to something this version has, or nobody can say what it is for.
    fn appeared(&mut self, id: ObjectId, new: &Object) {
        let known = self.new.role(id).is_some() || is_plumbing(new);
        if !known && !self.new.is_on_a_page(self.after, id) {
            self.doubt(FindingCode::ObjectDormant, id.0, Place::Nowhere);
        }
    }

    fn doubt(&mut self, code: FindingCode, about: impl ToString, place: Place) {
        self.push(Change::Doubtful {
            code,
            about: about.to_string(),
            place,
        });
    }

    fn fill(&mut self, field: &str) {
        self.push(Change::Filled {
            field: field.to_owned(),
        });
    }

    fn push(&mut self, change: Change) {
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    fn forbid(&mut self, code: FindingCode, about: impl ToString) {
        self.forbid_at(code, about, Place::Nowhere);
    }

    fn forbid_at(&mut self, code: FindingCode, about: impl ToString, place: Place) {
        let told = self.changes.len() < MAX_PLACED;
        let place = if told { place } else { Place::Nowhere };
        self.push(Change::Forbidden {
            code,
            about: about.to_string(),
            place,
        });
    }
}

/// What the newest trailer itself says of encryption, as readers do that look nowhere else.
fn encryption(document: &Document) -> Option<Object> {
    if !document.encrypted() {
        return None;
    }
    let newest = document.revisions().last()?;
    newest.trailer.get(b"Encrypt").ok().cloned()
}

/// Whether two objects mean the same; where a stream stands in the file does not matter.
fn same(old: &Object, new: &Object) -> bool {
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
