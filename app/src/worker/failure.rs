//! Refusals in the worker's terms.

use super::message::Failure;

/// Something, or why not.
pub type Failed<T> = Result<T, Failure>;

impl Failure {
    /// A refusal that no place is to blame for.
    pub fn plain(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            at: None,
        }
    }
}

/// Carries a refusal of the library on.
pub fn refused(error: sign_core::Error) -> Failure {
    Failure {
        code: error.kind.code().to_owned(),
        at: error.at,
    }
}
