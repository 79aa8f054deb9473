//! The signer's flow: where one is, what was entered, what was committed to.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sign_core::protocol::transcript::Transcript;
use sign_core::stamp::ink::{Stroke, is_enough};
use sign_core::wire::{
    Begun, Committed, EnvelopeState, FieldKind, FieldRecord, Hash, Locale, Proven, RecipientState,
    Signed, SignerDocument, SignerView, Turn,
};

use crate::worker::message::{Mark, Prepared};

/// A step of the signer's flow, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// Who asks, and what for.
    #[default]
    Who,
    /// Reading.
    Read,
    /// Agreeing.
    Agree,
    /// Filling in the text fields, where there are any.
    Fill,
    /// Drawing or typing the signature.
    Adopt,
    /// Seeing it in its place.
    Preview,
    /// The code.
    Code,
    /// Signed.
    Done,
}

/// What moves the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The primary action was done.
    Forward,
    /// The signer goes back.
    Back,
    /// The turn was lost before the signature: it begins again, nothing entered is lost.
    TurnLost,
    /// The signature stands.
    Signed,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 8] = [
        Self::Who,
        Self::Read,
        Self::Agree,
        Self::Fill,
        Self::Adopt,
        Self::Preview,
        Self::Code,
        Self::Done,
    ];

    /// Returns the zero-based place.
    pub fn place(self) -> usize {
        self as usize
    }

    /// Returns where a move leads; `None` where it is not legal. Without text fields nobody is
    /// led to [`Step::Fill`].
    pub fn after(self, by: Move, fills: bool) -> Option<Self> {
        match (self, by) {
            (Self::Done, _) => None,
            (_, Move::Signed) => Some(Self::Done),
            (Self::Preview | Self::Code, Move::Back | Move::TurnLost) => Some(Self::Adopt),
            (Self::Code | Self::Who, _) | (_, Move::TurnLost) if by != Move::Forward => None,
            (Self::Code, Move::Forward) => None,
            (_, Move::Forward) => self.beside(1, fills),
            (_, _) => self.beside(-1, fills),
        }
    }

    fn beside(self, by: isize, fills: bool) -> Option<Self> {
        let next = *Self::ALL.get(self.place().checked_add_signed(by)?)?;
        if next == Self::Fill && !fills {
            next.beside(by, fills)
        } else {
            Some(next)
        }
    }

    /// Says whether an act (a turn taken, updates prepared) belongs to the step.
    pub fn has_act(self) -> bool {
        matches!(self, Self::Preview | Self::Code | Self::Done)
    }
}

/// What stands between a person and signing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Nothing.
    Open,
    /// Somebody signs first.
    Waiting(String),
    /// Somebody of the same group is signing, until this time.
    Busy(String, i64),
    /// This person has signed.
    Signed,
    /// The envelope has ended.
    Ended(EnvelopeState),
}

impl Gate {
    /// Reads the server's word.
    pub fn of(view: &SignerView) -> Self {
        if view.recipient_state == RecipientState::Signed {
            return Self::Signed;
        }
        match &view.turn {
            Turn::Yours => Self::Open,
            Turn::Waiting { who } => Self::Waiting(who.clone()),
            Turn::Busy { who, until_ms } => Self::Busy(who.clone(), *until_ms),
            Turn::Done => Self::Signed,
            Turn::Closed => Self::Ended(view.state),
        }
    }
}

/// How the signature is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// By pointer.
    #[default]
    Draw,
    /// By keyboard.
    Type,
}

/// Everything a signer entered, and the act they are in; kept over a reload.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Where they are.
    pub step: Step,
    /// Pages that were seen, by document.
    pub seen: BTreeMap<String, BTreeSet<u32>>,
    /// The language in which they agreed.
    pub agreed: Option<Locale>,
    /// Values of their text fields, by document and field.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Drawn or typed.
    pub way: Way,
    /// What was drawn.
    pub strokes: Vec<Stroke>,
    /// What was typed.
    pub typed: String,
    /// The act, from `begin` on.
    pub act: Option<Box<Act>>,
}

/// One act, from `begin` on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// What the server gave.
    pub begun: Begun,
    /// Every document that is signed, in order.
    pub documents: Vec<ActDocument>,
    /// What is committed to, once it is.
    pub transcript: Option<Transcript>,
    /// The code is on its way.
    pub committed: Option<Committed>,
    /// The one-shot certificate.
    pub proven: Option<Proven>,
    /// The signature stands.
    pub signed: Option<Signed>,
}

/// One document of an act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActDocument {
    /// The document.
    pub id: String,
    /// The signature field.
    pub field: String,
    /// The salt in its signature dictionary.
    pub s: Hash,
    /// The prepared update.
    pub prepared: Prepared,
}

