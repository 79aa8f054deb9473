//! Launch: after it nothing of the envelope can be changed.

use std::collections::BTreeSet;

use sign_core::placement::name::is_plain;
use sign_core::wire::entry::{FIELDS, Fault};
use sign_core::wire::{
    Code, EnvelopeState, FieldKind, FieldRecord, Hash, Launch, LaunchDocument, RecipientLink,
};

use super::Moment;
use super::envelope::{Document, Envelope, Origin, Revision};
use super::refusal::{Refusal, Result};
use super::token::Route;

const DAY_MS: i64 = 86_400_000;

/// What the event of a launch says after a document that takes no certification.
const UNCERTIFIED: &[u8] = b"uncertified";

impl Envelope {
    /// Sends the envelope on its way and returns a link a recipient. The same request again gives
    /// new links; the old ones keep working.
    pub fn launch(&mut self, asked: Launch, moment: &Moment<'_>) -> Result<Vec<RecipientLink>> {
        if self.state == EnvelopeState::InProgress && self.is_launch_of(&asked) {
            return Ok(self.share_all(moment));
        }
        self.expect_state(EnvelopeState::Draft)?;
        self.check_launch(&asked)?;
        let renews = |one: &LaunchDocument| one.seal.renew == moment.rules.renew_timestamps;
        if !asked.documents.iter().all(renews) {
            return Err(invalid("a seal's lock is not the one this server makes"));
        }
        self.state = EnvelopeState::InProgress;
        self.launched_ms = Some(moment.now_ms);
        self.expires_ms = Some(moment.now_ms + i64::from(self.expires_days) * DAY_MS);
        for one in asked.documents {
            self.launch_document(one, moment)?;
        }
        self.record_launched(moment);
        let links = self.share_all(moment);
        self.notify_turn(moment);
        Ok(links)
    }

    /// Makes one more link to share for a recipient.
    pub fn share(&mut self, recipient: &str, moment: &Moment<'_>) -> Result<RecipientLink> {
        self.recipient(recipient)?;
        if self.state == EnvelopeState::Draft {
            return Err(Refusal::because(
                Code::IllegalTransition,
                "launch the envelope first",
            ));
        }
        let link = self.mint(recipient, Route::Shared, moment);
        Ok(RecipientLink {
            recipient: recipient.to_owned(),
            link,
        })
    }

    fn share_all(&mut self, moment: &Moment<'_>) -> Vec<RecipientLink> {
        let ids: Vec<String> = self.recipients.iter().map(|one| one.id.clone()).collect();
        let share = |recipient: String| {
            let link = self.mint(&recipient, Route::Shared, moment);
            RecipientLink { recipient, link }
        };
        ids.into_iter().map(share).collect()
    }

    fn is_launch_of(&self, asked: &Launch) -> bool {
        let same = |(one, told): (&Document, &LaunchDocument)| {
            let launched = one.revisions.first().map(|first| first.sha256);
            one.id == told.id && launched == Some(told.sha256) && one.fields == told.fields
        };
        self.documents.len() == asked.documents.len()
            && self.documents.iter().zip(&asked.documents).all(same)
    }

    fn check_launch(&self, asked: &Launch) -> Result<()> {
        let due = self.documents.iter().map(|one| one.id.as_str());
        if !due.eq(asked.documents.iter().map(|one| one.id.as_str())) {
            return Err(Refusal::because(Code::Mismatch, "every document, in order"));
        }
        let fields = asked.documents.iter().map(|one| one.fields.len());
        if fields.sum::<usize>() > FIELDS {
            return Err(Fault::Fields.into());
        }
        asked
            .documents
            .iter()
            .try_for_each(|one| self.check_document(one))?;
        let signs: BTreeSet<&str> = asked
            .documents
            .iter()
            .flat_map(|one| &one.fields)
            .filter(|field| field.kind == FieldKind::Signature)
            .map(|field| field.recipient.as_str())
            .collect();
        if self
            .recipients
            .iter()
            .all(|one| signs.contains(one.id.as_str()))
        {
            Ok(())
        } else {
            Err(Refusal::because(
                Code::Invalid,
                "every recipient needs a signature field",
            ))
        }
    }

    fn check_document(&self, asked: &LaunchDocument) -> Result<()> {
        let document = self.document(&asked.id)?;
        document.launch_version(asked)?;
        if document.blob(0, 0).is_none() {
            return Err(out_of_order("upload every document's blob first"));
        }
        let mut names = BTreeSet::new();
        let sound = |field: &FieldRecord| {
            field.page < document.pages
                && self.recipients.iter().any(|one| one.id == field.recipient)
                && sound_name(&field.name)
        };
        if !asked.fields.iter().all(sound)
            || !asked
                .fields
                .iter()
                .all(|field| names.insert(field.name.as_str()))
        {
            return Err(Refusal::because(
                Code::Invalid,
                "a field is not of this envelope",
            ));
        }
        Ok(())
    }

    fn launch_document(&mut self, asked: LaunchDocument, moment: &Moment<'_>) -> Result<()> {
        let document = self.document_mut(&asked.id)?;
        let (sha256, size) = document.launch_version(&asked)?;
        document.revisions.push(Revision {
            n: 0,
            previous: document.original,
            sha256,
            size,
            recipient: None,
            at_ms: moment.now_ms,
            origin: Origin::Launch,
        });
        document.fields = asked.fields;
        document.seal = Some(asked.seal);
        Ok(())
    }

    fn record_launched(&mut self, moment: &Moment<'_>) {
        let facts: Vec<(String, [u8; 32], bool)> = self
            .documents
            .iter()
            .filter_map(|one| {
                one.revisions
                    .first()
                    .map(|first| (one.id.clone(), first.sha256.0, one.signed))
            })
            .collect();
        let parts: Vec<&[u8]> = facts
            .iter()
            .flat_map(|(id, hash, signed)| {
                let told = [id.as_bytes(), hash.as_slice()].into_iter();
                told.chain(signed.then_some(UNCERTIFIED))
            })
            .collect();
        self.record("launched", None, moment.now_ms, &parts);
    }
}

impl Document {
    /// Returns hash and size of the launch version: what certification gave, or, for a document
    /// that was signed before, what the sender made of it.
    fn launch_version(&self, asked: &LaunchDocument) -> Result<(Hash, u64)> {
        if self.signed {
            let size = asked.size.filter(|size| *size > self.original_size);
            let size = size.ok_or_else(|| invalid("the size of the launch version"))?;
            return Ok((asked.sha256, size));
        }
        let certified = self.certified.as_ref();
        let certified = certified.ok_or_else(|| out_of_order("certify every document first"))?;
        if certified.sha256 != asked.sha256 || asked.size.is_some() {
            let why = "the launch version is not the certified one";
            return Err(Refusal::because(Code::Mismatch, why));
        }
        Ok((certified.sha256, certified.size))
    }
}

fn invalid(detail: &'static str) -> Refusal {
    Refusal::because(Code::Invalid, detail)
}

fn out_of_order(detail: &'static str) -> Refusal {
    Refusal::because(Code::OutOfOrder, detail)
}

/// Names are words of ours and numbers: what others call a field may be words of the document.
fn sound_name(name: &str) -> bool {
    name.len() <= 64 && is_plain(name)
}
