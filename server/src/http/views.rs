//! An envelope as its sender and its signers see it.

use sign_core::wire::{
    B64, Code, DocumentView, EnvelopeDetail, EnvelopeState, EnvelopeSummary, EventView, Head,
    MessageView, Method, Peer, RecipientState, RecipientView, Revision, RevisionKind,
    SignerDocument, SignerView,
};

use crate::config::Config;
use crate::domain::contact::{masked_email, masked_phone};
use crate::domain::envelope::{self, Document, Envelope, Origin, Recipient};
use crate::domain::refusal::Result;

/// The sender's view.
pub fn detail(
    envelope: &Envelope,
    events: Vec<EventView>,
    messages: &[(Option<String>, MessageView)],
    now_ms: i64,
) -> EnvelopeDetail {
    let signing = envelope.live_act(now_ms).map(|act| act.recipient.as_str());
    let recipients = envelope.recipients.iter();
    EnvelopeDetail {
        summary: summary(envelope, now_ms),
        fingerprint: envelope.fingerprint(),
        message: envelope.message.clone(),
        documents: envelope.documents.iter().map(document).collect(),
        recipients: recipients
            .map(|one| recipient(one, signing == Some(&one.id), messages))
            .collect(),
        events,
        close_reason: envelope.close_reason.clone(),
    }
}

/// The row of the list.
pub fn summary(envelope: &Envelope, now_ms: i64) -> EnvelopeSummary {
    let signed = envelope
        .recipients
        .iter()
        .filter(|one| one.state == RecipientState::Signed);
    EnvelopeSummary {
        id: envelope.id.clone(),
        title: envelope.title.clone(),
        state: state(envelope, now_ms),
        carrier: envelope.carrier,
        created_at_ms: envelope.created_ms,
        launched_at_ms: envelope.launched_ms,
        expires_at_ms: envelope.expires_ms,
        signed: count(signed.count()),
        signers: count(envelope.recipients.len()),
        documents: count(envelope.documents.len()),
    }
}

/// The state, whether or not the sweep has already come by.
pub fn state(envelope: &Envelope, now_ms: i64) -> EnvelopeState {
    let over = envelope.expires_ms.is_some_and(|end_ms| now_ms >= end_ms);
    match envelope.state {
        EnvelopeState::InProgress if over => EnvelopeState::Expired,
        state => state,
    }
}

/// A signer's view.
pub fn signer(
    envelope: &Envelope,
    recipient: &str,
    config: &Config,
    now_ms: i64,
) -> Result<SignerView> {
    let one = envelope.recipient(recipient)?;
    Ok(SignerView {
        envelope: envelope.id.clone(),
        title: envelope.title.clone(),
        message: envelope.message.clone(),
        sender: envelope.sender.clone(),
        organisation: envelope.organisation.clone(),
        state: state(envelope, now_ms),
        expires_at_ms: envelope.expires_ms.ok_or(Code::NotFound)?,
        now_ms,
        fingerprint: envelope.fingerprint().ok_or(Code::NotFound)?,
        carrier: envelope.carrier,
        recipient: one.id.clone(),
        first_name: one.first_name.clone(),
        last_name: one.last_name.clone(),
        locale: one.locale,
        recipient_state: one.state,
        method: one.method,
        code_to: code_to(one),
        code_digits: config.code_digits,
        turn: envelope.turn_of(recipient, now_ms)?,
        peers: envelope.recipients.iter().map(peer).collect(),
        documents: envelope.documents.iter().map(signer_document).collect(),
    })
}

/// Where a code goes, masked.
pub fn code_to(recipient: &Recipient) -> String {
    match recipient.method {
        Method::Sms => masked_phone(recipient.code_contact()),
        Method::Email => masked_email(recipient.code_contact()),
    }
}

/// Every document's newest version.
pub fn heads(envelope: &Envelope) -> Result<Vec<Head>> {
    let head = |one: &Document| {
        let head = one.head()?;
        Ok(Head {
            document: one.id.clone(),
            n: head.n,
            sha256: head.sha256,
            size: head.size,
        })
    };
    envelope.documents.iter().map(head).collect()
}

fn document(one: &Document) -> DocumentView {
    DocumentView {
        id: one.id.clone(),
        name: one.name.clone(),
        pages: one.pages,
        original: one.original,
        original_size: one.original_size,
        signed: one.signed,
        revisions: one.revisions.iter().map(revision).collect(),
    }
}

fn signer_document(one: &Document) -> SignerDocument {
    SignerDocument {
        id: one.id.clone(),
        name: one.name.clone(),
        pages: one.pages,
        original: one.original,
        original_size: one.original_size,
        revisions: one.revisions.iter().map(revision).collect(),
        fields: one.fields.clone(),
    }
}

fn revision(one: &envelope::Revision) -> Revision {
    let kind = match &one.origin {
        Origin::Launch => RevisionKind::Launch,
        Origin::Signature {
            cms, gap_at, gap, ..
        } => RevisionKind::Signature {
            cms: B64(cms.clone()),
            gap_at: *gap_at,
            gap: *gap,
        },
        Origin::Seal { tail } => RevisionKind::Seal {
            tail: B64(tail.clone()),
        },
    };
    Revision {
        n: one.n,
        previous: one.previous,
        sha256: one.sha256,
        size: one.size,
        recipient: one.recipient.clone(),
        at_ms: one.at_ms,
        kind,
    }
}

fn recipient(
    one: &Recipient,
    signing_now: bool,
    messages: &[(Option<String>, MessageView)],
) -> RecipientView {
    let told = messages
        .iter()
        .filter(|message| message.0.as_ref() == Some(&one.id));
    RecipientView {
        id: one.id.clone(),
        first_name: one.first_name.clone(),
        last_name: one.last_name.clone(),
        email: one.email.clone(),
        phone: one.phone.clone(),
        locale: one.locale,
        turn: one.turn,
        method: one.method,
        state: one.state,
        signing_now,
        state_at_ms: one.state_ms,
        messages: told.map(|message| message.1.clone()).collect(),
    }
}

fn peer(one: &Recipient) -> Peer {
    Peer {
        name: one.name(),
        turn: one.turn,
        state: one.state,
    }
}

fn count(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
