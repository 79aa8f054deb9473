//! Blobs: octets nobody here can read, kept on the disk before anything says they are.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use axum::body::{Body, Bytes};
use tokio::fs;
use tokio::io::AsyncWriteExt as _;

use reading::Reading;

mod reading;

/// Where blobs are kept.
pub enum Blobs {
    /// A folder.
    Disk(PathBuf),
    /// Memory, for a server that keeps nothing.
    Memory(Mutex<HashMap<String, Bytes>>),
}

impl Blobs {
    /// Keeps blobs beside the database, or in memory where that is.
    pub fn new(data_dir: &Path) -> Self {
        if data_dir.as_os_str() == ":memory:" {
            return Self::Memory(Mutex::default());
        }
        Self::Disk(data_dir.join("blobs"))
    }

    /// Keeps a blob; once this returns it survives a power cut.
    pub async fn put(&self, name: &str, octets: Bytes) -> io::Result<()> {
        let folder = match self {
            Self::Disk(folder) => folder,
            Self::Memory(kept) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.insert(name.to_owned(), octets);
                return Ok(());
            }
        };
        make(folder).await?;
        let part = folder.join(format!("{name}.part"));
        if let Err(error) = write(&part, &octets).await {
            fs::remove_file(&part).await.ok();
            return Err(error);
        }
        fs::rename(&part, folder.join(name)).await?;
        sync(folder).await
    }

    /// Opens a blob, to be read as it is sent; what is removed meanwhile is sent to its end.
    pub async fn open(&self, name: &str) -> io::Result<Body> {
        match self {
            Self::Disk(folder) => {
                let file = fs::File::open(folder.join(name)).await?;
                Ok(Body::new(Reading::new(file).await?))
            }
            Self::Memory(kept) => {
                let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.get(name)
                    .map(|octets| Body::from(octets.clone()))
                    .ok_or_else(|| io::ErrorKind::NotFound.into())
            }
        }
    }

    /// Removes a blob that nothing names any more; one that stays does no harm.
    pub async fn remove(&self, name: &str) {
        match self {
            Self::Disk(folder) => {
                if let Err(error) = fs::remove_file(folder.join(name)).await {
                    tracing::warn!(%error, "A blob that is not needed stays");
                }
            }
            Self::Memory(kept) => {
                kept.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .remove(name);
            }
        }
    }
}

/// Makes the folder where it is missing, so that it survives a power cut too.
async fn make(folder: &Path) -> io::Result<()> {
    if fs::try_exists(folder).await? {
        return Ok(());
    }
    fs::create_dir_all(folder).await?;
    sync(folder.parent().unwrap_or(folder)).await
}

async fn write(path: &Path, octets: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path).await?;
    file.write_all(octets).await?;
    file.sync_all().await
}

async fn sync(folder: &Path) -> io::Result<()> {
    fs::File::open(folder).await?.sync_all().await
}
