//! A document the worker holds: its bytes, its hash, and perhaps an update whose gap is still empty.

use std::ops::Range;
use std::sync::Arc;

use hayro::hayro_syntax::Pdf;
use sign_core::bytes::hash::Sha256Stream;
use sign_core::bytes::trail::Trail;
use sign_core::digest::fill;
use sign_core::document::{Appended, Document};
use sign_core::wire::{B64, GapProof, Hash, Locale};

use super::failure::refused;
use super::intake::{Intake, ROOM_BYTES};
use super::message::{Failure, Prepared, Version};
use super::sum::{Known, Sum};

/// A document.
pub struct Paper {
    /// File name.
    pub name: String,
    /// What everybody has before anything is appended.
    pub original_size: u64,
    /// What rev0 left for the certification.
    pub laid: Option<Laid>,
    bytes: Arc<Vec<u8>>,
    sum: Sum,
    draft: Option<Draft>,
    document: Option<Document>,
    pdf: Option<Arc<Pdf>>,
}

/// What rev0 left for the certification.
pub struct Laid {
    /// The envelope's language.
    pub locale: Locale,
    /// The field made for it; none in a document that was signed before.
    pub certification: Option<String>,
}

/// An update with an empty gap, already at the end of the bytes.
struct Draft {
    start: usize,
    gap: Range<usize>,
    previous: Hash,
    before: Sha256Stream,
    digest: Hash,
}

impl Paper {
    /// Takes a file.
    pub fn new(name: String, file: Intake) -> Self {
        let (bytes, known) = file.hashed();
        Self::of(name, Arc::new(bytes), known)
    }

    /// Takes a file that was read already; without a word on its hash it is hashed here.
    pub fn read(name: String, document: Document, known: Option<Known>) -> Self {
        let bytes = document.shared();
        let known = known.unwrap_or_else(|| Known::here(&bytes));
        Self {
            document: Some(document),
            ..Self::of(name, bytes, known)
        }
    }

    fn of(name: String, bytes: Arc<Vec<u8>>, known: Known) -> Self {
        Self {
            name,
            original_size: bytes.len() as u64,
            laid: None,
            bytes,
            sum: known.into(),
            draft: None,
            document: None,
            pdf: None,
        }
    }

    /// Says whether rev0 left no field for a certification: others have signed the document.
    pub fn is_uncertified(&self) -> bool {
        self.laid
            .as_ref()
            .is_some_and(|laid| laid.certification.is_none())
    }

    /// Returns the bytes, with the update whose gap is empty.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the bytes as they stand, for a long-lived reader.
    pub fn shared(&self) -> Arc<Vec<u8>> {
        Arc::clone(&self.bytes)
    }

    /// Returns what is known of the hash of the bytes, without the update whose gap is empty.
    pub fn trail(&self) -> &Trail {
        self.sum.trail()
    }

    /// Returns hash and size without the update whose gap is empty.
    pub fn version(&self) -> Version {
        let size = self
            .draft
            .as_ref()
            .map_or(self.bytes.len(), |draft| draft.start);
        Version {
            sha256: self.sum.sha256(),
            size: size as u64,
        }
    }

    /// Opens what stands before an update whose gap is empty.
    pub fn settled(&mut self) -> Result<Document, Failure> {
        self.unprepare();
        self.document()
    }

    /// Opens all bytes, once for as long as they stay as they are.
    pub fn document(&mut self) -> Result<Document, Failure> {
        if let Some(known) = &self.document {
            return Ok(known.clone());
        }
        let read = Document::open(self.shared()).map_err(refused)?;
        Ok(self.document.insert(read).clone())
    }

    /// Returns the renderer's reading of all bytes.
    pub fn pdf(&mut self) -> Result<&Pdf, Failure> {
        if self.pdf.is_none() {
            self.pdf = match &self.document {
                Some(known) => known.drawn(),
                None => Pdf::new(self.shared()).ok().map(Arc::new),
            };
        }
        let read = self.pdf.as_deref();
        read.ok_or_else(|| Failure::plain("not_drawable"))
    }

    /// Appends bytes that have no gap.
    pub fn append(&mut self, tail: &[u8]) {
        self.unprepare();
        self.sum.append(&self.bytes, tail);
        self.grow(tail);
    }

    /// Shows the bytes together with the text of their seam, as if it stood behind them; nothing where
    /// their hash can go on already.
    pub fn joined<T>(&mut self, show: impl FnOnce(&[u8]) -> T) -> Option<T> {
        let seam = self.sum.wanted(&self.bytes)?;
        let end = self.bytes.len();
        self.grow(seam.text());
        let shown = show(&self.bytes);
        self.edit(|bytes| bytes.truncate(end));
        Some(shown)
    }

    /// Takes the SHA-256 of what [`Paper::joined`] showed.
    pub fn join(&mut self, digest: Hash) {
        self.sum.join(digest);
    }

