//! The ceremony on files nobody here wrote.

use std::path::Path;

use sign_core::document::Document;
use sign_core::inspection::{Severity, inspect, normalise};
use sign_core::placement::{FieldKind, Geometry};
use sign_core::signature::layout::{Plan, PlanSigner};
use sign_core::wire::Locale;

use super::{Ceremony, open, place};
use crate::corpus::corpus;

/// Two signers side by side at the foot of the first page, whatever its size.
fn plan(document: &Document) -> Plan {
    let (width, height) = Geometry::from(&document.page(0).unwrap()).view_size();
    let (column, row) = (width / 2.0, height / 10.0);
    let fields = |left: f64| {
        vec![
            place(
                FieldKind::Signature,
                0,
                left,
                height - 3.0 * row,
                column * 0.9,
                row * 1.5,
            ),
            place(
                FieldKind::Signature,
                0,
                left,
                height - 1.4 * row,
                column * 0.9,
                row * 1.4,
            ),
        ]
    };
    let signer = |number: u8, name: &str, left| PlanSigner {
        number,
        name: name.to_string(),
        placements: fields(left),
    };
    let signers = vec![
        signer(1, "Anna Müller", 0.0),
        signer(2, "Zoë Œuvré", column),
    ];
    Plan {
        locale: Locale::Fr,
        signers,
        texts: Vec::new(),
        logo: None,
        renew: false,
    }
}

/// Returns what the envelope starts from: the file or its rewrite; nothing for a refused file.
fn original(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let document = Document::open(bytes.into()).ok()?;
    let findings = inspect(&document).ok()?;
    let has = |severity| findings.iter().any(|finding| finding.severity == severity);
    let signed = document
        .fields()
        .ok()?
        .iter()
        .any(|field| field.dict.has(b"V") && field.kind.as_deref() == Some(b"Sig"));
    if signed || has(Severity::Refuse) {
        return None;
    }
    if has(Severity::Normalise) {
        normalise(&document).ok()
    } else {
        Some(document.bytes().to_vec())
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "files are read, and left for judges outside"
)]
fn files_of_others_go_through_the_whole_ceremony() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("foreign");
    std::fs::create_dir_all(&folder).unwrap();
    for path in corpus() {
        let Some(original) = original(std::fs::read(&path).unwrap()) else {
            continue;
        };
        let plan = plan(&open(&original));
        let ceremony = Ceremony::launched_on(original.clone(), &plan).ended();
        assert!(ceremony.bytes.starts_with(&original), "{}", path.display());
        std::fs::write(folder.join(path.file_name().unwrap()), &ceremony.bytes).unwrap();
    }
}
