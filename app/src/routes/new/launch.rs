//! From a draft to an envelope on its way: the worker does the PDF work, this does the calls.
//!
//! Nothing is sent to a signer before the last call; until then everything can be done again.

use sign_core::wire::problem::Code;
use sign_core::wire::value::{B64, GapProof, Hash};
use sign_core::wire::{
    Certified, CertifiedDocument, Certify, CertifyDocument, EnvelopeCreated, Launch,
    LaunchDocument, Launched,
};

use super::bench::open;
use super::logo::{self, Logo};
use super::shelf::Shelf;
use crate::browser::docworker::{self, Beside, Octets};
use crate::browser::{crypto, http, keys, page};
use crate::i18n::{Text, text};
use crate::steps::new::{Draft, DraftDocument};
use crate::worker::message::{Answer, Ask, Failure, Handle, LaidOut, Parcel};

/// Where this browser keeps the envelope that an earlier launch registered and could not take back.
const LEFT: &str = "left";
/// The code for files of the draft that this browser does not have any more.
const GONE: &str = "files_gone";

/// How far the launch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Telling the server names, hashes and people.
    Registering,
    /// Making the fields of a document; zero-based, of so many.
    Preparing(usize, usize),
    /// The organisation certifies the hashes.
    Certifying,
    /// Encrypting and sending a document; zero-based, of so many.
    Sealing(usize, usize),
    /// The last call.
    Launching,
}

impl Stage {
    /// Returns how much is done, of how much.
    pub fn share(self) -> (usize, usize) {
        match self {
            Self::Registering => (1, 10),
            Self::Preparing(at, of) => (2 + 3 * at / of.max(1), 10),
            Self::Certifying => (5, 10),
            Self::Sealing(at, of) => (6 + 3 * at / of.max(1), 10),
            Self::Launching => (9, 10),
        }
    }

    /// Says what happens.
    pub fn words(self) -> Text {
        match self {
            Self::Registering => text(
                "Enregistrement des empreintes…",
                "Registering the fingerprints…",
            ),
            Self::Preparing(_, _) => text("Préparation des champs…", "Preparing the fields…"),
            Self::Certifying => text(
                "Certification par l’organisation…",
                "Certification by the organisation…",
            ),
            Self::Sealing(_, _) => text(
                "Chiffrement sur cet appareil…",
                "Encrypting on this device…",
            ),
            Self::Launching => text("Lancement…", "Launching…"),
        }
    }
}

/// Why the launch stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The server refused or was not reached.
    Server(http::Failure),
    /// A document could not be prepared: its name and why.
    Document(String, Failure),
    /// The server was asked to launch and did not answer, so it may have.
    Unsure,
}

impl Trouble {
    /// Says whether it is known that nobody was told and the draft is whole.
    pub fn leaves_all(&self) -> bool {
        match self {
            Self::Server(_) => true,
            Self::Document(_, failure) => failure.code != GONE,
            Self::Unsure => false,
        }
    }
}

impl From<http::Failure> for Trouble {
    fn from(failure: http::Failure) -> Self {
        Self::Server(failure)
    }
}

/// An envelope on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The envelope.
    pub envelope: String,
    /// What the server answered; the links hold the key already.
    pub launched: Launched,
    /// What was launched.
    pub draft: Box<Draft>,
}

/// A document between two calls.
struct Ready {
    id: String,
    name: String,
    handle: Handle,
    laid_out: LaidOut,
    /// What finishes the digests of its certification; others have signed a document without.
    proof: Option<GapProof>,
    certified: Option<CertifiedDocument>,
}

/// What this browser has for a draft: its files, and the logo.
pub type Held = (Shelf, Option<Logo>);

/// Launches a draft and says how far it is.
pub async fn launch(draft: &Draft, held: Held, say: impl Fn(Stage)) -> Result<Outcome, Trouble> {
    say(Stage::Registering);
    if let Some(left) = page::recall(LEFT) {
        take_back(&left).await;
    }
    let created: EnvelopeCreated = http::post("/v1/envelopes", None, &draft.envelope()).await?;
    match carry_out(draft, held, &created, say).await {
        Ok(outcome) => Ok(outcome),
        Err(trouble) => Err(taken_back(&created.id, trouble).await),
    }
}

async fn taken_back(envelope: &str, trouble: Trouble) -> Trouble {
    let gone = take_back(envelope).await;
    match trouble {
        Trouble::Unsure if gone => http::Failure::Offline.into(),
        trouble => trouble,
    }
}

/// Takes back what was only registered, and says whether it is gone. One that is gone already is not
/// found, a launched one refuses; whatever else comes or does not, the next launch asks again.
async fn take_back(envelope: &str) -> bool {
    let asked = http::order("DELETE", &path(envelope, "")).await;
    let status = |failure: &http::Failure| failure.code().map(Code::status);
    match asked.as_ref().map_err(status) {
        Ok(()) | Err(Some(404 | 409 | 410)) => page::forget(LEFT),
        Err(_) => page::keep(LEFT, envelope),
    }
    asked.is_ok()
}

async fn carry_out(
    draft: &Draft,
    (shelf, logo): Held,
    created: &EnvelopeCreated,
    say: impl Fn(Stage),
) -> Result<Outcome, Trouble> {
    let count = draft.documents.len();
    let mut ready = Vec::with_capacity(count);
    for (place, document) in draft.documents.iter().enumerate() {
        say(Stage::Preparing(place, count));
        let file = shelf.get(document.number).await;
        let stamped = logo::beside(draft, logo.as_ref());
        let made = prepare(draft, (document, file, stamped), place, created).await;
        ready.push(made.map_err(|failure| Trouble::Document(document.name.clone(), failure))?);
    }
    say(Stage::Certifying);
    certify(&created.id, &mut ready).await?;
    let key = crypto::random();
    keys::keep(&created.id, &key);
    for (place, document) in ready.iter().enumerate() {
        say(Stage::Sealing(place, count));
        deliver(draft, &created.id, document, &key).await?;
    }
    say(Stage::Launching);
    let launched = finish(&created.id, ready).await?;
    let launched = Launched {
        links: keys::with_key(launched.links, &key),
        ..launched
    };
    Ok(Outcome {
        envelope: created.id.clone(),
        launched,
        draft: Box::new(draft.clone()),
    })
}

