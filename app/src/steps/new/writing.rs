//! Names that are to be written on pages: what the worker is asked, and what its answer means.

use sign_core::wire::FieldKind;

use super::Draft;
use super::check::Lack;
use crate::worker::message::{Failure, Writing};

impl Draft {
    /// Returns every name that is to be written, whose it is, and its box.
    pub fn writings(&self) -> Vec<(u32, Writing)> {
        let names = self.people.iter().flat_map(|person| {
            let boxes = self.fields_of(person.number);
            let boxes = boxes.filter(|field| field.kind == FieldKind::Name);
            boxes.map(|field| {
                let writing = Writing {
                    text: person.name(),
                    width_pt: field.area.width_pt,
                    height_pt: field.area.height_pt,
                };
                (person.number, writing)
            })
        });
        names.collect()
    }
}

/// Says what a person lacks whose name the worker could not write; each thing once.
pub fn unwritten(people: &[u32], told: Vec<Option<Failure>>) -> Vec<Lack> {
    let mut lacks = Vec::new();
    for (person, failure) in people.iter().zip(told) {
        let lack = match failure.map(|failure| failure.code) {
            None => continue,
            Some(code) if code == "missing_glyph" => Lack::Letters(*person),
            Some(_) => Lack::Room(*person),
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
            });
        }
        let asked = draft.writings();
        assert_eq!((asked.len(), asked[0].0), (1, 1));
        assert_eq!(asked[0].1.text, "Ada");
        assert_eq!((asked[0].1.width_pt, asked[0].1.height_pt), (48.0, 14.0));
    }

    #[test]
    fn what_cannot_be_written_is_said_once_a_person() {
        let told = ["missing_glyph", "text_too_long", "text_too_long"];
        let told = told.map(|code| Some(Failure::plain(code))).into_iter();
        let lacks = unwritten(&[1, 2, 2, 3], told.chain([None]).collect());
        assert_eq!(lacks, [Lack::Letters(1), Lack::Room(2)]);
    }
}
