//! The steps of the signer's flow, and where each move leads.

use serde::{Deserialize, Serialize};

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

#[cfg(test)]
mod tests {
    use super::{Move, Step};

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
}
