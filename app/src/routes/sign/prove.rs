//! The code, and the signatures it allows: prove and sign (PROTOCOL §4).

use sign_core::protocol::derive;
use sign_core::wire::problem::Code;
use sign_core::wire::{B64, Prove, Proven, SignDocument, SignRequest, Signed};

use super::act::{Went, act, change, handle, key};
use super::hurdle::Hurdle;
use super::state::Signing;
use crate::browser::{crypto, docworker, http};
use crate::steps::sign::Act;
use crate::worker::message::{Answer, Ask, Handle};

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
    submit(signing, body).await
}

/// A proof that was taken before is answered with a certificate again, and costs no try.
async fn submit(signing: Signing, proof: Prove) -> Went<()> {
    let said = http::post("/v1/sign/prove", Some(&signing.bearer()), &proof).await;
    let proven: Proven = said.inspect_err(|failure| count_down(signing, failure))?;
    change(signing, |act| {
        (act.proof, act.proven) = (Some(proof), Some(proven));
    });
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

/// Signs; where the certificate's time is over, with a new one for the same proof (PROTOCOL §4).
pub async fn sign(signing: Signing) -> Went<()> {
    let proof = act(signing)?.proof;
    match (offer(signing).await, proof) {
        (Err(hurdle), Some(proof)) if hurdle.code() == Some(Code::OutOfOrder) => {
            submit(signing, proof).await?;
            offer(signing).await
        }
        (other, _) => other,
    }
}

/// Uploads the prepared updates and signs all documents in one request.
async fn offer(signing: Signing) -> Went<()> {
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
    let blob = reply.octets().ok_or(Hurdle::Device)?;
    let fence = act.begun.fence;
    let path = format!("/v1/sign/documents/{document}/blobs/{n}?fence={fence}");
    Ok(http::put_blob(&path, Some(&signing.bearer()), blob).await?)
}
