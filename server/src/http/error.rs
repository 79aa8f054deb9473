//! Every refusal and failure as one problem document.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sign_core::wire::{Code, Problem};

use crate::domain::refusal::Refusal;
use crate::keys::KeyError;
use crate::store;

/// Why a request has no answer of its own.
#[derive(Debug)]
pub enum Failure {
    NotFound,
    Refused(Refusal),
    Store(store::Error),
    Key(KeyError),
    Disk(std::io::Error),
}

/// What handlers give.
pub type Answer<T> = Result<T, Failure>;

impl Failure {
    /// Refuses with a sentence on what is wrong.
    pub fn because(code: Code, detail: &'static str) -> Self {
        Self::Refused(Refusal::because(code, detail))
    }

    fn problem(self) -> Problem {
        match self {
            Self::NotFound => Problem::new(Code::NotFound),
            Self::Refused(refusal) => refusal.problem(),
            Self::Store(error) => {
                tracing::error!(%error, "The store failed");
                Problem::new(Code::Unavailable)
            }
            Self::Key(error) => {
                tracing::error!(%error, "A key is not usable");
                Problem::new(Code::Unavailable)
            }
            Self::Disk(error) => {
                tracing::error!(%error, "A blob could not be kept or read");
                Problem::new(Code::Unavailable)
            }
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let problem = self.problem();
        let status = StatusCode::from_u16(problem.status);
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(problem)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::Refused(code.into())
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        Self::Key(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error)
    }
}
