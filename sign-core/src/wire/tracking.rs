//! Where everything is: states, the list, one envelope in detail, its messages and events.

use super::portal::{Carrier, Locale, Method};
use super::value::Hash;
use serde::{Deserialize, Serialize};

/// An envelope's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnvelopeState {
    /// Not launched.
    Draft,
    /// Somebody still has to sign.
    InProgress,
    /// All have signed; the seal is missing.
    Sealing,
    /// Sealed.
    Completed,
    /// Its time ended.
    Expired,
    /// Its sender took it back.
    Cancelled,
    /// A recipient declined.
    Declined,
}

/// A recipient's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecipientState {
    /// Somebody before them has not signed.
    Waiting,
    /// It is their turn, and they were told.
    Notified,
    /// They opened the link with a gesture.
    Opened,
    /// They proved a code and have not signed yet.
    Verified,
    /// They signed.
    Signed,
    /// They declined.
    Declined,
    /// The envelope ended before they signed.
    Void,
}

/// `GET /v1/envelopes?state=&q=&after=&limit=`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvelopeList {
    /// Newest first.
    pub envelopes: Vec<EnvelopeSummary>,
    /// Opaque cursor of the next page.
    #[serde(default)]
    pub next: Option<String>,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvelopeSummary {
    /// The envelope.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: EnvelopeState,
    /// How its documents travel.
    pub carrier: Carrier,
    /// When it was made.
    pub created_at_ms: i64,
    /// When it was launched.
    #[serde(default)]
    pub launched_at_ms: Option<i64>,
    /// When it expires.
    #[serde(default)]
    pub expires_at_ms: Option<i64>,
    /// How many have signed.
    pub signed: u16,
    /// How many must.
    pub signers: u16,
    /// How many documents.
    pub documents: u16,
}

/// `GET /v1/envelopes/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvelopeDetail {
    /// The row of the list.
    pub summary: EnvelopeSummary,
    /// Sixteen hex digits, once launched.
    #[serde(default)]
    pub fingerprint: Option<String>,
    /// The sender's word.
    #[serde(default)]
    pub message: Option<String>,
    /// Documents with every revision.
    pub documents: Vec<DocumentView>,
    /// Recipients in order.
    pub recipients: Vec<RecipientView>,
    /// What happened, oldest first.
    pub events: Vec<EventView>,
    /// Why it was cancelled or declined, as typed.
    #[serde(default)]
    pub close_reason: Option<String>,
}

/// A document and its revisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentView {
    /// The document.
    pub id: String,
    /// File name.
    pub name: String,
    /// Pages.
    pub pages: u32,
    /// SHA-256 of the original.
    pub original: Hash,
    /// Size of the original in bytes.
    pub original_size: u64,
    /// Whether it was signed before: then it has no certification, and the seal is an approval.
    #[serde(default)]
    pub signed: bool,
    /// From the launch version on.
    pub revisions: Vec<super::signer::Revision>,
}

/// A recipient as the sender sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientView {
    /// The recipient.
    pub id: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Address.
    pub email: String,
    /// E.164.
    #[serde(default)]
    pub phone: Option<String>,
    /// Language.
    pub locale: Locale,
    /// Place in the order.
    pub turn: u16,
    /// How they prove the act.
    pub method: Method,
    /// Where they are.
    pub state: RecipientState,
    /// True while they hold the lease.
    pub signing_now: bool,
    /// When the state was reached.
    pub state_at_ms: i64,
    /// What was sent to them, oldest first.
    pub messages: Vec<MessageView>,
}

/// A message and how far it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    /// `email` or `sms`.
    pub channel: String,
    /// `invitation`, `code`, `completed`, `cancelled`, `declined`.
    pub kind: String,
    /// `queued`, `sending`, `accepted`, `deferred`, `refused`, `dropped`.
    pub state: String,
    /// When that was.
    pub at_ms: i64,
    /// The relay's own words, if it refused or deferred.
    #[serde(default)]
    pub reason: Option<String>,
}

/// An event of the envelope's hash chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    /// Number in the chain, from 1.
    pub n: u32,
    /// `created`, `launched`, `opened`, `begun`, `code_sent`, `code_wrong`, `proven`, `signed`,
    /// `sealing`, `completed`, `cancelled`, `declined`, `expired`.
    pub kind: String,
    /// Who, if a recipient.
    #[serde(default)]
    pub recipient: Option<String>,
    /// When.
    pub at_ms: i64,
    /// Hash of the event and all before it.
    pub hash: Hash,
}

/// `POST /v1/envelopes/{id}/cancel`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cancel {
    /// Told to those who were notified, at most 500 characters.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A row of `GET /v1/dev/inbox`, which exists in development only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevMessage {
    /// Number, rising.
    pub id: u64,
    /// `email` or `sms`.
    pub channel: String,
    /// Address or number.
    pub to: String,
    /// Subject of a mail.
    #[serde(default)]
    pub subject: Option<String>,
    /// Plain text.
    pub text: String,
    /// When it was handed over.
    pub at_ms: i64,
}
