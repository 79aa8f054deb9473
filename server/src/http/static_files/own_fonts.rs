//! Fonts for other scripts from a folder of the deployment, lent to the browsers that need one.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use axum::body::Bytes;
use sign_core::bytes::hash::sha256;
use sign_core::stamp::fonts::Fonts;
use sign_core::wire::OwnFont;
use thiserror::Error;

use super::File;

/// Which there are, beside them.
const LIST: &str = "fonts.json";
const ENDINGS: [&str; 3] = ["ttf", "otf", "ttc"];

/// Why a folder of fonts cannot be used.
#[derive(Debug, Error)]
pub enum FontsError {
    /// It cannot be read, or a file in it.
    #[error("{}: {}", .0.display(), .1)]
    Unread(PathBuf, io::Error),
    /// A file is no font, or none that may be embedded.
    #[error("{}: no TrueType or OpenType font of 32 MB at most with fixed outlines that may be embedded in part: take it out of SEING_FONTS", .0.display())]
    Unusable(PathBuf),
    /// There is no font in it.
    #[error("{}: no font in it (.ttf, .otf, .ttc): put some there, or unset SEING_FONTS", .0.display())]
    Empty(PathBuf),
}

/// The fonts of a deployment; by default none.
#[derive(Default)]
pub struct OwnFonts(BTreeMap<String, File>);

impl OwnFonts {
    /// Reads every font of a folder, in the order of their names.
    pub fn read(folder: &Path) -> Result<Self, FontsError> {
        let (mut files, mut list) = (BTreeMap::new(), Vec::new());
        for path in paths(folder)? {
            let octets = fs::read(&path).map_err(|why| FontsError::Unread(path.clone(), why))?;
            let unusable = |_| FontsError::Unusable(path.clone());
            let runs = Fonts::runs(&octets).map_err(unusable)?;
            Fonts::with(vec![octets.clone()]).map_err(unusable)?;
            let font = File::new(octets.into());
            let file = [&font.tag[..16], ".", &ending(&path)].concat();
            files.insert(file.clone(), font);
            list.push(OwnFont { file, runs });
        }
        if list.is_empty() {
            return Err(FontsError::Empty(folder.to_owned()));
        }
        let list = serde_json::to_vec(&list).expect("a list of numbers and names is JSON");
        files.insert(LIST.to_owned(), File::new(list.into()));
        Ok(Self(files))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    pub(super) fn find(&self, name: &str) -> Option<File> {
        self.0.get(name).cloned()
    }
}

impl File {
    fn new(bytes: Bytes) -> Self {
        let tag = sha256(&bytes).hex()[..32].to_owned();
        Self { bytes, tag }
    }
}

fn paths(folder: &Path) -> Result<Vec<PathBuf>, FontsError> {
    let unread = |why| FontsError::Unread(folder.to_owned(), why);
    let entries = fs::read_dir(folder).map_err(unread)?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let paths: Vec<_> = paths.collect::<io::Result<_>>().map_err(unread)?;
    let mut fonts: Vec<_> = paths
        .into_iter()
        .filter(|path| ENDINGS.contains(&ending(path).as_str()))
        .collect();
    fonts.sort();
    Ok(fonts)
}

fn ending(path: &Path) -> String {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.unwrap_or_default().to_ascii_lowercase()
}
