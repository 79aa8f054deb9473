//! The envelope with everything that decides about it: documents, recipients, the present act.

use sign_core::wire::{
    Carrier, Code, CommitDocument, EnvelopeState, FieldKind, FieldRecord, Hash, Locale, Method,
    RecipientState, SealPlan,
};

use super::chain::{Event, Link};
use super::refusal::{Refusal, Result};
use super::token::Token;
use crate::outbox::Notice;

/// An envelope as it stands, and what the present move adds to it.
#[derive(Clone, Debug)]
pub struct Envelope {
    pub id: String,
    pub org: String,
    /// The sender's name, as signers see it.
    pub sender: String,
    /// The sender's address, for notices.
    pub sender_email: String,
    pub organisation: String,
    pub title: String,
    pub message: Option<String>,
    pub locale: Locale,
    pub carrier: Carrier,
    pub expires_days: u16,
    pub state: EnvelopeState,
    pub created_ms: i64,
    pub launched_ms: Option<i64>,
    pub expires_ms: Option<i64>,
    pub closed_ms: Option<i64>,
    pub close_reason: Option<String>,
    /// Grows with every `begin`.
    pub fence: u64,
    pub documents: Vec<Document>,
    pub recipients: Vec<Recipient>,
    /// The act of the newest fence.
    pub act: Option<Act>,
    /// Every code that was made, oldest first.
    pub codes: Vec<OneTimeCode>,
    /// The end of the chain of events.
    pub chain: Link,
    /// What this move adds.
    pub effects: Effects,
}

/// What a move adds beside the new state.
#[derive(Clone, Debug, Default)]
pub struct Effects {
    pub events: Vec<Event>,
    pub notices: Vec<Notice>,
    pub tokens: Vec<Token>,
}

/// A document: hashes and numbers, never content.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub id: String,
    pub name: String,
    pub pages: u32,
    pub input: Hash,
    pub original: Hash,
    pub original_size: u64,
    /// Others have signed it before: it takes no certification.
    pub signed: bool,
    pub certified: Option<Version>,
    pub fields: Vec<FieldRecord>,
    pub seal: Option<SealPlan>,
    pub revisions: Vec<Revision>,
    /// Blobs that are safely stored.
    pub blobs: Vec<Blob>,
}

/// A certification: its digest, its CMS, and the file they give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub digest: Hash,
    pub cms: Vec<u8>,
    pub sha256: Hash,
    pub size: u64,
}

/// A stored blob: the revision it belongs to, the act that uploaded it, and its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    pub n: u32,
    /// 0 for the sender's.
    pub fence: u64,
    pub file: String,
}

/// A registered version of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    pub n: u32,
    pub previous: Hash,
    pub sha256: Hash,
    pub size: u64,
    pub recipient: Option<String>,
    pub at_ms: i64,
    pub origin: Origin,
}

/// Who made a revision and what is needed to rebuild it.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    Launch,
    Signature {
        cms: Vec<u8>,
        gap_at: u64,
        gap: u32,
        fence: u64,
    },
    Seal {
        tail: Vec<u8>,
    },
}

/// One who signs.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipient {
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: Option<String>,
    pub locale: Locale,
    pub turn: u16,
    pub method: Method,
    pub state: RecipientState,
    pub state_ms: i64,
    /// Keys the commitment of phone or address.
    pub contact_key: Hash,
    /// Their signature, once it is there.
    pub signed: Option<SignedAct>,
    /// When their browser said "verified and kept".
    pub kept_ms: Option<i64>,
}

/// An act that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedAct {
    pub fence: u64,
    /// JSON of the answer to `sign`, given again to a repeat.
    pub result: Vec<u8>,
}

/// How far an act has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Begun,
    Committed,
    Proven,
    Signed,
}

/// One act, from `begin` on.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    pub fence: u64,
    pub recipient: String,
    /// The link it is done with.
    pub token: String,
    pub channel: String,
    pub step: Step,
    pub nonce: Hash,
    pub code_expires_ms: i64,
    pub begin_ms: i64,
    pub started_ms: i64,
    pub lease_until_ms: i64,
    pub committed: Option<Commitment>,
    pub proven: Option<Proof>,
}

/// What was committed to.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    pub t0: Hash,
    /// DER.
    pub transcript: Vec<u8>,
    pub documents: Vec<DocumentCommitment>,
    /// The live code.
    pub code: String,
}

/// One document of the commitment.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DocumentCommitment {
    pub id: String,
    pub s: Hash,
    pub previous: Hash,
    pub digest: Hash,
    pub field: String,
}

/// What a proven code gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// SHA-256 of the proof, to know a repeat by.
    pub proof: Hash,
    /// DER.
    pub leaf: Vec<u8>,
    /// When the leaf was issued.
    pub leaf_ms: i64,
}

