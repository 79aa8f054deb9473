//! Link tokens: what a recipient's link authorises, and what the server keeps of it.

use sign_core::protocol::derive;
use sign_core::protocol::link::Link;
use sign_core::wire::Hash;

use super::Moment;
use super::envelope::Envelope;

/// How a link reaches a recipient; stands in the transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    Mail,
    Sms,
    Shared,
}

/// A token's row: derivations of the secret, never the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub id: String,
    pub envelope: String,
    pub recipient: String,
    pub channel: String,
    /// SHA-256 of the bearer.
    pub bearer: Hash,
    /// `V`, the link's part of a proof.
    pub verifier: Hash,
    pub created_ms: i64,
}

impl Route {
    /// As it stands in the transcript.
    pub fn text(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Sms => "sms",
            Self::Shared => "shared",
        }
    }
}

impl Envelope {
    /// Makes a new token for a recipient and returns its link; older ones keep working.
    pub fn mint(&mut self, recipient: &str, route: Route, moment: &Moment<'_>) -> String {
        let secret = moment.secret();
        let id = moment.id().replace('-', "");
        let link = Link::new(&id, secret, None).format();
        self.effects.tokens.push(Token {
            id,
            envelope: self.id.clone(),
            recipient: recipient.to_owned(),
            channel: route.text().to_owned(),
            bearer: derive::bearer_id(&derive::bearer(&secret)),
            verifier: Hash(derive::verifier(&secret)),
            created_ms: moment.now_ms,
        });
        link
    }
}
