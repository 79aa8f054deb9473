//! Whose turn it is: groups in order, and one lease an envelope.

use sign_core::wire::{Code, EnvelopeState, Method, RecipientState, Turn};

use super::Moment;
use super::envelope::{Act, Envelope, Step};
use super::refusal::{Refusal, Result};
use super::token::Route;
use crate::outbox::{Channel, Notice, NoticeKind, Payload};

impl Envelope {
    /// Returns the number of the group that signs now.
    pub fn current_turn(&self) -> Option<u16> {
        let open = self
            .recipients
            .iter()
            .filter(|one| one.state != RecipientState::Signed);
        open.map(|one| one.turn).min()
    }

    /// Tells a recipient whether they can sign now.
    pub fn turn_of(&self, id: &str, now_ms: i64) -> Result<Turn> {
        let recipient = self.recipient(id)?;
        if recipient.state == RecipientState::Signed {
            return Ok(Turn::Done);
        }
        if self.expect_running(now_ms).is_err() {
            return Ok(Turn::Closed);
        }
        if let Some(who) = self.first_before(recipient.turn) {
            return Ok(Turn::Waiting { who });
        }
        Ok(
            match self.live_act(now_ms).filter(|act| act.recipient != id) {
                Some(act) => Turn::Busy {
                    who: self.name(&act.recipient),
                    until_ms: act.lease_until_ms,
                },
                None => Turn::Yours,
            },
        )
    }

    /// Refuses a recipient who cannot begin now.
    pub fn expect_turn(&self, id: &str, now_ms: i64) -> Result<()> {
        if self.recipient(id)?.state == RecipientState::Signed {
            return Err(Code::AlreadySigned.into());
        }
        self.expect_running(now_ms)?;
        match self.turn_of(id, now_ms)? {
            Turn::Waiting { who } => Err(Refusal::from(Code::NotYourTurn).who(who)),
            Turn::Busy { who, until_ms } => {
                Err(Refusal::from(Code::Busy).who(who).retry_at(until_ms))
            }
            _ => Ok(()),
        }
    }

    /// Returns the act that holds the lease now.
    pub fn live_act(&self, now_ms: i64) -> Option<&Act> {
        let act = self.act.as_ref()?;
        let live = act.step != Step::Signed && now_ms < act.lease_until_ms;
        (live && self.state == EnvelopeState::InProgress).then_some(act)
    }

    /// First and last name of a recipient.
    pub fn name(&self, id: &str) -> String {
        self.recipient(id).map(|one| one.name()).unwrap_or_default()
    }

    fn first_before(&self, turn: u16) -> Option<String> {
        let open = self
            .recipients
            .iter()
            .filter(|one| one.state != RecipientState::Signed);
        open.filter(|one| one.turn < turn)
            .min_by_key(|one| one.turn)
            .map(|one| one.name())
    }

    /// Tells everybody of the present group that it is their turn.
    pub fn notify_turn(&mut self, moment: &Moment<'_>) {
        let Some(turn) = self.current_turn() else {
            return;
        };
        let group: Vec<String> = self
            .recipients
            .iter()
            .filter(|one| one.turn == turn && one.state == RecipientState::Waiting)
            .map(|one| one.id.clone())
            .collect();
        for id in group {
            self.invite(&id, moment);
        }
    }

    /// Invites by mail, and by SMS too where a number is known; each way has a link of its own.
    fn invite(&mut self, id: &str, moment: &Moment<'_>) {
        let Ok(recipient) = self.recipient_mut(id) else {
            return;
        };
        recipient.state = RecipientState::Notified;
        recipient.state_ms = moment.now_ms;
        let (turn, has_phone) = (recipient.turn, recipient.phone.is_some());
        let mail = Some((Channel::Email, Route::Mail));
        let sms = has_phone.then_some((Channel::Sms, Route::Sms));
        for (channel, route) in mail.into_iter().chain(sms) {
            let payload = Payload {
                turn,
                message: self.message.clone(),
                ..self.linked(id, route, moment)
            };
            self.tell(id, channel, NoticeKind::Invitation, payload);
        }
    }

    /// What a message with a link of its own says. The link's key is the sender's to share, with
    /// every carrier: the server has none.
    pub fn linked(&mut self, id: &str, route: Route, moment: &Moment<'_>) -> Payload {
        let link = self.mint(id, route, moment);
        Payload {
            link: Some(format!("{}{link}", moment.rules.public_url)),
            key_apart: true,
            documents: self.documents.iter().map(|one| one.name.clone()).collect(),
            ..self.payload()
        }
    }

    /// What every message says.
    pub fn payload(&self) -> Payload {
        Payload {
            sender: self.sender.clone(),
            organisation: self.organisation.clone(),
            title: self.title.clone(),
            fingerprint: self.fingerprint(),
            expires_at_ms: self.expires_ms,
            ..Payload::default()
        }
    }

    /// Adds a message to a recipient.
    pub fn tell(&mut self, id: &str, channel: Channel, kind: NoticeKind, payload: Payload) {
        let Ok(recipient) = self.recipient(id) else {
            return;
        };
        let to = match (channel, &recipient.phone) {
            (Channel::Sms, Some(phone)) => phone.clone(),
            _ => recipient.email.clone(),
        };
        let notice = Notice {
            channel,
            to,
            locale: recipient.locale,
            kind,
            envelope: self.id.clone(),
            recipient: Some(id.to_owned()),
            payload: Payload {
                name: recipient.name(),
                ..payload
            },
        };
        self.effects.notices.push(notice);
    }

    /// Adds a mail to the sender.
    pub fn tell_sender(&mut self, kind: NoticeKind, payload: Payload) {
        self.effects.notices.push(Notice {
            channel: Channel::Email,
            to: self.sender_email.clone(),
            locale: self.locale,
            kind,
            envelope: self.id.clone(),
            recipient: None,
            payload: Payload {
                name: self.sender.clone(),
                ..payload
            },
        });
    }
}

/// Which channel a method's code takes.
pub fn code_channel(method: Method) -> Channel {
    match method {
        Method::Sms => Channel::Sms,
        Method::Email => Channel::Email,
    }
}
