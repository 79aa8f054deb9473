//! Blobs over HTTP: the only large bodies, and only in the form of a sealed carrier.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use sign_core::protocol::carrier;
use sign_core::wire::{Code, EnvelopeState};

use super::body::Octets;
use super::envelopes::own;
use super::error::{Answer, Failure};
use super::session::{Sender, Signer};
use super::state::AppState;
use crate::domain::Moment;
use crate::domain::act::Caller;
use crate::domain::envelope::{Blob, Document, Envelope, Origin};
use crate::domain::refusal::{self, Refusal};

/// Which `begin` an upload belongs to.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct OfFence {
    fence: u64,
}

/// `PUT /v1/envelopes/{id}/documents/{doc}/blobs/{n}`: blob 0 of a draft.
pub async fn put_own(
    State(state): State<AppState>,
    Sender(user): Sender,
    Path((id, document, n)): Path<(String, String, u32)>,
    octets: Octets,
) -> Answer<StatusCode> {
    let check = move |envelope: &Envelope, document: &str| {
        envelope.expect_state(EnvelopeState::Draft)?;
        envelope.document(document).map(drop)?;
        if n == 0 {
            Ok(())
        } else {
            Err(Refusal::because(Code::Invalid, "a draft has blob 0"))
        }
    };
    check(&own(&state, &user.org, &id).await?, &document)?;
    let upload = Upload {
        envelope: id,
        document,
        n,
        fence: 0,
    };
    let check = move |envelope: &Envelope, document: &str, _| check(envelope, document);
    upload.keep(state, octets, check).await
}

/// `GET /v1/envelopes/{id}/documents/{doc}/blobs/{n}`
pub async fn get_own(
    State(state): State<AppState>,
    Sender(user): Sender,
    Path((id, document, n)): Path<(String, String, u32)>,
) -> Answer<Response> {
    let envelope = own(&state, &user.org, &id).await?;
    send(&state, envelope.document(&document)?, n).await
}

/// `PUT /v1/sign/documents/{doc}/blobs/{n}?fence=`: the prepared update of the present act.
pub async fn put(
    State(state): State<AppState>,
    signer: Signer,
    Path((document, n)): Path<(String, u32)>,
    fence: Result<Query<OfFence>, QueryRejection>,
    octets: Octets,
) -> Answer<StatusCode> {
    let Query(OfFence { fence }) = fence.map_err(|_| Code::Malformed)?;
    let Signer { envelope, caller } = signer;
    let check = move |envelope: &Envelope, document: &str, now_ms| {
        expect_next(envelope, &caller, fence, document, n, now_ms)
    };
    let present = state.envelope(&envelope).await?;
    check(&present, &document, state.clock.now_ms())?;
    let upload = Upload {
        envelope,
        document,
        n,
        fence,
    };
    upload.keep(state, octets, check).await
}

/// `GET /v1/sign/documents/{doc}/blobs/{n}`
pub async fn get(
    State(state): State<AppState>,
    signer: Signer,
    Path((document, n)): Path<(String, u32)>,
) -> Answer<Response> {
    let envelope = state.envelope(&signer.envelope).await?;
    send(&state, envelope.document(&document)?, n).await
}

fn expect_next(
    envelope: &Envelope,
    caller: &Caller,
    fence: u64,
    document: &str,
    n: u32,
    now_ms: i64,
) -> refusal::Result<()> {
    envelope.held_act(caller, fence, now_ms)?;
    let head = envelope.document(document)?.head()?.n;
    if n == head + 1 {
        Ok(())
    } else {
        Err(Code::HeadMoved.into())
    }
}

/// Where a blob belongs.
struct Upload {
    envelope: String,
    document: String,
    n: u32,
    fence: u64,
}

impl Upload {
    /// Keeps a blob, then says so, in a task of its own: a client that hangs up leaves no file
    /// behind that nothing names.
    async fn keep<F>(self, state: AppState, octets: Octets, check: F) -> Answer<StatusCode>
    where
        F: FnOnce(&Envelope, &str, i64) -> refusal::Result<()> + Send + 'static,
    {
        if !carrier::is_blob(&octets.0) {
            let why = "only sealed blobs are kept here";
            return Err(Failure::because(Code::Malformed, why));
        }
        let kept = tokio::spawn(self.settle(state, octets, check));
        kept.await.map_err(|_| Failure::from(Code::Internal))?
    }

    /// Puts the blob on the disk and its row into the store; removes the files that nothing names
    /// then: the older ones, or this one where it came too late.
    async fn settle<F>(self, state: AppState, octets: Octets, check: F) -> Answer<StatusCode>
    where
        F: FnOnce(&Envelope, &str, i64) -> refusal::Result<()> + Send + 'static,
    {
        let file = format!("{}-{}", self.document, state.moment().id());
        state.blobs.put(&file, octets.0).await?;
        drop(octets.1);
        let blob = Blob {
            n: self.n,
            fence: self.fence,
            file: file.clone(),
        };
        let document = self.document;
        let step = move |envelope: &mut Envelope, moment: &Moment<'_>| {
            check(envelope, &document, moment.now_ms)?;
            Ok(envelope.document_mut(&document)?.put_blob(blob))
        };
        let needless = match state.change(&self.envelope, step).await {
            Ok((old, _)) => old,
            Err(Failure::Store(error)) => return Err(Failure::Store(error)),
            Err(failure) => {
                state.blobs.remove(&file).await;
                return Err(failure);
            }
        };
        for old in needless {
            state.blobs.remove(&old).await;
        }
        Ok(StatusCode::NO_CONTENT)
    }
}

async fn send(state: &AppState, document: &Document, n: u32) -> Answer<Response> {
    let revision = document.revisions.iter().find(|one| one.n == n);
    let fence = match revision.map(|one| &one.origin) {
        Some(Origin::Signature { fence, .. }) => *fence,
        Some(Origin::Seal { .. }) => return Err(Failure::NotFound),
        Some(Origin::Launch) => 0,
        None if n == 0 => 0,
        None => return Err(Failure::NotFound),
    };
    let file = document.blob(n, fence).ok_or(Failure::NotFound)?;
    let body = state.blobs.open(file).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], body).into_response())
}
