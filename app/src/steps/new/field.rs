//! A field on a page: where it stands, and how it moves and grows without leaving the page.

use serde::{Deserialize, Serialize};
use sign_core::wire::FieldKind;

use super::Draft;
use super::look::Stated;
pub use crate::worker::message::Box2 as Area;

/// A field the sender placed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftField {
    /// Number within the draft.
    pub number: u32,
    /// Whose it is.
    pub person: u32,
    /// On which document.
    pub document: u32,
    /// What it takes.
    pub kind: FieldKind,
    /// Zero-based page.
    pub page: u32,
    /// Where.
    pub area: Area,
    /// Whether it must be filled.
    pub required: bool,
    /// What a signature states there; of no meaning for other kinds.
    #[serde(default)]
    pub stated: Stated,
    /// What the signer is asked for, in the sender's words; may be blank.
    #[serde(default)]
    pub caption: String,
}

impl DraftField {
    /// Says whether a signer gives something in it that the page alone may not explain.
    pub fn is_asked(&self) -> bool {
        matches!(self.kind, FieldKind::Text | FieldKind::Check)
    }
}

/// Least width and height of a field of this kind.
pub fn least_pt(kind: FieldKind) -> (f64, f64) {
    match kind {
        FieldKind::Signature => (90.0, 36.0),
        FieldKind::Name | FieldKind::Date | FieldKind::Text => (48.0, 14.0),
        FieldKind::Initials => (24.0, 14.0),
        FieldKind::Check => (10.0, 10.0),
    }
}

/// Width and height of a new field of this kind.
pub fn usual_pt(kind: FieldKind) -> (f64, f64) {
    match kind {
        FieldKind::Signature => (180.0, 64.0),
        FieldKind::Name | FieldKind::Text => (180.0, 22.0),
        FieldKind::Date => (110.0, 22.0),
        FieldKind::Initials => (60.0, 28.0),
        FieldKind::Check => (14.0, 14.0),
    }
}

impl Area {
    /// Places a new field with its middle at a point, inside the page.
    pub fn around(x_pt: f64, y_pt: f64, kind: FieldKind, page: (f64, f64)) -> Self {
        let (width_pt, height_pt) = usual_pt(kind);
        let corner = (x_pt - width_pt / 2.0, y_pt - height_pt / 2.0);
        Self {
            x_pt: corner.0,
            y_pt: corner.1,
            width_pt,
            height_pt,
        }
        .inside(kind, page)
    }

    /// Moves by a distance, inside the page.
    pub fn moved(self, dx_pt: f64, dy_pt: f64, kind: FieldKind, page: (f64, f64)) -> Self {
        Self {
            x_pt: self.x_pt + dx_pt,
            y_pt: self.y_pt + dy_pt,
            ..self
        }
        .inside(kind, page)
    }

    /// Grows at the right and at the bottom, inside the page, no smaller than useful.
    pub fn grown(self, dx_pt: f64, dy_pt: f64, kind: FieldKind, page: (f64, f64)) -> Self {
        let (least_width, least_height) = least_pt(kind);
        let width_pt = (self.width_pt + dx_pt)
            .min(page.0 - self.x_pt)
            .max(least_width);
        let height_pt = (self.height_pt + dy_pt)
            .min(page.1 - self.y_pt)
            .max(least_height);
        Self {
            width_pt,
            height_pt,
            ..self
        }
        .inside(kind, page)
    }

    pub(super) fn inside(self, kind: FieldKind, page: (f64, f64)) -> Self {
        let (least_width, least_height) = least_pt(kind);
        let width_pt = self.width_pt.max(least_width).min(page.0);
        let height_pt = self.height_pt.max(least_height).min(page.1);
        let x_pt = self.x_pt.max(0.0).min(page.0 - width_pt);
        let y_pt = self.y_pt.max(0.0).min(page.1 - height_pt);
        Self {
            x_pt,
            y_pt,
            width_pt,
            height_pt,
        }
    }

    /// Says whether a point lies in it.
    pub(super) fn holds(self, (x_pt, y_pt): (f64, f64)) -> bool {
        (self.x_pt..=self.x_pt + self.width_pt).contains(&x_pt)
            && (self.y_pt..=self.y_pt + self.height_pt).contains(&y_pt)
    }

    fn meets(self, other: Self) -> bool {
        self.x_pt < other.x_pt + other.width_pt
            && other.x_pt < self.x_pt + self.width_pt
            && self.y_pt < other.y_pt + other.height_pt
            && other.y_pt < self.y_pt + self.height_pt
    }
}

