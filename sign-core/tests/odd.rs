//! Files as bad programs write them, one for each class of defect: all open, and what comes of them is sound.

use std::sync::Arc;

use sign_core::document::Document;
use sign_core::inspection::{Finding, Severity, inspect, normalise};

use crate::made::{self, OBJECTS, open, packed, table};

mod files;

use files::every;

/// As the app does: kept as it is, or rewritten where the inspection says so.
pub(crate) fn accepted(bytes: &[u8]) -> Result<(Vec<u8>, Vec<&'static str>), String> {
    let document =
        Document::open(Arc::new(bytes.to_vec())).map_err(|error| format!("{error:?}"))?;
    let findings = inspect(&document).map_err(|error| format!("{error:?}"))?;
    let codes: Vec<&str> = defects(&findings).map(|finding| finding.code).collect();
    let worst = findings.iter().map(|finding| finding.severity).max();
    match worst {
        Some(Severity::Refuse) => Err(format!("refused: {codes:?}")),
        Some(Severity::Normalise) => {
            let rewritten = normalise(&document).map_err(|error| format!("{error:?}"))?;
            Ok((rewritten, codes))
        }
        _ => Ok((bytes.to_vec(), codes)),
    }
}

/// What is wrong with a file: that it has a form is not.
fn defects(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    let defect = |finding: &&Finding| finding.severity > Severity::Note;
    findings.iter().filter(defect)
}

#[test]
fn every_defect_is_opened_with_its_pages_and_said() {
    let mut wrong = Vec::new();
    for odd in every() {
        let told = accepted(&odd.bytes).map(|(taken, codes)| {
            let pages = open(&taken).page_count().unwrap();
            let left = inspect(&open(&taken)).unwrap();
            (pages, codes, defects(&left).copied().collect())
        });
        let right = Ok((odd.pages, Vec::from_iter(odd.code), Vec::new()));
        if told != right {
            wrong.push((odd.name, told));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_made_of_a_defect_is_sound_to_others() {
    let mut wrong = Vec::new();
    for odd in every() {
        let taken = accepted(&odd.bytes)
            .map(|(taken, _)| taken)
            .unwrap_or_default();
        let sound = (Some(odd.pages), String::new());
        let said = crate::corpus::judged(&taken, "odd").unwrap_or(sound.clone());
        if said != sound {
            wrong.push((odd.name, said));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_sound_file_in_either_dialect_is_no_defect() {
    for bytes in [table(&OBJECTS), packed()] {
        let (taken, codes) = accepted(&bytes).unwrap();
        assert_eq!((taken, codes), (bytes, Vec::new()));
    }
}
