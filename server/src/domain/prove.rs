//! Prove: a try is counted before the proof is compared, and a proven proof is known again.

use sign_core::protocol::derive;
use sign_core::wire::{Code, Hash, RecipientState};

use super::Moment;
use super::act::Caller;
use super::envelope::{Act, Envelope, OneTimeCode, Proof, Step};
use super::refusal::{Refusal, Result};

/// How long a leaf may sign (its PrivateKeyUsagePeriod), less a margin for the way.
pub const LEAF_MS: i64 = 14 * 60_000;

/// What a proof is compared with.
#[derive(Clone, Debug)]
pub enum Challenge {
    /// A try was counted.
    Open {
        code: String,
        t0: Hash,
        nonce: Hash,
        tries_left: u8,
    },
    /// The code was proven before.
    Proven {
        proof: Hash,
        leaf: Vec<u8>,
        fresh: bool,
    },
}

/// What a leaf is issued for.
#[derive(Clone, Debug)]
pub struct LeafRequest {
    pub name: String,
    pub method_oid: String,
    /// DER.
    pub transcript: Vec<u8>,
}

impl Envelope {
    /// Counts a try; to be committed before anything is compared.
    pub fn count_try(
        &mut self,
        caller: &Caller,
        fence: u64,
        moment: &Moment<'_>,
    ) -> Result<Challenge> {
        let act = self.held_act(caller, fence, moment.now_ms)?;
        if let Some(proof) = &act.proven {
            return Ok(Challenge::Proven {
                proof: proof.proof,
                leaf: proof.leaf.clone(),
                fresh: moment.now_ms < proof.leaf_ms + LEAF_MS,
            });
        }
        let nonce = act.nonce;
        let committed = act.committed.as_ref().ok_or(Code::OutOfOrder)?;
        let (code, t0) = (committed.code.clone(), committed.t0);
        let most = moment.rules.code_tries;
        let row = self.code_mut(&code)?;
        if moment.now_ms >= row.expires_ms {
            return Err(Code::CodeExpired.into());
        }
        if row.tries >= most {
            return Err(Refusal::from(Code::CodeLocked).tries_left(0));
        }
        row.tries += 1;
        let tries_left = most - row.tries;
        Ok(Challenge::Open {
            code,
            t0,
            nonce,
            tries_left,
        })
    }

    /// Notes a wrong code.
    pub fn code_wrong(&mut self, recipient: &str, t0: &Hash, moment: &Moment<'_>) {
        self.record("code_wrong", Some(recipient), moment.now_ms, &[&t0.0]);
    }

    /// Returns what the leaf of the present act says.
    pub fn leaf_request(&self, caller: &Caller, fence: u64, now_ms: i64) -> Result<LeafRequest> {
        let act = self.held_act(caller, fence, now_ms)?;
        let committed = act.committed.as_ref().ok_or(Code::OutOfOrder)?;
        let recipient = self.recipient(&caller.recipient)?;
        Ok(LeafRequest {
            name: recipient.name(),
            method_oid: super::commit::method_oid(recipient.method),
            transcript: committed.transcript.clone(),
        })
    }

    /// Keeps the leaf of a proven code. If another request was first, its leaf stands.
    pub fn prove(
        &mut self,
        caller: &Caller,
        fence: u64,
        t0: &Hash,
        proof: &Hash,
        leaf: Vec<u8>,
        moment: &Moment<'_>,
    ) -> Result<Vec<u8>> {
        let now_ms = moment.now_ms;
        let cap_ms = moment.rules.lease_cap_ms;
        let act = self.held_act_mut(caller, fence, now_ms)?;
        if act
            .committed
            .as_ref()
            .is_none_or(|committed| committed.t0 != *t0)
        {
            return Err(Refusal::because(
                Code::CodeExpired,
                "a newer code was asked for",
            ));
        }
        let first = act.proven.is_none();
        if let Some(present) = act
            .proven
            .as_ref()
            .filter(|one| now_ms < one.leaf_ms + LEAF_MS)
        {
            return Ok(present.leaf.clone());
        }
        act.proven = Some(Proof {
            proof: *proof,
            leaf: leaf.clone(),
            leaf_ms: now_ms,
        });
        if first {
            act.step = Step::Proven;
            act.lease_until_ms = now_ms + cap_ms;
            self.reach(&caller.recipient, RecipientState::Verified, now_ms)?;
        }
        let leaf_hash = sign_core::bytes::hash::sha256(&leaf);
        self.record(
            "proven",
            Some(&caller.recipient),
            now_ms,
            &[&t0.0, &leaf_hash.0],
        );
        Ok(leaf)
    }

    fn code_mut(&mut self, id: &str) -> Result<&mut OneTimeCode> {
        let found = self.codes.iter_mut().find(|code| code.id == id);
        found.ok_or_else(|| Code::OutOfOrder.into())
    }
}

impl Act {
    /// Tries that are left for the present code.
    pub fn tries_left(&self, codes: &[OneTimeCode], most: u8) -> u8 {
        let present = self.committed.as_ref().map(|one| one.code.as_str());
        let row = codes.iter().find(|code| Some(code.id.as_str()) == present);
        row.map_or(0, |row| most.saturating_sub(row.tries))
    }
}

/// Compares a proof with what link and code give, in constant time.
pub fn proof_holds(verifier: &Hash, code: &str, nonce: &Hash, t0: &Hash, told: &Hash) -> bool {
    derive::same(&derive::proof(&verifier.0, code, nonce, t0), told)
}
