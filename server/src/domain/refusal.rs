//! A named refusal: what the domain answers when a move is not legal.

use sign_core::wire::entry::Fault;
use sign_core::wire::{Code, Problem};

/// Why a move was refused, with what the other side needs to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub code: Code,
    pub detail: Option<&'static str>,
    pub tries_left: Option<u8>,
    pub retry_at_ms: Option<i64>,
    pub who: Option<String>,
}

/// What a move gives.
pub type Result<T> = core::result::Result<T, Refusal>;

impl Refusal {
    /// Refuses with a sentence on what is wrong.
    pub fn because(code: Code, detail: &'static str) -> Self {
        Self {
            detail: Some(detail),
            ..Self::from(code)
        }
    }

    /// Says who has the turn.
    pub fn who(mut self, name: String) -> Self {
        self.who = Some(name);
        self
    }

    /// Says when to try again.
    pub fn retry_at(mut self, at_ms: i64) -> Self {
        self.retry_at_ms = Some(at_ms);
        self
    }

    /// Says how many tries are left.
    pub fn tries_left(mut self, tries: u8) -> Self {
        self.tries_left = Some(tries);
        self
    }

    /// Returns the document that goes on the wire.
    pub fn problem(self) -> Problem {
        Problem {
            detail: self.detail.map(str::to_owned),
            tries_left: self.tries_left,
            retry_at_ms: self.retry_at_ms,
            who: self.who,
            ..Problem::new(self.code)
        }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::because(Code::Invalid, fault.detail())
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Self {
            code,
            detail: None,
            tries_left: None,
            retry_at_ms: None,
            who: None,
        }
    }
}