impl Draft {
    /// Moves, if that is legal; an act is left behind with the step it belongs to.
    pub fn go(&mut self, by: Move, fills: bool) -> bool {
        let Some(next) = self.step.after(by, fills) else {
            return false;
        };
        self.step = next;
        if !next.has_act() {
            self.act = None;
        }
        true
    }

    /// Returns the signature as it was made.
    pub fn mark(&self) -> Mark {
        match self.way {
            Way::Draw => Mark::Drawn(self.strokes.clone()),
            Way::Type => Mark::Typed(self.typed.trim().to_owned()),
        }
    }

    /// Says whether there is a signature to adopt.
    pub fn has_mark(&self) -> bool {
        match self.way {
            Way::Draw => is_enough(&self.strokes),
            Way::Type => !self.typed.trim().is_empty(),
        }
    }

    /// Returns what was typed into a field.
    pub fn value(&self, document: &str, field: &str) -> &str {
        let found = self
            .values
            .get(document)
            .and_then(|values| values.get(field));
        found.map_or("", String::as_str)
    }

    /// Returns the signer's text fields, with their document.
    pub fn texts(view: &SignerView) -> Vec<(&str, &FieldRecord)> {
        let all = view.documents.iter().flat_map(|document| {
            own(document, &view.recipient).map(move |field| (document.id.as_str(), field))
        });
        all.filter(|(_, field)| field.kind == FieldKind::Text)
            .collect()
    }

    /// Returns the required text fields that are still blank.
    pub fn blanks<'a>(&self, view: &'a SignerView) -> Vec<(&'a str, &'a FieldRecord)> {
        Self::texts(view)
            .into_iter()
            .filter(|(document, field)| {
                field.required && self.value(document, &field.name).trim().is_empty()
            })
            .collect()
    }

    /// Returns the pages of a document that were not seen, counted from 1.
    pub fn unseen(&self, document: &SignerDocument) -> Vec<u32> {
        let seen = self.seen.get(&document.id);
        (0..document.pages)
            .filter(|page| seen.is_none_or(|seen| !seen.contains(page)))
            .map(|page| page + 1)
            .collect()
    }
}

/// Returns a recipient's fields of a document.
pub fn own<'a>(
    document: &'a SignerDocument,
    recipient: &'a str,
) -> impl Iterator<Item = &'a FieldRecord> {
    document
        .fields
        .iter()
        .filter(move |field| field.recipient == recipient)
}

/// Returns the field a recipient signs in a document: the first of its signature fields.
pub fn signature<'a>(document: &'a SignerDocument, recipient: &'a str) -> Option<&'a FieldRecord> {
    own(document, recipient).find(|field| field.kind == FieldKind::Signature)
}

#[cfg(test)]
mod tests {
    use sign_core::wire::Locale;

    use super::{Draft, Move, Step, Way};

    #[test]
    fn the_primary_action_leads_through_every_step_once() {
        let mut step = Step::Who;
        for next in &Step::ALL[1..7] {
            step = step
                .after(Move::Forward, true)
                .expect("there is a next step");
            assert_eq!(step, *next);
        }
        assert_eq!(
            step.after(Move::Forward, true),
            None,
            "only a signature leads to the end"
        );
        assert_eq!(step.after(Move::Signed, true), Some(Step::Done));
    }

    #[test]
    fn without_text_fields_nobody_is_asked_to_fill_in() {
        assert_eq!(Step::Agree.after(Move::Forward, false), Some(Step::Adopt));
        assert_eq!(Step::Adopt.after(Move::Back, false), Some(Step::Agree));
        assert_eq!(Step::Adopt.after(Move::Back, true), Some(Step::Fill));
    }

    #[test]
    fn nothing_leads_away_from_the_end_nor_before_the_start() {
        for by in [Move::Forward, Move::Back, Move::TurnLost, Move::Signed] {
            assert_eq!(Step::Done.after(by, true), None);
        }
        assert_eq!(Step::Who.after(Move::Back, true), None);
        assert_eq!(Step::Read.after(Move::TurnLost, true), None);
    }

    #[test]
    fn a_lost_turn_keeps_what_was_entered() {
        let mut draft = Draft {
            step: Step::Code,
            agreed: Some(Locale::Fr),
            ..Draft::default()
        };
        draft.typed = "Anna".into();
        assert!(draft.go(Move::TurnLost, true));
        assert_eq!(
            (draft.step, draft.agreed, draft.typed.as_str()),
            (Step::Adopt, Some(Locale::Fr), "Anna")
        );
        assert!(!Draft::default().go(Move::TurnLost, true));
    }

    #[test]
    fn a_typed_name_is_a_signature_and_a_blank_one_is_not() {
        let mut draft = Draft {
            way: Way::Type,
            typed: "  ".into(),
            ..Draft::default()
        };
        assert!(!draft.has_mark());
        draft.typed = "Anna".into();
        assert!(draft.has_mark());
    }
}
