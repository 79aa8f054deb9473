//! A whole ceremony in one process: the server in memory, and sender and signers as its clients.
//!
//! Nothing is left out but the browser: the same routes, the same messages, the same checks.
//! Identities and keys are made for the run and forgotten after it.

mod alone;
mod desk;
mod places;
mod sender;
mod signer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use der::pem::{LineEnding, encode_string};
use sign_core::document::Document;
use sign_core::inspection::{Severity, inspect, normalise};
use thiserror::Error;

use crate::clock::{Clock, SystemClock};
use crate::renew::renewal;
use desk::Desk;
use sender::Sender;
use signer::Signer;

/// The most signers a demonstration takes.
pub const MAX_SIGNERS: u8 = 50;

/// What to sign, and where the result goes.
#[derive(Clone, Debug, Default)]
pub struct Demo {
    /// The PDF.
    pub input: PathBuf,
    /// The signed PDF.
    pub output: PathBuf,
    /// How many sign, one after the other, up to [`MAX_SIGNERS`]; with 0 the organisation alone.
    pub signers: u8,
    /// Whether signers choose their places themselves: with several, nothing is certified.
    pub places_by_signers: bool,
    /// How many timestamps are added after the seal.
    pub renewals: u8,
    /// Where `root.pem`, `issuing.pem` and `tsa.pem` go.
    pub roots: Option<PathBuf>,
}

/// Why a demonstration ended early.
#[derive(Debug, Error)]
pub enum DemoError {
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// The document is refused.
    #[error("refused: {0} ({1})")]
    Refused(&'static str, String),
    /// The core refuses a step.
    #[error("{0} ({code})", code = .0.kind.code())]
    Core(#[from] sign_core::Error),
    /// The server cannot start.
    #[error(transparent)]
    Start(#[from] crate::serve::StartError),
    /// The server refuses a request.
    #[error("{0}: {1}")]
    Server(String, String),
    /// A message that should have come did not.
    #[error("no code arrived")]
    NoCode,
    /// The number of signers is out of range.
    #[error("signers: 0 to {MAX_SIGNERS}")]
    Signers,
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] crate::keys::KeyError),
    /// The sealed file is not renewed.
    #[error(transparent)]
    Renewal(#[from] crate::renew::RenewError),
}

/// Runs the ceremony and writes its files; returns what was told about the input.
pub async fn run(demo: &Demo) -> Result<Vec<String>, DemoError> {
    run_by(demo, Arc::new(SystemClock), &|| {}).await
}

/// As [`run`], by a clock that `between` two signers may be put forward.
pub async fn run_by(
    demo: &Demo,
    clock: Arc<dyn Clock>,
    between: &(dyn Fn() + Sync),
) -> Result<Vec<String>, DemoError> {
    if demo.signers > MAX_SIGNERS {
        return Err(DemoError::Signers);
    }
    let input = fs::read(&demo.input).map_err(|why| DemoError::File(demo.input.clone(), why))?;
    let (original, told) = accept(input)?;
    let desk = Desk::open(clock, demo.renewals > 0).await?;
    let mut file = match demo.signers {
        0 => alone::sealed(&desk, original)?,
        _ => ceremony(&desk, original, demo, between).await?,
    };
    for _ in 0..demo.renewals {
        let now_ms = desk.state.clock.now_ms();
        file.extend(renewal(&desk.state.keys, now_ms, file.clone())?);
    }
    write(&demo.output, &file)?;
    if let Some(folder) = &demo.roots {
        roots(&desk, folder)?;
    }
    Ok(told)
}

/// Takes the input as it is, or as its rewrite where PROTOCOL §1 says so.
fn accept(input: Vec<u8>) -> Result<(Vec<u8>, Vec<String>), DemoError> {
    let document = Document::open(Arc::new(input))?;
    let findings = inspect(&document)?;
    let told = findings
        .iter()
        .map(|finding| finding.code.to_owned())
        .collect();
    if let Some(refusal) = findings
        .iter()
        .find(|finding| finding.severity == Severity::Refuse)
    {
        return Err(DemoError::Refused(
            refusal.code,
            "see `seing verify`".to_owned(),
        ));
    }
    let rewrite = findings
        .iter()
        .any(|finding| finding.severity == Severity::Normalise);
    let original = if rewrite {
        normalise(&document)?
    } else {
        document.bytes().to_vec()
    };
    Ok((original, told))
}

async fn ceremony(
    desk: &Desk,
    original: Vec<u8>,
    demo: &Demo,
    between: &(dyn Fn() + Sync),
) -> Result<Vec<u8>, DemoError> {
    // One signer's choice is known before anything is certified.
    let chosen = demo.places_by_signers && demo.signers > 1;
    let sent = Sender::new(desk)
        .send(original, demo.signers, chosen)
        .await?;
    let mut file = sent.file;
    for (at, link) in sent.links.iter().enumerate() {
        let place = (sent.document.as_str(), sent.fields[at].as_str());
        let choice = sent.choices.get(at).cloned();
        let signer = Signer::new(desk, link, place, at, choice)?;
        file = signer.sign(file).await?;
        if at + 1 == sent.links.len() {
            file = signer.seal(file).await?;
        } else {
            between();
        }
    }
    Ok(file)
}

fn roots(desk: &Desk, folder: &Path) -> Result<(), DemoError> {
    fs::create_dir_all(folder).map_err(|why| DemoError::File(folder.to_owned(), why))?;
    let keys = &desk.state.keys;
    let files = [
        ("root.pem", keys.root_der()),
        ("issuing.pem", keys.issuing_der()),
        ("tsa.pem", keys.tsa_der()),
    ];
    for (name, der) in files {
        let pem = encode_string("CERTIFICATE", LineEnding::LF, &der)
            .expect("a certificate is short enough for PEM");
        write(&folder.join(name), pem.as_bytes())?;
    }
    Ok(())
}

fn write(path: &Path, octets: &[u8]) -> Result<(), DemoError> {
    fs::write(path, octets).map_err(|why| DemoError::File(path.to_owned(), why))
}
