//! After the signature: embed, verify, keep, say so, and ask for the seal (PROTOCOL §4, §5).

use leptos::prelude::*;
use sign_core::wire::{EnvelopeState, Fence, Seal, Sealed};

use super::act::{Went, act, handle};
use super::hurdle::Hurdle;
use super::state::Signing;
use super::upload::PICTURE;
use crate::browser::{docworker, http, store};
use crate::routes::trust;
use crate::steps::sign::Move;
use crate::worker::message::{Answer, Ask, Handle};

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
    }
    signed(signing).await;
    seal(signing).await
}

/// Embeds, verifies the result, keeps it, and says so; the last signer asks for the seal.
pub async fn finish(signing: Signing) -> Went<()> {
    let act = act(signing)?;
    let given = act.signed.as_ref().ok_or(Hurdle::Device)?;
    for document in &given.documents {
        let handle = handle(signing, &document.id)?;
        let ask = Ask::Embed {
            handle,
            cms: document.cms.clone(),
            sha256: document.sha256,
            size: document.size,
        };
        docworker::ask(ask, vec![]).await?;
        trust::check::<Hurdle>(handle).await?;
        keep(signing, &document.id, handle).await?;
    }
    let fence = Fence {
        fence: act.begun.fence,
    };
    http::tell("POST", "/v1/sign/finish", Some(&signing.bearer()), &fence).await?;
    signed(signing).await;
    signing.refresh().await?;
    seal(signing).await
}

/// Moves to the end; what was needed to sign is forgotten.
async fn signed(signing: Signing) {
    signing.go(Move::Signed);
    for done in ["act/", PICTURE] {
        store::forget(&signing.place(done)).await;
    }
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
        trust::check::<Hurdle>(handle).await?;
        keep(signing, &document.id, handle).await?;
    }
    signing.refresh().await
}

/// Keeps the signed file in this browser until it was saved.
async fn keep(signing: Signing, document: &str, handle: Handle) -> Went<()> {
    let reply = docworker::ask(Ask::Save(handle), vec![]).await?;
    if let Some(whole) = reply.whole().filter(|_| signing.keeps()) {
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
