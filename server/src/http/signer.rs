//! The signer's steps up to the code: open, begin, renew, commit.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use sign_core::wire::{Begun, Commit, Committed, Decline, Fence, Renonced, SignerView};

use super::body::Told;
use super::error::Answer;
use super::session::Signer;
use super::state::AppState;
use super::views;
use crate::domain::Moment;
use crate::domain::commit::method_oid;
use crate::domain::envelope::{Act, Envelope};

/// `GET /v1/sign`
pub async fn view(State(state): State<AppState>, signer: Signer) -> Answer<Json<SignerView>> {
    let envelope = state.envelope(&signer.envelope).await?;
    seen(&state, &envelope, &signer.caller.recipient)
}

/// `POST /v1/sign/open`
pub async fn open(State(state): State<AppState>, signer: Signer) -> Answer<Json<SignerView>> {
    let recipient = signer.caller.recipient.clone();
    let step =
        move |envelope: &mut Envelope, moment: &Moment<'_>| envelope.open(&recipient, moment);
    let ((), envelope) = state.change(&signer.envelope, step).await?;
    seen(&state, &envelope, &signer.caller.recipient)
}

fn seen(state: &AppState, envelope: &Envelope, recipient: &str) -> Answer<Json<SignerView>> {
    let now_ms = state.clock.now_ms();
    Ok(Json(views::signer(
        envelope,
        recipient,
        &state.config,
        now_ms,
    )?))
}

/// `POST /v1/sign/begin`
pub async fn begin(State(state): State<AppState>, signer: Signer) -> Answer<Json<Begun>> {
    let caller = signer.caller;
    let step = move |envelope: &mut Envelope, moment: &Moment<'_>| {
        envelope.begin(&caller, moment)?;
        let act = envelope.act.clone();
        Ok(act.expect("a turn that was taken has its act"))
    };
    let (act, envelope) = state.change(&signer.envelope, step).await?;
    begun(&state, &envelope, &act)
}

fn begun(state: &AppState, envelope: &Envelope, act: &Act) -> Answer<Json<Begun>> {
    let recipient = envelope.recipient(&act.recipient)?;
    Ok(Json(Begun {
        fence: act.fence,
        lease_until_ms: act.lease_until_ms,
        time_ms: act.begin_ms,
        nonce: act.nonce,
        code_expires_ms: act.code_expires_ms,
        tenant: envelope.org.clone(),
        method_oid: method_oid(recipient.method),
        channel: act.channel.clone(),
        contact: recipient.contact(),
        reserve: state.keys.reserve_act(0),
        heads: views::heads(envelope)?,
    }))
}

/// `POST /v1/sign/lease`: input renews the lease. Answers with the new end.
pub async fn lease(
    State(state): State<AppState>,
    signer: Signer,
    Told(told): Told<Fence>,
) -> Answer<Json<SignerView>> {
    let caller = signer.caller.clone();
    let step = move |envelope: &mut Envelope, moment: &Moment<'_>| {
        envelope.renew(&caller, told.fence, moment)
    };
    let (_, envelope) = state.change(&signer.envelope, step).await?;
    seen(&state, &envelope, &signer.caller.recipient)
}

/// `POST /v1/sign/renonce`
pub async fn renonce(
    State(state): State<AppState>,
    signer: Signer,
    Told(told): Told<Fence>,
) -> Answer<Json<Renonced>> {
    let caller = signer.caller;
    let step = move |envelope: &mut Envelope, moment: &Moment<'_>| {
        envelope.renonce(&caller, told.fence, moment)?;
        let act = envelope.held_act(&caller, told.fence, moment.now_ms)?;
        Ok(Renonced {
            nonce: act.nonce,
            code_expires_ms: act.code_expires_ms,
        })
    };
    let (renonced, _) = state.change(&signer.envelope, step).await?;
    Ok(Json(renonced))
}

/// `POST /v1/sign/commit`
pub async fn commit(
    State(state): State<AppState>,
    signer: Signer,
    Told(told): Told<Commit>,
) -> Answer<Json<Committed>> {
    state.keys.probe_tsa()?;
    let caller = signer.caller;
    let step = move |envelope: &mut Envelope, moment: &Moment<'_>| {
        let t0 = envelope.commit(&caller, &told, moment)?;
        let act = envelope.held_act(&caller, told.fence, moment.now_ms)?;
        Ok(Committed {
            t0,
            code_to: views::code_to(envelope.recipient(&caller.recipient)?),
            code_expires_ms: act.code_expires_ms,
            tries_left: act.tries_left(&envelope.codes, moment.rules.code_tries),
            resend_at_ms: envelope.resend_at_ms(&caller.recipient, moment),
        })
    };
    let (committed, _) = state.change(&signer.envelope, step).await?;
    Ok(Json(committed))
}

/// `POST /v1/sign/decline`
pub async fn decline(
    State(state): State<AppState>,
    signer: Signer,
    Told(told): Told<Decline>,
) -> Answer<Json<SignerView>> {
    let recipient = signer.caller.recipient.clone();
    let step = move |envelope: &mut Envelope, moment: &Moment<'_>| {
        envelope.decline(&recipient, told.reason, moment)
    };
    let ((), envelope) = state.change(&signer.envelope, step).await?;
    seen(&state, &envelope, &signer.caller.recipient)
}

/// `POST /v1/sign/finish`: the browser verified its result and kept it.
pub async fn finish(
    State(state): State<AppState>,
    signer: Signer,
    Told(told): Told<Fence>,
) -> Answer<StatusCode> {
    let recipient = signer.caller.recipient;
    let step = move |envelope: &mut Envelope, moment: &Moment<'_>| {
        envelope.finish(&recipient, told.fence, moment)
    };
    state.change(&signer.envelope, step).await?;
    Ok(StatusCode::NO_CONTENT)
}
