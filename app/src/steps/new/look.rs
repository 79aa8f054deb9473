//! What a signature states where it is seen, as the sender chooses it for each place.

use serde::{Deserialize, Serialize};
use sign_core::placement::Look;
use sign_core::stamp::signed::holds_statement;
use sign_core::wire::FieldKind;

use super::Draft;
use super::field::{Area, DraftField};

/// Width and height of a new place in which everything is stated.
const STATED_PT: (f64, f64) = (240.0, 80.0);

/// The choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stated {
    /// The ink alone.
    Ink,
    /// The ink, and what the act says as far as there is room.
    #[default]
    NameTime,
    /// Everything, with the envelope's reason.
    All,
}

impl Stated {
    /// Every choice, from the least to the most that is stated.
    pub const ALL: [Self; 3] = [Self::Ink, Self::NameTime, Self::All];

    /// Returns the name of the choice in a form.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ink => "ink",
            Self::NameTime => "name_time",
            Self::All => "all",
        }
    }
}

impl DraftField {
    /// Says whether it is a signature that states everything.
    pub fn states_all(&self) -> bool {
        self.kind == FieldKind::Signature && self.stated == Stated::All
    }

    /// Says whether it is too small for what it states, with or without a logo.
    pub(super) fn is_cramped(&self, logo: bool) -> bool {
        let Area {
            width_pt,
            height_pt,
            ..
        } = self.area;
        self.states_all() && !holds_statement(width_pt, height_pt, logo)
    }
}

impl Draft {
    /// Chooses what a signature states; it grows where that has no room.
    pub fn state(&mut self, number: u32, stated: Stated) {
        let Some(field) = self.field_mut(number) else {
            return;
        };
        field.stated = stated;
        self.make_room(number);
    }

    /// Shows the logo in all signatures, or in none; they grow where it has no room.
    pub fn show_logo(&mut self, logo: bool) {
        self.logo = logo;
        let numbers = self.fields.iter().map(|field| field.number);
        for number in numbers.collect::<Vec<_>>() {
            self.make_room(number);
        }
    }

    fn make_room(&mut self, number: u32) {
        let mut fields = self.fields.iter();
        let cramped = |field: &DraftField| field.number == number && field.is_cramped(self.logo);
        if fields.any(cramped) {
            self.reshape(number, |area, kind, page| {
                let roomy = Area {
                    width_pt: area.width_pt.max(STATED_PT.0),
                    height_pt: area.height_pt.max(STATED_PT.1),
                    ..area
                };
                roomy.inside(kind, page)
            });
        }
    }

    /// Says whether some signature states everything, and so the reason.
    pub fn has_reason(&self) -> bool {
        self.fields.iter().any(DraftField::states_all)
    }

    /// Returns what a field states, as the library takes it.
    pub(super) fn look(&self, field: &DraftField) -> Look {
        match field.stated {
            Stated::Ink => Look::Ink,
            Stated::NameTime => Look::InkNameTime,
            Stated::All => Look::Full {
                reason: self.reason.trim().to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use sign_core::placement::Look;
    use sign_core::wire::{FieldKind, Hash, Locale};

    use super::super::{Draft, DraftDocument};
    use super::{Area, Stated, holds_statement};

    fn draft() -> (Draft, u32) {
        let mut draft = Draft::new(Locale::En);
        draft.add_document(DraftDocument {
            number: 7,
            name: "lease.pdf".to_owned(),
            pages: vec![(595.0, 842.0)],
            input: Hash::default(),
            original: Hash::default(),
            original_size: 1,
            findings: Vec::new(),
        });
        let corner = Some((590.0, 840.0));
        let number = draft.add_field(1, FieldKind::Signature, (7, 0), corner);
        (draft, number.expect("the page is there"))
    }

    #[test]
    fn a_place_grows_on_its_page_until_everything_has_room() {
        let (mut draft, number) = draft();
        draft.reshape(number, |area, kind, page| {
            area.grown(-500.0, -500.0, kind, page)
        });
        draft.state(number, Stated::All);
        let field = &draft.fields[0];
        assert!(!field.is_cramped(true), "{field:?}");
        assert!(field.area.x_pt + field.area.width_pt <= 595.0);
        assert!(field.area.y_pt + field.area.height_pt <= 842.0);
        draft.reshape(number, |area, kind, page| {
            area.grown(-500.0, -500.0, kind, page)
        });
        assert!(draft.fields[0].is_cramped(false));
    }

    /// Gives the place a size that has room for all that is stated, but for no logo.
    fn fit(draft: &mut Draft, number: u32) {
        let sides = (90..240).flat_map(|width| (36..100).map(move |height| (width, height)));
        let mut sides = sides.map(|(width, height)| (f64::from(width), f64::from(height)));
        let narrow = |(width, height): &(f64, f64)| {
            holds_statement(*width, *height, false) && !holds_statement(*width, *height, true)
        };
        let (width_pt, height_pt) = sides.find(narrow).expect("there is such a size");
        draft.reshape(number, |area, kind, page| {
            let area = Area {
                width_pt,
                height_pt,
                ..area
            };
            area.inside(kind, page)
        });
    }

    #[test]
    fn a_place_grows_for_a_logo_where_everything_is_stated() {
        let (mut draft, number) = draft();
        fit(&mut draft, number);
        let narrow = draft.fields[0].area;
        draft.show_logo(true);
        assert_eq!(draft.fields[0].area, narrow, "little is stated");
        draft.show_logo(false);
        draft.state(number, Stated::All);
        assert_eq!(draft.fields[0].area, narrow, "there is room");
        draft.show_logo(true);
        assert!(!draft.fields[0].is_cramped(true) && draft.fields[0].area != narrow);
    }

    #[test]
    fn the_reason_is_stated_where_everything_is() {
        let (mut draft, number) = draft();
        draft.reason = " Lease of 2027 ".to_owned();
        assert!(!draft.has_reason());
        assert_eq!(draft.look(&draft.fields[0]), Look::InkNameTime);
        draft.state(number, Stated::All);
        let reason = "Lease of 2027".to_owned();
        assert!(draft.has_reason());
        assert_eq!(draft.look(&draft.fields[0]), Look::Full { reason });
        draft.state(number, Stated::Ink);
        assert_eq!(draft.look(&draft.fields[0]), Look::Ink);
    }
}