/// Opens the file afresh, makes rev0 and, unless others have signed it, the certification with its gap.
async fn prepare(
    draft: &Draft,
    (document, file, logo): (&DraftDocument, Option<Beside>, Vec<Beside>),
    place: usize,
    created: &EnvelopeCreated,
) -> Result<Ready, Failure> {
    let file = file.ok_or_else(|| Failure::plain(GONE))?;
    let opened = open(document.name.clone(), file).await?;
    if (opened.sha256, opened.original) != (document.input, document.original) {
        return Err(Failure::plain("wrong_file"));
    }
    let handle = opened.handle;
    let plan = draft.layout(document.number, created);
    let reply = docworker::ask(Ask::LayOut { handle, plan }, logo).await?;
    let Answer::LaidOut(laid_out) = reply.answer else {
        return Err(broken());
    };
    let proof = match laid_out.launch {
        Some(_) => None,
        None => match ask(certification(handle, created)).await? {
            Answer::Gap(proof) => Some(proof),
            _ => return Err(broken()),
        },
    };
    let id = created.documents.get(place).cloned().ok_or_else(broken)?;
    Ok(Ready {
        id,
        name: document.name.clone(),
        handle,
        laid_out,
        proof,
        certified: None,
    })
}

fn certification(handle: Handle, created: &EnvelopeCreated) -> Ask {
    Ask::Certify {
        handle,
        organisation: created.organisation.clone(),
        time_ms: created.now_ms - created.now_ms.rem_euclid(1_000),
        reserve: created.reserve,
    }
}

/// Has every document certified that others have not signed.
async fn certify(envelope: &str, ready: &mut [Ready]) -> Result<(), Trouble> {
    let due = ready.iter().filter_map(|document| {
        let (id, gap) = (document.id.clone(), document.proof.clone()?);
        Some(CertifyDocument { id, gap })
    });
    let body = Certify {
        documents: due.collect(),
    };
    if body.documents.is_empty() {
        return Ok(());
    }
    let given: Certified = http::post(&path(envelope, "/certify"), None, &body).await?;
    let mut given = given.documents.into_iter();
    for document in ready.iter_mut().filter(|one| one.proof.is_some()) {
        document.certified = Some(given.next().ok_or(http::Failure::Unreadable)?);
    }
    Ok(())
}

/// Puts a certification in its gap, checks the result, encrypts it and hands it over.
async fn deliver(
    draft: &Draft,
    envelope: &str,
    document: &Ready,
    key: &Hash,
) -> Result<(), Trouble> {
    let blob = encrypt(draft, envelope, document, key).await;
    let closed = ask(Ask::Close(document.handle)).await;
    let blob = blob.and_then(|blob| closed.map(|_| blob));
    let blob = blob.map_err(|failure| Trouble::Document(document.name.clone(), failure))?;
    let path = path(
        envelope,
        &["/documents/", &document.id, "/blobs/0"].concat(),
    );
    http::put_blob(&path, None, blob).await?;
    Ok(())
}

async fn encrypt(
    draft: &Draft,
    envelope: &str,
    document: &Ready,
    key: &Hash,
) -> Result<Octets, Failure> {
    let handle = document.handle;
    if let Some(signed) = &document.certified {
        ask(Ask::Embed {
            handle,
            cms: signed.cms.clone(),
            sha256: signed.sha256,
            size: signed.size,
        })
        .await?;
    }
    let parcel = Parcel {
        carrier: draft.carrier,
        envelope: envelope.to_owned(),
        document: document.id.clone(),
        revision: 0,
        key: Some(B64(key.0.to_vec())),
    };
    let salt = B64(crypto::random().0.to_vec());
    let reply = docworker::ask(
        Ask::SealBlob {
            handle,
            parcel,
            salt,
        },
        Vec::new(),
    )
    .await?;
    reply.octets().ok_or_else(broken)
}

async fn finish(envelope: &str, ready: Vec<Ready>) -> Result<Launched, Trouble> {
    let launched = |document: Ready| {
        let LaidOut {
            fields,
            seal,
            launch,
        } = document.laid_out;
        let certified = document.certified.map(|signed| signed.sha256);
        Some(LaunchDocument {
            id: document.id,
            sha256: certified.or(launch.map(|version| version.sha256))?,
            size: launch.map(|version| version.size),
            fields,
            seal,
        })
    };
    let documents: Option<_> = ready.into_iter().map(launched).collect();
    let documents = documents.ok_or(http::Failure::Unreadable)?;
    let (path, body) = (path(envelope, "/launch"), Launch { documents });
    // A repeated launch is answered as the first, whose answer may be what was lost.
    for _ in 0..2 {
        match http::post(&path, None, &body).await {
            Err(http::Failure::Offline) => {}
            answered => return Ok(answered?),
        }
    }
    Err(Trouble::Unsure)
}

async fn ask(question: Ask) -> Result<Answer, Failure> {
    Ok(docworker::ask(question, Vec::new()).await?.answer)
}

fn path(envelope: &str, rest: &str) -> String {
    ["/v1/envelopes/", envelope, rest].concat()
}

fn broken() -> Failure {
    Failure::plain("own_result")
}
