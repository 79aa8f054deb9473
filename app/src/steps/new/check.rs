//! What a step of the sender's flow still lacks.

use sign_core::wire::entry::{self, CAPTION_CHARS, MESSAGE_CHARS, NAME_CHARS, TITLE_CHARS};
use sign_core::wire::{FieldKind, Method};

use super::field::DraftField;
use super::{Draft, Person, Step};

/// Something that is missing or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// No document was chosen.
    Document,
    /// There are more documents than an envelope may have.
    Documents,
    /// Nobody signs.
    Person,
    /// More sign than an envelope may have.
    People,
    /// A person's first name.
    FirstName(u32),
    /// A person's first name is too long, or not all of it is seen.
    LongFirstName(u32),
    /// A person's last name.
    LastName(u32),
    /// A person's last name is too long, or not all of it is seen.
    LongLastName(u32),
    /// A person's address is missing or is none.
    Email(u32),
    /// A person's number is missing or is none.
    Phone(u32),
    /// Two people have the same address and the same name.
    Twin(u32),
    /// A person has no signature field.
    Signature(u32),
    /// A person has several signature fields on a document.
    TwoSignatures(u32, u32),
    /// A person has fields on a document that they do not sign.
    Unsigned(u32, u32),
    /// A person's answers are not on the page of their signature, in a document signed by others.
    OtherPage(u32, u32),
    /// A person's name has letters that cannot be written on a page, and is to stand on one.
    Letters(u32),
    /// A person's name does not fit into the field for it.
    Room(u32),
    /// Nobody signs a document.
    Unclaimed(u32),
    /// A person's signature on a document is too small for all that it states.
    Cramped(u32, u32),
    /// What a field asks of a person is too long, or not all of it is seen.
    Caption(u32, u32),
    /// What signatures give as their reason is too long, not all of it is seen, or cannot be written.
    Reason,
    /// There are more fields than an envelope may have.
    Fields,
    /// The envelope has no name.
    Title,
    /// The envelope's name is too long, or not all of it is seen.
    LongTitle,
    /// The word to the signers is too long, or not all of it is seen.
    Message,
}

impl Lack {
    /// Returns whose it is.
    pub fn person(self) -> Option<u32> {
        match self {
            Self::Document
            | Self::Documents
            | Self::Person
            | Self::People
            | Self::Unclaimed(_)
            | Self::Reason
            | Self::Fields
            | Self::Title
            | Self::LongTitle
            | Self::Message => None,
            Self::FirstName(person)
            | Self::LongFirstName(person)
            | Self::LastName(person)
            | Self::LongLastName(person)
            | Self::Letters(person)
            | Self::Room(person)
            | Self::Email(person)
            | Self::Phone(person)
            | Self::Twin(person)
            | Self::Signature(person)
            | Self::TwoSignatures(person, _)
            | Self::OtherPage(person, _)
            | Self::Cramped(person, _)
            | Self::Caption(person, _)
            | Self::Unsigned(person, _) => Some(person),
        }
    }

    /// Returns on which document it is.
    pub fn document(self) -> Option<u32> {
        match self {
            Self::TwoSignatures(_, document)
            | Self::OtherPage(_, document)
            | Self::Cramped(_, document)
            | Self::Caption(_, document)
            | Self::Unsigned(_, document)
            | Self::Unclaimed(document) => Some(document),
            _ => None,
        }
    }
}

impl Draft {
    /// Returns what `step` lacks; empty when the next one may begin.
    pub fn lacks(&self, step: Step) -> Vec<Lack> {
        match step {
            Step::Documents => found([
                (self.documents.is_empty(), Lack::Document),
                (self.documents.len() > entry::DOCUMENTS, Lack::Documents),
            ]),
            Step::People if self.people.is_empty() => vec![Lack::Person],
            Step::People if self.people.len() > entry::SIGNERS => vec![Lack::People],
            Step::People => self
                .people
                .iter()
                .flat_map(|person| self.lacks_of(person))
                .collect(),
            Step::Fields if self.fields.len() > entry::FIELDS => vec![Lack::Fields],
            Step::Fields => self.lacking_fields(),
            Step::Check => found([
                (self.title.trim().is_empty(), Lack::Title),
                (is_long(&self.title, TITLE_CHARS), Lack::LongTitle),
                (!entry::is_note(&self.message, MESSAGE_CHARS), Lack::Message),
            ]),
        }
    }

