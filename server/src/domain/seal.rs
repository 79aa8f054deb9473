//! The seal: made once, kept, given again; with it the envelope is completed.

use sign_core::wire::{B64, Code, EnvelopeState, Hash, Sealed, SealedDocument};

use super::Moment;
use super::envelope::{Document, Envelope, Origin, Revision};
use super::refusal::{Refusal, Result};
use super::token::Route;
use crate::outbox::{Channel, NoticeKind, Payload};

/// One document's finished DSS and seal.
#[derive(Clone, Debug)]
pub struct SealedPart {
    pub id: String,
    pub tail: Vec<u8>,
    pub sha256: Hash,
    pub size: u64,
}

impl Envelope {
    /// Returns the seal, if it was made before.
    pub fn sealed_before(&self) -> Option<Sealed> {
        if self.state != EnvelopeState::Completed {
            return None;
        }
        let documents = self
            .documents
            .iter()
            .map(Document::sealed)
            .collect::<Option<_>>()?;
        Some(Sealed { documents })
    }

    /// Refuses a seal before everybody has signed.
    pub fn expect_sealing(&self) -> Result<()> {
        match self.state {
            EnvelopeState::InProgress => Err(Refusal::because(
                Code::OutOfOrder,
                "not everybody has signed",
            )),
            EnvelopeState::Draft => Err(Code::OutOfOrder.into()),
            _ => self.expect_state(EnvelopeState::Sealing),
        }
    }

    /// Moves every head to the sealed version and completes the envelope. The first seal stands.
    pub fn seal(&mut self, parts: Vec<SealedPart>, moment: &Moment<'_>) -> Result<Sealed> {
        if let Some(before) = self.sealed_before() {
            return Ok(before);
        }
        self.expect_sealing()?;
        for part in parts {
            let document = self.document_mut(&part.id)?;
            let (n, previous) = document.head().map(|head| (head.n + 1, head.sha256))?;
            document.revisions.push(Revision {
                n,
                previous,
                sha256: part.sha256,
                size: part.size,
                recipient: None,
                at_ms: moment.now_ms,
                origin: Origin::Seal { tail: part.tail },
            });
        }
        self.state = EnvelopeState::Completed;
        self.closed_ms = Some(moment.now_ms);
        self.record_completed(moment);
        self.tell_completed(moment);
        self.sealed_before().ok_or_else(|| Code::Mismatch.into())
    }

    fn record_completed(&mut self, moment: &Moment<'_>) {
        let hashes: Vec<Hash> = self
            .documents
            .iter()
            .filter_map(|one| one.head().ok().map(|head| head.sha256))
            .collect();
        let parts: Vec<&[u8]> = hashes.iter().map(|hash| hash.0.as_slice()).collect();
        self.record("completed", None, moment.now_ms, &parts);
    }

    fn tell_completed(&mut self, moment: &Moment<'_>) {
        let ids: Vec<String> = self.recipients.iter().map(|one| one.id.clone()).collect();
        for id in ids {
            let payload = self.linked(&id, Route::Mail, moment);
            self.tell(&id, Channel::Email, NoticeKind::Completed, payload);
        }
        let payload = Payload {
            documents: self.documents.iter().map(|one| one.name.clone()).collect(),
            ..self.payload()
        };
        self.tell_sender(NoticeKind::Completed, payload);
    }
}

impl Document {
    fn sealed(&self) -> Option<SealedDocument> {
        let head = self.revisions.last()?;
        let Origin::Seal { tail } = &head.origin else {
            return None;
        };
        Some(SealedDocument {
            id: self.id.clone(),
            n: head.n,
            tail: B64(tail.clone()),
            sha256: head.sha256,
            size: head.size,
        })
    }
}
