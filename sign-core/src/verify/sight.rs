//! Where on the pages of a version something is seen: the widgets of a field, an annotation, a drawing.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId};

use super::changes::{Place, reaches};
use crate::document::{Document, Field, page};
use crate::placement::{Geometry, ViewRect};

/// How many objects may be visited in all to find what is drawn with another.
const MAX_VISITED: usize = 500_000;

/// How many nodes above a page are looked at.
const MAX_ABOVE: usize = 32;

/// In how many places one change is shown.
const MAX_SPOTS: usize = 50;

/// `/F` bits 2 and 6: the annotation is not shown (ISO 32000-2 Table 167).
const UNSEEN: i64 = 1 << 1 | 1 << 5;

/// Where something is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Spot {
    /// The zero-based page.
    pub(super) page: Option<u32>,
    /// Where on the page as displayed; none where it is the page as a whole.
    pub(super) area: Option<ViewRect>,
}

/// Two versions to look at.
#[derive(Default)]
pub(super) struct Sight {
    visited: usize,
    old: Option<View>,
    new: Option<View>,
}

/// One version: its fields' widgets, and which page lists which annotation.
struct View {
    document: Document,
    revision: usize,
    listed: OnceCell<BTreeMap<ObjectId, u32>>,
    fields: OnceCell<Vec<Field>>,
}

impl Sight {
    /// Looks from now on at what revision `until` made of revision `from`.
    pub(super) fn turn(&mut self, document: &Document, from: usize, until: usize) {
        let known = self.new.take().filter(|view| view.revision == from);
        self.old = known.or_else(|| View::open(document, from));
        self.new = View::open(document, until);
    }

    /// Returns where a change is seen; `field` is the name of the field it is about, if it is.
    pub(super) fn spots(&mut self, place: Place, field: &str) -> Vec<Spot> {
        let views = || [&self.new, &self.old].into_iter().flatten();
        let found = match place {
            Place::Nowhere => None,
            Place::Page(page) => Some(vec![whole(page)]),
            Place::Annotation(page, id) => views()
                .find_map(|view| view.area(page, id))
                .map(|area| vec![on(page, area)])
                .or_else(|| Some(vec![whole(page)])),
            Place::Field => views()
                .map(|view| view.widgets(field))
                .find(|spots| !spots.is_empty()),
            Place::Drawn(id) => {
                let mut left = MAX_VISITED.saturating_sub(self.visited);
                let mut spots = views().map(|view| view.drawn(id, &mut left));
                let found = spots.find(|spots| !spots.is_empty());
                self.visited = MAX_VISITED - left;
                found
            }
        };
        found.unwrap_or_default()
    }
}

impl View {
    fn open(document: &Document, revision: usize) -> Option<Self> {
        Some(Self {
            document: document.at_revision(revision).ok()?,
            revision,
            listed: OnceCell::new(),
            fields: OnceCell::new(),
        })
    }

    /// The widgets of a field that are seen.
    fn widgets(&self, name: &str) -> Vec<Spot> {
        let read = || self.document.fields().unwrap_or_default();
        let fields = self.fields.get_or_init(read).iter();
        let named = fields.filter(|field| field.name == name);
        let widgets = named.flat_map(|field| &field.widgets);
        let spot = |id: &ObjectId| {
            let page = *self.listed().get(id)?;
            Some(on(page, self.area(page, *id)?))
        };
        widgets.take(MAX_SPOTS).filter_map(spot).collect()
    }

    /// Where a page shows an annotation.
    fn area(&self, page: u32, id: ObjectId) -> Option<ViewRect> {
        let annotation = self.document.dict(id).ok()?;
        if matches!(annotation.get(b"F"), Ok(Object::Integer(flags)) if flags & UNSEEN != 0) {
            return None;
        }
        let corners = self.document.resolve(annotation.get(b"Rect").ok()?).ok()?;
        let page = self.document.page(page).ok()?;
        let shown = page::rect(&self.document, &corners)?.intersection(&page.crop_box)?;
        let seen = Geometry::from(&page).to_view(shown);
        let sides = [seen.x, seen.y, seen.width, seen.height];
        sides.iter().all(|side| side.is_finite()).then_some(seen)
    }

    /// The pages whose content uses an object, and the annotations that are drawn with it.
    fn drawn(&self, id: ObjectId, left: &mut usize) -> Vec<Spot> {
        let mut spots = Vec::new();
        for index in 0..self.document.page_count().unwrap_or(0) {
            if *left == 0 || spots.len() >= MAX_SPOTS {
                break;
            }
            let Ok(page) = self.document.page(index) else {
                continue;
            };
            let own = self.uses(&page.dict, &[b"Contents", b"Resources"], id, left);
            if own || self.inherits(page.dict, id, left) {
                spots.push(whole(index));
            }
        }
        let listed = self.listed().iter();
        for (annotation, page) in listed {
            if *left == 0 || spots.len() >= MAX_SPOTS {
                break;
            }
            let Ok(dictionary) = self.document.dict(*annotation) else {
                continue;
            };
            if self.uses(&dictionary, &[b"AP"], id, left) {
                spots.extend(self.area(*page, *annotation).map(|area| on(*page, area)));
            }
        }
        spots
    }

    /// Whether the resources that a page without its own has from above lead to an object (ISO
    /// 32000-2 §7.7.3.4).
    fn inherits(&self, mut node: Dictionary, id: ObjectId, left: &mut usize) -> bool {
        for _ in 0..MAX_ABOVE {
            let above = node.get(b"Parent").and_then(Object::as_reference);
            let (false, Ok(above)) = (node.has(b"Resources"), above) else {
                return false;
            };
            node = self.document.dict(above).unwrap_or_default();
            if self.uses(&node, &[b"Resources"], id, left) {
                return true;
            }
        }
        false
    }

    /// Whether an entry leads to an object; what it costs is taken from what is `left`.
    fn uses(&self, from: &Dictionary, keys: &[&[u8]], id: ObjectId, left: &mut usize) -> bool {
        let mut seen = BTreeSet::new();
        let mut entries = keys.iter().filter_map(|key| from.get(key).ok());
        let found = entries.any(|entry| reaches(&self.document, entry, id, &mut seen));
        *left = left.saturating_sub(seen.len() + 1);
        found
    }

    /// Every annotation that a page lists, with its page.
    fn listed(&self) -> &BTreeMap<ObjectId, u32> {
        self.listed.get_or_init(|| {
            let mut listed = BTreeMap::new();
            for index in 0..self.document.page_count().unwrap_or(0) {
                let page = self.document.page(index).ok();
                let list = page.and_then(|page| {
                    let list = page.dict.get(b"Annots").ok()?;
                    self.document.resolve(list).ok()
                });
                if let Some(Object::Array(list)) = list {
                    let ids = list.iter().filter_map(|item| item.as_reference().ok());
                    listed.extend(ids.map(|id| (id, index)));
                }
            }
            listed
        })
    }
}

fn whole(page: u32) -> Spot {
    Spot {
        page: Some(page),
        area: None,
    }
}

fn on(page: u32, area: ViewRect) -> Spot {
    Spot {
        page: Some(page),
        area: Some(area),
    }
}
