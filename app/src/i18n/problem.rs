//! What every refusal of the server means: whose fault it is, what is safe, what to do.

use sign_core::wire::problem::Code;

use super::{Text, text};
use crate::browser::http::Failure;

mod service;
mod turn;

/// Three sentences about something that went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What happened, and whose fault it is.
    pub what: Text,
    /// What is safe.
    pub safe: Text,
    /// What to do.
    pub act: Text,
}

/// Explains why a call gave no answer.
pub fn explain(failure: &Failure) -> Explained {
    match failure {
        Failure::Offline => service::OFFLINE,
        Failure::Unreadable => service::UNREADABLE,
        Failure::Refused(problem) => explain_code(problem.code),
    }
}

/// Explains a stable code.
pub fn explain_code(code: Code) -> Explained {
    match code {
        Code::Malformed | Code::Reload => service::RELOAD,
        Code::Invalid => service::INVALID,
        Code::NoChannel => service::NO_CHANNEL,
        Code::SignedOut => service::SIGNED_OUT,
        Code::LoginWrong => service::LOGIN_WRONG,
        Code::SetupSpent => service::SETUP_SPENT,
        Code::NotFound => service::NOT_FOUND,
        Code::Expired => turn::EXPIRED,
        Code::Cancelled => turn::CANCELLED,
        Code::Declined => turn::DECLINED,
        Code::AlreadySigned => turn::ALREADY_SIGNED,
        Code::NotYourTurn => turn::NOT_YOUR_TURN,
        Code::Busy => turn::BUSY,
        Code::Superseded => turn::SUPERSEDED,
        Code::LeaseEnded => turn::LEASE_ENDED,
        Code::HeadMoved => turn::HEAD_MOVED,
        Code::Mismatch => turn::MISMATCH,
        Code::CodeWrong => turn::CODE_WRONG,
        Code::CodeExpired => turn::CODE_EXPIRED,
        Code::CodeLocked => turn::CODE_LOCKED,
        Code::CodeThrottled => turn::CODE_THROTTLED,
        Code::OutOfOrder | Code::IllegalTransition => service::OUT_OF_ORDER,
        Code::Frozen => service::FROZEN,
        Code::RateLimited => service::RATE_LIMITED,
        Code::TooLarge => service::TOO_LARGE,
        Code::Unavailable => service::UNAVAILABLE,
        Code::Internal => service::INTERNAL,
    }
}

const KEPT: Text = text(
    "Rien de ce que vous avez saisi n’est perdu.",
    "Nothing that you entered is lost.",
);
const NOTHING_SIGNED: Text = text(
    "Rien n’a été signé, et votre saisie est gardée.",
    "Nothing was signed, and what you entered is kept.",
);
const ON_DEVICE: Text = text(
    "Le document n’a pas quitté votre appareil.",
    "The document has not left your device.",
);
const ASK_SENDER: Text = text(
    "Demandez à la personne qui vous l’a envoyé.",
    "Ask the person who sent it to you.",
);

#[cfg(test)]
mod tests {
    use super::explain_code;
    use sign_core::wire::problem::Code;

    #[test]
    fn every_code_has_three_sentences_in_both_languages() {
        for code in Code::ALL {
            let told = explain_code(*code);
            for text in [told.what, told.safe, told.act] {
                assert!(text.fr.ends_with('.') && text.en.ends_with('.'), "{code:?}");
            }
        }
    }
}
