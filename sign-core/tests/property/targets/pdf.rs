//! Files: opened, inspected, rewritten, appended to, verified.

use std::sync::Arc;

use lopdf::{Dictionary, Object};
use sign_core::bytes::trail::Trail;
use sign_core::digest::{finish_digest, gap_proof};
use sign_core::document::tail::{extra, is_plain};
use sign_core::document::{Document, Update};
use sign_core::inspection::{Severity, inspect, normalise};
use sign_core::placement::{FieldKind, Look, Placement, ViewRect};
use sign_core::signature::caption::captions;
use sign_core::signature::certify::{self, Certification};
use sign_core::signature::layout::{Plan, PlanSigner, lay_out};
use sign_core::verify::{Verdict, verify_versions};
use sign_core::wire::Locale;

use crate::honest::{HONEST, LATER_MS};

/// How many objects of a file are read one by one.
const OBJECTS: usize = 2000;
/// What the name that is placed is asked for with.
const CAPTION: &str = "Plate";

fn opened(data: &[u8]) -> Option<Document> {
    Document::open(Arc::new(data.to_vec())).ok()
}

/// Reading anything of a file ends, whatever it says.
pub(super) fn open(data: &[u8]) {
    if let Some(document) = opened(data) {
        read(&document);
        for n in 0..document.revisions().len().min(5) {
            if let Ok(earlier) = document.at_revision(n) {
                assert!(data.starts_with(earlier.bytes()), "a version is a prefix");
                read(&earlier);
            }
        }
    }
}

fn read(document: &Document) {
    let pages = document.page_count().unwrap_or(0);
    for index in 0..pages.min(20) {
        let _ = document.page(index);
    }
    let _ = document.catalog();
    let _ = document.fields();
    let _ = captions(document);
    let _ = document.base();
    for (id, _) in document.entries().take(OBJECTS) {
        let _ = document.raw(id);
        if let Ok(Object::Stream(stream)) = document.object(id) {
            let _ = document.stream_data(&stream);
        }
    }
}

/// What was rewritten needs no second rewrite, but for damage inside objects that a rewrite carries on
/// (`repaired_objects`); and it has the same pages, where none had to be searched for.
pub(super) fn inspected(data: &[u8]) {
    let Some(document) = opened(data) else {
        return;
    };
    let Ok(before) = inspect(&document) else {
        return;
    };
    if before
        .iter()
        .any(|found| found.severity == Severity::Refuse)
    {
        return;
    }
    let Ok(rewritten) = normalise(&document) else {
        return;
    };
    let again = opened(&rewritten).expect("our rewrite opens");
    if before.iter().all(|found| found.code != "repaired_objects") {
        assert_eq!(again.page_count(), document.page_count());
    }
    let found = inspect(&again).expect("our rewrite is read");
    let left = found
        .iter()
        .find(|found| found.severity >= Severity::Normalise && found.code != "repaired_objects");
    assert!(left.is_none(), "still to be rewritten: {left:?}");
}

/// An update leaves what stood there, and is read back.
pub(super) fn append(data: &[u8]) {
    let Some(before) = opened(data) else {
        return;
    };
    let (Ok(pages), Ok(fields)) = (before.page_count(), before.fields()) else {
        return;
    };
    // As the app does: what is referred to and not there is told, and stays so.
    if inspect(&before).is_err() {
        return;
    }
    let Some(bytes) = appended(&before) else {
        return;
    };
    assert!(bytes.starts_with(data), "an update appends");
    let after = opened(&bytes).expect("our update opens");
    assert!(!after.is_rebuilt(), "our update is found by its offset");
    assert_eq!(after.page_count(), Ok(pages));
    assert_eq!(after.fields().map(|all| all.len()), Ok(fields.len() + 1));
    assert_eq!(after.revisions().len(), before.revisions().len() + 1);
}

fn appended(document: &Document) -> Option<Vec<u8>> {
    let mut update = Update::new(document).ok()?;
    let value = update.reserve();
    update.put_signature(value, Dictionary::new(), 64);
    let field = update.reserve();
    let text = format!(
        "<< /FT /Sig /T (seing) /V {} 0 R /Rect [0 0 0 0] >>",
        value.0
    );
    update.put_raw(field, text.into_bytes());
    update
        .push_path(document.root(), &[b"AcroForm", b"Fields"], &[field])
        .ok()?;
    Some([document.bytes(), &update.finish().bytes].concat())
}

/// What the browser writes before and into a gap, the server takes for structure.
pub(super) fn laid_out(data: &[u8]) {
    let Some(document) = opened(data) else {
        return;
    };
    // The inspection has such a file rewritten before anything is appended.
    if !is_plain(&extra(document.trailer())) {
        return;
    }
    let Ok(laid) = lay_out(&document, &plan()) else {
        return;
    };
    let bytes = [data, &laid.appended.bytes].concat();
    let document = opened(&bytes).expect("our fields open");
    if let Ok(asked) = captions(&document) {
        let named = laid.fields.iter().find(|one| one.kind == FieldKind::Name);
        let caption = named.and_then(|one| asked.get(&one.name));
        assert!(named.is_none() || caption.is_some_and(|caption| caption == CAPTION));
    }
    // What others signed takes no certification.
    let Some(field) = laid.certification else {
        return;
    };
    let certification = Certification {
        field,
        name: "ACME".to_string(),
        reason: "fuzz".to_string(),
        time_ms: LATER_MS,
        reserve: 64,
    };
    let Ok(appended) = certify::prepare(&document, &certification) else {
        return;
    };
    let prepared = gap_proof(&bytes, &appended).expect("our own update is structure");
    assert_eq!(finish_digest(&prepared.proof), Ok(prepared.digest));
}

fn plan() -> Plan {
    let rect = ViewRect {
        x: 10.0,
        y: 10.0,
        width: 80.0,
        height: 30.0,
    };
    let placements = [FieldKind::Signature, FieldKind::Name, FieldKind::Signature];
    let placements = placements.map(|kind| Placement {
        kind,
        page: 0,
        rect,
        required: true,
        look: Look::default(),
        caption: CAPTION.to_string(),
    });
    let signer = PlanSigner {
        number: 1,
        name: "Ann".to_string(),
        placements: placements.to_vec(),
    };
    Plan {
        locale: Locale::En,
        signers: vec![signer],
        texts: Vec::new(),
        logo: None,
        renew: false,
    }
}

/// Nobody without the keys makes a file that is valid and does not begin as ours.
pub(super) fn verified(data: &[u8]) {
    let file = Arc::new(data.to_vec());
    let report = verify_versions(&file, &Trail::new(), &HONEST.trust, LATER_MS);
    if report.verdict == Verdict::Valid {
        assert!(data.starts_with(&HONEST.launched), "a forged file is valid");
    }
}
