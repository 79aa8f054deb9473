//! The signer's side: one act, from reading to the seal (PROTOCOL §4, §5).
//!
//! Every request carries `Authorization: Bearer <id>.<bearer>` made from the link (PROTOCOL §3).

use super::portal::{Carrier, FieldRecord, Locale, Method};
use super::tracking::{EnvelopeState, RecipientState};
use super::value::{B64, GapProof, Hash};
use crate::protocol::transcript::Transcript;
use serde::{Deserialize, Serialize};

/// `GET /v1/sign` (changes nothing) and `POST /v1/sign/open` (a human opened it).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignerView {
    /// The envelope.
    pub envelope: String,
    /// Its title.
    pub title: String,
    /// The sender's word.
    #[serde(default)]
    pub message: Option<String>,
    /// The sender's name.
    pub sender: String,
    /// The sender's organisation.
    pub organisation: String,
    /// The envelope's state.
    pub state: EnvelopeState,
    /// When it expires.
    pub expires_at_ms: i64,
    /// The server's time.
    pub now_ms: i64,
    /// Sixteen hex digits shown to people.
    pub fingerprint: String,
    /// How documents travel.
    pub carrier: Carrier,
    /// This recipient.
    pub recipient: String,
    /// Their first name.
    pub first_name: String,
    /// Their last name.
    pub last_name: String,
    /// Their language.
    pub locale: Locale,
    /// Their state.
    pub recipient_state: RecipientState,
    /// How the code travels.
    pub method: Method,
    /// Where the code goes, masked: `•• •• •• •• 12`, `a•••@example.org`.
    pub code_to: String,
    /// Digits of a code.
    pub code_digits: u8,
    /// Whether they can sign now.
    pub turn: Turn,
    /// Everybody who signs, in order, this recipient too.
    pub peers: Vec<Peer>,
    /// The documents.
    pub documents: Vec<SignerDocument>,
}

/// Whether this recipient can sign now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Turn {
    /// They can.
    Yours,
    /// Somebody signs first.
    Waiting {
        /// First and last name.
        who: String,
    },
    /// Somebody of the same group is signing at this moment.
    Busy {
        /// First and last name.
        who: String,
        /// When the lease ends.
        until_ms: i64,
    },
    /// They have signed.
    Done,
    /// The envelope has ended.
    Closed,
}

/// One who signs, as the others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer {
    /// First and last name.
    pub name: String,
    /// Place in the order.
    pub turn: u16,
    /// Where they are.
    pub state: RecipientState,
}

/// A document, as a signer needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignerDocument {
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
    /// From the launch version on; the last one is the head.
    pub revisions: Vec<Revision>,
    /// Every field, of everybody.
    pub fields: Vec<FieldRecord>,
}

/// A version of a document, and how to rebuild it from the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// 0 is the launch version.
    pub n: u32,
    /// SHA-256 of the version before; of the original for the launch version.
    pub previous: Hash,
    /// SHA-256 of this version.
    pub sha256: Hash,
    /// Size in bytes.
    pub size: u64,
    /// Who signed it, for [`RevisionKind::Signature`].
    #[serde(default)]
    pub recipient: Option<String>,
    /// When it was registered.
    pub at_ms: i64,
    /// Where its bytes are.
    pub kind: RevisionKind,
}

/// Where a version's bytes are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RevisionKind {
    /// Blob 0: for `sealed` the whole launch version, for `local` what it adds to the original.
    Launch,
    /// Blob `n`: the update with an empty gap; put `cms` in it.
    Signature {
        /// DER `ContentInfo`.
        cms: B64,
        /// Offset of the gap's `<` in the file.
        gap_at: u64,
        /// Length of the gap in bytes, with both brackets.
        gap: u32,
    },
    /// The server made it: the appended bytes, DSS and seal together. They hold no content.
    Seal {
        /// Bytes to append.
        tail: B64,
    },
}

/// A document's newest version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The document.
    pub document: String,
    /// Number of the revision.
    pub n: u32,
    /// Its hash.
    pub sha256: Hash,
    /// Its size in bytes.
    pub size: u64,
}

