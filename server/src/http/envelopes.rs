//! The sender's envelopes: draft, certify, launch, follow, cancel.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use sign_core::digest::{finish_digest, finish_file};
use sign_core::wire::{
    B64, Cancel, Certified, CertifiedDocument, Certify, CertifyDocument, Code, EnvelopeCreated,
    EnvelopeDetail, EnvelopeList, EnvelopeState, GapProof, Hash, Launch, Launched, NewEnvelope,
    RecipientLink,
};

use super::body::Told;
use super::error::{Answer, Failure};
use super::session::Sender;
use super::state::AppState;
use super::views;
use crate::domain::Moment;
use crate::domain::draft::{self, draft};
use crate::domain::envelope::{Envelope, Version};
use crate::domain::refusal::{self, Refusal};
use crate::store;

/// Rows of a page of the list.
const PAGE: u32 = 50;

/// Longest gap, in characters: more than any CMS of ours needs, little enough to hold in memory.
const GAP: u32 = 128 * 1024;

/// Query of `GET /v1/envelopes`.
#[derive(Debug, Default, Deserialize)]
pub struct Filter {
    state: Option<EnvelopeState>,
    q: Option<String>,
    after: Option<String>,
    limit: Option<u32>,
}

/// `POST /v1/envelopes`
pub async fn create(
    State(state): State<AppState>,
    Sender(user): Sender,
    Told(told): Told<NewEnvelope>,
) -> Answer<(StatusCode, Json<EnvelopeCreated>)> {
    let sender = draft::Sender {
        org: user.org,
        organisation: user.organisation.clone(),
        name: user.name,
        email: user.email,
    };
    let moment = state.moment();
    let envelope = draft(&sender, told, &moment)?;
    let now_ms = moment.now_ms / 1000 * 1000;
    state.store.create(&envelope).await?;
    let created = EnvelopeCreated {
        id: envelope.id,
        documents: envelope.documents.into_iter().map(|one| one.id).collect(),
        recipients: envelope.recipients.into_iter().map(|one| one.id).collect(),
        now_ms,
        organisation: user.organisation,
        reserve: state.keys.reserve_certification(),
        renew: state.config.renew_timestamps,
    };
    Ok((StatusCode::CREATED, Json(created)))
}