    /// Appends bytes that have no gap, if that gives the file the server named.
    pub fn append_named(&mut self, tail: &[u8], named: Version) -> Result<Version, Failure> {
        self.unprepare();
        let mut hash = self.sum.stream(&self.bytes);
        hash.update(tail);
        let size = (self.bytes.len() + tail.len()) as u64;
        let sha256 = hash.finish();
        if (Version { sha256, size }) != named {
            return Err(Failure::plain("own_result"));
        }
        self.append(tail);
        Ok(named)
    }

    /// Appends an update and remembers its gap.
    pub fn prepare(&mut self, update: &Appended) -> Result<Prepared, Failure> {
        let gap = update
            .gap
            .clone()
            .ok_or_else(|| Failure::plain("damaged"))?;
        self.resume(&update.bytes, gap.start, gap.end - gap.start)
    }

    /// Appends an update known by its bytes and its gap.
    pub fn resume(&mut self, update: &[u8], gap_at: u64, gap: u64) -> Result<Prepared, Failure> {
        self.unprepare();
        let start = self.bytes.len();
        let gap = gap_of(start..start + update.len(), gap_at, gap)?;
        let mut before = self.sum.stream(&self.bytes);
        let previous = before.clone().finish();
        before.update(&update[..gap.start - start]);
        let mut ranged = before.clone();
        ranged.update(&update[gap.end - start..]);
        let digest = ranged.finish();
        self.grow(update);
        self.draft = Some(Draft {
            start,
            gap,
            previous,
            before,
            digest,
        });
        self.prepared()
    }

    /// Describes the update whose gap is empty.
    pub fn prepared(&self) -> Result<Prepared, Failure> {
        let draft = self.draft()?;
        let gap = u32::try_from(draft.gap.len()).map_err(|_| Failure::plain("too_large"))?;
        let after = B64(self.bytes[draft.gap.end..].to_vec());
        Ok(Prepared {
            previous: draft.previous,
            digest: draft.digest,
            proof: GapProof {
                before: draft.before.state(),
                gap,
                after,
            },
            gap_at: draft.gap.start as u64,
            gap,
        })
    }

    /// Returns the update whose gap is empty.
    pub fn update(&self) -> Result<&[u8], Failure> {
        Ok(&self.bytes[self.draft()?.start..])
    }

    /// Takes the update whose gap is empty away.
    pub fn unprepare(&mut self) {
        if let Some(draft) = self.draft.take() {
            self.edit(|bytes| bytes.truncate(draft.start));
        }
    }

    /// Fills the gap, if that gives the file the server named; else nothing changes. Asked again
    /// for the file that stands already, it stays as it is.
    pub fn embed(&mut self, cms: &[u8], named: Version) -> Result<Version, Failure> {
        if self.draft.is_none() && self.version() == named {
            return Ok(named);
        }
        let draft = self.draft()?;
        let mut filled = self.bytes[draft.gap.clone()].to_vec();
        let whole = 0..filled.len();
        fill(&mut filled, whole, cms).map_err(refused)?;
        let mut hash = draft.before.clone();
        hash.update(&filled);
        hash.update(&self.bytes[draft.gap.end..]);
        let result = Version {
            sha256: hash.finish(),
            size: self.bytes.len() as u64,
        };
        if result != named {
            return Err(Failure::plain("own_result"));
        }
        let (start, gap) = (draft.start, draft.gap.clone());
        self.draft = None;
        self.edit(|bytes| bytes[gap].copy_from_slice(&filled));
        self.sum.append(&[], &self.bytes[start..]);
        Ok(result)
    }

    fn draft(&self) -> Result<&Draft, Failure> {
        self.draft
            .as_ref()
            .ok_or_else(|| Failure::plain("not_prepared"))
    }

    fn grow(&mut self, tail: &[u8]) {
        self.edit(|bytes| {
            // Left to itself, a vector doubles.
            if bytes.capacity() - bytes.len() < tail.len() {
                bytes.reserve_exact(tail.len() + ROOM_BYTES);
            }
            bytes.extend_from_slice(tail);
        });
    }

    /// Changes the bytes in place; what was read of them ends before.
    fn edit(&mut self, change: impl FnOnce(&mut Vec<u8>)) {
        (self.document, self.pdf) = (None, None);
        change(Arc::make_mut(&mut self.bytes));
    }
}

fn gap_of(update: Range<usize>, at: u64, length: u64) -> Result<Range<usize>, Failure> {
    let start = usize::try_from(at).ok();
    let end = at
        .checked_add(length)
        .and_then(|end| usize::try_from(end).ok());
    match (start, end) {
        (Some(start), Some(end)) if update.start < start && start < end && end < update.end => {
            Ok(start..end)
        }
        _ => Err(Failure::plain("damaged")),
    }
}

#[cfg(test)]
mod tests;
