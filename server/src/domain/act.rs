//! The life of one act's lease: begin, renew, ask for another code, finish.

use sign_core::wire::{Code, Hash, RecipientState};

use super::Moment;
use super::envelope::{Act, Envelope, Step};
use super::refusal::{Refusal, Result};

/// A new code is not made sooner than this after one that can still be used.
const RESEND_MS: i64 = 30_000;

const HOUR_MS: i64 = 3_600_000;

/// Who asks, by which link.
#[derive(Clone, Debug)]
pub struct Caller {
    pub recipient: String,
    pub token: String,
    pub channel: String,
    /// `V` of the link.
    pub verifier: Hash,
}

impl Envelope {
    /// Notes that a human opened the link.
    pub fn open(&mut self, recipient: &str, moment: &Moment<'_>) -> Result<()> {
        if self.recipient(recipient)?.state != RecipientState::Notified {
            return Ok(());
        }
        if self.expect_running(moment.now_ms).is_err() {
            return Ok(());
        }
        self.reach(recipient, RecipientState::Opened, moment.now_ms)?;
        self.record("opened", Some(recipient), moment.now_ms, &[]);
        Ok(())
    }

    /// Takes the turn. An older `begin` of the same recipient is superseded.
    pub fn begin(&mut self, caller: &Caller, moment: &Moment<'_>) -> Result<()> {
        self.expect_turn(&caller.recipient, moment.now_ms)?;
        self.fence += 1;
        let rules = moment.rules;
        let now_ms = moment.now_ms;
        self.act = Some(Act {
            fence: self.fence,
            recipient: caller.recipient.clone(),
            token: caller.token.clone(),
            channel: caller.channel.clone(),
            step: Step::Begun,
            nonce: Hash(moment.secret()),
            code_expires_ms: now_ms + rules.code_ttl_ms,
            begin_ms: now_ms / 1000 * 1000,
            started_ms: now_ms,
            lease_until_ms: now_ms + rules.lease_ms.min(rules.lease_cap_ms),
            committed: None,
            proven: None,
        });
        self.reach(&caller.recipient, RecipientState::Opened, now_ms)?;
        let fence = self.fence.to_be_bytes();
        self.record(
            "begun",
            Some(&caller.recipient),
            now_ms,
            &[&fence, caller.channel.as_bytes()],
        );
        Ok(())
    }

    /// Returns the caller's act of this fence while it holds the lease.
    pub fn held_act(&self, caller: &Caller, fence: u64, now_ms: i64) -> Result<&Act> {
        if self.recipient(&caller.recipient)?.state == RecipientState::Signed {
            return Err(Code::AlreadySigned.into());
        }
        self.expect_running(now_ms)?;
        let act = self.act.as_ref().ok_or(Code::OutOfOrder)?;
        if act.recipient != caller.recipient || fence > act.fence {
            return Err(Code::LeaseEnded.into());
        }
        if fence < act.fence || act.token != caller.token {
            return Err(Code::Superseded.into());
        }
        if now_ms >= act.lease_until_ms {
            return Err(Code::LeaseEnded.into());
        }
        Ok(act)
    }

    /// As [`Envelope::held_act`], to change it.
    pub fn held_act_mut(&mut self, caller: &Caller, fence: u64, now_ms: i64) -> Result<&mut Act> {
        self.held_act(caller, fence, now_ms)?;
        self.act.as_mut().ok_or_else(|| Code::OutOfOrder.into())
    }

    /// Renews the lease on input; once a code is proven, the hour that follows is all there is.
    pub fn renew(&mut self, caller: &Caller, fence: u64, moment: &Moment<'_>) -> Result<i64> {
        let rules = moment.rules;
        let act = self.held_act_mut(caller, fence, moment.now_ms)?;
        if act.proven.is_none() {
            let cap_ms = act.started_ms + rules.lease_cap_ms;
            act.lease_until_ms = (moment.now_ms + rules.lease_ms).min(cap_ms);
        }
        Ok(act.lease_until_ms)
    }

    /// Draws a new nonce for another code; the old code is dead.
    pub fn renonce(&mut self, caller: &Caller, fence: u64, moment: &Moment<'_>) -> Result<()> {
        let now_ms = moment.now_ms;
        if self.held_act(caller, fence, now_ms)?.proven.is_some() {
            return Err(Refusal::because(
                Code::OutOfOrder,
                "the code was already proven",
            ));
        }
        let again_ms = self.resend_at_ms(&caller.recipient, moment);
        if now_ms < again_ms {
            return Err(Refusal::from(Code::CodeThrottled).retry_at(again_ms));
        }
        let rules = moment.rules;
        let act = self.held_act_mut(caller, fence, now_ms)?;
        let cap_ms = act.started_ms + rules.lease_cap_ms;
        act.nonce = Hash(moment.secret());
        act.code_expires_ms = now_ms + rules.code_ttl_ms;
        act.lease_until_ms = (now_ms + rules.lease_ms)
            .min(cap_ms)
            .max(act.lease_until_ms);
        act.step = Step::Begun;
        act.committed = None;
        Ok(())
    }

    /// Notes that the browser verified and kept the result.
    pub fn finish(&mut self, recipient: &str, fence: u64, moment: &Moment<'_>) -> Result<()> {
        let recipient = self.recipient_mut(recipient)?;
        match &recipient.signed {
            Some(signed) if signed.fence == fence => {
                recipient.kept_ms.get_or_insert(moment.now_ms);
                Ok(())
            }
            Some(_) => Err(Code::Superseded.into()),
            None => Err(Code::OutOfOrder.into()),
        }
    }

    /// Moves a recipient to a state; reaching it again changes nothing.
    pub fn reach(&mut self, id: &str, state: RecipientState, at_ms: i64) -> Result<()> {
        let recipient = self.recipient_mut(id)?;
        if recipient.state != state {
            recipient.state = state;
            recipient.state_ms = at_ms;
        }
        Ok(())
    }

    /// Returns when another code may be made for a recipient.
    pub fn resend_at_ms(&self, recipient: &str, moment: &Moment<'_>) -> i64 {
        let live = self.live_code(recipient, moment);
        let soon = live.map_or(moment.now_ms, |sent_ms| sent_ms + RESEND_MS);
        soon.max(self.quota_at_ms(recipient, moment))
            .max(moment.now_ms)
    }

    fn live_code(&self, recipient: &str, moment: &Moment<'_>) -> Option<i64> {
        let last = self
            .codes
            .iter()
            .rev()
            .find(|code| code.recipient == recipient)?;
        let live = last.tries < moment.rules.code_tries && moment.now_ms < last.expires_ms;
        let present = self.act.as_ref()?.committed.as_ref()?.code == last.id;
        (live && present).then_some(last.sent_ms)
    }

    /// Returns when the limits on codes let the next one be made.
    pub fn quota_at_ms(&self, recipient: &str, moment: &Moment<'_>) -> i64 {
        let mine: Vec<i64> = self
            .codes
            .iter()
            .filter(|code| code.recipient == recipient)
            .map(|code| code.sent_ms)
            .collect();
        let hourly = usize::try_from(moment.rules.codes_per_hour).unwrap_or(usize::MAX);
        if mine.len() >= usize::try_from(moment.rules.codes_per_envelope).unwrap_or(usize::MAX) {
            return self.expires_ms.unwrap_or(i64::MAX);
        }
        match mine.len().checked_sub(hourly).and_then(|at| mine.get(at)) {
            Some(sent_ms) => sent_ms + HOUR_MS,
            None => 0,
        }
    }
}
