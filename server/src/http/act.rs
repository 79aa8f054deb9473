//! The signer's last steps: prove, and sign.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use sign_core::bytes::hash::sha256;
use sign_core::digest::finish_file;
use sign_core::protocol::derive::possession_message;
use sign_core::protocol::transcript::Transcript;
use sign_core::signature::{cms, key};
use sign_core::wire::{B64, Code, Hash, Prove, Proven, SignDocument, SignRequest};

use super::body::Told;
use super::envelopes::{digest, mismatch};
use super::error::{Answer, Failure};
use super::session::Signer;
use super::state::AppState;
use crate::clock::draw;
use crate::domain::Moment;
use crate::domain::act::Caller;
use crate::domain::envelope::{DocumentCommitment, Envelope};
use crate::domain::prove::{Challenge, proof_holds};
use crate::domain::refusal::Refusal;
use crate::domain::sign::{SignTask, SignedPart};
use crate::keys::LeafFacts;

/// `POST /v1/sign/prove`
pub async fn prove(
    State(state): State<AppState>,
    signer: Signer,
    Told(told): Told<Prove>,
) -> Answer<Json<Proven>> {
    let caller = signer.caller.clone();
    let fence = told.fence;
    let step = move |envelope: &mut Envelope, moment: &Moment<'_>| {
        envelope.count_try(&caller, fence, moment)
    };
    let (challenge, envelope) = state.change(&signer.envelope, step).await?;
    let t0 = match challenge {
        Challenge::Proven { proof, leaf, fresh } => {
            if sha256(&told.proof.0) != proof {
                return Err(Code::CodeWrong.into());
            }
            if fresh {
                return Ok(Json(proven(&state, leaf)));
            }
            committed_t0(&envelope, &signer.caller, fence, &state)?
        }
        Challenge::Open {
            code,
            t0,
            nonce,
            tries_left,
        } => {
            let code = state.keys.code(&code, &t0, state.config.code_digits);
            if !proof_holds(&signer.caller.verifier, &code, &nonce, &t0, &told.proof) {
                return Err(wrong(&state, &signer, t0, tries_left).await?.into());
            }
            t0
        }
    };
    issue(&state, &signer, &envelope, &told, t0).await
}

fn committed_t0(
    envelope: &Envelope,
    caller: &Caller,
    fence: u64,
    state: &AppState,
) -> Answer<Hash> {
    let act = envelope.held_act(caller, fence, state.clock.now_ms())?;
    Ok(act.committed.as_ref().ok_or(Code::OutOfOrder)?.t0)
}

async fn wrong(state: &AppState, signer: &Signer, t0: Hash, tries_left: u8) -> Answer<Refusal> {
    let recipient = signer.caller.recipient.clone();
    let step = move |envelope: &mut Envelope, moment: &Moment<'_>| {
        envelope.code_wrong(&recipient, &t0, moment);
        Ok(())
    };
    state.change(&signer.envelope, step).await?;
    let code = if tries_left == 0 {
        Code::CodeLocked
    } else {
        Code::CodeWrong
    };
    Ok(Refusal::from(code).tries_left(tries_left))
}

async fn issue(
    state: &AppState,
    signer: &Signer,
    envelope: &Envelope,
    told: &Prove,
    t0: Hash,
) -> Answer<Json<Proven>> {
    let caller = signer.caller.clone();
    let now_ms = state.clock.now_ms();
    let request = envelope.leaf_request(&caller, told.fence, now_ms)?;
    let transcript = read(&request.transcript)?;
    key::verify(
        &transcript.key.0,
        &possession_message(&t0),
        &told.possession.0,
    )
    .map_err(|_| Failure::because(Code::Mismatch, "the key is not held"))?;
    let leaf = state.keys.issue_leaf(&LeafFacts {
        common_name: request.name,
        spki: transcript.key.0,
        transcript_der: request.transcript,
        method_oid: request.method_oid,
        begin_ms: transcript.begin_ms,
        now_ms,
        serial: draw(state.chance.as_ref()),
    })?;
    let (fence, proof) = (told.fence, sha256(&told.proof.0));
    let step = move |envelope: &mut Envelope, moment: &Moment<'_>| {
        envelope.prove(&caller, fence, &t0, &proof, leaf, moment)
    };
    let (leaf, _) = state.change(&signer.envelope, step).await?;
    Ok(Json(proven(state, leaf)))
}

fn proven(state: &AppState, leaf: Vec<u8>) -> Proven {
    let chain = state.keys.chain().into_iter().map(B64).collect();
    Proven {
        leaf: B64(leaf),
        chain,
    }
}

fn read(transcript: &[u8]) -> Answer<Transcript> {
    Transcript::from_der(transcript).map_err(|_| Code::Internal.into())
}

/// `POST /v1/sign/sign`
pub async fn sign(
    State(state): State<AppState>,
    signer: Signer,
    Told(told): Told<SignRequest>,
) -> Answer<Response> {
    let fence = told.fence;
    let envelope = state.envelope(&signer.envelope).await?;
    if let Some(before) = envelope.signed_before(&signer.caller.recipient, fence)? {
        return Ok(given(before));
    }
    let task = envelope.sign_task(&signer.caller, fence, state.clock.now_ms())?;
    let parts = finished(&state, &task, told.documents)?;
    let (caller, keys) = (signer.caller, state.keys.clone());
    let step = move |envelope: &mut Envelope, moment: &Moment<'_>| {
        let promise = |message: &[u8]| keys.receipt(message).ok();
        envelope.sign(&caller, fence, parts, &promise, moment)
    };
    let (result, _) = state.change(&signer.envelope, step).await?;
    Ok(given(result))
}

fn given(result: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], result).into_response()
}

fn finished(state: &AppState, task: &SignTask, told: Vec<SignDocument>) -> Answer<Vec<SignedPart>> {
    let due = task.documents.iter().map(|one| &one.id);
    if !due.eq(told.iter().map(|one| &one.id)) {
        return Err(Failure::because(
            Code::Mismatch,
            "the documents of the transcript, in order",
        ));
    }
    let key = read(&task.transcript)?.key.0;
    let due = task.documents.iter().zip(&task.sizes);
    due.zip(told)
        .map(|((due, size), told)| finish_one(state, task, &key, due, *size, told))
        .collect()
}

fn finish_one(
    state: &AppState,
    task: &SignTask,
    key: &[u8],
    due: &DocumentCommitment,
    head_size: u64,
    told: SignDocument,
) -> Answer<SignedPart> {
    let digest = digest(&told.gap)?;
    let gap_at = told.gap.before.blocks * 64 + told.gap.before.rest.0.len() as u64;
    if digest != due.digest || gap_at <= head_size {
        return Err(Failure::because(
            Code::Mismatch,
            "the update is not the one committed to",
        ));
    }
    let message = cms::signed_attributes(&digest, &task.leaf);
    key::verify(key, &message, &told.signature.0)
        .map_err(|_| Failure::because(Code::Mismatch, "the signature does not verify"))?;
    let cms = state
        .keys
        .complete(&task.leaf, &digest, &told.signature.0)?;
    let (sha256, size) = finish_file(&told.gap, &cms).map_err(mismatch)?;
    Ok(SignedPart {
        id: told.id,
        cms,
        sha256,
        size,
        gap_at,
        gap: told.gap.gap,
    })
}
