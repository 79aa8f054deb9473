//! One act, request by request: begin, prepare, commit, prove, sign, finish, seal (PROTOCOL §4, §5).

use leptos::prelude::*;
use sign_core::protocol::transcript::{Transcript, document_commitment};
use sign_core::protocol::{consent, derive};
use sign_core::wire::{
    B64, Begun, Commit, CommitDocument, Committed, EnvelopeState, Fence, Hash, Prove, Proven,
    Renonced, Seal, Sealed, SignDocument, SignRequest, Signed, SignerView,
};

use super::state::{Hurdle, Signing};
use super::{consents, trust};
use crate::browser::crypto::{self, Key};
use crate::browser::docworker::{self, Beside};
use crate::browser::{clock, http, store};
use crate::i18n::sign;
use crate::steps::sign::{Act, ActDocument, Draft, Move, signature};
use crate::worker::message::{ActPlan, Answer, Ask, Failure, Handle, Prepared};

type Went<T> = Result<T, Hurdle>;

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
        committed: None,
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
        let reply = docworker::ask(
            Ask::PrepareAct {
                handle,
                act: Box::new(act),
            },
            vec![],
        )
        .await?;
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
        let update = store::get_octets(&place).await.ok_or(Hurdle::Device)?;
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

/// After a reload behind the signature: whatever the server has is rebuilt, so no copy is missing.
pub async fn recover(signing: Signing) -> Went<()> {
    signing.refresh().await?;
    signing.open_all().await?;
    let act = signing.draft.with_untracked(|draft| draft.act.clone());
    if let Some(act) = act {
        let fence = Fence {
            fence: act.begun.fence,
        };
        // A repeated "finished" says nothing new, and an ended turn no longer waits for it.
        drop(http::tell("POST", "/v1/sign/finish", Some(&signing.bearer()), &fence).await);
        signing.go(Move::Signed);
    }
    seal(signing).await
}

/// Commits to everything that was shown; the server sends a code for exactly that.
pub async fn commit(signing: Signing) -> Went<()> {
    let act = act(signing)?;
    let transcript = act.transcript.clone().ok_or(Hurdle::Device)?;
    let documents = act.documents.iter().map(|document| CommitDocument {
        id: document.id.clone(),
        s: document.s,
        previous: document.prepared.previous,
        digest: document.prepared.digest,
        field: document.field.clone(),
    });
    let t0 = transcript.t0();
    let body = Commit {
        fence: act.begun.fence,
        transcript,
        documents: documents.collect(),
    };
    let said: Committed = http::post("/v1/sign/commit", Some(&signing.bearer()), &body).await?;
    if said.t0 != t0 {
        return Err(Failure::plain("chain_broken").into());
    }
    change(signing, |act| act.committed = Some(said));
    Ok(())
}

/// Asks for another code: a new nonce, a new transcript; what is signed stays the same.
pub async fn resend(signing: Signing) -> Went<()> {
    let fence = Fence {
        fence: act(signing)?.begun.fence,
    };
    let new: Renonced = http::post("/v1/sign/renonce", Some(&signing.bearer()), &fence).await?;
    change(signing, |act| {
        act.begun.nonce = new.nonce;
        act.begun.code_expires_ms = new.code_expires_ms;
        if let Some(transcript) = &mut act.transcript {
            transcript.nonce = new.nonce;
            transcript.code_expires_ms = new.code_expires_ms;
        }
    });
    commit(signing).await
}

/// Proves that link, code and key are known; the server issues the one-shot certificate.
pub async fn prove(signing: Signing, code: String) -> Went<()> {
    let act = act(signing)?;
    let transcript = act.transcript.as_ref().ok_or(Hurdle::Device)?;
    let t0 = transcript.t0();
    let key = key(signing).await?;
    let possession = key.sign(&derive::possession_message(&t0)).await;
    let body = Prove {
        fence: act.begun.fence,
        proof: derive::proof(&signing.verifier(), &code, &transcript.nonce, &t0),
        possession: B64(possession.map_err(|_| Hurdle::Device)?),
    };
    let said = http::post("/v1/sign/prove", Some(&signing.bearer()), &body).await;
    let proven: Proven = said.inspect_err(|failure| count_down(signing, failure))?;
    change(signing, |act| act.proven = Some(proven));
    Ok(())
}

fn count_down(signing: Signing, failure: &http::Failure) {
    let http::Failure::Refused(problem) = failure else {
        return;
    };
    if let Some(left) = problem.tries_left {
        change(signing, |act| {
            if let Some(committed) = &mut act.committed {
                committed.tries_left = left;
            }
        });
    }
}

