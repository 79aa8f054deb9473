//! Opens a file for the first time: inspection, one rewrite where it is needed, sizes of its pages.

use std::sync::Arc;

use hayro::hayro_syntax::Pdf;
use sign_core::document::{Document, Page};
use sign_core::inspection::{Finding, Severity, inspect, normalise};
use sign_core::placement::{Geometry, ViewRect};
use sign_core::signature::layout;

use super::failure::{Failed, refused};
use super::intake::Intake;
use super::message::{Box2, Failure, Handle, Notice, Opened, PageSize, Version};
use super::paper::Paper;
use super::sum::Known;

/// A file that can be signed, before anybody has asked for its hash.
pub struct Looked {
    document: Document,
    rewritten: Option<Vec<u8>>,
    findings: Vec<Notice>,
}

/// Reads a chosen file.
pub fn read(bytes: Vec<u8>) -> Failed<Document> {
    Document::open(Arc::new(bytes)).map_err(refused)
}

/// Inspects a file and rewrites it where that is needed; refuses what cannot be signed.
pub fn look(document: Document) -> Failed<Looked> {
    let findings = inspect(&document).map_err(refused)?;
    let is = |severity| move |finding: &&Finding| finding.severity == severity;
    if let Some(found) = findings.iter().find(is(Severity::Refuse)) {
        return Err(Failure {
            code: found.code.to_owned(),
            at: found.page.map(u64::from),
        });
    }
    let odd = findings.iter().find(is(Severity::Normalise));
    let rewritten = odd.map(|_| normalise(&document)).transpose();
    Ok(Looked {
        rewritten: rewritten.map_err(refused)?,
        findings: findings.iter().map(notice).collect(),
        document,
    })
}

impl Looked {
    /// Returns what goes on from here, what was handed in, and what was found.
    pub fn opened(self, name: String, known: Option<Known>) -> (Paper, Version, Vec<Notice>) {
        let paper = Paper::read(name, self.document, known);
        let input = paper.version();
        (going_on(paper, self.rewritten), input, self.findings)
    }
}

/// Returns a document as it is signed: rewritten where that is needed.
pub fn accept(mut paper: Paper) -> Failed<Paper> {
    let rewritten = look(paper.settled()?)?.rewritten;
    Ok(going_on(paper, rewritten))
}

fn going_on(paper: Paper, rewritten: Option<Vec<u8>>) -> Paper {
    match rewritten {
        Some(bytes) => Paper::new(paper.name, Intake::from(bytes)),
        None => paper,
    }
}

/// Returns the fields in which alone a certified document is signed; refuses a signed one where nothing
/// can follow. What its signatures are is among the findings from now on.
pub fn own(paper: &mut Paper, findings: &mut Vec<Notice>) -> Failed<Vec<(u32, Box2)>> {
    let Some(room) = layout::room(&paper.settled()?).map_err(refused)? else {
        return Ok(Vec::new());
    };
    let mut note = |code: &str| {
        if !findings.iter().any(|found| found.code == code) {
            let code = code.to_owned();
            findings.push(Notice { code, page: None });
        }
    };
    note("signed");
    if !room.certified {
        return Ok(Vec::new());
    }
    note("certified");
    Ok(room
        .own
        .iter()
        .map(|own| (own.page, placed(own.rect)))
        .collect())
}

fn placed(rect: ViewRect) -> Box2 {
    Box2 {
        x_pt: rect.x,
        y_pt: rect.y,
        width_pt: rect.width,
        height_pt: rect.height,
    }
}

fn notice(finding: &Finding) -> Notice {
    Notice {
        code: finding.code.to_owned(),
        page: finding.page,
    }
}

/// Describes a document, if renderer and reader agree on what it is.
pub fn describe(handle: Handle, name: &str, mut paper: Paper) -> Failed<(Opened, Paper)> {
    let document = paper.document()?;
    let version = paper.version();
    let opened = opened(handle, name, version, &document, paper.pdf()?)?;
    Ok((opened, paper))
}

/// Describes what reader and renderer have read, if they agree on what it is.
pub fn opened(
    handle: Handle,
    name: &str,
    version: Version,
    document: &Document,
    pdf: &Pdf,
) -> Failed<Opened> {
    let count = document.page_count().map_err(refused)?;
    let drawn = pdf.pages().len();
    if usize::try_from(count) != Ok(drawn) || drawn == 0 {
        return Err(Failure::plain("pages_disagree"));
    }
    let pages = (0..count).map(|index| Ok(size(&document.page_boxes(index).map_err(refused)?)));
    let pages = pages.collect::<Failed<_>>()?;
    let tagged = document
        .catalog()
        .is_ok_and(|catalog| catalog.has(b"StructTreeRoot"));
    Ok(Opened {
        handle,
        name: name.to_owned(),
        sha256: version.sha256,
        size: version.size,
        original: version.sha256,
        original_size: version.size,
        pages,
        tagged,
        findings: Vec::new(),
        own: Vec::new(),
    })
}

/// Returns the size of a user space unit of a page, which the renderer does not apply.
pub fn user_unit(document: &Document, page: u32) -> f64 {
    document.page_boxes(page).map_or(1.0, |page| page.user_unit)
}

fn size(page: &Page) -> PageSize {
    let (width_pt, height_pt) = Geometry::from(page).view_size();
    PageSize {
        width_pt,
        height_pt,
    }
}
