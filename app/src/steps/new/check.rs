//! What a step of the sender's flow still lacks.

use sign_core::wire::{FieldKind, Method};

use super::{Draft, Person, Step};

/// Most documents of an envelope.
pub const DOCUMENTS_LIMIT: usize = 20;
/// Most signers of an envelope.
pub const PEOPLE_LIMIT: usize = 50;

/// Something that is missing or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// No document was chosen.
    Document,
    /// Nobody signs.
    Person,
    /// A person's first name.
    FirstName(u32),
    /// A person's last name.
    LastName(u32),
    /// A person's address is missing or is none.
    Email(u32),
    /// A person's number is missing or is none.
    Phone(u32),
    /// Two people have the same address and the same name.
    Twin(u32),
    /// A person has no signature field.
    Signature(u32),
    /// A document has several signature fields of one person.
    TwoSignatures(u32),
    /// A person has fields on a document that they do not sign.
    Unsigned(u32),
    /// A person's answers are not on the page of their signature, in a document signed by others.
    OtherPage(u32),
    /// The envelope has no name.
    Title,
}

impl Lack {
    /// Returns whose it is.
    pub fn person(self) -> Option<u32> {
        match self {
            Self::Document | Self::Person | Self::Title => None,
            Self::FirstName(person)
            | Self::LastName(person)
            | Self::Email(person)
            | Self::Phone(person)
            | Self::Twin(person)
            | Self::Signature(person)
            | Self::TwoSignatures(person)
            | Self::OtherPage(person)
            | Self::Unsigned(person) => Some(person),
        }
    }
}

impl Draft {
    /// Returns what `step` lacks; empty when the next one may begin.
    pub fn lacks(&self, step: Step) -> Vec<Lack> {
        match step {
            Step::Documents if self.documents.is_empty() => vec![Lack::Document],
            Step::Documents => Vec::new(),
            Step::People if self.people.is_empty() => vec![Lack::Person],
            Step::People => self
                .people
                .iter()
                .flat_map(|person| self.lacks_of(person))
                .collect(),
            Step::Fields => self.lacking_fields(),
            Step::Check if self.title.trim().is_empty() => vec![Lack::Title],
            Step::Check => Vec::new(),
        }
    }

    fn lacks_of(&self, person: &Person) -> Vec<Lack> {
        let number = person.number;
        let needs_phone = person.method == Method::Sms || !person.phone.trim().is_empty();
        let checks = [
            (person.first_name.trim().is_empty(), Lack::FirstName(number)),
            (person.last_name.trim().is_empty(), Lack::LastName(number)),
            (!is_email(person.email.trim()), Lack::Email(number)),
            (needs_phone && !is_phone(&person.phone), Lack::Phone(number)),
            (self.is_twin(person), Lack::Twin(number)),
        ];
        checks
            .into_iter()
            .filter_map(|(wrong, lack)| wrong.then_some(lack))
            .collect()
    }

    fn is_twin(&self, person: &Person) -> bool {
        let same = |other: &&Person| {
            other.email.trim().eq_ignore_ascii_case(person.email.trim())
                && other.name() == person.name()
        };
        let first = self.people.iter().find(same);
        !person.name().is_empty() && first.is_some_and(|first| first.number != person.number)
    }

    fn lacking_fields(&self) -> Vec<Lack> {
        let mut lacks = Vec::new();
        for person in self.people.iter().map(|person| person.number) {
            if !self.signs(person) {
                lacks.push(Lack::Signature(person));
            }
            for document in self.documents.iter().map(|document| document.number) {
                lacks.extend(self.lack_on(person, document));
            }
        }
        lacks
    }

    fn lack_on(&self, person: u32, document: u32) -> Option<Lack> {
        let here = || {
            self.fields_of(person)
                .filter(|field| field.document == document)
        };
        let signatures = here()
            .filter(|field| field.kind == FieldKind::Signature)
            .count();
        match (signatures, here().count(), self.signs(person)) {
            (0, 1.., true) => Some(Lack::Unsigned(person)),
            (2.., _, _) => Some(Lack::TwoSignatures(person)),
            _ if self.is_scattered(person, document) => Some(Lack::OtherPage(person)),
            _ => None,
        }
    }
}

/// Says whether a text can be an address: something, an at sign, a domain with a dot inside.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let plain = !text
        .chars()
        .any(|sign| sign.is_whitespace() || sign.is_control());
    let dotted = domain.split('.').count() > 1 && domain.split('.').all(|part| !part.is_empty());
    plain && !local.is_empty() && dotted && text.len() <= 254
}

