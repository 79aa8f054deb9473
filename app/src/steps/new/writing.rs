//! Texts that are to be written on pages: what the worker is asked, and what its answer means.

use sign_core::wire::FieldKind;

use super::Draft;
use super::check::Lack;
use super::field::DraftField;
use crate::worker::message::{Failure, Writing};

impl Draft {
    /// Returns every text that is to be written, whose name it is, if it is one, and its box.
    pub fn writings(&self) -> Vec<(Option<u32>, Writing)> {
        let names = self.people.iter().flat_map(|person| {
            let boxes = self.fields_of(person.number);
            let writings = boxes.filter_map(|field| writing(field, person.name()));
            writings.map(|writing| (Some(person.number), writing))
        });
        let reason = self
            .has_reason()
            .then(|| Writing::roomy(self.reason.trim()));
        names.chain(reason.map(|reason| (None, reason))).collect()
    }
}

/// Returns how its signer's name is written in a field; nothing where it says none.
fn writing(field: &DraftField, name: String) -> Option<Writing> {
    match field.kind {
        FieldKind::Name => Some(Writing {
            text: name,
            width_pt: field.area.width_pt,
            height_pt: field.area.height_pt,
        }),
        FieldKind::Initials => Some(Writing::roomy(&name)),
        _ => field.states_all().then(|| Writing::roomy(&name)),
    }
}

/// Says what is lacking where the worker could not write a text; each thing once.
pub fn unwritten(whose: &[Option<u32>], told: Vec<Option<Failure>>) -> Vec<Lack> {
    let mut lacks = Vec::new();
    for (person, failure) in whose.iter().zip(told) {
        let lack = match (person, failure.map(|failure| failure.code)) {
            (_, None) => continue,
            (None, Some(_)) => Lack::Reason,
            (Some(person), Some(code)) if code == "missing_glyph" => Lack::Letters(*person),
            (Some(person), Some(_)) => Lack::Room(*person),
        };
        if !lacks.contains(&lack) {
            lacks.push(lack);
        }
    }
    lacks
}

#[cfg(test)]
mod tests {
    use sign_core::wire::{FieldKind, Locale};

    use super::super::Draft;
    use super::super::check::Lack;
    use super::super::field::{Area, DraftField};
    use super::super::look::Stated;
    use super::unwritten;
    use crate::worker::message::Failure;

    #[test]
    fn only_names_that_stand_on_a_page_are_asked_about() {
        let mut draft = Draft::new(Locale::En);
        draft.people[0].first_name = "Ada".to_owned();
        assert_eq!(draft.writings(), []);
        for kind in [FieldKind::Name, FieldKind::Date, FieldKind::Signature] {
            draft.fields.push(DraftField {
                number: 9,
                person: 1,
                document: 7,
                kind,
                page: 0,
                area: Area {
                    x_pt: 1.0,
                    y_pt: 2.0,
                    width_pt: 48.0,
                    height_pt: 14.0,
                },
                required: true,
                stated: Stated::default(),
                caption: String::new(),
            });
        }
        let asked = draft.writings();
        assert_eq!((asked.len(), asked[0].0), (1, Some(1)));
        assert_eq!(asked[0].1.text, "Ada");
        assert_eq!((asked[0].1.width_pt, asked[0].1.height_pt), (48.0, 14.0));
        draft.fields[2].stated = Stated::All;
        let asked: Vec<_> = draft.writings().iter().map(|one| one.0).collect();
        assert_eq!(asked, [Some(1), Some(1), None]);
    }

    #[test]
    fn what_cannot_be_written_is_said_once_a_person() {
        let told = ["missing_glyph", "text_too_long", "text_too_long"];
        let told = told.map(|code| Some(Failure::plain(code))).into_iter();
        let missing = || Some(Failure::plain("missing_glyph"));
        let whose = [Some(1), Some(2), Some(2), Some(3), None];
        let lacks = unwritten(&whose, told.chain([None, missing()]).collect());
        assert_eq!(lacks, [Lack::Letters(1), Lack::Room(2), Lack::Reason]);
    }
}
