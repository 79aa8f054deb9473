//! Sign: all heads move at once, and from here the act is done.

use sign_core::protocol::derive::receipt_message;
use sign_core::wire::{
    B64, Code, EnvelopeState, Hash, Receipt, RecipientState, Signed, SignedDocument,
};

use super::Moment;
use super::act::Caller;
use super::chain::Link;
use super::envelope::{
    Commitment, DocumentCommitment, Envelope, Origin, Revision, SignedAct, Step,
};
use super::prove::LEAF_MS;
use super::refusal::{Refusal, Result};

/// What `sign` is checked against.
#[derive(Clone, Debug)]
pub struct SignTask {
    pub documents: Vec<DocumentCommitment>,
    pub leaf: Vec<u8>,
    /// DER transcript.
    pub transcript: Vec<u8>,
    /// Sizes of the present heads.
    pub sizes: Vec<u64>,
}

/// One document's finished signature.
#[derive(Clone, Debug)]
pub struct SignedPart {
    pub id: String,
    pub cms: Vec<u8>,
    pub sha256: Hash,
    pub size: u64,
    pub gap_at: u64,
    pub gap: u32,
}

/// Signs a receipt's message; none where the key is not usable.
pub type Promise<'a> = &'a dyn Fn(&[u8]) -> Option<[u8; 64]>;

impl Envelope {
    /// Returns the stored answer, if this very act was signed before.
    pub fn signed_before(&self, recipient: &str, fence: u64) -> Result<Option<Vec<u8>>> {
        match &self.recipient(recipient)?.signed {
            Some(signed) if signed.fence == fence => Ok(Some(signed.result.clone())),
            Some(_) => Err(Code::AlreadySigned.into()),
            None => Ok(None),
        }
    }

    /// Returns what the signatures are checked against, once everything before them is there.
    pub fn sign_task(&self, caller: &Caller, fence: u64, now_ms: i64) -> Result<SignTask> {
        let act = self.held_act(caller, fence, now_ms)?;
        let proof = act.proven.as_ref().ok_or(Code::OutOfOrder)?;
        if now_ms >= proof.leaf_ms + LEAF_MS {
            let why = "the certificate's time is over; prove again with the same proof";
            return Err(Refusal::because(Code::OutOfOrder, why));
        }
        let committed = act.committed.as_ref().ok_or(Code::OutOfOrder)?;
        let sizes = self.head_sizes(committed, fence)?;
        Ok(SignTask {
            documents: committed.documents.clone(),
            leaf: proof.leaf.clone(),
            transcript: committed.transcript.clone(),
            sizes,
        })
    }

    fn head_sizes(&self, committed: &Commitment, fence: u64) -> Result<Vec<u64>> {
        let one = |one: &DocumentCommitment| {
            let document = self.document(&one.id)?;
            let head = document.head()?;
            if head.sha256 != one.previous {
                return Err(Refusal::from(Code::HeadMoved));
            }
            if document.blob(head.n + 1, fence).is_none() {
                let why = "the blob of the prepared update is missing";
                return Err(Refusal::because(Code::OutOfOrder, why));
            }
            Ok(head.size)
        };
        committed.documents.iter().map(one).collect()
    }

    /// Moves every head, and what follows: the next turn's messages, or sealing.
    pub fn sign(
        &mut self,
        caller: &Caller,
        fence: u64,
        parts: Vec<SignedPart>,
        promise: Promise<'_>,
        moment: &Moment<'_>,
    ) -> Result<Vec<u8>> {
        if let Some(before) = self.signed_before(&caller.recipient, fence)? {
            return Ok(before);
        }
        self.sign_task(caller, fence, moment.now_ms)?;
        let documents = self.move_heads(&caller.recipient, fence, parts, moment)?;
        let t0 = self
            .act
            .as_ref()
            .and_then(|act| act.committed.as_ref())
            .map(|one| one.t0);
        let link = self.record_signed(
            &caller.recipient,
            t0.unwrap_or_default(),
            &documents,
            moment,
        );
        let receipt = self.receipt(link, promise)?;
        let signed = Signed { documents, receipt };
        let result = serde_json::to_vec(&signed).expect("the answer has text keys only");
        self.close_act(&caller.recipient, fence, result.clone(), moment)?;
        Ok(result)
    }

    fn move_heads(
        &mut self,
        recipient: &str,
        fence: u64,
        parts: Vec<SignedPart>,
        moment: &Moment<'_>,
    ) -> Result<Vec<SignedDocument>> {
        let mut documents = Vec::with_capacity(parts.len());
        for part in parts {
            let document = self.document_mut(&part.id)?;
            let (n, previous) = document.head().map(|head| (head.n + 1, head.sha256))?;
            let SignedPart {
                id,
                cms,
                sha256,
                size,
                gap_at,
                gap,
            } = part;
            document.revisions.push(Revision {
                n,
                previous,
                sha256,
                size,
                recipient: Some(recipient.to_owned()),
                at_ms: moment.now_ms,
                origin: Origin::Signature {
                    cms: cms.clone(),
                    gap_at,
                    gap,
                    fence,
                },
            });
            documents.push(SignedDocument {
                id,
                n,
                cms: B64(cms),
                sha256,
                size,
            });
        }
        Ok(documents)
    }

    fn record_signed(
        &mut self,
        recipient: &str,
        t0: Hash,
        documents: &[SignedDocument],
        moment: &Moment<'_>,
    ) -> Link {
        let mut parts: Vec<&[u8]> = vec![&t0.0];
        for one in documents {
            parts.push(one.id.as_bytes());
            parts.push(&one.sha256.0);
        }
        self.record("signed", Some(recipient), moment.now_ms, &parts)
    }

    fn receipt(&self, link: Link, promise: Promise<'_>) -> Result<Receipt> {
        let at_ms = link.at_ms;
        let message = receipt_message(1, &self.id, link.n, &link.hash, at_ms);
        let raw = promise(&message).ok_or(Code::Unavailable)?;
        Ok(Receipt {
            version: 1,
            envelope: self.id.clone(),
            n: link.n,
            event: link.hash,
            at_ms,
            signature: B64(raw.to_vec()),
        })
    }

    fn close_act(
        &mut self,
        recipient: &str,
        fence: u64,
        result: Vec<u8>,
        moment: &Moment<'_>,
    ) -> Result<()> {
        if let Some(act) = &mut self.act {
            act.step = Step::Signed;
        }
        self.reach(recipient, RecipientState::Signed, moment.now_ms)?;
        self.recipient_mut(recipient)?.signed = Some(SignedAct { fence, result });
        if self.current_turn().is_none() {
            self.state = EnvelopeState::Sealing;
            self.record("sealing", None, moment.now_ms, &[]);
        } else {
            self.notify_turn(moment);
        }
        Ok(())
    }
}
