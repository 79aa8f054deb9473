//! A draft: what the sender may ask for, checked before anything is kept.

use sign_core::wire::entry::{DOCUMENTS, Fault, MESSAGE_CHARS, NAME_CHARS, SIGNERS, TITLE_CHARS};
use sign_core::wire::{
    Code, EnvelopeState, Hash, Method, NewDocument, NewEnvelope, NewRecipient, RecipientState,
};

use super::Moment;
use super::chain::Link;
use super::contact;
use super::envelope::{Document, Effects, Envelope, Recipient, Version};
use super::refusal::{Refusal, Result};

/// Most pages of a document (PROTOCOL §1).
const PAGES: u32 = 5_000;

/// Who makes the draft.
#[derive(Clone, Debug)]
pub struct Sender {
    pub org: String,
    pub organisation: String,
    pub name: String,
    pub email: String,
}

/// Makes a draft of a request.
pub fn draft(sender: &Sender, asked: NewEnvelope, moment: &Moment<'_>) -> Result<Envelope> {
    let expires_days = asked.expires_days.unwrap_or(moment.rules.expires_days);
    within((1..=90).contains(&expires_days), Fault::Days)?;
    let documents = 1..=DOCUMENTS;
    within(documents.contains(&asked.documents.len()), Fault::Documents)?;
    let signers = 1..=SIGNERS;
    within(signers.contains(&asked.recipients.len()), Fault::Signers)?;
    let documents = asked
        .documents
        .into_iter()
        .map(|one| document(one, moment))
        .collect::<Result<_>>()?;
    let recipients = asked
        .recipients
        .into_iter()
        .map(|one| recipient(one, moment))
        .collect::<Result<_>>()?;
    let mut envelope = Envelope {
        id: moment.id(),
        org: sender.org.clone(),
        sender: sender.name.clone(),
        sender_email: sender.email.clone(),
        organisation: sender.organisation.clone(),
        title: contact::line(&asked.title, TITLE_CHARS, Fault::Title.detail())?,
        message: contact::note(asked.message, MESSAGE_CHARS, Fault::Message.detail())?,
        locale: asked.locale,
        carrier: asked.carrier,
        expires_days,
        state: EnvelopeState::Draft,
        created_ms: moment.now_ms,
        launched_ms: None,
        expires_ms: None,
        closed_ms: None,
        close_reason: None,
        fence: 0,
        documents,
        recipients,
        act: None,
        codes: Vec::new(),
        chain: Link::default(),
        effects: Effects::default(),
    };
    envelope.record("created", None, moment.now_ms, &[]);
    Ok(envelope)
}

fn document(asked: NewDocument, moment: &Moment<'_>) -> Result<Document> {
    within((1..=PAGES).contains(&asked.pages), Fault::Pages)?;
    let size = 1..=moment.rules.max_bytes;
    within(size.contains(&asked.original_size), Fault::Size)?;
    Ok(Document {
        id: moment.id(),
        name: contact::line(&asked.name, TITLE_CHARS, Fault::FileName.detail())?,
        pages: asked.pages,
        input: asked.input,
        original: asked.original,
        original_size: asked.original_size,
        signed: asked.signed,
        certified: None,
        fields: Vec::new(),
        seal: None,
        revisions: Vec::new(),
        blobs: Vec::new(),
    })
}

fn recipient(asked: NewRecipient, moment: &Moment<'_>) -> Result<Recipient> {
    let phone = asked.phone.filter(|typed| !typed.trim().is_empty());
    let phone = phone.as_deref().map(contact::phone).transpose()?;
    let reachable = asked.method != Method::Sms || phone.is_some();
    within(reachable, Fault::NoPhone)?;
    if !moment.rules.methods().contains(&asked.method) {
        return Err(Code::NoChannel.into());
    }
    within((1..=99).contains(&asked.turn), Fault::Turn)?;
    Ok(Recipient {
        id: moment.id(),
        first_name: contact::line(&asked.first_name, NAME_CHARS, Fault::FirstName.detail())?,
        last_name: contact::line(&asked.last_name, NAME_CHARS, Fault::LastName.detail())?,
        email: contact::email(&asked.email)?,
        phone,
        locale: asked.locale,
        turn: asked.turn,
        method: asked.method,
        state: RecipientState::Waiting,
        state_ms: moment.now_ms,
        contact_key: Hash(moment.secret()),
        signed: None,
        kept_ms: None,
    })
}

fn within(holds: bool, fault: Fault) -> Result<()> {
    if holds { Ok(()) } else { Err(fault.into()) }
}

impl Envelope {
    /// Returns the certification of a document if it is of this very digest.
    pub fn certified(&self, document: &str, digest: &Hash) -> Result<Option<Version>> {
        self.expect_state(EnvelopeState::Draft)?;
        let present = self.document(document)?.certified.as_ref();
        Ok(present.filter(|version| version.digest == *digest).cloned())
    }

    /// Keeps the certifications; one of the same digest that was first stands.
    pub fn certify(&mut self, made: Vec<(String, Version)>) -> Result<Vec<(String, Version)>> {
        self.expect_state(EnvelopeState::Draft)?;
        let mut kept = Vec::with_capacity(made.len());
        for (id, version) in made {
            let document = self.document_mut(&id)?;
            if document.signed {
                let why = "a document that was signed before takes no certification";
                return Err(Refusal::because(Code::Invalid, why));
            }
            let present = document
                .certified
                .take()
                .filter(|one| one.digest == version.digest);
            let version = present.unwrap_or(version);
            document.certified = Some(version.clone());
            kept.push((id, version));
        }
        Ok(kept)
    }
}
