//! The shape of a file: its limits, cross-reference, encryption, signatures, and whether the renderer sees the same.

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use lopdf::{Dictionary, Object};

use super::{Finding, Limits, Severity, finding, stray};
use crate::document::{Document, Field};
use crate::error::Result;

/// Compares a file with limits, before anything in it is walked.
pub(super) fn within(document: &Document, limits: &Limits) -> Vec<Finding> {
    let mut codes = Vec::new();
    if document.bytes().len() as u64 > limits.bytes {
        codes.push("too_large");
    }
    if document.entries().count() > limits.objects {
        codes.push("too_many_objects");
    }
    if document
        .page_count()
        .is_ok_and(|pages| pages > limits.pages)
    {
        codes.push("too_many_pages");
    }
    let refused = |code| finding(code, Severity::Refuse);
    codes.into_iter().map(refused).collect()
}

/// Finds what the shape of a file means for signing it.
pub(super) fn structure(document: &Document) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let shapes = [
        (document.is_rebuilt(), "rebuilt_xref"),
        (document.header_offset() > 0, "junk_before_header"),
        (document.is_hybrid(), "hybrid_xref"),
        (document.is_fragmented(), "fragmented_xref"),
        (stray::has_stray(document), "second_catalog"),
        (document.encrypted(), "encrypted"),
    ];
    for (found, code) in shapes {
        if found {
            findings.push(finding(code, Severity::Normalise));
        }
    }
    findings.extend(rendered(document)?);
    findings.extend(signatures(document)?);
    Ok(findings)
}

/// Asks the renderer's reader what the file is.
fn rendered(document: &Document) -> Result<Option<Finding>> {
    let refused = |code| Some(finding(code, Severity::Refuse));
    let pdf = match Pdf::new(document.shared()) {
        Ok(pdf) => pdf,
        Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => {
            return Ok(refused("encrypted"));
        }
        Err(_) => return Ok(refused("unreadable")),
    };
    // An encrypted tree may stand in an encrypted object stream, which only the renderer reads.
    if document.encrypted() {
        return Ok(None);
    }
    let pages = pdf.pages();
    if pages.len() != document.page_count()? as usize {
        return Ok(refused("pages_disagree"));
    }
    if pages.is_empty() {
        return Ok(refused("no_pages"));
    }
    let theirs = pages[0].raw().obj_id().map(|id| id.obj_number);
    let ours = document.page(0)?.id.0;
    let same = theirs.is_none_or(|theirs| theirs == ours);
    Ok(if same {
        None
    } else {
        refused("pages_disagree")
    })
}

fn signatures(document: &Document) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    if is_signed(document)? {
        findings.push(finding("signed", Severity::Note));
    }
    if let Some(permission) = certification(document) {
        let refused = permission == 1;
        let severity = if refused {
            Severity::Refuse
        } else {
            Severity::Warn
        };
        findings.push(finding("certified", severity));
    }
    Ok(findings)
}

/// Returns whether some signature field has a value.
pub(super) fn is_signed(document: &Document) -> Result<bool> {
    Ok(document.fields()?.iter().any(has_signature))
}

fn has_signature(field: &Field) -> bool {
    field.kind.as_deref() == Some(b"Sig") && field.dict.has(b"V")
}

/// Returns `/P` of a certification (ISO 32000-2 §12.8.2.2); its default is 2.
fn certification(document: &Document) -> Option<i64> {
    let follow = |dict: &Dictionary, key: &[u8]| {
        let value = document.resolve(dict.get(key).ok()?).ok()?;
        value.as_dict().ok().cloned()
    };
    let perms = follow(&document.catalog().ok()?, b"Perms")?;
    let signature = follow(&perms, b"DocMDP")?;
    let references = document.resolve(signature.get(b"Reference").ok()?).ok()?;
    let first = document
        .resolve(references.as_array().ok()?.first()?)
        .ok()?;
    let parameters = follow(first.as_dict().ok()?, b"TransformParams");
    let permission = parameters.and_then(|dict| dict.get(b"P").and_then(Object::as_i64).ok());
    Some(permission.unwrap_or(2))
}
