//! What the sender fills in is drawn into the page, and is no field.

use lopdf::{Dictionary, Object};
use sign_core::Kind;
use sign_core::document::Document;
use sign_core::placement::{FieldKind, ViewRect};
use sign_core::signature::layout::{Filled, Plan, PlanSigner, lay_out};
use sign_core::wire::Locale;

use super::approvals::{Foreign, signed};
use super::run::plan;
use super::tagged::TAGGED;
use super::{Ceremony, open, paper, place, verdict};
use crate::made::table;

fn filled(page: u32, value: &str) -> Filled {
    let rect = ViewRect {
        x: 40.0,
        y: 300.0,
        width: 200.0,
        height: 20.0,
    };
    Filled {
        page,
        rect,
        value: value.to_string(),
    }
}

/// Lays out one signature and a text on the first page.
fn laid_out(objects: &[&str]) -> Document {
    let bytes = table(objects);
    let plan = Plan {
        locale: Locale::En,
        signers: vec![PlanSigner {
            number: 1,
            name: "Zoë".to_string(),
            placements: vec![place(FieldKind::Signature, 0, 60.0, 60.0, 200.0, 80.0)],
        }],
        texts: vec![filled(0, "Rent: 900 €")],
        logo: None,
        renew: false,
    };
    let laid = lay_out(&open(&bytes), &plan).unwrap();
    open(&[bytes, laid.appended.bytes].concat())
}

/// A page with this content, its resources in the node above it.
fn page(content: &str) -> Document {
    let content = format!(
        "<< /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    );
    laid_out(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] \
         /Resources << /Font << /F1 5 0 R >> >> >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
        &content,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ])
}

/// The operators before and after the content that was there.
fn around(document: &Document) -> (String, String) {
    let page = document.page(0).unwrap().dict;
    let parts = page.get(b"Contents").and_then(Object::as_array).unwrap();
    assert_eq!((parts.len(), &parts[1]), (3, &Object::Reference((4, 0))));
    let text = |part: &Object| {
        let stream = document.resolve(part).unwrap();
        let data = document.stream_data(stream.as_stream().unwrap()).unwrap();
        String::from_utf8(data).unwrap()
    };
    (text(&parts[0]), text(&parts[2]))
}

fn dict(document: &Document, above: &Dictionary, key: &str) -> Dictionary {
    let found = document.resolve(above.get(key.as_bytes()).unwrap());
    found.unwrap().as_dict().unwrap().clone()
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the file is left for judges outside"
)]
fn texts_stand_on_pages_of_every_direction_and_the_file_is_valid() {
    let plan = Plan {
        texts: (0..4)
            .map(|page| filled(page, "Loyer : 900 €, Юрий"))
            .collect(),
        ..plan()
    };
    let ceremony = Ceremony::launched_on(paper::contract(), &plan).ended();
    let document = open(&ceremony.bytes);
    let fields = document.fields().unwrap();
    assert!(fields.iter().all(|field| !field.name.contains("text_00")));
    assert_eq!(
        fields.len(),
        plan.signers
            .iter()
            .map(|one| one.placements.len())
            .sum::<usize>()
            + 2
    );
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("filled.pdf");
    std::fs::write(path, &ceremony.bytes).unwrap();
    verdict::valid(&ceremony, 4);
}

#[test]
fn content_that_restores_too_often_or_too_rarely_moves_no_text() {
    for (content, opened, closed) in [
        ("q Q", 1, 1),
        ("q q 2 0 0 2 0 0 cm", 1, 3),
        ("Q Q q", 3, 2),
        ("", 1, 1),
    ] {
        let (before, after) = around(&page(content));
        assert_eq!(before, "q\n".repeat(opened), "{content}");
        let ours = after
            .trim_start()
            .strip_prefix("Q\n".repeat(closed).as_str());
        assert!(
            ours.unwrap().starts_with("q 1 0 0 1 "),
            "{content}: {after}"
        );
    }
}

#[test]
fn resources_from_above_stay_beside_the_text() {
    let document = page("q Q");
    let own = document.page(0).unwrap().dict;
    let resources = dict(&document, &own, "Resources");
    assert!(dict(&document, &resources, "Font").has(b"F1"));
    assert_eq!(dict(&document, &resources, "XObject").len(), 1);
    let above = document.dict((2, 0)).unwrap();
    assert!(!dict(&document, &above, "Resources").has(b"XObject"));
}

#[test]
fn a_text_in_a_tagged_document_is_tagged() {
    let document = laid_out(&TAGGED);
    let tree = document.dict((5, 0)).unwrap();
    let tree = dict(&document, &tree, "ParentTree");
    let entries = tree.get(b"Nums").and_then(Object::as_array).unwrap();
    let (key, listed) = (&entries[4], document.resolve(&entries[5]).unwrap());
    let element = listed.as_array().unwrap()[0].as_reference().unwrap();
    let element = document.dict(element).unwrap();
    assert_eq!(element.get(b"S").unwrap().as_name().unwrap(), b"P");
    let content = dict(&document, &element, "K");
    let form = document.resolve(content.get(b"Stm").unwrap()).unwrap();
    let form = form.as_stream().unwrap();
    assert_eq!(form.dict.get(b"StructParents").unwrap(), key);
    let operators = document.stream_data(form).unwrap();
    assert!(operators.starts_with(b"/P << /MCID 0 >> BDC"));
}

#[test]
fn a_signed_document_takes_no_text_of_the_senders() {
    let plan = Plan {
        texts: vec![filled(0, "Rent: 900")],
        ..plan()
    };
    let bytes = signed(paper::contract(), Foreign::default());
    let error = lay_out(&open(&bytes), &plan).unwrap_err();
    assert_eq!(error.kind, Kind::AlreadySigned);
}