/// `POST /v1/sign/begin`: takes the turn. Everything the transcript needs from the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// Says which `begin` a later request belongs to; a newer one ends older ones.
    pub fence: u64,
    /// When the lease ends unless it is renewed.
    pub lease_until_ms: i64,
    /// The act's time, whole seconds: `/M` and every printed date.
    pub time_ms: i64,
    /// For the transcript.
    pub nonce: Hash,
    /// Until when a code of this nonce can be proven.
    pub code_expires_ms: i64,
    /// The organisation's id.
    pub tenant: String,
    /// The method's policy OID, dotted.
    pub method_oid: String,
    /// `mail`, `sms`, `shared` or `portal`: how the link came.
    pub channel: String,
    /// Keyed commitment of the phone number or address.
    pub contact: Hash,
    /// Octets to reserve in every gap beyond the length of the DER transcript.
    pub reserve: u32,
    /// Every document's head, in order.
    pub heads: Vec<Head>,
}

/// `POST /v1/sign/renonce` `{fence}`: before a new code. The old one is dead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renonced {
    /// For the new transcript.
    pub nonce: Hash,
    /// Until when its code can be proven.
    pub code_expires_ms: i64,
}

/// A body with the fence alone: `renonce`, `lease` and `finish`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fence {
    /// From [`Begun`].
    pub fence: u64,
}

/// `POST /v1/sign/commit`: everything that is being signed; a code is made for it alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commit {
    /// From [`Begun`].
    pub fence: u64,
    /// The transcript in clear; the server compares each part with its own record.
    pub transcript: Transcript,
    /// Every document the recipient signs, in order.
    pub documents: Vec<CommitDocument>,
}

/// What opens one document's commitment in the transcript.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitDocument {
    /// The document.
    pub id: String,
    /// The salt in its signature dictionary.
    pub s: Hash,
    /// SHA-256 of the version it was prepared on.
    pub previous: Hash,
    /// SHA-256 over the byte range.
    pub digest: Hash,
    /// The signature field's name.
    pub field: String,
}

/// A code is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committed {
    /// SHA-256 of the DER transcript, as the server computed it.
    pub t0: Hash,
    /// Where the code goes, masked.
    pub code_to: String,
    /// Until when it can be proven.
    pub code_expires_ms: i64,
    /// Tries for this code.
    pub tries_left: u8,
    /// When another code may be asked for.
    pub resend_at_ms: i64,
}

/// `POST /v1/sign/prove`: knowledge of the code and of the key; neither is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prove {
    /// From [`Begun`].
    pub fence: u64,
    /// PROTOCOL §3, "Proof".
    pub proof: Hash,
    /// ECDSA (r ‖ s, 64 octets) of "seing/1/possession" ‖ T0.
    pub possession: B64,
}

/// The one-shot certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proven {
    /// DER certificate that carries the transcript.
    pub leaf: B64,
    /// DER certificates above it, up to the root.
    pub chain: Vec<B64>,
}

/// `POST /v1/sign/sign`: all documents in one request.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignRequest {
    /// From [`Begun`].
    pub fence: u64,
    /// In the order of the transcript.
    pub documents: Vec<SignDocument>,
}

/// One document's signature.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignDocument {
    /// The document.
    pub id: String,
    /// ECDSA (r ‖ s, 64 octets) over the DER signed attributes.
    pub signature: B64,
    /// What finishes its two digests.
    pub gap: GapProof,
}

/// From here the act is done, whatever crashes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// In the order of the request.
    pub documents: Vec<SignedDocument>,
    /// The server's promise.
    pub receipt: Receipt,
}

/// Put `cms` in the gap and the file has this hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedDocument {
    /// The document.
    pub id: String,
    /// Number of the new revision.
    pub n: u32,
    /// DER `ContentInfo` with the timestamp.
    pub cms: B64,
    /// SHA-256 of the new version.
    pub sha256: Hash,
    /// Its size in bytes.
    pub size: u64,
}

/// A signed promise that the act stands in the envelope's chain of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Format version: 1.
    pub version: u8,
    /// The envelope.
    pub envelope: String,
    /// The event's number in its chain.
    pub n: u32,
    /// The event's hash.
    pub event: Hash,
    /// When.
    pub at_ms: i64,
    /// ECDSA (r ‖ s) by the log key over "seing/1/receipt" and the fields above.
    pub signature: B64,
}

/// `POST /v1/sign/decline`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decline {
    /// Told to the sender, at most 500 characters.
    #[serde(default)]
    pub reason: Option<String>,
}