/// A code's life; the code itself is nowhere.
#[derive(Clone, Debug, PartialEq)]
pub struct OneTimeCode {
    pub id: String,
    pub recipient: String,
    pub t0: Hash,
    pub sent_ms: i64,
    pub expires_ms: i64,
    pub tries: u8,
}

impl Envelope {
    /// Returns the recipient of this id.
    pub fn recipient(&self, id: &str) -> Result<&Recipient> {
        let found = self.recipients.iter().find(|one| one.id == id);
        found.ok_or_else(|| Code::NotFound.into())
    }

    /// Returns the recipient of this id, to change them.
    pub fn recipient_mut(&mut self, id: &str) -> Result<&mut Recipient> {
        let found = self.recipients.iter_mut().find(|one| one.id == id);
        found.ok_or_else(|| Code::NotFound.into())
    }

    /// Returns the document of this id.
    pub fn document(&self, id: &str) -> Result<&Document> {
        let found = self.documents.iter().find(|one| one.id == id);
        found.ok_or_else(|| Code::NotFound.into())
    }

    /// Returns the document of this id, to change it.
    pub fn document_mut(&mut self, id: &str) -> Result<&mut Document> {
        let found = self.documents.iter_mut().find(|one| one.id == id);
        found.ok_or_else(|| Code::NotFound.into())
    }

    /// Refuses what needs another state, in the words of the state it is in.
    pub fn expect_state(&self, wanted: EnvelopeState) -> Result<()> {
        match self.state {
            state if state == wanted => Ok(()),
            EnvelopeState::Expired => Err(Code::Expired.into()),
            EnvelopeState::Cancelled => Err(Code::Cancelled.into()),
            EnvelopeState::Declined => Err(Code::Declined.into()),
            _ if wanted == EnvelopeState::Draft => Err(Code::Frozen.into()),
            _ => Err(Code::IllegalTransition.into()),
        }
    }

    /// Refuses unless signing is possible now; a late sweep makes no difference.
    pub fn expect_running(&self, now_ms: i64) -> Result<()> {
        self.expect_state(EnvelopeState::InProgress)?;
        match self.expires_ms {
            Some(end) if now_ms >= end => Err(Code::Expired.into()),
            _ => Ok(()),
        }
    }

    /// Sixteen hex digits shown to people, once every document has a launch version.
    pub fn fingerprint(&self) -> Option<String> {
        let launched: Option<Vec<Hash>> = self
            .documents
            .iter()
            .map(|document| document.revisions.first().map(|first| first.sha256))
            .collect();
        launched.map(|hashes| sign_core::protocol::derive::fingerprint(&hashes))
    }
}

impl Document {
    /// Returns the newest version.
    pub fn head(&self) -> Result<&Revision> {
        let head = self.revisions.last();
        head.ok_or_else(|| Refusal::because(Code::IllegalTransition, "not launched"))
    }

    /// Returns the file of a blob.
    pub fn blob(&self, n: u32, fence: u64) -> Option<&str> {
        let found = self
            .blobs
            .iter()
            .find(|one| one.n == n && one.fence == fence);
        found.map(|one| one.file.as_str())
    }

    /// Notes a blob's file, and returns the files it takes the place of: its own older one, and
    /// those of acts before, which can sign no more.
    pub fn put_blob(&mut self, blob: Blob) -> Vec<String> {
        let takes = |one: &Blob| one.n == blob.n && one.fence <= blob.fence;
        let (old, kept) = core::mem::take(&mut self.blobs)
            .into_iter()
            .partition::<Vec<_>, _>(takes);
        self.blobs = kept;
        self.blobs.push(blob);
        old.into_iter().map(|one| one.file).collect()
    }

    /// Returns the signature fields of a recipient.
    pub fn signature_fields<'a>(&'a self, recipient: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |one| one.recipient == recipient && one.kind == FieldKind::Signature)
            .map(|one| one.name.as_str())
    }
}

impl Recipient {
    /// First and last name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// Where a code goes.
    pub fn code_contact(&self) -> &str {
        match (self.method, &self.phone) {
            (Method::Sms, Some(phone)) => phone,
            _ => &self.email,
        }
    }
}

impl From<&CommitDocument> for DocumentCommitment {
    fn from(one: &CommitDocument) -> Self {
        Self {
            id: one.id.clone(),
            s: one.s,
            previous: one.previous,
            digest: one.digest,
            field: one.field.clone(),
        }
    }
}

impl Step {
    const ALL: [Self; 4] = [Self::Begun, Self::Committed, Self::Proven, Self::Signed];

    /// As it stands in the store.
    pub fn text(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Committed => "committed",
            Self::Proven => "proven",
            Self::Signed => "signed",
        }
    }

    /// Reads what [`Step::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.text() == text)
    }
}
