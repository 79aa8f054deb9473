//! Forgers: flipped bytes, and the updates a dishonest signer or holder would append.

use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId, dictionary};
use sign_core::document::Document;
use sign_core::document::update::Update;
use sign_core::verify::{Changes, Report, Trust, Verdict, verify};

use super::{BEGIN_MS, Ceremony, ceremony, open};

fn report(ceremony: &Ceremony, bytes: &[u8]) -> Report {
    let pki = &ceremony.pki;
    let trust = Trust {
        roots: vec![pki.root.der.clone()],
        others: vec![pki.issuing.der.clone(), pki.tsa.der.clone()],
    };
    verify(&Arc::new(bytes.to_vec()), &trust, BEGIN_MS + 86_400_000)
}

fn has(report: &Report, code: &str) -> bool {
    let of_signatures = report
        .signatures
        .iter()
        .flat_map(|signature| &signature.findings);
    of_signatures
        .chain(&report.findings)
        .any(|finding| finding.code == code)
}

/// Appends an update to the file and asks for the verdict.
fn forged(ceremony: &Ceremony, forge: impl Fn(&Document, &mut Update)) -> Report {
    let document = open(&ceremony.bytes);
    let mut update = Update::new(&document).unwrap();
    forge(&document, &mut update);
    report(
        ceremony,
        &[&ceremony.bytes[..], &update.finish().bytes].concat(),
    )
}

fn refused(report: &Report, code: &str) {
    assert_eq!(report.verdict, Verdict::Changed, "{report:#?}");
    assert!(has(report, code), "{report:#?}");
    let forbidden = |signature: &sign_core::verify::SignatureReport| {
        signature.changes == Changes::Forbidden && signature.intact
    };
    assert!(report.signatures.iter().any(forbidden), "{report:#?}");
}

fn field(document: &Document, name: &str) -> ObjectId {
    let fields = document.fields().unwrap();
    fields.iter().find(|field| field.name == name).unwrap().id
}

/// One signature so far; nothing sealed.
fn half_signed() -> Ceremony {
    let mut ceremony = Ceremony::launched();
    ceremony.sign(1, "Anna Müller", BEGIN_MS);
    ceremony
}

#[test]
fn a_byte_flipped_anywhere_before_the_last_container_is_refused() {
    let ceremony = ceremony();
    let gap = last_gap(&ceremony.bytes);
    let places = (0..gap.start)
        .step_by(211)
        .chain(gap.end..ceremony.bytes.len());
    for at in places {
        assert_flip_is_refused(&ceremony, at);
    }
}

#[test]
fn a_byte_flipped_inside_the_last_container_is_refused() {
    let ceremony = ceremony();
    for at in last_gap(&ceremony.bytes).step_by(19) {
        assert_flip_is_refused(&ceremony, at);
    }
}

/// Every bit that keeps the file readable must still be noticed.
fn assert_flip_is_refused(ceremony: &Ceremony, at: usize) {
    let mut bytes = ceremony.bytes.clone();
    bytes[at] ^= if at.is_multiple_of(2) { 0x01 } else { 0x20 };
    let report = report(ceremony, &bytes);
    assert!(
        !matches!(report.verdict, Verdict::Valid | Verdict::Unsigned),
        "byte {at} ({:?}): {report:#?}",
        ceremony.bytes[at] as char
    );
}

/// The last `<…>` that holds a container, both brackets included.
fn last_gap(bytes: &[u8]) -> core::ops::Range<usize> {
    let key = b"/Contents <30";
    let at = bytes
        .windows(key.len())
        .rposition(|window| window == key)
        .unwrap()
        + key.len()
        - 3;
    let length = bytes[at..].iter().position(|&byte| byte == b'>').unwrap();
    at..at + length + 1
}

#[test]
fn a_later_signer_cannot_change_an_earlier_answer() {
    let report = forged(&half_signed(), |document, update| {
        update
            .set_entry(field(document, "name_01_1"), b"V", b"(Mallory)")
            .unwrap();
    });
    refused(&report, "locked_field_changed");
}

#[test]
fn a_stamp_in_the_page_content_is_refused() {
    let report = forged(&half_signed(), |document, update| {
        let content = lopdf::Stream::new(Dictionary::new(), b"1 0 0 rg 0 0 99 99 re f".to_vec());
        let content = update.add(Object::Stream(content));
        let value = format!("{} 0 R", content.0);
        update
            .set_entry(document.page(0).unwrap().id, b"Contents", value.as_bytes())
            .unwrap();
    });
    refused(&report, "page_changed");
}

