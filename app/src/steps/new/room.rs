//! Fields on documents that others have signed: what may be added where.

use sign_core::wire::FieldKind;

use super::field::Area;
use super::{Draft, DraftDocument};

impl DraftDocument {
    /// Says whether an inspection found this: `signed` by others, `certified`.
    pub fn bears(&self, code: &str) -> bool {
        self.findings.iter().any(|found| found == code)
    }
}

impl Draft {
    /// Says whether an inspection found this in a document.
    pub fn bears(&self, document: u32, code: &str) -> bool {
        let mut documents = self.documents.iter();
        documents.any(|found| found.number == document && found.bears(code))
    }

    /// Gives a person one of the empty fields that a certified document has of its own on a page: the
    /// one under a point, or the first that nobody was given yet.
    pub fn give_own(
        &mut self,
        person: u32,
        place: (u32, u32),
        point_pt: Option<(f64, f64)>,
        own: &[Area],
    ) -> Option<u32> {
        let free = |area: &&Area| {
            let mut fields = self.fields.iter();
            let given =
                fields.any(|field| (field.document, field.page) == place && field.area == **area);
            !given && point_pt.is_none_or(|point| area.holds(point))
        };
        let area = *own.iter().find(free)?;
        Some(self.put(person, FieldKind::Signature, place, area))
    }

    /// Says whether a person's answers stand on another page than their signature, in a document
    /// where they are drawn inside of it.
    pub(super) fn is_scattered(&self, person: u32, document: u32) -> bool {
        let mut pages = self
            .fields_of(person)
            .filter(|field| field.document == document)
            .map(|field| field.page);
        let first = pages.next();
        self.bears(document, "signed") && pages.any(|page| Some(page) != first)
    }
}

#[cfg(test)]
mod tests {
    use sign_core::wire::{FieldKind, Hash, Locale};

    use super::super::check::Lack;
    use super::super::{Draft, DraftDocument, Step};
    use super::Area;

    const PLACE: (u32, u32) = (7, 0);
    const OWN: Area = Area {
        x_pt: 300.0,
        y_pt: 700.0,
        width_pt: 200.0,
        height_pt: 80.0,
    };

    fn draft(findings: &[&str]) -> Draft {
        let mut draft = Draft::new(Locale::En);
        draft.add_document(DraftDocument {
            number: PLACE.0,
            name: "lease.pdf".to_owned(),
            pages: vec![(595.0, 842.0); 2],
            input: Hash::default(),
            original: Hash::default(),
            original_size: 1,
            findings: findings.iter().map(|code| (*code).to_owned()).collect(),
        });
        draft
    }

    #[test]
    fn an_own_field_of_a_certified_document_is_given_once_and_stays_where_it_is() {
        let mut draft = draft(&["signed", "certified"]);
        let mut give = |x_pt| draft.give_own(1, PLACE, Some((x_pt, 740.0)), &[OWN]);
        assert_eq!(give(100.0), None);
        let given = give(400.0);
        assert!(given.is_some());
        assert_eq!(give(400.0), None, "it is given already");
        draft.reshape(given.unwrap_or_default(), |area, kind, page| {
            area.moved(9.0, 9.0, kind, page)
        });
        assert_eq!(draft.fields[0].area, OWN);
    }

    #[test]
    fn without_a_pointer_the_next_free_field_is_given() {
        let mut draft = draft(&["signed", "certified"]);
        assert!(draft.give_own(1, PLACE, None, &[OWN]).is_some());
        assert_eq!(draft.give_own(1, PLACE, None, &[OWN]), None);
    }

    #[test]
    fn answers_stand_on_the_page_of_their_signature() {
        let mut draft = draft(&["signed"]);
        let above = Some((100.0, 100.0));
        draft.add_field(1, FieldKind::Signature, PLACE, above);
        draft.add_field(1, FieldKind::Name, PLACE, None);
        assert_eq!(draft.lacks(Step::Fields), []);
        draft.add_field(1, FieldKind::Date, (PLACE.0, 1), above);
        assert_eq!(draft.lacks(Step::Fields), [Lack::OtherPage(1, PLACE.0)]);
    }
}
