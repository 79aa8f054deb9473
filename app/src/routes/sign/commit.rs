//! Commits to everything that was shown; a code leaves with its whole time ahead (PROTOCOL §4).

use sign_core::wire::problem::Code;
use sign_core::wire::{Commit, CommitDocument, Committed, Fence, Renonced};

use super::act::{Went, act, change};
use super::hurdle::Hurdle;
use super::state::Signing;
use crate::browser::{clock, http};
use crate::worker::message::Failure;

/// Commits; the server sends a code for exactly that. Where reading took long, the code's time begins
/// now and not when the turn did.
pub async fn commit(signing: Signing) -> Went<()> {
    let now_ms = clock::now_ms() + signing.skew_ms();
    let before = act(signing)?;
    // What may have reached the server is repeated as it was: its code may be on its way.
    if !before.asked && before.is_stale(now_ms) {
        renonce(signing).await?;
    }
    match send(signing).await {
        Err(hurdle) if hurdle.code() == Some(Code::CodeExpired) => resend(signing).await,
        other => other,
    }
}

/// Asks for another code: a new nonce, a new transcript; what is signed stays the same.
pub async fn resend(signing: Signing) -> Went<()> {
    renonce(signing).await?;
    send(signing).await
}

async fn renonce(signing: Signing) -> Went<()> {
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
    Ok(())
}

async fn send(signing: Signing) -> Went<()> {
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
    change(signing, |act| act.asked = true);
    let said: Committed = http::post("/v1/sign/commit", Some(&signing.bearer()), &body).await?;
    if said.t0 != t0 {
        return Err(Failure::plain("chain_broken").into());
    }
    change(signing, |act| act.committed = Some(said));
    Ok(())
}
