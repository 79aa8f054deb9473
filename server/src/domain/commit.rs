//! Commit: every part of the transcript against the server's own record, then a code for it alone.

use sign_core::protocol::consent;
use sign_core::protocol::derive;
use sign_core::protocol::transcript::{Transcript, document_commitment};
use sign_core::signature::oid;
use sign_core::wire::{Code, Commit, CommitDocument, Hash, Method};

use super::Moment;
use super::act::Caller;
use super::envelope::{Act, Commitment, Envelope, OneTimeCode, Recipient, Step};
use super::refusal::{Refusal, Result};
use super::turn::code_channel;
use crate::outbox::{CodeRef, NoticeKind, Payload};

/// DER before the two coordinates of a P-256 SubjectPublicKeyInfo (RFC 5480 §2).
const P256_HEAD: [u8; 27] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
];

impl Envelope {
    /// Checks the transcript, notes it, and has a code sent. A repeat changes nothing.
    pub fn commit(
        &mut self,
        caller: &Caller,
        request: &Commit,
        moment: &Moment<'_>,
    ) -> Result<Hash> {
        let act = self.held_act(caller, request.fence, moment.now_ms)?;
        self.check_transcript(act, &request.transcript)?;
        self.check_documents(&caller.recipient, request)?;
        let t0 = request.transcript.t0();
        if act
            .committed
            .as_ref()
            .is_some_and(|present| present.t0 == t0)
        {
            return Ok(t0);
        }
        if act.proven.is_some() {
            return Err(Refusal::because(
                Code::OutOfOrder,
                "another transcript was proven",
            ));
        }
        if moment.now_ms >= act.code_expires_ms {
            return Err(Code::CodeExpired.into());
        }
        self.expect_quota(&caller.recipient, moment)?;
        self.keep_commitment(request, t0, moment)?;
        self.send_code(&caller.recipient, t0, moment)?;
        Ok(t0)
    }

    fn expect_quota(&self, recipient: &str, moment: &Moment<'_>) -> Result<()> {
        let free_ms = self.quota_at_ms(recipient, moment);
        if moment.now_ms < free_ms {
            return Err(Refusal::from(Code::CodeThrottled).retry_at(free_ms));
        }
        Ok(())
    }

    fn check_transcript(&self, act: &Act, told: &Transcript) -> Result<()> {
        let recipient = self.recipient(&act.recipient)?;
        let same = told.version == 1
            && told.tenant == self.org
            && told.envelope == self.id
            && told.recipient == recipient.id
            && told.method_oid == method_oid(recipient.method)
            && told.channel == act.channel
            && told.contact == recipient.contact()
            && told.begin_ms == act.begin_ms
            && told.ta.is_none();
        if !same {
            return Err(Refusal::because(
                Code::Mismatch,
                "the transcript is not of this act",
            ));
        }
        if told.nonce != act.nonce || told.code_expires_ms != act.code_expires_ms {
            return Err(Refusal::because(
                Code::Mismatch,
                "the transcript is of an older nonce",
            ));
        }
        check_consents(told)?;
        check_key(&told.key.0)
    }

    fn check_documents(&self, recipient: &str, request: &Commit) -> Result<()> {
        let due: Vec<&str> = self
            .documents
            .iter()
            .filter(|one| one.signature_fields(recipient).next().is_some())
            .map(|one| one.id.as_str())
            .collect();
        let told: Vec<&str> = request
            .documents
            .iter()
            .map(|one| one.id.as_str())
            .collect();
        if due != told || request.transcript.documents.len() != told.len() {
            let why = "every document the recipient signs, in order";
            return Err(Refusal::because(Code::Mismatch, why));
        }
        let pairs = request.documents.iter().zip(&request.transcript.documents);
        pairs
            .into_iter()
            .try_for_each(|(one, told)| self.check_opening(recipient, one, told))
    }

    fn check_opening(&self, recipient: &str, one: &CommitDocument, told: &Hash) -> Result<()> {
        let document = self.document(&one.id)?;
        if document.head()?.sha256 != one.previous {
            return Err(Code::HeadMoved.into());
        }
        let field = document
            .signature_fields(recipient)
            .any(|name| name == one.field);
        let opened = document_commitment(&one.s, &one.id, &one.previous, &one.digest, &one.field);
        if !field || opened != *told {
            let why = "a document's commitment does not open";
            return Err(Refusal::because(Code::Mismatch, why));
        }
        Ok(())
    }

    fn keep_commitment(&mut self, request: &Commit, t0: Hash, moment: &Moment<'_>) -> Result<()> {
        let act = self.act.as_mut().ok_or(Code::OutOfOrder)?;
        act.step = Step::Committed;
        act.committed = Some(Commitment {
            t0,
            transcript: request.transcript.der(),
            documents: request.documents.iter().map(Into::into).collect(),
            code: moment.id(),
        });
        Ok(())
    }

    fn send_code(&mut self, recipient: &str, t0: Hash, moment: &Moment<'_>) -> Result<()> {
        let act = self.act.as_ref().ok_or(Code::OutOfOrder)?;
        let id = act.committed.as_ref().ok_or(Code::OutOfOrder)?.code.clone();
        let expires_ms = act.code_expires_ms;
        self.codes.push(OneTimeCode {
            id: id.clone(),
            recipient: recipient.to_owned(),
            t0,
            sent_ms: moment.now_ms,
            expires_ms,
            tries: 0,
        });
        let digits = moment.rules.code_digits;
        let code = CodeRef {
            id,
            t0,
            digits,
            expires_ms,
        };
        let documents = self.documents.iter().map(|one| one.name.clone()).collect();
        let payload = Payload {
            code: Some(code),
            documents,
            ..self.payload()
        };
        let channel = code_channel(self.recipient(recipient)?.method);
        self.tell(recipient, channel, NoticeKind::Code, payload);
        self.record("code_sent", Some(recipient), moment.now_ms, &[&t0.0]);
        Ok(())
    }
}

impl Recipient {
    /// Keyed commitment of where the code goes.
    pub fn contact(&self) -> Hash {
        let kind = match self.method {
            Method::Sms => "sms",
            Method::Email => "mail",
        };
        derive::contact(&self.contact_key.0, kind, self.code_contact())
    }
}

/// Returns the policy of a method, dotted.
pub fn method_oid(method: Method) -> String {
    match method {
        Method::Sms => oid::METHOD_SMS.to_string(),
        Method::Email => oid::METHOD_EMAIL.to_string(),
    }
}

/// Accepts the one form of an uncompressed P-256 key; `prove` shows that it is a point and held.
fn check_key(spki: &[u8]) -> Result<()> {
    if spki.len() == P256_HEAD.len() + 64 && spki.starts_with(&P256_HEAD) {
        return Ok(());
    }
    Err(Refusal::because(
        Code::Invalid,
        "the key is no P-256 public key",
    ))
}

/// Accepts the sentences this version asks for, all of one language.
fn check_consents(told: &Transcript) -> Result<()> {
    let asked = |locale| told.consents == consent::asked(locale);
    if asked(consent::Locale::Fr) || asked(consent::Locale::En) {
        return Ok(());
    }
    if !told.consents.is_empty() && told.consents.iter().all(consent::is_known) {
        return Err(Refusal::because(Code::Reload, "the sentences have changed"));
    }
    Err(Refusal::because(
        Code::Mismatch,
        "an agreement's text is not known",
    ))
}
