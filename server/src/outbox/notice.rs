//! What is to be told to whom, as the domain says it.

use serde::{Deserialize, Serialize};
use sign_core::wire::{Hash, Locale};

use crate::keys::{self, Keyring};

/// How a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Mail.
    Email,
    /// A short message to a mobile number.
    Sms,
}

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// It is the addressee's turn to sign.
    Invitation,
    /// A one-time code.
    Code,
    /// The envelope is signed by all and sealed.
    Completed,
    /// The sender took the envelope back.
    Cancelled,
    /// Somebody declined to sign.
    Declined,
    /// The envelope's time is over.
    Expired,
}

/// A message to be written in the transaction that causes it.
#[derive(Clone, Debug)]
pub struct Notice {
    /// How it travels.
    pub channel: Channel,
    /// Address, or number in E.164.
    pub to: String,
    /// The addressee's language.
    pub locale: Locale,
    /// What it is about.
    pub kind: NoticeKind,
    /// The envelope.
    pub envelope: String,
    /// The recipient, if it goes to one.
    pub recipient: Option<String>,
    /// What the text needs.
    pub payload: Payload,
}

/// What a text needs; stored encrypted, and erased once the message is settled.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Payload {
    /// Who sends the envelope.
    pub sender: String,
    /// Their organisation.
    pub organisation: String,
    /// The envelope's title.
    pub title: String,
    /// Who is addressed.
    pub name: String,
    /// Sixteen hex digits of the launch version.
    pub fingerprint: Option<String>,
    /// File names.
    pub documents: Vec<String>,
    /// The whole address to open, without a document key.
    pub link: Option<String>,
    /// True where the sender shares the complete link themselves.
    pub key_apart: bool,
    /// Place in the order, from 1.
    pub turn: u16,
    /// The sender's word.
    pub message: Option<String>,
    /// When the envelope expires.
    pub expires_at_ms: Option<i64>,
    /// Why it was cancelled or declined.
    pub reason: Option<String>,
    /// Who declined.
    pub who: Option<String>,
    /// What the code is derived from.
    pub code: Option<CodeRef>,
}

/// A code, by what it is derived from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRef {
    /// The code's id.
    pub id: String,
    /// SHA-256 of the transcript it stands for.
    pub t0: Hash,
    /// Its number of digits.
    pub digits: u8,
    /// When it ends.
    pub expires_ms: i64,
}

impl Channel {
    /// Returns the name on the wire and in the store.
    pub fn text(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }

    /// Reads the name.
    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Email, Self::Sms]
            .into_iter()
            .find(|channel| channel.text() == text)
    }
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Invitation,
        Self::Code,
        Self::Completed,
        Self::Cancelled,
        Self::Declined,
        Self::Expired,
    ];

    /// Returns the name on the wire and in the store.
    pub fn text(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Code => "code",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
            Self::Declined => "declined",
            Self::Expired => "expired",
        }
    }

    /// Reads the name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.text() == text)
    }
}

impl Notice {
    /// Encrypts the payload for its column.
    pub fn close(&self, keys: &Keyring) -> Vec<u8> {
        let plain = serde_json::to_vec(&self.payload).expect("a payload has text keys only");
        keys.close(&purpose(&self.envelope, self.kind), &plain)
    }
}

impl Payload {
    /// Opens what [`Notice::close`] made.
    pub fn open(
        keys: &Keyring,
        envelope: &str,
        kind: NoticeKind,
        closed: &[u8],
    ) -> keys::Result<Self> {
        let plain = keys.open(&purpose(envelope, kind), closed)?;
        serde_json::from_slice(&plain).map_err(|_| keys::KeyError::WrongMaster)
    }
}

impl core::fmt::Debug for Payload {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Payload(…)")
    }
}

fn purpose(envelope: &str, kind: NoticeKind) -> String {
    format!("outbox/{}/{envelope}", kind.text())
}

#[cfg(test)]
mod tests {
    use super::Payload;

    #[test]
    fn a_link_is_not_shown_by_what_is_written_for_people_who_debug() {
        let payload = Payload {
            link: Some("https://sign.example/s#1.id.secret".to_owned()),
            ..Payload::default()
        };
        assert_eq!(format!("{payload:?}"), "Payload(…)");
    }
}
