//! What stands in the way of a step, and what a screen tells of it.

use sign_core::wire::problem::Code;

use crate::browser::http;
use crate::i18n::problem::{Explained, explain};
use crate::i18n::sign;
use crate::worker::message;

/// Why something did not go on.
#[derive(Clone, Debug, PartialEq)]
pub enum Hurdle {
    /// The server.
    Server(http::Failure),
    /// The document.
    Document(message::Failure),
    /// The browser: no key, no memory of a key.
    Device,
    /// The original must be chosen.
    Original,
}

/// What a screen tells of a hurdle.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    /// A stable code.
    pub code: String,
    /// In words.
    pub told: Explained,
    /// When it can be tried again, where the server says so.
    pub again_ms: Option<i64>,
}

impl From<http::Failure> for Hurdle {
    fn from(failure: http::Failure) -> Self {
        Self::Server(failure)
    }
}

impl From<message::Failure> for Hurdle {
    fn from(failure: message::Failure) -> Self {
        Self::Document(failure)
    }
}

impl Hurdle {
    /// Says it in words.
    pub fn told(&self) -> Explained {
        match self {
            Self::Server(failure) => explain(failure),
            Self::Document(failure) => sign::document_trouble(&failure.code),
            Self::Device => sign::DEVICE_TROUBLE,
            Self::Original => sign::ORIGINAL_TROUBLE,
        }
    }

    /// Returns a stable code for it.
    pub fn name(&self) -> String {
        match self {
            Self::Server(failure) => failure.code().map_or("offline", Code::text).to_owned(),
            Self::Document(failure) => failure.code.clone(),
            Self::Device => "device".to_owned(),
            Self::Original => "original_needed".to_owned(),
        }
    }

    /// Says all that a screen tells of it.
    pub fn trouble(&self) -> Trouble {
        Trouble {
            code: self.name(),
            told: self.told(),
            again_ms: match self {
                Self::Server(failure) => failure.again_ms(),
                _ => None,
            },
        }
    }

    /// Returns the server's stable code.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Server(failure) => failure.code(),
            _ => None,
        }
    }
}
