//! The file as it stood at each signature, and what each such version changed of the one before.

use std::collections::BTreeSet;

use super::Examination;
use super::changes::{self, Change, MAX_STEPS, Place};
use super::finding::FindingCode;
use super::found::Found;
use super::permission::Permission;
use super::report::{Mark, Version};
use super::sight::{Sight, Spot};

/// How many marks one version gets.
const MAX_MARKS: usize = 200;

/// Returns a version for every signature that covers one, and one for what follows the last.
pub(super) fn versions(of: &Examination<'_>) -> Vec<Version> {
    let mut history = History {
        of,
        permissions: Vec::new(),
        before: None,
        sight: Sight::default(),
    };
    let mut versions: Vec<Version> = of
        .found
        .iter()
        .enumerate()
        .filter_map(|(at, found)| history.signed(at, found))
        .collect();
    versions.extend(history.rest());
    versions
}

/// What is known when a version is reached.
struct History<'a> {
    of: &'a Examination<'a>,
    /// What the signatures before it allow.
    permissions: Vec<Permission>,
    /// The revision that the version before it ends with.
    before: Option<usize>,
    sight: Sight,
}

impl History<'_> {
    /// The version that a signature covers; the first of several that cover the same one has it.
    fn signed(&mut self, at: usize, found: &Found) -> Option<Version> {
        let (gap, revision) = (found.gap.as_ref().ok()?, found.revision?);
        let permission = Permission::read(self.of.document, &found.dict, &found.field_dict);
        let known = self.before == Some(revision);
        let version = (!known).then(|| Version {
            end: gap.end as u64,
            signature: Some(at),
            marks: self.made(revision, found),
        });
        self.permissions.push(permission);
        self.before = Some(revision);
        version
    }

    /// What a revision and its signature changed.
    fn made(&mut self, revision: usize, found: &Found) -> Vec<Mark> {
        let mut changes = self.changes(revision);
        let own = |change: &Change| matches!(change, Change::Signed { field } | Change::Stamped { field } if *field == found.field);
        if !changes.iter().any(own) {
            changes.push(Change::Signed {
                field: found.field.clone(),
            });
        }
        self.marks(revision, &changes)
    }

    /// The whole file, where it goes on behind the last version.
    fn rest(&mut self) -> Option<Version> {
        let (before, trailing) = (self.before?, self.of.has_trailing_bytes());
        let newest = self.of.document.revisions().len().checked_sub(1)?;
        if !trailing && before >= newest {
            return None;
        }
        let mut changes = self.changes(newest);
        if trailing {
            changes.push(Change::Forbidden {
                code: FindingCode::TrailingBytes,
                about: String::new(),
                place: Place::Nowhere,
            });
        }
        Some(Version {
            end: self.of.document.bytes().len() as u64,
            signature: None,
            marks: self.marks(newest, &changes),
        })
    }

    fn changes(&self, until: usize) -> Vec<Change> {
        let Some(before) = self.before else {
            return changes::since_first(self.of.document, until);
        };
        let steps = self.of.steps.get(before + 1..=until);
        let changes = steps.unwrap_or_default().iter().flatten();
        let mut changes: Vec<Change> = changes.cloned().collect();
        if self.is_past(until) {
            changes.push(more());
        }
        changes
    }

    /// Whether a revision lies behind those that were compared.
    fn is_past(&self, revision: usize) -> bool {
        let signed = self.of.found.iter().filter_map(|found| found.revision);
        signed
            .min()
            .is_some_and(|first| revision > first + MAX_STEPS)
    }

    /// All changes in the order of the pages; where there is not room for all, what is not allowed first,
    /// and that there is more.
    fn marks(&mut self, until: usize, changes: &[Change]) -> Vec<Mark> {
        let document = self.of.document;
        self.sight.turn(document, self.before.unwrap_or(0), until);
        let mut marks: Vec<Mark> = Vec::new();
        let changes: Vec<&Change> = told_once(changes).collect();
        for allowed in [false, true] {
            for change in &changes {
                if self.allows(change) == allowed && marks.len() < MAX_MARKS {
                    self.list(change, &mut marks);
                }
            }
        }
        if marks.len() >= MAX_MARKS {
            marks.extend(self.placed(&more()));
        }
        marks
    }

    /// Adds a change wherever it is seen, in its place among the others.
    fn list(&mut self, change: &Change, marks: &mut Vec<Mark>) {
        for mark in self.placed(change) {
            if !marks.contains(&mark) {
                let after = marks.iter().position(|other| order(&mark) < order(other));
                marks.insert(after.unwrap_or(marks.len()), mark);
            }
        }
    }

    /// Whether every signature before it allows a change.
    fn allows(&self, change: &Change) -> bool {
        let mut permissions = self.permissions.iter();
        permissions.all(|permission| permission.judge(change).1)
    }

    /// A change wherever it is seen; where it is seen nowhere, once.
    fn placed(&mut self, change: &Change) -> Vec<Mark> {
        let (code, about, place) = told(change);
        let mut spots = self.sight.spots(place, about);
        if spots.is_empty() {
            spots.push(Spot::default());
        }
        let allowed = self.allows(change);
        let mark = |spot: Spot| Mark {
            code: code.code().to_owned(),
            about: (!about.is_empty()).then(|| about.to_owned()),
            allowed,
            page: spot.page,
            area: spot.area,
        };
        spots.into_iter().map(mark).collect()
    }
}

/// There is more than was looked at, or than is listed.
fn more() -> Change {
    Change::Doubtful {
        code: FindingCode::TooMany,
        about: String::new(),
        place: Place::Nowhere,
    }
}

/// From page to page, on each from the top; a page as a whole comes first, what none shows last.
fn order(mark: &Mark) -> (u32, f64) {
    let top = mark.area.map_or(-1.0, |area| area.y);
    (mark.page.unwrap_or(u32::MAX), top)
}

/// A change by the code of what it is, whoever allows it.
fn told(change: &Change) -> (FindingCode, &str, Place) {
    match change {
        Change::Dss => (FindingCode::DssAdded, "", Place::Nowhere),
        Change::Info { .. } => (FindingCode::InfoChanged, "", Place::Nowhere),
        Change::Signed { field } | Change::Stamped { field } => {
            (FindingCode::SignatureAdded, field, Place::Field)
        }
        Change::Filled { field } => (FindingCode::FieldFilled, field, Place::Field),
        Change::Added { field, .. } => (FindingCode::FieldAdded, field, Place::Field),
        Change::Doubtful { code, about, place } | Change::Forbidden { code, about, place } => {
            (*code, about, *place)
        }
    }
}

/// Leaves out what another change says: a field that was signed or filled was added for it.
fn told_once(changes: &[Change]) -> impl Iterator<Item = &Change> {
    let (mut signed, mut used) = (BTreeSet::new(), BTreeSet::new());
    for change in changes {
        match change {
            Change::Signed { field } => {
                signed.insert(field.clone());
                used.insert(field.clone());
            }
            Change::Filled { field } => {
                used.insert(field.clone());
            }
            _ => {}
        }
    }
    changes.iter().filter(move |change| match change {
        Change::Added { field, .. } => !used.contains(field),
        Change::Filled { field } => !signed.contains(field),
        _ => true,
    })
}
