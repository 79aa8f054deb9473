//! A document's newest version, rebuilt on this device from ciphertext, signatures and the key.

use sign_core::wire::value::B64;
use sign_core::wire::{Carrier, DocumentView, EnvelopeDetail};
use sign_core::wire::{RevisionKind, Seal, Sealed};

use crate::browser::docworker::{self, Beside, Whole};
use crate::browser::files::LocalFile;
use crate::browser::{http, keys};
use crate::routes::trust;
use crate::worker::message::{Answer, Ask, Chain, Failure, Handle, Opened, Parcel};

/// Why a document could not be rebuilt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The server refused or was not reached.
    Server(http::Failure),
    /// The worker refused.
    Document(Failure),
    /// This browser does not have the key.
    NoKey,
    /// This browser does not save it.
    NotSaved,
}

impl From<http::Failure> for Trouble {
    fn from(failure: http::Failure) -> Self {
        Self::Server(failure)
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Document(failure)
    }
}

/// Rebuilds a document and returns its whole file, and whether it is known whose all of its signatures
/// are; `original` is needed for `local`.
pub async fn whole(
    detail: &EnvelopeDetail,
    document: &DocumentView,
    original: Option<LocalFile>,
) -> Result<(Whole, bool), Trouble> {
    let (handle, known) = rebuilt(detail, document, original).await?;
    let saved = docworker::ask(Ask::Save(handle), Vec::new()).await;
    docworker::ask(Ask::Close(handle), Vec::new()).await?;
    let whole = saved?.whole().ok_or_else(|| Failure::plain("own_result"))?;
    Ok((whole, known))
}

/// Asks the server for DSS and seal over every document; the next look shows them.
pub async fn seal(
    detail: &EnvelopeDetail,
    originals: Vec<Option<LocalFile>>,
) -> Result<(), Trouble> {
    let mut documents = Vec::with_capacity(detail.documents.len());
    for (document, original) in detail.documents.iter().zip(originals) {
        let (handle, _) = rebuilt(detail, document, original).await?;
        let question = Ask::SealRequest {
            handle,
            document: document.id.clone(),
        };
        let asked = docworker::ask(question, Vec::new()).await;
        docworker::ask(Ask::Close(handle), Vec::new()).await?;
        match asked?.answer {
            Answer::Seal(request) => documents.push(*request),
            _ => return Err(Failure::plain("own_result").into()),
        }
    }
    let path = ["/v1/envelopes/", &detail.summary.id, "/seal"].concat();
    http::post::<_, Sealed>(&path, None, &Seal { documents }).await?;
    Ok(())
}

/// Rebuilds a document and checks its signatures: the worker lets go of one that is not in order.
async fn rebuilt(
    detail: &EnvelopeDetail,
    document: &DocumentView,
    original: Option<LocalFile>,
) -> Result<(Handle, bool), Trouble> {
    let carrier = detail.summary.carrier;
    let key = keys::kept(&detail.summary.id);
    if key.is_none() && carrier == Carrier::Sealed {
        return Err(Trouble::NoKey);
    }
    let mut beside = original.into_iter().map(Beside::File).collect::<Vec<_>>();
    beside.extend(blobs(&detail.summary.id, document).await?);
    let chain = Chain {
        name: document.name.clone(),
        parcel: Parcel {
            carrier,
            envelope: detail.summary.id.clone(),
            document: document.id.clone(),
            revision: 0,
            key: key.map(|key| B64(key.0.to_vec())),
        },
        original: document.original,
        original_size: document.original_size,
        revisions: document.revisions.clone(),
    };
    let rebuilt = docworker::ask(Ask::Rebuild(Box::new(chain)), beside).await?;
    let Answer::Opened(Opened { handle, .. }) = rebuilt.answer else {
        return Err(Failure::plain("own_result").into());
    };
    match trust::check::<Trouble>(handle).await {
        Ok(checked) => Ok((handle, checked.known)),
        Err(trouble) => {
            // The worker holds it still where the check could not be asked for.
            drop(docworker::ask(Ask::Close(handle), Vec::new()).await);
            Err(trouble)
        }
    }
}

async fn blobs(envelope: &str, document: &DocumentView) -> Result<Vec<Beside>, http::Failure> {
    let mut found = Vec::new();
    for revision in &document.revisions {
        if matches!(revision.kind, RevisionKind::Seal { .. }) {
            continue;
        }
        let number = revision.n.to_string();
        let parts = [
            "/v1/envelopes/",
            envelope,
            "/documents/",
            &document.id,
            "/blobs/",
            &number,
        ];
        let blob = http::get_blob(&parts.concat(), None).await?;
        found.push(Beside::Octets(blob));
    }
    Ok(found)
}
