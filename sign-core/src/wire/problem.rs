//! Errors as RFC 9457 problem documents with stable codes.

use serde::{Deserialize, Serialize};

/// The body of every answer that is not a success (`application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable address of the kind of problem, relative to the server: `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a few English words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code a program acts on.
    pub code: Code,
    /// What went wrong this time, whose fault it is and what to do; never holds user data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The request's id, for support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// Tries that are left for the present code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<u8>,
    /// When the same request may be tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_at_ms: Option<i64>,
    /// Who is signing at this moment (first and last name), with `busy` and `not_your_turn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal, $title:literal;)*) => {
        /// Stable codes, one per kind of refusal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Code { $($(#[$doc])* #[serde(rename = $text)] $name,)* }

        impl Code {
            /// Every code, in the order they are documented.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// Returns the code as it stands on the wire.
            pub fn text(self) -> &'static str { match self { $(Code::$name => $text,)* } }

            /// Returns the HTTP status that goes with the code.
            pub fn status(self) -> u16 { match self { $(Code::$name => $status,)* } }

            /// Returns the short English title.
            pub fn title(self) -> &'static str { match self { $(Code::$name => $title,)* } }
        }
    };
}

codes! {
    /// The request is not of its schema.
    Malformed = "malformed", 400, "the request is not of its schema";
    /// A value breaks a rule of the product (an address, a phone number, a limit).
    Invalid = "invalid", 422, "a value is not allowed";
    /// No message can leave by a recipient's method: no such channel is set up.
    NoChannel = "no_channel", 422, "this server sends no such messages";
    /// No session, or a session that ended.
    SignedOut = "signed_out", 401, "sign in first";
    /// E-mail or password is wrong.
    LoginWrong = "login_wrong", 401, "e-mail or password is wrong";
    /// The set-up link was used or is unknown.
    SetupSpent = "setup_spent", 410, "this set-up link was used or has ended";
    /// The link is unknown: mistyped, cut or never issued. Also the answer for other tenants' ids.
    NotFound = "not_found", 404, "there is nothing at this address";
    /// The link's envelope has expired.
    Expired = "expired", 410, "the envelope has expired";
    /// The link's envelope was cancelled by its sender.
    Cancelled = "cancelled", 410, "the envelope was cancelled";
    /// A recipient declined; the envelope has ended.
    Declined = "declined", 410, "the envelope was declined";
    /// This recipient has already signed.
    AlreadySigned = "already_signed", 409, "this signature is already there";
    /// Somebody before this recipient has not signed yet.
    NotYourTurn = "not_your_turn", 409, "somebody else signs first";
    /// Another recipient holds the lease.
    Busy = "busy", 409, "somebody else is signing";
    /// A newer `begin` of the same recipient took the turn (another tab or device).
    Superseded = "superseded", 409, "signing went on in another tab or on another device";
    /// The lease ended; begin again, nothing is lost.
    LeaseEnded = "lease_ended", 409, "the turn ended; begin again";
    /// A document's head is not the one the act was prepared on.
    HeadMoved = "head_moved", 409, "the document has a newer version";
    /// Hashes do not finish to what was committed or registered.
    Mismatch = "mismatch", 422, "the hashes do not match what was registered";
    /// The code is wrong.
    CodeWrong = "code_wrong", 422, "the code is wrong";
    /// The code's time is over.
    CodeExpired = "code_expired", 410, "the code has expired; ask for a new one";
    /// No tries are left for this code.
    CodeLocked = "code_locked", 429, "no tries left; ask for a new code";
    /// Too many codes in this hour or for this envelope.
    CodeThrottled = "code_throttled", 429, "too many codes; wait before asking again";
    /// The step comes before another that is still missing (sign before prove, say).
    OutOfOrder = "out_of_order", 409, "another step comes first";
    /// The envelope's state does not allow this.
    IllegalTransition = "illegal_transition", 409, "the envelope's state does not allow this";
    /// After launch nothing of an envelope can be changed.
    Frozen = "frozen", 409, "a launched envelope cannot be changed";
    /// Too many requests from here.
    RateLimited = "rate_limited", 429, "too many requests";
    /// The body is over the route's limit.
    TooLarge = "too_large", 413, "the request is too large";
    /// The timestamp authority or a key is not usable now.
    Unavailable = "unavailable", 503, "the service cannot do this now; nothing is lost";
    /// The tab is older than the server.
    Reload = "reload", 426, "reload the page; nothing is lost";
    /// Our own mistake.
    Internal = "internal", 500, "something broke on the server; nothing is lost";
}

impl Problem {
    /// Builds the document for `code`, with nothing but its fixed texts.
    pub fn new(code: Code) -> Self {
        Self {
            kind: format!("/problems/{}", code.text()),
            title: code.title().to_owned(),
            status: code.status(),
            code,
            detail: None,
            instance: None,
            tries_left: None,
            retry_at_ms: None,
            who: None,
        }
    }
}
