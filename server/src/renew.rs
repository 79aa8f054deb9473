//! The renewal of sealed files: validation data and a timestamp of this server's authority.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sign_core::document::Document;
use sign_core::signature::renewal;
use sign_core::verify::report::Coverage;
use sign_core::verify::{Report, Trust, Verdict, verify};
use thiserror::Error;

use crate::clock::{Chance, Clock};
use crate::config::Config;
use crate::input::{MAX_FILE_BYTES, read};
use crate::keys::{KeyError, KeyRow, Keyring, Master, Role};
use crate::store;

/// Why a file is not renewed.
#[derive(Debug, Error)]
pub enum RenewError {
    /// The core refuses the file or the token.
    #[error("{0} ({code})", code = .0.kind.code())]
    Core(#[from] sign_core::Error),
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The data folder is not that of a server that ran.
    #[error("{0} holds no keys of a server: set SEING_DATA to the folder of the one that sealed")]
    NoServer(PathBuf),
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// The file is broken or was changed: a timestamp would make it look better than it is.
    #[error("the file does not verify ({0:?}): nothing is added to it")]
    Unsound(Verdict),
    /// Nothing in the file was signed under this server's authority.
    #[error("the file was not sealed by this server: nothing is added to it")]
    Stranger,
    /// What would have been written does not verify.
    #[error("the renewed file does not verify ({0:?}): it is not written")]
    Failed(Verdict),
}

/// Returns what to append to a file so that it outlives what it holds: what its store lacks of
/// certificates and lists as of `now_ms`, and a timestamp over all of it.
pub fn renewal(keys: &Keyring, now_ms: i64, file: Vec<u8>) -> Result<Vec<u8>, RenewError> {
    let document = Document::open(Arc::new(file))?;
    let evidence = keys.evidence(now_ms)?;
    let draft = renewal::draft(&document, &evidence, keys.reserve_stamp())?;
    Ok(draft.finish(&keys.stamp(&draft.imprint())?)?)
}

/// Renews a file by the server whose data folder is there already; writes nothing that does not
/// verify, and `output`, which may be `input`, whole or not at all.
pub async fn renew_file(
    config: &Config,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    input: &Path,
    output: &Path,
) -> Result<(), RenewError> {
    let (keys, trust) = kept(config, Arc::clone(&clock), chance).await?;
    let of = |path: &Path, why| RenewError::File(path.to_owned(), why);
    let file = read(input, MAX_FILE_BYTES).map_err(|why| of(input, why))?;
    let before = sound(&file, &trust, clock.now_ms())?;
    let added = renewal(&keys, clock.now_ms(), file.clone())?;
    let renewed = [file, added].concat();
    expect_renewed(before, &verified(&renewed, &trust, clock.now_ms()))?;
    replace(input, output, &renewed).map_err(|why| of(output, why))
}

/// Opens the keys of a server that ran before, with every authority it ever had; makes nothing.
async fn kept(
    config: &Config,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
) -> Result<(Keyring, Trust), RenewError> {
    let folder = &config.data_dir;
    let none = || RenewError::NoServer(folder.clone());
    let files = ["master.key", "seing.db"].map(|name| folder.join(name));
    if !files.iter().all(|file| file.exists()) {
        return Err(none());
    }
    let master = Master::read(&files[0])?;
    let rows = store::open(config).await?.load_keys().await?;
    if rows.is_empty() {
        return Err(none());
    }
    let keys = Keyring::load(master, &rows, clock, chance)?;
    keys.self_test()?;
    Ok((keys, trust(&rows)))
}

fn trust(rows: &[KeyRow]) -> Trust {
    let of = |roles: &[Role]| {
        let rows = rows.iter().filter(|row| roles.contains(&row.role));
        rows.filter_map(|row| row.cert_der.clone()).collect()
    };
    Trust {
        roots: of(&[Role::Root]),
        others: of(&[Role::Issuing, Role::Tsa]),
    }
}

fn verified(file: &[u8], trust: &Trust, at_ms: i64) -> Report {
    verify(&Arc::new(file.to_vec()), trust, at_ms)
}

/// Refuses what is broken, was changed, or is of another server. That something ran out is no
/// reason: it may be why the file is renewed.
fn sound(file: &[u8], trust: &Trust, at_ms: i64) -> Result<Verdict, RenewError> {
    let report = verified(file, trust, at_ms);
    match report.verdict {
        Verdict::Valid | Verdict::Indeterminate => {}
        verdict => return Err(RenewError::Unsound(verdict)),
    }
    if !report.signatures.iter().any(|one| one.trusted) {
        return Err(RenewError::Stranger);
    }
    Ok(report.verdict)
}

/// Expects a timestamp of ours over the whole file, and nothing worse than before.
fn expect_renewed(before: Verdict, after: &Report) -> Result<(), RenewError> {
    let stamped = after
        .signatures
        .last()
        .is_some_and(|last| last.intact && last.trusted && last.coverage == Coverage::File);
    let kept = after.verdict == Verdict::Valid || after.verdict == before;
    if stamped && kept {
        Ok(())
    } else {
        Err(RenewError::Failed(after.verdict))
    }
}

/// Writes a file beside `output`, readable to whom `input` is, and puts it in its place once it is
/// on the disk.
fn replace(input: &Path, output: &Path, octets: &[u8]) -> io::Result<()> {
    let mut name = output.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = output.with_file_name(name);
    let written = write(&part, fs::metadata(input)?.permissions(), octets);
    if let Err(why) = written.and_then(|()| fs::rename(&part, output)) {
        fs::remove_file(&part).ok();
        return Err(why);
    }
    match output.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => fs::File::open(folder)?.sync_all(),
        _ => fs::File::open(".")?.sync_all(),
    }
}

fn write(path: &Path, permissions: fs::Permissions, octets: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.set_permissions(permissions)?;
    file.write_all(octets)?;
    file.sync_all()
}
