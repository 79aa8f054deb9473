//! What a draft becomes on the wire and in the worker.

use sign_core::wire::{EnvelopeCreated, NewDocument, NewEnvelope, NewRecipient};

use super::{Draft, DraftDocument, Person};
use crate::worker::message::{LayoutPlan, LayoutSigner, PlacedField};

impl Draft {
    /// Returns the body of `POST /v1/envelopes`.
    pub fn envelope(&self) -> NewEnvelope {
        let message = self.message.trim();
        NewEnvelope {
            title: self.title.trim().to_owned(),
            message: (!message.is_empty()).then(|| message.to_owned()),
            locale: self.locale,
            carrier: self.carrier,
            expires_days: Some(self.expires_days),
            documents: self.documents.iter().map(described).collect(),
            recipients: self
                .people
                .iter()
                .map(|person| self.named(person))
                .collect(),
        }
    }

    fn named(&self, person: &Person) -> NewRecipient {
        let phone = person.phone.trim();
        NewRecipient {
            first_name: person.first_name.trim().to_owned(),
            last_name: person.last_name.trim().to_owned(),
            email: person.email.trim().to_owned(),
            phone: (!phone.is_empty()).then(|| phone.to_owned()),
            locale: person.locale,
            turn: self.rank(person.turn),
            method: person.method,
        }
    }

    /// Returns the turn without gaps before it: 3, 3, 7 become 1, 1, 2.
    fn rank(&self, turn: u16) -> u16 {
        let earlier = self
            .people
            .iter()
            .map(|person| person.turn)
            .filter(|other| *other < turn);
        let distinct = earlier.collect::<std::collections::BTreeSet<_>>().len();
        u16::try_from(distinct)
            .unwrap_or(u16::MAX)
            .saturating_add(1)
    }

    /// Returns the fields of one document, by signer, as the server made their envelope.
    pub fn layout(&self, document: u32, created: &EnvelopeCreated) -> LayoutPlan {
        let signers = self.people.iter().zip(&created.recipients).zip(1..);
        let signers = signers.map(|((person, id), number)| LayoutSigner {
            number,
            recipient: id.clone(),
            name: person.name(),
            fields: self.placed(person.number, document),
        });
        let signers = signers.filter(|signer| !signer.fields.is_empty()).collect();
        LayoutPlan {
            locale: self.locale,
            signers,
            renew: created.renew,
        }
    }

    fn placed(&self, person: u32, document: u32) -> Vec<PlacedField> {
        let here = self
            .fields_of(person)
            .filter(|field| field.document == document);
        here.map(|field| PlacedField {
            kind: field.kind,
            page: field.page,
            area: field.area,
            required: field.required,
            look: self.look(field),
            caption: field.caption.trim().to_owned(),
        })
        .collect()
    }
}

fn described(document: &DraftDocument) -> NewDocument {
    NewDocument {
        name: document.name.clone(),
        pages: u32::try_from(document.pages.len()).unwrap_or(u32::MAX),
        input: document.input,
        original: document.original,
        original_size: document.original_size,
        signed: document.bears("signed"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Draft;
    use sign_core::wire::Locale;

    #[test]
    fn turns_on_the_wire_have_no_gaps() {
        let mut draft = Draft::new(Locale::Fr);
        draft.add_person();
        draft.add_person();
        for (person, turn) in draft.people.iter_mut().zip([7, 3, 3]) {
            person.turn = turn;
        }
        let turns = draft.envelope().recipients.into_iter().map(|one| one.turn);
        assert_eq!(turns.collect::<Vec<_>>(), [2, 1, 1]);
    }
}
