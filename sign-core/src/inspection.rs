//! What a signer or sender should know about a file before anybody signs it.
//!
//! The table of PROTOCOL §1 decides: a file is kept byte for byte, normalised first, or refused
//! with a code. A file that is signed already is kept whatever it does, and what it does is said.

mod active;
mod names;
mod normal;
mod reader;
mod shape;
mod shown;
mod stray;
mod structure;
mod unseen;
mod xmp;

pub use normal::normalise;
pub(crate) use stray::first_stray;

use crate::document::Document;
use crate::error::Result;

/// What a finding means for the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Note,
    /// To be said to whoever signs.
    Warn,
    /// The file is rewritten by [`normalise`] before anything is appended.
    Normalise,
    /// The file is not signed.
    Refuse,
}

/// One thing found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its stable code.
    pub code: &'static str,
    /// What it means.
    pub severity: Severity,
    /// The page it was found on, counted from 0.
    pub page: Option<u32>,
}

/// The code of everything that can be found.
pub const CODES: [&str; 34] = [
    "active_content",
    "attachments",
    "certified",
    "damaged",
    "dynamic_xfa",
    "encrypted",
    "external_content",
    "form_fields",
    "fragmented_xref",
    "hidden_annotations",
    "hidden_layers",
    "hybrid_xref",
    "import_action",
    "javascript",
    "junk_before_header",
    "kept_encrypted",
    "launch_action",
    "need_appearances",
    "no_pages",
    "not_all_read",
    "open_action",
    "pages_disagree",
    "rebuilt_xref",
    "repaired_objects",
    "second_catalog",
    "signed",
    "signing_not_permitted",
    "submit_action",
    "too_large",
    "too_many_objects",
    "too_many_pages",
    "unreadable",
    "value_differs",
    "xfa",
];

/// What is still accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Length of the file.
    pub bytes: u64,
    /// Pages.
    pub pages: u32,
    /// Objects.
    pub objects: usize,
}

impl Limits {
    /// The limits on a computer.
    pub const DESKTOP: Self = Self {
        bytes: 100 << 20,
        pages: 5_000,
        objects: 500_000,
    };
}

/// Inspects a file within the limits of a computer.
///
/// # Errors
/// As [`inspect_within`].
pub fn inspect(document: &Document) -> Result<Vec<Finding>> {
    inspect_within(document, &Limits::DESKTOP)
}

/// Inspects a file. Each code is said once, for the first page it occurs on.
///
/// # Errors
/// `damaged` or `too_large` where the file cannot be read far enough to tell.
pub fn inspect_within(document: &Document, limits: &Limits) -> Result<Vec<Finding>> {
    let mut findings = structure::within(document, limits);
    if findings
        .iter()
        .any(|finding| finding.severity == Severity::Refuse)
    {
        return Ok(findings);
    }
    let settled = structure::settled(document)?;
    if settled.external {
        findings.push(finding("external_content", Severity::Refuse));
        return Ok(findings);
    }
    findings.extend(structure::structure(&settled.document, settled.repaired)?);
    if document.is_locked() {
        return Ok(findings);
    }
    findings.extend(active::active(&settled.document)?);
    if structure::is_signed(&settled.document)? {
        keep_signed(document, &mut findings);
    }
    Ok(findings)
}

/// Tells what a file does by itself and holds unseen, whatever else is to be said of it.
///
/// # Errors
/// As [`inspect_within`].
pub(crate) fn acts(document: &Document) -> Result<Vec<Finding>> {
    active::active(document)
}

/// A signed file cannot be rewritten: what would be normalised is said, or the file refused.
fn keep_signed(document: &Document, findings: &mut Vec<Finding>) {
    let closed = document.encrypted() && document.encryption().is_none();
    let broken = document.is_rebuilt() || document.lacks_header() || closed;
    for found in &mut *findings {
        if found.severity == Severity::Normalise {
            found.severity = if broken {
                Severity::Refuse
            } else {
                Severity::Warn
            };
        }
        if found.code == "encrypted" && found.severity == Severity::Warn {
            found.code = "kept_encrypted";
        }
    }
    if !document.permits_signing() {
        findings.push(finding("signing_not_permitted", Severity::Warn));
    }
}

fn finding(code: &'static str, severity: Severity) -> Finding {
    debug_assert!(CODES.contains(&code), "{code} is not in the list");
    Finding {
        code,
        severity,
        page: None,
    }
}
