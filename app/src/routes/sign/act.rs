//! An act begins: the turn is taken and every document prepared (PROTOCOL §4).

use leptos::prelude::*;
use sign_core::protocol::consent;
use sign_core::protocol::transcript::{Transcript, document_commitment};
use sign_core::wire::{B64, Begun, Hash, SignerView};

use super::consents;
use super::hurdle::Hurdle;
use super::state::Signing;
use crate::browser::crypto::{self, Key};
use crate::browser::docworker::{self, Beside, Octets};
use crate::browser::{clock, http, store};
use crate::i18n::sign;
use crate::steps::sign::{Act, ActDocument, Draft, Move, signature};
use crate::worker::message::{ActPlan, Answer, Ask, Failure, Handle, Prepared};

pub(super) type Went<T> = Result<T, Hurdle>;

/// Takes the turn and prepares every document on its newest version; the pages show the result.
pub async fn begin(signing: Signing) -> Went<()> {
    let begun: Begun = http::post_nothing("/v1/sign/begin", Some(&signing.bearer())).await?;
    let moved = signing.papers.with_untracked(|papers| {
        begun.heads.iter().any(|head| {
            papers
                .get(&head.document)
                .is_none_or(|paper| paper.sha256 != head.sha256)
        })
    });
    if moved {
        signing.refresh().await?;
        signing.open_all().await?;
    }
    let key = Key::make().await.map_err(|_| Hurdle::Device)?;
    if !store::put_key(&signing.place("act/key"), &key).await {
        return Err(Hurdle::Device);
    }
    let spki = key.spki().await.map_err(|_| Hurdle::Device)?;
    let documents = prepare_all(signing, &begun, &spki).await?;
    let transcript = Some(transcript(signing, &begun, &spki, &documents));
    let act = Act {
        begun,
        documents,
        transcript,
        asked: false,
        committed: None,
        proof: None,
        proven: None,
        signed: None,
    };
    signing.change.update(|change| *change += 1);
    signing
        .draft
        .update(|draft| draft.act = Some(Box::new(act)));
    Ok(())
}

async fn prepare_all(signing: Signing, begun: &Begun, spki: &[u8]) -> Went<Vec<ActDocument>> {
    let (view, draft) = (signing.view.get_untracked(), signing.draft.get_untracked());
    let mine = view.documents.iter().filter_map(|document| {
        signature(document, &view.recipient).map(|field| (document.id.clone(), field.name.clone()))
    });
    let blank: Vec<ActDocument> = mine.map(|(id, field)| blank(id, field)).collect();
    let length = transcript(signing, begun, spki, &blank).der().len();
    let reserve = begun.reserve + u32::try_from(length).unwrap_or(u32::MAX);
    let mut ready = Vec::new();
    for document in blank {
        let act = plan(&view, &draft, begun, &document, reserve);
        let handle = handle(signing, &document.id)?;
        let ask = Ask::PrepareAct {
            handle,
            act: Box::new(act),
        };
        let reply = docworker::ask(ask, beside(&draft)).await?;
        let prepared = prepared(reply.answer)?;
        keep_update(signing, handle, &document.id).await?;
        ready.push(ActDocument {
            prepared,
            ..document
        });
    }
    Ok(ready)
}

fn blank(id: String, field: String) -> ActDocument {
    let prepared = Prepared {
        previous: Hash::default(),
        digest: Hash::default(),
        proof: sign_core::wire::GapProof {
            before: sign_core::wire::HashState {
                words: Hash::default(),
                blocks: 0,
                rest: B64::default(),
            },
            gap: 0,
            after: B64::default(),
        },
        gap_at: 0,
        gap: 0,
    };
    ActDocument {
        id,
        field,
        s: crypto::random(),
        prepared,
    }
}

fn plan(
    view: &SignerView,
    draft: &Draft,
    begun: &Begun,
    document: &ActDocument,
    reserve: u32,
) -> ActPlan {
    let values = draft.values.get(&document.id).cloned().unwrap_or_default();
    let offset_minutes = clock::offset_minutes(begun.time_ms);
    ActPlan {
        document: document.id.clone(),
        field: document.field.clone(),
        name: [view.first_name.as_str(), view.last_name.as_str()].join(" "),
        values: values.into_iter().collect(),
        mark: draft.mark(),
        lines: sign::printed(
            view.locale,
            begun.time_ms,
            offset_minutes,
            &view.fingerprint,
        ),
        time_ms: begun.time_ms,
        offset_minutes,
        locale: view.locale,
        s: document.s,
        reserve,
    }
}

