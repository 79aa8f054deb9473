//! Inspection and the rewrite: what is kept, normalised, refused.

use std::sync::Arc;

use sign_core::document::{Document, Update};
use sign_core::inspection::{Limits, Severity, inspect, inspect_within, normalise};

use crate::made::{OBJECTS, open, packed, table};

/// What is found but for the form that the made files have.
pub(crate) fn found(bytes: &[u8]) -> Vec<(&'static str, Severity)> {
    let findings = inspect(&open(bytes)).unwrap();
    findings
        .iter()
        .filter(|finding| finding.code != "form_fields")
        .map(|finding| (finding.code, finding.severity))
        .collect()
}

pub(crate) fn with(catalog: &str, page: &str, extra: &str) -> Vec<u8> {
    let catalog = format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>");
    let page = format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] {page} >>");
    table(&[
        &catalog,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        &page,
        extra,
    ])
}

#[test]
fn a_sound_file_has_nothing_to_say() {
    assert_eq!(found(&table(&OBJECTS)), []);
    assert_eq!(found(&packed()), []);
}

#[test]
fn scripts_and_forms_that_redraw_are_normalised_away() {
    let bytes = with(
        "/OpenAction 4 0 R /AcroForm << /Fields [] /NeedAppearances true >>",
        "/AA << /O 4 0 R >> /Annots [<< /Subtype /Link /Rect [0 0 1 1] /A 4 0 R >>]",
        "<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
    );
    let codes: Vec<&str> = found(&bytes).iter().map(|found| found.0).collect();
    assert_eq!(
        codes,
        [
            "open_action",
            "javascript",
            "need_appearances",
            "active_content"
        ]
    );
    let rewritten = normalise(&open(&bytes)).unwrap();
    assert_eq!(found(&rewritten), []);
    let text = String::from_utf8_lossy(&rewritten).into_owned();
    assert!(!text.contains("JavaScript"), "{text}");
}

#[test]
fn a_place_to_open_at_is_no_reason_to_rewrite() {
    for open_at in [
        "[3 0 R /Fit]",
        "(chapter)",
        "<< /S /GoTo /D [3 0 R /Fit] >>",
    ] {
        let entry = format!("/OpenAction {open_at}");
        let bytes = with(&entry, "", "null");
        assert_eq!(found(&bytes), [], "{open_at}");
        let rewritten = normalise(&open(&bytes)).unwrap();
        assert!(String::from_utf8_lossy(&rewritten).contains(&entry));
    }
    let next = "<< /S /GoTo /D [3 0 R /Fit] /Next << /S /JavaScript /JS (x) >> >>";
    let bytes = with(&format!("/OpenAction {next}"), "", "null");
    let said = ["open_action", "javascript"].map(|code| (code, Severity::Normalise));
    assert_eq!(found(&bytes), said);
}

#[test]
fn fields_whose_names_are_none_get_others() {
    let fields = ["(a.b)", "(a_b)", "(a)", "(a)"];
    let fields = fields.map(|name| format!("<< /FT /Tx /T {name} >>"));
    let catalog = format!("/AcroForm << /Fields [{}] >>", fields.join(" "));
    let rewritten = normalise(&open(&with(&catalog, "", "null"))).unwrap();
    let rewritten = normalise(&open(&rewritten)).unwrap();
    let fields = open(&rewritten).fields().unwrap();
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["a_b_2", "a_b", "a", "a_2"]);
}

#[test]
fn kids_of_fields_become_objects_of_their_own() {
    let kid = "<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] >>";
    let field = format!("<< /FT /Tx /T (a) /V (x) /Kids [{kid} {kid}] >>");
    let bytes = with("/AcroForm << /Fields [4 0 R] >>", "", &field);
    assert_eq!(found(&bytes), [("repaired_objects", Severity::Normalise)]);
    let rewritten = normalise(&open(&bytes)).unwrap();
    assert_eq!(found(&rewritten), []);
    let document = open(&rewritten);
    let fields = document.fields().unwrap();
    let parents = fields[0]
        .widgets
        .iter()
        .map(|id| document.dict(*id).unwrap());
    let parents: Vec<_> = parents
        .map(|kid| kid.get(b"Parent").unwrap().as_reference().unwrap())
        .collect();
    assert_eq!(parents, [fields[0].id; 2]);
}

#[test]
fn launching_sending_and_importing_are_refused() {
    for (kind, code) in [
        ("Launch", "launch_action"),
        ("SubmitForm", "submit_action"),
        ("ImportData", "import_action"),
    ] {
        let link = "/Annots [<< /Subtype /Link /Rect [0 0 1 1] /A << /S /URI /Next [4 0 R] >> >>]";
        let bytes = with("", link, &format!("<< /S /{kind} /F (x) >>"));
        assert_eq!(found(&bytes), [(code, Severity::Refuse)]);
    }
}

#[test]
fn content_that_another_reader_alone_may_show_is_refused() {
    for (filter, said) in [
        ("/FlateDecode", vec![]),
        ("[/AHx /CCF]", vec![]),
        ("/BrotliDecode", vec![("unreadable", Severity::Refuse)]),
    ] {
        let content = format!("<< /Filter {filter} /Length 1 >>\nstream\n>\nendstream");
        assert_eq!(found(&with("", "/Contents 4 0 R", &content)), said);
    }
}

