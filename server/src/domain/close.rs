//! How an envelope ends without its seal: cancelled, declined, expired.

use sign_core::wire::{Code, EnvelopeState, RecipientState};

use super::Moment;
use super::contact;
use super::envelope::Envelope;
use super::refusal::{Refusal, Result};
use crate::outbox::{Channel, NoticeKind, Payload};

/// Longest reason, in characters.
const REASON_CHARS: usize = 500;

impl Envelope {
    /// Takes the envelope back. Again changes nothing; once all have signed it is too late.
    pub fn cancel(&mut self, reason: Option<String>, moment: &Moment<'_>) -> Result<()> {
        if self.state == EnvelopeState::Cancelled {
            return Ok(());
        }
        self.expect_running(moment.now_ms)?;
        let reason = contact::note(reason, REASON_CHARS, "a reason has at most 500 characters")?;
        self.record("cancelled", None, moment.now_ms, &[]);
        self.tell_notified(NoticeKind::Cancelled, None, reason.as_deref());
        self.close(EnvelopeState::Cancelled, reason, moment);
        Ok(())
    }

    /// Ends the envelope because a recipient will not sign.
    pub fn decline(
        &mut self,
        recipient: &str,
        reason: Option<String>,
        moment: &Moment<'_>,
    ) -> Result<()> {
        match self.recipient(recipient)?.state {
            RecipientState::Declined => return Ok(()),
            RecipientState::Signed => return Err(Code::AlreadySigned.into()),
            _ => self.expect_running(moment.now_ms)?,
        }
        if self.recipient(recipient)?.state == RecipientState::Waiting {
            return Err(Code::NotYourTurn.into());
        }
        let reason = contact::note(reason, REASON_CHARS, "a reason has at most 500 characters")?;
        self.reach(recipient, RecipientState::Declined, moment.now_ms)?;
        self.record("declined", Some(recipient), moment.now_ms, &[]);
        self.tell_notified(NoticeKind::Declined, Some(recipient), reason.as_deref());
        let who = Some(self.name(recipient));
        let payload = Payload {
            who,
            reason: reason.clone(),
            ..self.payload()
        };
        self.tell_sender(NoticeKind::Declined, payload);
        self.close(EnvelopeState::Declined, reason, moment);
        Ok(())
    }

    /// Ends the envelope once its time is over.
    pub fn expire(&mut self, moment: &Moment<'_>) -> Result<()> {
        self.expect_state(EnvelopeState::InProgress)?;
        if self.expires_ms.is_none_or(|end_ms| moment.now_ms < end_ms) {
            return Err(Refusal::from(Code::IllegalTransition));
        }
        self.record("expired", None, moment.now_ms, &[]);
        self.tell_notified(NoticeKind::Expired, None, None);
        self.tell_sender(NoticeKind::Expired, self.payload());
        self.close(EnvelopeState::Expired, None, moment);
        Ok(())
    }

    fn tell_notified(&mut self, kind: NoticeKind, but: Option<&str>, reason: Option<&str>) {
        let told: Vec<String> = self
            .recipients
            .iter()
            .filter(|one| one.state != RecipientState::Waiting && Some(one.id.as_str()) != but)
            .map(|one| one.id.clone())
            .collect();
        for id in told {
            let payload = Payload {
                who: but.map(|who| self.name(who)),
                reason: reason.map(str::to_owned),
                ..self.payload()
            };
            self.tell(&id, Channel::Email, kind, payload);
        }
    }

    fn close(&mut self, state: EnvelopeState, reason: Option<String>, moment: &Moment<'_>) {
        self.state = state;
        self.closed_ms = Some(moment.now_ms);
        self.close_reason = reason;
        for one in &mut self.recipients {
            if !matches!(one.state, RecipientState::Signed | RecipientState::Declined) {
                one.state = RecipientState::Void;
                one.state_ms = moment.now_ms;
            }
        }
    }
}
