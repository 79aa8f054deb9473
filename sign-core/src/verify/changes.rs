//! What each later revision changed, object by object, before anybody's permission is asked.

mod catalog;
mod facts;
mod field;
mod object;
mod page;
mod reach;
mod roles;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use lopdf::{Object, ObjectId};

use super::finding::FindingCode;
use super::found::Found;
use crate::document::{Document, Entry, Revision};
use facts::Facts;
use object::is_packing;
use reach::Reach;
use roles::Roles;

pub(super) use reach::reaches;

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
    Info {
        /// Whether the revision did nothing beside but keep signatures good, with validation data
        /// or a document timestamp.
        keeps: bool,
    },
    /// A document timestamp that is not seen was made.
    Stamped {
        /// The field.
        field: String,
    },
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
        let mut new = Version::open(document, at);
        steps[at] = match (&old, &mut new) {
            (Some(old), Some(new)) => {
                let changes = between(old, new, &revisions[at].objects);
                new.inherit(old, &changes);
                changes
            }
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
    let touched = later.iter().flat_map(|revision| revision.objects.iter());
    match (Version::open(document, 0), Version::open(document, until)) {
        (Some(old), Some(new)) => between(&old, &new, &touched.copied().collect()),
        _ => vec![Change::unreadable(until)],
    }
}

/// One version of the file, and what its objects are for.
struct Version {
    document: Document,
    roles: Roles,
    reach: OnceCell<Option<Rc<Reach>>>,
}

impl Version {
    /// Opens the version after revision `at`; nothing where it cannot be read.
    fn open(document: &Document, at: usize) -> Option<Self> {
        let document = document.at_revision(at).ok()?;
        let roles = Roles::of(&document);
        let reach = OnceCell::new();
        Some(Self {
            document,
            roles,
            reach,
        })
    }

    /// What pages and catalog lead to; nothing where that is too much.
    fn reach(&self) -> Option<&Reach> {
        let walk = || Reach::of(&self.document, &self.roles).map(Rc::new);
        self.reach.get_or_init(walk).as_deref()
    }

    /// Takes over what the version before leads to, where nothing that may not change has.
    fn inherit(&mut self, before: &Self, changes: &[Change]) {
        let forbidden = |change: &Change| matches!(change, Change::Forbidden { .. });
        if let (Some(reach), false) = (before.reach.get(), changes.iter().any(forbidden)) {
            self.reach = OnceCell::from(reach.clone());
        }
    }
}

/// A revision seen from the one before it.
struct Step<'a> {
    old: &'a Version,
    new: &'a Version,
    changes: Vec<Change>,
    /// Fields whose value changed, and fields whose picture did.
    valued: BTreeSet<String>,
    redrawn: BTreeSet<String>,
}

/// Lists what the revision between two versions changed; `touched` are the objects its
/// cross-reference section names.
fn between(old: &Version, new: &Version, touched: &BTreeSet<ObjectId>) -> Vec<Change> {
    let mut step = Step {
        old,
        new,
        changes: Vec::new(),
        valued: BTreeSet::new(),
        redrawn: BTreeSet::new(),
    };
    step.trailer();
    step.pages();
    step.fields();
    let touched = step.meant(touched);
    step.entries(&touched);
    for &id in &touched {
        step.object(id);
    }
    step.pictures();
    step.upkeep();
    step.changes
}