#[test]
fn a_form_without_fields_of_its_own_is_refused() {
    let bytes = with("/AcroForm << /Fields [] /XFA (x) >>", "", "null");
    assert_eq!(found(&bytes), [("dynamic_xfa", Severity::Refuse)]);
}

#[test]
fn a_file_without_pages_is_refused() {
    let mut bytes = table(&OBJECTS);
    let mut update = Update::new(&open(&bytes)).unwrap();
    update.set_entry((2, 0), b"Kids", b"[]").unwrap();
    let appended = update.finish();
    bytes.extend(appended.bytes);
    assert!(found(&bytes).contains(&("no_pages", Severity::Refuse)));
}

#[test]
fn limits_are_kept() {
    let document = open(&table(&OBJECTS));
    let limits = Limits {
        bytes: 10,
        pages: 0,
        objects: 3,
    };
    let findings = inspect_within(&document, &limits).unwrap();
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["too_large", "too_many_objects", "too_many_pages"]);
}

#[test]
fn a_rewrite_mends_what_an_update_cannot_follow() {
    let junk = [b"From: somebody\r\n\r\n".as_slice(), &table(&OBJECTS)].concat();
    let lost = String::from_utf8_lossy(&table(&OBJECTS)).replace("startxref\n", "startxref\n9");
    for bytes in [junk, lost.into_bytes(), packed()] {
        let rewritten = normalise(&open(&bytes)).unwrap();
        let document = open(&rewritten);
        assert_eq!(found(&rewritten), []);
        assert_eq!(document.header_offset(), 0);
        assert_eq!(document.fields().unwrap().len(), 1);
        assert_eq!(document.raw((2, 0)).unwrap(), OBJECTS[1].as_bytes());
        assert_eq!(normalise(&open(&bytes)).unwrap(), rewritten);
    }
}

#[test]
fn a_trailer_with_words_in_it_is_normalised_and_one_with_names_is_not() {
    let with = |entry: &str| {
        let (mut bytes, head) = (table(&OBJECTS), b"trailer\n<< ");
        let at = bytes.windows(head.len()).rposition(|window| window == head);
        let at = at.unwrap() + head.len();
        bytes.splice(at..at, entry.bytes());
        bytes
    };
    assert_eq!(found(&with("/DocChecksum /0AF9 ")), []);
    let odd = with("/Summary (The rent is 900 EUR) ");
    assert_eq!(found(&odd), [("repaired_objects", Severity::Normalise)]);
    let rewritten = normalise(&open(&odd)).unwrap();
    assert_eq!(found(&rewritten), []);
    assert!(!String::from_utf8_lossy(&rewritten).contains("900"));
}

#[test]
fn a_second_catalog_that_no_revision_reaches_is_seen() {
    let mut bytes = table(&OBJECTS);
    let lone = b"\n90 0 obj\n<< /Pages 91 0 R /Type /Catalog >>\nendobj\n";
    let before = bytes
        .windows(5)
        .rposition(|window| window == b"xref\n")
        .unwrap()
        - 5;
    assert!(bytes[before..].starts_with(b"start"));
    bytes.splice(before..before, lone.iter().copied());
    assert_eq!(found(&bytes), [("second_catalog", Severity::Normalise)]);
    assert_eq!(found(&normalise(&open(&bytes)).unwrap()), []);
}

#[test]
fn a_catalog_asleep_in_an_object_stream_is_seen() {
    let asleep = "<< /Type /ObjStm /N 1 /First 5 /Length 40 >>\nstream\n90 0 << /Type /Catalog /Pages 91 0 R >>   \nendstream";
    let mut objects = OBJECTS.to_vec();
    objects.push(asleep);
    assert_eq!(
        found(&table(&objects)),
        [("second_catalog", Severity::Normalise)]
    );
}

#[test]
fn a_counted_page_that_cannot_be_read_is_not_left_out_silently() {
    let bytes = table(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        "(no page)",
    ]);
    assert!(found(&bytes).contains(&("damaged", Severity::Refuse)));
}

#[test]
fn a_signed_file_is_kept_and_what_it_does_is_said() {
    let signature = "<< /FT /Sig /T (s) /V << /Type /Sig >> /Rect [0 0 0 0] >>";
    let catalog = "/OpenAction << /S /Named /N /Print >> /AcroForm << /Fields [4 0 R] >>";
    let bytes = with(catalog, "", signature);
    let said = [("signed", Severity::Note), ("open_action", Severity::Warn)];
    assert_eq!(found(&bytes), said);
    let moved = [b"junk\n".as_slice(), &bytes].concat();
    let moved = found(&moved);
    assert!(
        moved.contains(&("junk_before_header", Severity::Refuse)),
        "{moved:?}"
    );
}

#[test]
fn the_corpus_is_inspected_and_rewritten_with_its_pages() {
    let mut wrong = Vec::new();
    for path in crate::corpus::corpus() {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(document) = Document::open(Arc::new(bytes)) else {
            continue;
        };
        let findings = inspect(&document).unwrap();
        if findings
            .iter()
            .any(|finding| finding.severity == Severity::Refuse)
        {
            continue;
        }
        let Ok(rewritten) = normalise(&document) else {
            wrong.push((path, None));
            continue;
        };
        let mut left = inspect(&open(&rewritten)).unwrap();
        left.retain(|finding| finding.severity >= Severity::Normalise);
        if !left.is_empty() {
            wrong.push((path, Some(left)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
