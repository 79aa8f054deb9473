//! A document as it stood before something was appended: the beginning of one the worker holds, not a copy.

use std::sync::Arc;

use hayro::hayro_syntax::Pdf;
use sign_core::document::Document;

use super::failure::{Failed, refused};
use super::message::{Failure, Handle, Opened, Version};
use super::opening;
use super::paper::Paper;

/// The first octets of a document, read as if nothing followed them.
pub struct View {
    handle: Handle,
    of: Handle,
    document: Document,
    pdf: Pdf,
}

/// Octets up to an end; what the renderer keeps.
struct Beginning {
    bytes: Arc<Vec<u8>>,
    end: usize,
}

impl AsRef<[u8]> for Beginning {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..self.end]
    }
}

impl View {
    /// Reads the first `end` octets of the document `of`, and describes what they are.
    pub fn open(paper: &Paper, of: Handle, end: u64, handle: Handle) -> Failed<(Self, Opened)> {
        let bytes = paper.shared();
        let end = usize::try_from(end).ok().filter(|end| *end <= bytes.len());
        let end = end.ok_or_else(|| Failure::plain("no_such_version"))?;
        let document = Document::open_beginning(Arc::clone(&bytes), end).map_err(refused)?;
        let (known, mut hash) = paper.trail().before(end);
        hash.update(&bytes[known..end]);
        let version = Version {
            sha256: hash.finish(),
            size: end as u64,
        };
        let pdf = Pdf::new(Arc::new(Beginning { bytes, end }));
        let pdf = pdf.map_err(|_| Failure::plain("not_drawable"))?;
        let opened = opening::opened(handle, &paper.name, version, &document, &pdf)?;
        let view = Self {
            handle,
            of,
            document,
            pdf,
        };
        Ok((view, opened))
    }

    /// Returns what it is asked for by.
    pub fn handle(&self) -> Handle {
        self.handle
    }

    /// Says whether it is let go with a handle: its own, or that of its document.
    pub fn goes_with(&self, handle: Handle) -> bool {
        self.handle == handle || self.of == handle
    }

    /// Returns the reader's reading.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Returns the renderer's reading.
    pub fn pdf(&self) -> &Pdf {
        &self.pdf
    }
}
