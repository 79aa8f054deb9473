//! The shape of a file: its limits, cross-reference, encryption, signatures, and whether the renderer sees the same.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object};

use super::{Finding, Limits, Severity, finding, shape, stray};
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

/// A file whose objects stand where its cross-reference says, as far as they were found.
pub(super) struct Settled {
    pub(super) document: Document,
    /// Whether something had to be searched for, or is not as the standard asks.
    pub(super) repaired: bool,
    /// Whether some stream has its data in another file.
    pub(super) external: bool,
}

/// Looks at every object, and searches the file for those that do not stand where they should.
pub(super) fn settled(document: &Document) -> Result<Settled> {
    // Behind a password nothing can be told.
    if document.is_locked() {
        let document = document.clone();
        return Ok(Settled {
            document,
            repaired: false,
            external: false,
        });
    }
    let sound = document.soundness()?;
    let mut misplaced = sound.misplaced;
    misplaced.extend(lost(document)?);
    let moved = !misplaced.is_empty() && !document.is_rebuilt();
    let found = if moved {
        document.relocated(&misplaced)?
    } else {
        document.clone()
    };
    // What had to be searched for has not been looked at yet.
    let external = sound.external || moved && found.soundness()?.external;
    let odd = found.tree()?.odd || shape::is_odd(&found, sound.dangling);
    Ok(Settled {
        document: found,
        repaired: odd || sound.mended || !misplaced.is_empty(),
        external,
    })
}

/// Returns the numbers of pages that are counted and that the cross-reference calls free. What others
/// signed is no file to search for what it does not show.
fn lost(document: &Document) -> Result<BTreeSet<u32>> {
    match document.tree() {
        Ok(tree) if tree.lost && !is_signed(document)? => Ok(tree.gone.clone()),
        // A tree that cannot be walked yet is walked again once its objects are found.
        _ => Ok(BTreeSet::new()),
    }
}

/// Finds what the shape of a file means for signing it.
pub(super) fn structure(document: &Document, repaired: bool) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let loose = document.is_rebuilt() || document.is_loose();
    let shapes = [
        (loose && !repaired, "rebuilt_xref"),
        (repaired, "repaired_objects"),
        (document.lacks_header(), "junk_before_header"),
        (document.is_hybrid(), "hybrid_xref"),
        (document.is_fragmented(), "fragmented_xref"),
        (stray::has_stray(document), "second_catalog"),
        (document.encrypted() && !document.is_locked(), "encrypted"),
    ];
    for (found, code) in shapes {
        if found {
            findings.push(finding(code, Severity::Normalise));
        }
    }
    if document.is_locked() {
        findings.push(finding("encrypted", Severity::Refuse));
        return Ok(findings);
    }
    findings.extend(drawable(document, findings.is_empty())?);
    findings.extend(signatures(document)?);
    Ok(findings)
}

/// Finds what keeps a file from being drawn. One that will be rewritten is compared after that:
/// damage is mended in many ways.
fn drawable(document: &Document, sound: bool) -> Result<Option<Finding>> {
    let refused = |code| Some(finding(code, Severity::Refuse));
    if document.tree()?.lost {
        return Ok(refused("damaged"));
    }
    if document.page_count()? == 0 {
        return Ok(refused("no_pages"));
    }
    let signed = is_signed(document)?;
    let kept = sound || signed;
    let said = if kept { rendered(document)? } else { None };
    Ok(match said {
        Some("unreadable") if !signed => Some(finding("repaired_objects", Severity::Normalise)),
        said => said.and_then(refused),
    })
}

/// Asks the renderer's reader what the file is; returns why it is refused.
pub(super) fn rendered(document: &Document) -> Result<Option<&'static str>> {
    let Some(pdf) = document.drawn() else {
        return Ok(Some("unreadable"));
    };
    let pages = pdf.pages();
    if pages.len() != document.page_count()? as usize {
        return Ok(Some("pages_disagree"));
    }
    let Some(first) = pages.first() else {
        return Ok(None);
    };
    let theirs = first.raw().obj_id().map(|id| id.obj_number);
    let ours = document.page(0)?.id.0;
    let same = theirs.is_none_or(|theirs| theirs == ours);
    Ok((!same).then_some("pages_disagree"))
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