/// Uploads the prepared updates and signs all documents in one request.
pub async fn sign(signing: Signing) -> Went<()> {
    let act = act(signing)?;
    if act.signed.is_some() {
        return Ok(());
    }
    let leaf = act
        .proven
        .as_ref()
        .map(|proven| proven.leaf.clone())
        .ok_or(Hurdle::Device)?;
    let key = key(signing).await?;
    let mut documents = Vec::new();
    for document in &act.documents {
        let handle = handle(signing, &document.id)?;
        upload(signing, &act, &document.id, handle).await?;
        let ask = Ask::Attributes {
            handle,
            leaf: leaf.clone(),
        };
        let Answer::Octets(attributes) = docworker::ask(ask, vec![]).await?.answer else {
            return Err(Hurdle::Device);
        };
        let signature = key.sign(&attributes.0).await.map_err(|_| Hurdle::Device)?;
        let gap = document.prepared.proof.clone();
        documents.push(SignDocument {
            id: document.id.clone(),
            signature: B64(signature),
            gap,
        });
    }
    let body = SignRequest {
        fence: act.begun.fence,
        documents,
    };
    let signed: Signed = http::post("/v1/sign/sign", Some(&signing.bearer()), &body).await?;
    change(signing, |act| act.signed = Some(signed));
    Ok(())
}

async fn upload(signing: Signing, act: &Act, document: &str, handle: Handle) -> Went<()> {
    let head = act
        .begun
        .heads
        .iter()
        .find(|head| head.document == document);
    let n = head.map(|head| head.n + 1).ok_or(Hurdle::Device)?;
    let (parcel, salt) = (
        signing.parcel(document, n),
        B64(crypto::random().0.to_vec()),
    );
    let reply = docworker::ask(
        Ask::SealBlob {
            handle,
            parcel,
            salt,
        },
        vec![],
    )
    .await?;
    let blob = reply.octets().ok_or(Hurdle::Device)?.to_vec();
    let fence = act.begun.fence;
    let path = format!("/v1/sign/documents/{document}/blobs/{n}?fence={fence}");
    Ok(http::put_blob(&path, Some(&signing.bearer()), &blob).await?)
}

/// Embeds, verifies the result, keeps it, and says so; the last signer asks for the seal.
pub async fn finish(signing: Signing) -> Went<()> {
    let act = act(signing)?;
    let signed = act.signed.as_ref().ok_or(Hurdle::Device)?;
    for document in &signed.documents {
        let handle = handle(signing, &document.id)?;
        let ask = Ask::Embed {
            handle,
            cms: document.cms.clone(),
            sha256: document.sha256,
            size: document.size,
        };
        docworker::ask(ask, vec![]).await?;
        trust::check(handle).await?;
        keep(signing, &document.id, handle).await?;
    }
    let fence = Fence {
        fence: act.begun.fence,
    };
    http::tell("POST", "/v1/sign/finish", Some(&signing.bearer()), &fence).await?;
    signing.go(Move::Signed);
    store::forget(&signing.place("act/")).await;
    signing.refresh().await?;
    seal(signing).await
}

/// Asks for the seal where all have signed and this browser holds every document.
pub async fn seal(signing: Signing) -> Went<()> {
    let view = signing.view.get_untracked();
    if view.state != EnvelopeState::Sealing {
        return Ok(());
    }
    let mut documents = Vec::new();
    for document in &view.documents {
        let handle = handle(signing, &document.id)?;
        let ask = Ask::SealRequest {
            handle,
            document: document.id.clone(),
        };
        let Answer::Seal(request) = docworker::ask(ask, vec![]).await?.answer else {
            return Err(Hurdle::Device);
        };
        documents.push(*request);
    }
    let body = Seal { documents };
    let sealed: Sealed = http::post("/v1/sign/seal", Some(&signing.bearer()), &body).await?;
    for document in sealed.documents {
        let handle = handle(signing, &document.id)?;
        let (tail, sha256, size) = (document.tail, document.sha256, document.size);
        docworker::ask(
            Ask::Append {
                handle,
                tail,
                sha256,
                size,
            },
            vec![],
        )
        .await?;
        trust::check(handle).await?;
        keep(signing, &document.id, handle).await?;
    }
    signing.refresh().await
}

/// Keeps the signed file in this browser until it was saved.
async fn keep(signing: Signing, document: &str, handle: Handle) -> Went<()> {
    let reply = docworker::ask(Ask::Save(handle), vec![]).await?;
    if let Some(whole) = reply.whole() {
        // Without room to keep it, the file can still be saved now and rebuilt later.
        store::put_whole(&signing.place(&["done/", document].concat()), &whole).await;
    }
    if let Answer::Version(version) = reply.answer {
        signing.papers.update(|papers| {
            if let Some(paper) = papers.get_mut(document) {
                (paper.sha256, paper.size) = (version.sha256, version.size);
            }
        });
    }
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

fn change(signing: Signing, edit: impl FnOnce(&mut Act)) {
    signing.draft.update(|draft| {
        if let Some(act) = &mut draft.act {
            edit(act);
        }
    });
}

fn act(signing: Signing) -> Went<Box<Act>> {
    signing
        .draft
        .with_untracked(|draft| draft.act.clone())
        .ok_or(Hurdle::Device)
}

async fn key(signing: Signing) -> Went<Key> {
    store::get_key(&signing.place("act/key"))
        .await
        .ok_or(Hurdle::Device)
}

fn handle(signing: Signing, document: &str) -> Went<Handle> {
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