/// `GET /v1/envelopes`
pub async fn list(
    State(state): State<AppState>,
    Sender(user): Sender,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Answer<Json<EnvelopeList>> {
    let Query(filter) = filter.map_err(|_| Code::Malformed)?;
    let limit = filter.limit.unwrap_or(PAGE).clamp(1, 200);
    let after = filter.after.as_deref().map(read_cursor).transpose()?;
    let query = store::Query {
        org: user.org,
        state: filter.state,
        title: filter.q.filter(|text| !text.trim().is_empty()),
        after,
        limit: limit + 1,
    };
    let mut envelopes = state.store.envelopes(&query).await?;
    let page = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = envelopes.len() > page;
    envelopes.truncate(page);
    let last = envelopes.last().filter(|_| more);
    let next = last.map(|last| B64(format!("{} {}", last.created_at_ms, last.id).into()).encode());
    Ok(Json(EnvelopeList { envelopes, next }))
}

fn read_cursor(text: &str) -> Answer<(i64, String)> {
    let read = || {
        let text = String::from_utf8(B64::decode(text)?.0).ok()?;
        let (at_ms, id) = text.split_once(' ')?;
        Some((at_ms.parse().ok()?, id.to_owned()))
    };
    read().ok_or_else(|| Code::Malformed.into())
}

/// `GET /v1/envelopes/{id}`
pub async fn detail(
    State(state): State<AppState>,
    Sender(user): Sender,
    Path(id): Path<String>,
) -> Answer<Json<EnvelopeDetail>> {
    let envelope = own(&state, &user.org, &id).await?;
    view(&state, &envelope).await.map(Json)
}

async fn view(state: &AppState, envelope: &Envelope) -> Answer<EnvelopeDetail> {
    let events = state.store.events(&envelope.id).await?;
    let messages = state.store.messages(&envelope.id).await?;
    Ok(views::detail(
        envelope,
        events,
        &messages,
        state.clock.now_ms(),
    ))
}

/// `DELETE /v1/envelopes/{id}`: a draft only.
pub async fn delete(
    State(state): State<AppState>,
    Sender(user): Sender,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    let envelope = own(&state, &user.org, &id).await?;
    envelope.expect_state(EnvelopeState::Draft)?;
    if !state.store.delete_draft(&id).await? {
        return Err(Code::Frozen.into());
    }
    for file in envelope.documents.iter().flat_map(|one| &one.blobs) {
        state.blobs.remove(&file.file).await;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /v1/envelopes/{id}/certify`
pub async fn certify(
    State(state): State<AppState>,
    Sender(user): Sender,
    Path(id): Path<String>,
    Told(told): Told<Certify>,
) -> Answer<Json<Certified>> {
    let envelope = own(&state, &user.org, &id).await?;
    let due = envelope.documents.iter().filter(|one| !one.signed);
    let due = due.map(|one| one.id.as_str());
    if !due.eq(told.documents.iter().map(|one| one.id.as_str())) {
        let why = "every document that was not signed before, in order";
        return Err(Failure::because(Code::Mismatch, why));
    }
    let mut made = Vec::with_capacity(told.documents.len());
    for one in &told.documents {
        made.push((one.id.clone(), certification(&state, &envelope, one)?));
    }
    let step = move |envelope: &mut Envelope, _: &Moment<'_>| envelope.certify(made);
    let (kept, _) = state.change(&id, step).await?;
    let documents = kept.into_iter().map(certified).collect();
    Ok(Json(Certified { documents }))
}

fn certification(
    state: &AppState,
    envelope: &Envelope,
    asked: &CertifyDocument,
) -> Answer<Version> {
    let digest = digest(&asked.gap)?;
    if let Some(version) = envelope.certified(&asked.id, &digest)? {
        return Ok(version);
    }
    let cms = state.keys.certify(&digest)?;
    let (sha256, size) = finish_file(&asked.gap, &cms).map_err(mismatch)?;
    Ok(Version {
        digest,
        cms,
        sha256,
        size,
    })
}

/// Finishes the digest around a gap that a CMS of ours can need.
pub fn digest(told: &GapProof) -> Answer<Hash> {
    if told.gap > GAP {
        let why = "the gap is larger than any signature";
        return Err(Failure::because(Code::Mismatch, why));
    }
    finish_digest(told).map_err(mismatch)
}

fn certified((id, version): (String, Version)) -> CertifiedDocument {
    CertifiedDocument {
        id,
        cms: B64(version.cms),
        sha256: version.sha256,
        size: version.size,
    }
}

/// Says which rule of the bytes next to a gap was broken.
pub fn mismatch(error: sign_core::Error) -> Failure {
    Failure::because(Code::Mismatch, error.kind.code())
}

/// `POST /v1/envelopes/{id}/launch`
pub async fn launch(
    State(state): State<AppState>,
    Sender(user): Sender,
    Path(id): Path<String>,
    Told(told): Told<Launch>,
) -> Answer<Json<Launched>> {
    let step = move |envelope: &mut Envelope, moment: &Moment<'_>| envelope.launch(told, moment);
    let (links, envelope) = change_own(&state, user.org, &id, step).await?;
    Ok(Json(Launched {
        links,
        expires_at_ms: envelope.expires_ms.ok_or(Code::Internal)?,
        fingerprint: envelope.fingerprint().ok_or(Code::Internal)?,
    }))
}

/// `POST /v1/envelopes/{id}/cancel`
pub async fn cancel(
    State(state): State<AppState>,
    Sender(user): Sender,
    Path(id): Path<String>,
    Told(told): Told<Cancel>,
) -> Answer<Json<EnvelopeDetail>> {
    let step =
        move |envelope: &mut Envelope, moment: &Moment<'_>| envelope.cancel(told.reason, moment);
    let ((), envelope) = change_own(&state, user.org, &id, step).await?;
    view(&state, &envelope).await.map(Json)
}

/// `POST /v1/envelopes/{id}/recipients/{rid}/link`
pub async fn link(
    State(state): State<AppState>,
    Sender(user): Sender,
    Path((id, recipient)): Path<(String, String)>,
) -> Answer<Json<RecipientLink>> {
    let step =
        move |envelope: &mut Envelope, moment: &Moment<'_>| envelope.share(&recipient, moment);
    let (link, _) = change_own(&state, user.org, &id, step).await?;
    Ok(Json(link))
}

/// Loads an envelope of the sender's organisation; others' do not exist.
pub async fn own(state: &AppState, org: &str, id: &str) -> Answer<Envelope> {
    let envelope = state.envelope(id).await?;
    if envelope.org == org {
        Ok(envelope)
    } else {
        Err(Failure::NotFound)
    }
}

/// Changes an envelope of the sender's organisation.
pub async fn change_own<T, F>(
    state: &AppState,
    org: String,
    id: &str,
    step: F,
) -> Answer<(T, Envelope)>
where
    T: Send + 'static,
    F: FnOnce(&mut Envelope, &Moment<'_>) -> refusal::Result<T> + Send + 'static,
{
    let guarded = move |envelope: &mut Envelope, moment: &Moment<'_>| {
        if envelope.org == org {
            step(envelope, moment)
        } else {
            Err(Refusal::from(Code::NotFound))
        }
    };
    state.change(id, guarded).await
}
