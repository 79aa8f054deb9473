//! DSS and seal, for whoever holds the files once all have signed (PROTOCOL §5).

use axum::Json;
use axum::extract::{Path, State};
use sign_core::signature::dss::Evidence;
use sign_core::signature::seal;
use sign_core::wire::{Code, Hash, Locale, Seal, SealDocument, Sealed};

use super::body::Told;
use super::envelopes::{mismatch, own as own_envelope};
use super::error::{Answer, Failure};
use super::session::{Sender, Signer};
use super::state::AppState;
use crate::domain::Moment;
use crate::domain::envelope::Envelope;
use crate::domain::seal::SealedPart;

/// `POST /v1/envelopes/{id}/seal`
pub async fn own(
    State(state): State<AppState>,
    Sender(user): Sender,
    Path(id): Path<String>,
    Told(told): Told<Seal>,
) -> Answer<Json<Sealed>> {
    let envelope = own_envelope(&state, &user.org, &id).await?;
    sealed(&state, &envelope, told).await.map(Json)
}

/// `POST /v1/sign/seal`
pub async fn signer(
    State(state): State<AppState>,
    signer: Signer,
    Told(told): Told<Seal>,
) -> Answer<Json<Sealed>> {
    let envelope = state.envelope(&signer.envelope).await?;
    sealed(&state, &envelope, told).await.map(Json)
}

async fn sealed(state: &AppState, envelope: &Envelope, told: Seal) -> Answer<Sealed> {
    if let Some(before) = envelope.sealed_before() {
        return Ok(before);
    }
    envelope.expect_sealing()?;
    let due = envelope.documents.iter().map(|one| one.id.as_str());
    if !due.eq(told.documents.iter().map(|one| one.id.as_str())) {
        return Err(Failure::because(Code::Mismatch, "every document, in order"));
    }
    let now_ms = state.clock.now_ms();
    let evidence = state.keys.evidence(now_ms)?;
    let parts: Answer<Vec<SealedPart>> = told
        .documents
        .iter()
        .map(|one| seal_one(state, envelope, one, &evidence, now_ms))
        .collect();
    let parts = parts?;
    let step = move |envelope: &mut Envelope, moment: &Moment<'_>| envelope.seal(parts, moment);
    Ok(state.change(&envelope.id, step).await?.0)
}

fn seal_one(
    state: &AppState,
    envelope: &Envelope,
    told: &SealDocument,
    evidence: &Evidence,
    now_ms: i64,
) -> Answer<SealedPart> {
    let document = envelope.document(&told.id)?;
    let head = document.head()?;
    if (told.sha256, told.size) != (head.sha256, head.size) {
        return Err(Code::HeadMoved.into());
    }
    let launch = document
        .revisions
        .first()
        .map_or(Hash::default(), |first| first.sha256);
    let facts = seal::Seal {
        plan: document.seal.ok_or(Code::Internal)?,
        evidence: evidence.clone(),
        name: envelope.organisation.clone(),
        reason: reason(envelope),
        time_ms: now_ms / 1000 * 1000,
        reserve: state.keys.reserve_seal(),
    };
    let draft = seal::draft(told, &facts).map_err(mismatch)?;
    let cms = state.keys.seal(&draft.digest(), &envelope.id, &launch)?;
    let sealed = draft.finish(&cms).map_err(mismatch)?;
    let seal::SealedTail { tail, sha256, size } = sealed;
    Ok(SealedPart {
        id: told.id.clone(),
        tail,
        sha256,
        size,
    })
}

/// The seal's policy in words (PROTOCOL §2).
fn reason(envelope: &Envelope) -> String {
    let id = &envelope.id;
    match envelope.locale {
        Locale::Fr => format!(
            "Atteste la transaction {id} et que ce fichier prolonge la version enregistrée, sans lecture du document"
        ),
        Locale::En => format!(
            "Attests transaction {id} and that this file continues the registered version; the document was not read"
        ),
    }
}