/// What rides beside the question: the picture, where the signature is one.
fn beside(draft: &Draft) -> Vec<Beside> {
    let picture = draft.uploaded().map(|picture| picture.pam());
    let octets = picture.map(|pam| Beside::Octets(Octets::copied(&pam)));
    octets.into_iter().collect()
}

async fn keep_update(signing: Signing, handle: Handle, document: &str) -> Went<()> {
    let reply = docworker::ask(Ask::Update(handle), vec![]).await?;
    let octets = reply.octets().ok_or(Hurdle::Device)?;
    let place = signing.place(&["act/update/", document].concat());
    if store::put_octets(&place, &octets).await {
        Ok(())
    } else {
        Err(Hurdle::Device)
    }
}

/// Puts the prepared updates back after a reload; an act whose parts are gone is left behind.
pub async fn resume(signing: Signing) -> Went<()> {
    let Some(act) = signing.draft.with_untracked(|draft| draft.act.clone()) else {
        signing.go(Move::TurnLost);
        return Ok(());
    };
    for document in &act.documents {
        let place = signing.place(&["act/update/", &document.id].concat());
        let Some(update) = store::get_octets(&place).await else {
            signing.go(Move::TurnLost);
            return Err(Hurdle::Device);
        };
        let ask = Ask::Resume {
            handle: handle(signing, &document.id)?,
            gap_at: document.prepared.gap_at,
            gap: document.prepared.gap,
        };
        let reply = docworker::ask(ask, vec![Beside::Octets(update)]).await?;
        if prepared(reply.answer)?.digest != document.prepared.digest {
            return Err(Failure::plain("chain_broken").into());
        }
    }
    signing.change.update(|change| *change += 1);
    Ok(())
}

fn transcript(
    signing: Signing,
    begun: &Begun,
    spki: &[u8],
    documents: &[ActDocument],
) -> Transcript {
    let view = signing.view.get_untracked();
    let locale = signing
        .draft
        .with_untracked(|draft| draft.agreed)
        .unwrap_or(view.locale);
    let commitments = documents.iter().map(|document| {
        let ActDocument {
            id,
            s,
            field,
            prepared,
        } = document;
        document_commitment(s, id, &prepared.previous, &prepared.digest, field)
    });
    Transcript {
        version: 1,
        tenant: begun.tenant.clone(),
        envelope: view.envelope.clone(),
        recipient: view.recipient.clone(),
        method_oid: begun.method_oid.clone(),
        channel: begun.channel.clone(),
        contact: begun.contact,
        consents: consent::asked(locale),
        key: B64(spki.to_vec()),
        client: consents::build(),
        nonce: begun.nonce,
        code_expires_ms: begun.code_expires_ms,
        begin_ms: begun.time_ms,
        ta: None,
        documents: commitments.collect(),
    }
}

pub(super) fn change(signing: Signing, edit: impl FnOnce(&mut Act)) {
    signing.draft.update(|draft| {
        if let Some(act) = &mut draft.act {
            edit(act);
        }
    });
}

pub(super) fn act(signing: Signing) -> Went<Box<Act>> {
    signing
        .draft
        .with_untracked(|draft| draft.act.clone())
        .ok_or(Hurdle::Device)
}

pub(super) async fn key(signing: Signing) -> Went<Key> {
    store::get_key(&signing.place("act/key"))
        .await
        .ok_or(Hurdle::Device)
}

pub(super) fn handle(signing: Signing, document: &str) -> Went<Handle> {
    let found = signing
        .papers
        .with_untracked(|papers| papers.get(document).map(|one| one.handle));
    found.ok_or_else(|| Failure::plain("no_document").into())
}

fn prepared(answer: Answer) -> Went<Prepared> {
    match answer {
        Answer::Prepared(prepared) => Ok(prepared),
        _ => Err(Hurdle::Device),
    }
}