/// Says whether a text can be a mobile number: 8 to 15 digits, a plus in front at most.
pub fn is_phone(text: &str) -> bool {
    let bare = text.trim().strip_prefix('+').unwrap_or(text.trim());
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    let allowed = |sign: char| sign.is_ascii_digit() || " .-()/\u{a0}\u{202f}".contains(sign);
    (8..=15).contains(&digits) && bare.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::super::field::{Area, DraftField};
    use super::super::{Draft, DraftDocument, Step};
    use super::{Lack, is_email, is_phone};
    use sign_core::wire::value::Hash;
    use sign_core::wire::{FieldKind, Locale, Method};

    fn document(number: u32) -> DraftDocument {
        DraftDocument {
            number,
            name: "lease.pdf".to_owned(),
            pages: vec![(595.0, 842.0)],
            input: Hash::default(),
            original: Hash::default(),
            original_size: 1,
            findings: Vec::new(),
        }
    }

    fn field(number: u32, person: u32, kind: FieldKind) -> DraftField {
        let area = Area {
            x_pt: 10.0,
            y_pt: 10.0,
            width_pt: 180.0,
            height_pt: 50.0,
        };
        DraftField {
            number,
            person,
            document: 100,
            kind,
            page: 0,
            area,
            required: true,
        }
    }

    fn ready() -> Draft {
        let mut draft = Draft::new(Locale::En);
        draft.add_document(document(100));
        let person = &mut draft.people[0];
        person.first_name = "Ada".to_owned();
        person.last_name = "Byron".to_owned();
        person.email = "ada@example.org".to_owned();
        person.phone = "06 12 34 56 78".to_owned();
        draft.fields.push(field(101, 1, FieldKind::Signature));
        draft
    }

    #[test]
    fn a_complete_draft_lacks_nothing_and_reaches_the_end() {
        let draft = ready();
        assert!(Step::ALL.iter().all(|step| draft.lacks(*step).is_empty()));
        assert_eq!(draft.reach(Step::Check), Step::Check);
        assert_eq!(draft.title, "lease");
    }

    #[test]
    fn a_draft_goes_no_further_than_its_first_gap() {
        let mut draft = ready();
        draft.people[0].phone.clear();
        assert_eq!(draft.reach(Step::Check), Step::People);
        assert_eq!(draft.lacks(Step::People), vec![Lack::Phone(1)]);
        draft.people[0].method = Method::Email;
        assert!(draft.lacks(Step::People).is_empty());
    }

    #[test]
    fn everybody_signs_once_on_each_document_they_touch() {
        let mut draft = ready();
        draft.fields[0].kind = FieldKind::Text;
        assert_eq!(draft.lacks(Step::Fields), vec![Lack::Signature(1)]);
        draft.fields = vec![
            field(1, 1, FieldKind::Signature),
            field(2, 1, FieldKind::Signature),
        ];
        assert_eq!(draft.lacks(Step::Fields), vec![Lack::TwoSignatures(1)]);
    }

    #[test]
    fn the_same_person_twice_is_said() {
        let mut draft = ready();
        let second = draft.add_person();
        let first = draft.people[0].clone();
        draft.people[1] = super::Person {
            number: second,
            ..first
        };
        assert_eq!(draft.lacks(Step::People), vec![Lack::Twin(second)]);
    }

    #[test]
    fn removing_somebody_removes_their_fields() {
        let mut draft = ready();
        draft.remove_person(1);
        assert!(draft.fields.is_empty());
        assert_eq!(draft.lacks(Step::People), vec![Lack::Person]);
    }

    #[test]
    fn people_move_within_the_list_and_not_out_of_it() {
        let mut draft = ready();
        let second = draft.add_person();
        draft.move_person(second, -1);
        assert_eq!(draft.place_of(second), Some(0));
        draft.move_person(second, -1);
        assert_eq!(draft.place_of(second), Some(0));
    }

    #[test]
    fn addresses_and_numbers_are_judged_kindly() {
        assert!(is_email("a.b+c@example.co.uk") && !is_email("a@b") && !is_email("a b@c.fr"));
        assert!(is_phone("+33 6 12 34 56 78") && is_phone("06.12.34.56.78"));
        assert!(!is_phone("12345") && !is_phone("06 12 34 56 7x"));
    }
}