impl Draft {
    /// Returns the size of a page in points.
    pub fn page_size(&self, document: u32, page: u32) -> Option<(f64, f64)> {
        let document = self
            .documents
            .iter()
            .find(|found| found.number == document)?;
        document.pages.get(usize::try_from(page).ok()?).copied()
    }

    /// Returns the field of a number.
    pub fn field(&self, number: u32) -> Option<&DraftField> {
        self.fields.iter().find(|field| field.number == number)
    }

    /// Returns the field of a number, to change it.
    pub fn field_mut(&mut self, number: u32) -> Option<&mut DraftField> {
        self.fields.iter_mut().find(|field| field.number == number)
    }

    /// Adds a field around a point of a page, or where the page is free, and returns its number.
    pub fn add_field(
        &mut self,
        person: u32,
        kind: FieldKind,
        place: (u32, u32),
        point_pt: Option<(f64, f64)>,
    ) -> Option<u32> {
        let size = self.page_size(place.0, place.1)?;
        let area = match point_pt {
            Some((x_pt, y_pt)) => Area::around(x_pt, y_pt, kind, size),
            None => self.free_place(kind, place, size),
        };
        Some(self.put(person, kind, place, area))
    }

    pub(super) fn put(
        &mut self,
        person: u32,
        kind: FieldKind,
        (document, page): (u32, u32),
        area: Area,
    ) -> u32 {
        let number = self.number();
        self.fields.push(DraftField {
            number,
            person,
            document,
            kind,
            page,
            area,
            required: !matches!(kind, FieldKind::Text | FieldKind::Check),
            stated: Stated::default(),
            caption: String::new(),
        });
        number
    }

    /// Returns a place for those who use no pointer, from the bottom up.
    fn free_place(&self, kind: FieldKind, place: (u32, u32), size: (f64, f64)) -> Area {
        let taken = |area: Area| {
            let here = self
                .fields
                .iter()
                .filter(|field| (field.document, field.page) == place);
            here.into_iter().any(|field| field.area.meets(area))
        };
        let first = Area::around(size.0 * 0.3, size.1 * 0.85, kind, size);
        let columns = [0.0, size.0 * 0.4];
        let tries = (0..12).flat_map(|row| columns.map(|dx| (dx, f64::from(row) * -70.0)));
        let mut areas = tries.map(|(dx, dy)| first.moved(dx, dy, kind, size));
        areas.find(|area| !taken(*area)).unwrap_or(first)
    }

    /// Changes a field in place with a function of its area, kind and page; one that a certified
    /// document has of its own stays as it is.
    pub fn reshape(
        &mut self,
        number: u32,
        shape: impl FnOnce(Area, FieldKind, (f64, f64)) -> Area,
    ) {
        let Some(place) = self.fields.iter().position(|field| field.number == number) else {
            return;
        };
        let field = &self.fields[place];
        if self.bears(field.document, "certified") {
            return;
        }
        if let Some(size) = self.page_size(field.document, field.page) {
            let area = shape(field.area, field.kind, size);
            self.fields[place].area = area;
        }
    }

    /// Takes a field away.
    pub fn remove_field(&mut self, number: u32) {
        self.fields.retain(|field| field.number != number);
    }
}

#[cfg(test)]
mod tests {
    use super::Area;
    use sign_core::wire::FieldKind::Signature;

    const PAGE: (f64, f64) = (595.0, 842.0);

    #[test]
    fn a_new_field_stays_on_its_page() {
        let area = Area::around(590.0, 0.0, Signature, PAGE);
        assert_eq!((area.x_pt, area.y_pt), (595.0 - 180.0, 0.0));
    }

    #[test]
    fn a_field_neither_leaves_the_page_nor_becomes_useless() {
        let area = Area::around(300.0, 400.0, Signature, PAGE);
        let moved = area.moved(-9_000.0, 9_000.0, Signature, PAGE);
        assert_eq!((moved.x_pt, moved.y_pt), (0.0, 842.0 - 64.0));
        let small = area.grown(-500.0, -500.0, Signature, PAGE);
        assert_eq!((small.width_pt, small.height_pt), (90.0, 36.0));
        let large = moved.grown(9_000.0, 9_000.0, Signature, PAGE);
        assert_eq!((large.width_pt, large.height_pt), (595.0, 64.0));
    }
}
