//! The signer's flow: where one is, what was entered, what was committed to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sign_core::protocol::transcript::Transcript;
use sign_core::stamp::ink::{Stroke, is_enough};
use sign_core::wire::{
    Begun, Committed, EnvelopeState, FieldKind, FieldRecord, Hash, Locale, Prove, Proven,
    RecipientState, Signed, SignerDocument, SignerView, Turn,
};

use crate::steps::pixels::Pixels;
use crate::worker::message::{Mark, Prepared};

mod picture;
mod step;

pub use picture::Picture;
pub use step::{Move, Step};

/// A lease of ten minutes is renewed at most this often.
const RENEW_EVERY_MS: i64 = 60_000;

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
    /// By a picture of one made before.
    Picture,
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
    /// Values of their texts and boxes, by document and field; any text ticks a box.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Drawn, typed or a picture.
    pub way: Way,
    /// What was drawn.
    pub strokes: Vec<Stroke>,
    /// What was typed.
    pub typed: String,
    /// The picture that was chosen; it is kept beside the draft.
    #[serde(skip)]
    pub picture: Option<Picture>,
    /// True where the picture's paper is stamped, too.
    #[serde(default)]
    pub with_paper: bool,
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
    /// A code was asked for, whether or not an answer came.
    #[serde(default)]
    pub asked: bool,
    /// The code is on its way.
    pub committed: Option<Committed>,
    /// The proof of the code, which a certificate is issued for again where its time is over.
    #[serde(default)]
    pub proof: Option<Prove>,
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

impl Act {
    /// Says whether less than half of its time would be left to a code that is made now.
    pub fn is_stale(&self, now_ms: i64) -> bool {
        let whole_ms = self.begun.code_expires_ms - self.begun.time_ms;
        (self.begun.code_expires_ms - now_ms) * 2 < whole_ms
    }
}

impl Draft {
    /// Moves, if that is legal; an act is left behind with the step it belongs to, and everything
    /// entered with the last one: it is in the document now. Nothing leads back from a signature.
    pub fn go(&mut self, by: Move, fills: bool) -> bool {
        let signed = |act: &Act| act.signed.is_some();
        if by == Move::Back && self.act.as_deref().is_some_and(signed) {
            return false;
        }
        let Some(next) = self.step.after(by, fills) else {
            return false;
        };
        self.step = next;
        if next == Step::Done {
            *self = Self {
                step: next,
                ..Self::default()
            };
        } else if !next.has_act() {
            self.act = None;
        }
        true
    }

    /// Returns the fence of an act whose lease input still renews: until a code is proven.
    pub fn fence(&self) -> Option<u64> {
        let act = self.act.as_ref()?;
        let open = act.proven.is_none() && act.signed.is_none();
        open.then_some(act.begun.fence)
    }

    /// Returns the fence whose lease is due to be renewed, where it was last asked for at
    /// `asked_ms`; both times are the server's.
    pub fn renews(&self, asked_ms: i64, now_ms: i64) -> Option<u64> {
        let since_ms = self.act.as_ref()?.begun.time_ms.max(asked_ms);
        self.fence()
            .filter(|_| now_ms.saturating_sub(since_ms) >= RENEW_EVERY_MS)
    }

    /// Returns the signature as it was made.
    pub fn mark(&self) -> Mark {
        match self.way {
            Way::Draw => Mark::Drawn(self.strokes.clone()),
            Way::Type => Mark::Typed(self.typed.trim().to_owned()),
            Way::Picture => Mark::Uploaded,
        }
    }

    /// Returns the picture as it will be stamped, where the signature is one.
    pub fn uploaded(&self) -> Option<Arc<Pixels>> {
        let picture = self.picture.as_ref()?.stamped(self.with_paper);
        picture.filter(|_| self.way == Way::Picture)
    }