    fn lacks_of(&self, person: &Person) -> Vec<Lack> {
        let (number, first, last) = (person.number, &person.first_name, &person.last_name);
        let needs_phone = person.method == Method::Sms || !person.phone.trim().is_empty();
        let no_phone = needs_phone && entry::phone(&person.phone).is_none();
        found([
            (first.trim().is_empty(), Lack::FirstName(number)),
            (is_long(first, NAME_CHARS), Lack::LongFirstName(number)),
            (last.trim().is_empty(), Lack::LastName(number)),
            (is_long(last, NAME_CHARS), Lack::LongLastName(number)),
            (!entry::is_email(&person.email), Lack::Email(number)),
            (no_phone, Lack::Phone(number)),
            (self.is_twin(person), Lack::Twin(number)),
        ])
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
        let signs = |field: &DraftField| field.kind == FieldKind::Signature;
        let signed = |document: u32| {
            let mut fields = self.fields.iter();
            fields.any(|field| field.document == document && signs(field))
        };
        if lacks.is_empty() {
            let numbers = self.documents.iter().map(|document| document.number);
            let unclaimed = numbers.filter(|document| !signed(*document));
            lacks.extend(unclaimed.map(Lack::Unclaimed));
        }
        if self.has_reason() && is_long(&self.reason, NAME_CHARS) {
            lacks.push(Lack::Reason);
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
            (0, 1.., true) => Some(Lack::Unsigned(person, document)),
            (2.., _, _) => Some(Lack::TwoSignatures(person, document)),
            _ if self.is_scattered(person, document) => Some(Lack::OtherPage(person, document)),
            _ if here().any(|field| field.is_cramped(self.logo)) => {
                Some(Lack::Cramped(person, document))
            }
            _ if here().any(|field| is_long(&field.caption, CAPTION_CHARS)) => {
                Some(Lack::Caption(person, document))
            }
            _ => None,
        }
    }
}

/// Says whether something was entered that is too long, or not all of which is seen.
fn is_long(text: &str, most: usize) -> bool {
    !text.trim().is_empty() && !entry::is_line(text, most)
}

fn found<const N: usize>(checks: [(bool, Lack); N]) -> Vec<Lack> {
    let wrong = checks.into_iter().filter(|(wrong, _)| *wrong);
    wrong.map(|(_, lack)| lack).collect()
}

#[cfg(test)]
mod tests {
    use super::super::field::{Area, DraftField};
    use super::super::look::Stated;
    use super::super::{Draft, DraftDocument, Step};
    use super::Lack;
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
            stated: Stated::default(),
            caption: String::new(),
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
        assert_eq!(draft.lacks(Step::Fields), vec![Lack::TwoSignatures(1, 100)]);
    }

    #[test]
    fn somebody_signs_each_document() {
        let mut draft = ready();
        draft.add_document(document(200));
        assert_eq!(draft.lacks(Step::Fields), vec![Lack::Unclaimed(200)]);
        let mut second = field(102, 1, FieldKind::Signature);
        second.document = 200;
        draft.fields.push(second);
        assert!(draft.lacks(Step::Fields).is_empty());
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
    fn what_the_server_would_refuse_is_said_in_its_step() {
        let mut draft = ready();
        draft.people[0].phone = "01 45 67 89 00".to_owned();
        draft.people[0].email = "a..b@example.org".to_owned();
        draft.people[0].last_name = "y".repeat(101);
        let wanted = [Lack::LongLastName(1), Lack::Email(1), Lack::Phone(1)];
        assert_eq!(draft.lacks(Step::People), wanted);
        draft.title = "Bail\u{200e}".to_owned();
        draft.message = "x".repeat(1_001);
        assert_eq!(draft.lacks(Step::Check), [Lack::LongTitle, Lack::Message]);
    }

    #[test]
    fn an_envelope_has_room_for_so_many_documents_people_and_fields() {
        let mut draft = ready();
        for number in 0..19 {
            assert!(!draft.is_full());
            draft.add_document(document(200 + number));
        }
        assert!(draft.is_full() && draft.lacks(Step::Documents).is_empty());
        draft.add_document(document(300));
        assert_eq!(draft.lacks(Step::Documents), [Lack::Documents]);
        draft.fields = vec![draft.fields[0].clone(); 1_801];
        assert_eq!(draft.lacks(Step::Fields), [Lack::Fields]);
        draft.people = vec![draft.people[0].clone(); 51];
        assert_eq!(draft.lacks(Step::People), [Lack::People]);
    }

    #[test]
    fn a_file_is_told_under_a_name_that_can_be_told() {
        let mut draft = Draft::new(Locale::En);
        let name = ["Bail\u{200e} ", &"x".repeat(300), ".pdf"].concat();
        draft.add_document(DraftDocument {
            name,
            ..document(100)
        });
        let told = &draft.envelope().documents[0].name;
        assert!(
            told.starts_with("Bail xx") && told.ends_with("x.pdf"),
            "{told}"
        );
        assert_eq!(told.chars().count(), 200);
    }

    #[test]
    fn nobody_is_left_a_method_that_is_not_offered() {
        let mut draft = ready();
        draft.offer(&[]);
        assert_eq!(draft.people[0].method, Method::Sms, "nothing is offered");
        draft.offer(&[Method::Email]);
        let second = draft.add_person();
        let methods = draft.people.iter().map(|person| person.method);
        assert_eq!(methods.collect::<Vec<_>>(), [Method::Email; 2]);
        assert_eq!(draft.place_of(second), Some(1));
    }
}