impl Step<'_> {
    fn trailer(&mut self) {
        let (old, new) = (&self.old.document, &self.new.document);
        if old.root() != new.root() {
            self.forbid(FindingCode::CatalogChanged, "Root");
        }
        // With another encryption everything signed would read as something else.
        if encryption(old) != encryption(new) {
            self.forbid(FindingCode::CatalogChanged, "Encrypt");
        }
        // Some readers take what a section says twice, or beyond its size, for something else.
        let (before, newest) = (old.revisions().last(), new.revisions().last());
        let cut = size(before) > size(newest);
        if cut || newest.is_some_and(|newest| newest.twice) {
            self.doubt(FindingCode::Repaired, "xref", Place::Nowhere);
        }
    }

    fn pages(&mut self) {
        let (old, new) = (&self.old.roles.pages, &self.new.roles.pages);
        if old != new {
            let pairs = old.iter().zip(new).position(|(old, new)| old != new);
            let first = pairs.unwrap_or(old.len().min(new.len())) as u32;
            self.forbid_at(FindingCode::PageChanged, first + 1, Place::Page(first));
        }
    }

    /// The objects that an update gives another meaning: those it names, those that stood under
    /// their numbers, and those inside the object streams it replaces.
    fn meant(&self, touched: &BTreeSet<ObjectId>) -> BTreeSet<ObjectId> {
        let (old, new) = (&self.old.document, &self.new.document);
        let stood = touched.iter().filter_map(|id| old.numbered(id.0));
        let mut meant: BTreeSet<ObjectId> = stood.chain(touched.iter().copied()).collect();
        let replaced = |id: &&ObjectId| old.numbered(id.0).is_some_and(|id| is_packing(old, id));
        let streams: BTreeSet<u32> = touched.iter().filter(replaced).map(|id| id.0).collect();
        if !streams.is_empty() {
            let inside = old.entries().chain(new.entries()).filter(
                |(_, entry)| matches!(entry, Entry::Packed { stream, .. } if streams.contains(stream)),
            );
            meant.extend(inside.map(|(id, _)| id));
        }
        meant
    }

    /// A later table must not bring up what lay in the bytes before it, seen by nobody.
    fn entries(&mut self, touched: &BTreeSet<ObjectId>) {
        let (old, new) = (&self.old.document, &self.new.document);
        let signed = old.bytes().len() as u64;
        let hidden = |id: ObjectId| {
            let entry = new.entry(id);
            matches!(entry, Some(Entry::At { offset, .. }) if offset < signed)
                && old.entry(id) != entry
        };
        let hidden = touched.iter().filter(|id| hidden(**id));
        let shown: Vec<u32> = hidden.map(|id| id.0).collect();
        for number in shown {
            self.forbid(FindingCode::HiddenShown, number);
        }
    }

    /// Values and pictures change together or not at all. A value that is no text may have no
    /// picture, a picture of nothing may be drawn anew, and whoever signs may draw where no value is.
    fn pictures(&mut self) {
        let apart = self.valued.symmetric_difference(&self.redrawn);
        let apart: Vec<String> = apart.filter(|name| self.parts(name)).cloned().collect();
        for name in apart {
            self.doubt(FindingCode::ValueNotShown, name, Place::Field);
        }
    }

    fn parts(&self, name: &str) -> bool {
        let any = |version: &Version, is: fn(&Facts, &Document) -> bool| {
            let mut fields = version.roles.named(name);
            fields.any(|facts| is(facts, &version.document))
        };
        if self.valued.contains(name) {
            return any(self.new, |facts, _| facts.shows_text());
        }
        let signing = |change: &Change| matches!(change, Change::Signed { .. });
        let drawn = !any(self.new, |facts, _| facts.filled) && self.changes.iter().any(signing);
        !drawn
            && [self.old, self.new]
                .iter()
                .any(|version| any(version, Facts::paints))
    }

    /// Marks what a revision says of itself beside validation data or a timestamp.
    fn upkeep(&mut self) {
        let keeping = |change: &Change| matches!(change, Change::Dss | Change::Stamped { .. });
        let info = |change: &Change| matches!(change, Change::Info { .. });
        let mut changes = self.changes.iter();
        if changes.all(|change| keeping(change) || info(change)) && self.changes.iter().any(keeping)
        {
            for change in self.changes.iter_mut().filter(|change| info(change)) {
                *change = Change::Info { keeps: true };
            }
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

/// `/Size` of a revision's trailer.
fn size(revision: Option<&Revision>) -> i64 {
    let size = revision.and_then(|revision| revision.trailer.get(b"Size").ok());
    size.and_then(|size| size.as_i64().ok()).unwrap_or(0)
}