    /// Says whether there is a signature to adopt.
    pub fn has_mark(&self) -> bool {
        match self.way {
            Way::Draw => is_enough(&self.strokes),
            Way::Type => !self.typed.trim().is_empty(),
            Way::Picture => self.uploaded().is_some(),
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

    /// Returns the fields that the signer fills in: texts and boxes, with their document.
    pub fn asked(view: &SignerView) -> Vec<(&str, &FieldRecord)> {
        let all = view.documents.iter().flat_map(|document| {
            own(document, &view.recipient).map(move |field| (document.id.as_str(), field))
        });
        all.filter(|(_, field)| matches!(field.kind, FieldKind::Text | FieldKind::Check))
            .collect()
    }

    /// Returns the required texts and boxes that are still blank.
    pub fn blanks<'a>(&self, view: &'a SignerView) -> Vec<(&'a str, &'a FieldRecord)> {
        Self::asked(view)
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
    use sign_core::wire::{B64, Begun, Hash, Locale, Proven, Receipt, Signed};

    use super::{Act, Draft, Move, Step, Way};

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

    fn in_turn(begin_ms: i64) -> Draft {
        let begun = Begun {
            fence: 7,
            lease_until_ms: begin_ms + 600_000,
            time_ms: begin_ms,
            nonce: Hash::default(),
            code_expires_ms: begin_ms + 600_000,
            tenant: String::new(),
            method_oid: String::new(),
            channel: String::new(),
            contact: Hash::default(),
            reserve: 0,
            heads: Vec::new(),
        };
        let act = Act {
            begun,
            documents: Vec::new(),
            transcript: None,
            asked: false,
            committed: None,
            proof: None,
            proven: None,
            signed: None,
        };
        Draft {
            act: Some(Box::new(act)),
            ..Draft::default()
        }
    }

    #[test]
    fn nothing_leads_back_from_a_signature() {
        let mut draft = in_turn(1_000_000);
        draft.step = Step::Code;
        if let Some(act) = &mut draft.act {
            let receipt = Receipt {
                version: 1,
                envelope: String::new(),
                n: 9,
                event: Hash::default(),
                at_ms: 1_000_000,
                signature: B64::default(),
            };
            act.signed = Some(Signed {
                documents: Vec::new(),
                receipt,
            });
        }
        assert!(!draft.go(Move::Back, true) && draft.act.is_some());
        assert!(draft.go(Move::Signed, true));
    }

    #[test]
    fn a_turn_is_renewed_at_most_once_a_minute() {
        let draft = in_turn(1_000_000);
        assert_eq!(draft.renews(0, 1_059_999), None, "it has just begun");
        assert_eq!(draft.renews(0, 1_060_000), Some(7));
        assert_eq!(draft.renews(1_060_000, 1_119_999), None);
        assert_eq!(draft.renews(1_060_000, 1_120_000), Some(7));
        assert_eq!(Draft::default().renews(0, 1_120_000), None, "no turn");
    }

    #[test]
    fn a_code_leaves_with_half_of_its_time_or_more() {
        let draft = in_turn(1_000_000);
        let stale = |now_ms| draft.act.as_deref().map(|act| act.is_stale(now_ms));
        assert_eq!(stale(1_000_000), Some(false));
        assert_eq!(stale(1_300_000), Some(false));
        assert_eq!(stale(1_300_001), Some(true));
    }

    #[test]
    fn what_was_entered_is_forgotten_once_it_is_signed() {
        let mut draft = in_turn(0);
        (draft.step, draft.typed) = (Step::Code, "Anna".to_owned());
        assert!(draft.go(Move::Signed, false));
        let blank = Draft {
            step: Step::Done,
            ..Draft::default()
        };
        assert_eq!(draft, blank);
    }

    #[test]
    fn a_proven_code_has_an_hour_that_nothing_renews() {
        let mut draft = in_turn(0);
        if let Some(act) = &mut draft.act {
            act.proven = Some(Proven {
                leaf: B64::default(),
                chain: Vec::new(),
            });
        }
        assert_eq!(draft.renews(0, 1_000_000), None);
    }
}