#[test]
fn a_content_stream_replaced_in_place_is_refused() {
    let report = forged(&half_signed(), |document, update| {
        let page = document.page(0).unwrap();
        let content = page.dict.get(b"Contents").unwrap();
        let content = match content {
            Object::Array(parts) => parts[0].as_reference().unwrap(),
            one => one.as_reference().unwrap(),
        };
        let stream = lopdf::Stream::new(Dictionary::new(), b"0 0 99 99 re f".to_vec());
        update.put(content, Object::Stream(stream));
    });
    refused(&report, "page_changed");
}

#[test]
fn a_field_added_after_certification_is_refused() {
    let report = forged(&half_signed(), |document, update| {
        let page = document.page(0).unwrap().id;
        let widget = update.add(Object::Dictionary(dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "F" => 132, "P" => page,
            "T" => Object::string_literal("late"),
            "Rect" => vec![10.into(), 10.into(), 90.into(), 40.into()],
        }));
        update
            .push_path(document.root(), &[b"AcroForm", b"Fields"], &[widget])
            .unwrap();
        update.push_to_array(page, b"Annots", &[widget]).unwrap();
    });
    refused(&report, "field_added");
}

#[test]
fn an_annotation_after_certification_is_refused() {
    let report = forged(&half_signed(), |document, update| {
        let note = update.add(Object::Dictionary(dictionary! {
            "Type" => "Annot", "Subtype" => "FreeText",
            "Rect" => vec![10.into(), 10.into(), 90.into(), 40.into()],
        }));
        let page = document.page(0).unwrap().id;
        update.push_to_array(page, b"Annots", &[note]).unwrap();
    });
    refused(&report, "annotation_changed");
}

#[test]
fn a_moved_widget_is_refused() {
    let report = forged(&half_signed(), |document, update| {
        update
            .set_entry(field(document, "sig_01"), b"Rect", b"[0 0 500 500]")
            .unwrap();
    });
    refused(&report, "annotation_changed");
}

#[test]
fn a_signature_after_the_lock_is_refused() {
    let mut ceremony = half_signed();
    ceremony.seal(BEGIN_MS + 60_000);
    ceremony.sign(2, "Zoë Œuvré", BEGIN_MS + 120_000);
    let report = report(&ceremony, &ceremony.bytes);
    refused(&report, "after_lock");
}

#[test]
fn a_signature_taken_away_later_is_refused() {
    let report = forged(&half_signed(), |document, update| {
        update
            .remove_entry(field(document, "sig_01"), b"V")
            .unwrap();
    });
    assert_ne!(report.verdict, Verdict::Valid, "{report:#?}");
}

#[test]
fn an_open_action_added_later_is_refused() {
    let report = forged(&half_signed(), |document, update| {
        let action = b"<< /S /JavaScript /JS (app.alert(1)) >>";
        update
            .set_entry(document.root(), b"OpenAction", action)
            .unwrap();
    });
    refused(&report, "catalog_changed");
}

#[test]
fn a_leaf_for_another_act_is_refused() {
    let mut first = half_signed();
    let mut second = Ceremony::launched();
    second.sign(1, "Anna Müller", BEGIN_MS + 1000);
    let leaf = second.leaves.remove(0);
    first = first.with_stolen_leaf(leaf);
    let report = report(&first, &first.bytes);
    assert_eq!(report.verdict, Verdict::Invalid, "{report:#?}");
    assert!(has(&report, "transcript_mismatch"), "{report:#?}");
}

#[test]
fn bytes_after_the_end_are_refused() {
    let mut ceremony = ceremony();
    ceremony
        .bytes
        .extend_from_slice(b"1 0 obj << /Type /Catalog >> endobj");
    let report = report(&ceremony, &ceremony.bytes);
    assert!(!matches!(report.verdict, Verdict::Valid), "{report:#?}");
}

impl Ceremony {
    /// Signs once more as the second signer, with a certificate issued for another act.
    fn with_stolen_leaf(mut self, leaf: super::pki::Pair) -> Self {
        let act = self.act(2, "Zoë Œuvré", BEGIN_MS);
        let appended = sign_core::signature::act::prepare(&open(&self.bytes), &act).unwrap();
        let digest = sign_core::digest::gap_proof(&self.bytes, &appended)
            .unwrap()
            .digest;
        let cms = self.pki.sign(&leaf, &digest, BEGIN_MS + 60_000);
        self.append(&appended, &cms);
        self
    }
}
