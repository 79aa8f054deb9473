//! The sender's flow: what is prepared, in which order, and what is still missing.
//!
//! The draft is plain data that is kept over a reload; every move is checked by [`Draft::lacks`].

use serde::{Deserialize, Serialize};
use sign_core::wire::entry::{DOCUMENTS, file_name};
use sign_core::wire::value::Hash;
use sign_core::wire::{Carrier, FieldKind, Locale, Method};

pub mod check;
pub mod field;
pub mod look;
pub mod request;
mod room;
pub mod writing;

use field::DraftField;

/// A step of the sender's flow, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// Choosing the PDFs.
    #[default]
    Documents,
    /// Naming who signs.
    People,
    /// Placing the fields.
    Fields,
    /// Reading all of it once more.
    Check,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 4] = [Self::Documents, Self::People, Self::Fields, Self::Check];

    /// Returns the zero-based place.
    pub fn place(self) -> usize {
        self as usize
    }

    /// Returns the step before.
    pub fn before(self) -> Option<Self> {
        self.place().checked_sub(1).map(|place| Self::ALL[place])
    }

    /// Returns the step after.
    pub fn after(self) -> Option<Self> {
        Self::ALL.get(self.place() + 1).copied()
    }
}

/// Everything the sender entered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Where the sender is.
    pub step: Step,
    /// The envelope's name.
    pub title: String,
    /// A word to the signers.
    pub message: String,
    /// What signatures that state everything give as their reason.
    #[serde(default)]
    pub reason: String,
    /// True where signatures show the organisation's logo.
    #[serde(default)]
    pub logo: bool,
    /// The envelope's language.
    pub locale: Locale,
    /// How the document travels.
    pub carrier: Carrier,
    /// Days until it expires.
    pub expires_days: u16,
    /// The documents, in order.
    pub documents: Vec<DraftDocument>,
    /// Who signs, in order.
    pub people: Vec<Person>,
    /// The fields.
    pub fields: Vec<DraftField>,
    /// Number for the next document, person or field.
    pub next: u32,
}

/// A document that was opened without a refusal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftDocument {
    /// Number within the draft; its file is kept under it.
    pub number: u32,
    /// File name.
    pub name: String,
    /// Size of every page as it is viewed, in points.
    pub pages: Vec<(f64, f64)>,
    /// SHA-256 of the file as it was chosen.
    pub input: Hash,
    /// SHA-256 of what the envelope starts from.
    pub original: Hash,
    /// Its size in bytes.
    pub original_size: u64,
    /// Codes of what the inspection found.
    pub findings: Vec<String>,
}

/// One who signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Number within the draft.
    pub number: u32,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Address.
    pub email: String,
    /// Mobile number.
    pub phone: String,
    /// Their language.
    pub locale: Locale,
    /// Place in the order of signing; the same number signs at the same time.
    pub turn: u16,
    /// How they prove the act.
    pub method: Method,
}

impl Person {
    /// Returns first and last name.
    pub fn name(&self) -> String {
        [self.first_name.trim(), self.last_name.trim()]
            .join(" ")
            .trim()
            .to_owned()
    }
}

impl Draft {
    /// Starts an empty draft in the language of the screens.
    pub fn new(locale: Locale) -> Self {
        let mut draft = Self {
            step: Step::Documents,
            title: String::new(),
            message: String::new(),
            reason: String::new(),
            logo: false,
            locale,
            carrier: Carrier::Sealed,
            expires_days: 30,
            documents: Vec::new(),
            people: Vec::new(),
            fields: Vec::new(),
            next: 1,
        };
        draft.add_person();
        draft
    }

    /// Says whether anything was entered.
    pub fn is_blank(&self) -> bool {
        self.documents.is_empty() && self.people.iter().all(|person| person.name().is_empty())
    }

    /// Gives a number that nothing in the draft has.
    pub fn number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// Says whether there is no room for one more document.
    pub fn is_full(&self) -> bool {
        self.documents.len() >= DOCUMENTS
    }

    /// Adds a document under a name that can be told, and names the envelope after the first one.
    pub fn add_document(&mut self, mut document: DraftDocument) {
        document.name = file_name(&document.name);
        if self.title.is_empty() {
            let name = document.name.strip_suffix(".pdf").unwrap_or(&document.name);
            self.title = name.chars().take(200).collect();
        }
        self.documents.push(document);
    }

    /// Takes a document and its fields away.
    pub fn remove_document(&mut self, number: u32) {
        self.documents.retain(|document| document.number != number);
        self.fields.retain(|field| field.document != number);
    }

    /// Leaves nobody a method that is not offered, where any is.
    pub fn offer(&mut self, methods: &[Method]) {
        let Some(first) = methods.first() else {
            return;
        };
        let people = self.people.iter_mut();
        people
            .filter(|person| !methods.contains(&person.method))
            .for_each(|person| person.method = *first);
    }

    /// Adds an empty person at the end, with the method of the one before, and returns their number.
    pub fn add_person(&mut self) -> u32 {
        let number = self.number();
        let last = self
            .people
            .iter()
            .map(|person| person.turn)
            .max()
            .unwrap_or(0);
        let method = self.people.last().map(|person| person.method);
        self.people.push(Person {
            number,
            first_name: String::new(),
            last_name: String::new(),
            email: String::new(),
            phone: String::new(),
            locale: self.locale,
            turn: last + 1,
            method: method.unwrap_or(Method::Sms),
        });
        number
    }

    /// Takes a person and their fields away.
    pub fn remove_person(&mut self, number: u32) {
        self.people.retain(|person| person.number != number);
        self.fields.retain(|field| field.person != number);
    }

    /// Moves a person one place up (`-1`) or down (`1`); they change turns, too.
    pub fn move_person(&mut self, number: u32, by: isize) {
        let Some(place) = self.place_of(number) else {
            return;
        };
        let Some(other) = place.checked_add_signed(by) else {
            return;
        };
        if other < self.people.len() {
            self.people.swap(place, other);
            let turn = self.people[place].turn;
            self.people[place].turn = self.people[other].turn;
            self.people[other].turn = turn;
        }
    }

    /// Returns a person's zero-based place.
    pub fn place_of(&self, number: u32) -> Option<usize> {
        self.people
            .iter()
            .position(|person| person.number == number)
    }

    /// Returns the first step that is not complete, no further than `wanted`.
    pub fn reach(&self, wanted: Step) -> Step {
        let lacking = Step::ALL
            .into_iter()
            .find(|step| !self.lacks(*step).is_empty());
        lacking.map_or(wanted, |step| step.min(wanted))
    }

    /// Returns the fields of a person.
    pub fn fields_of(&self, person: u32) -> impl Iterator<Item = &DraftField> {
        self.fields
            .iter()
            .filter(move |field| field.person == person)
    }

    /// Says whether a person has a signature field on any document.
    pub fn signs(&self, person: u32) -> bool {
        self.fields_of(person)
            .any(|field| field.kind == FieldKind::Signature)
    }
}
