//! A signature states what the sender chose.

use lopdf::{Dictionary, Object};
use sign_core::Kind;
use sign_core::document::Document;
use sign_core::placement::{FieldKind, Look, Placement};
use sign_core::signature::act::{self, Act, Mark};
use sign_core::signature::layout::{Plan, PlanSigner, lay_out};
use sign_core::wire::Locale;

use super::approvals::{Foreign, signed};
use super::pki::BEGIN_MS;
use super::{Ceremony, open, paper, place, verdict};

fn full() -> Look {
    Look::Full {
        reason: "I agree, Λάμδα".to_string(),
    }
}

/// One signer, each signature with its look: the first is the one that is signed.
pub(crate) fn plan(looks: &[Look]) -> Plan {
    let placed = |(at, look): (usize, &Look)| Placement {
        look: look.clone(),
        ..place(
            FieldKind::Signature,
            0,
            40.0,
            60.0 + 100.0 * at as f64,
            220.0,
            80.0,
        )
    };
    Plan {
        locale: Locale::En,
        signers: vec![PlanSigner {
            number: 1,
            name: "Anna Müller".to_string(),
            placements: looks.iter().enumerate().map(placed).collect(),
        }],
        texts: Vec::new(),
        logo: None,
        renew: false,
    }
}

/// How many lines of text each field's appearance shows, in the order of the fields.
fn lines(document: &Document, names: &[&str]) -> Vec<usize> {
    let shown = |name: &&str| shown(document, name).matches("Tj").count();
    names.iter().map(shown).collect()
}

fn shown(document: &Document, name: &str) -> String {
    let field = document.field(name).unwrap().unwrap().dict;
    let appearance = normal(document, &field);
    String::from_utf8(document.stream_data(&appearance).unwrap()).unwrap()
}

fn normal(document: &Document, field: &Dictionary) -> lopdf::Stream {
    let appearance = field.get(b"AP").and_then(Object::as_dict).unwrap();
    let normal = document.resolve(appearance.get(b"N").unwrap()).unwrap();
    normal.as_stream().unwrap().clone()
}

fn act(ceremony: &Ceremony) -> Act {
    ceremony.act(1, "Anna Müller", BEGIN_MS)
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the file is left for judges outside"
)]
fn each_place_states_what_was_chosen_for_it_and_the_file_is_valid() {
    let looks = [full(), Look::InkNameTime, Look::Ink];
    let mut ceremony = Ceremony::launched_on(paper::contract(), &plan(&looks));
    ceremony.sign(1, "Anna Müller", BEGIN_MS);
    ceremony.seal(BEGIN_MS + 100_000);
    let document = open(&ceremony.bytes);
    let names = ["sig_01", "ink_01_2", "ink_01_3"];
    // What is stated are a name, a time, a document and a reason, the third of them in two lines.
    assert_eq!(lines(&document, &names), [5, 3, 0]);
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("looks.pdf");
    std::fs::write(path, &ceremony.bytes).unwrap();
    verdict::valid(&ceremony, 3);
}

#[test]
fn a_reason_that_is_stated_stands_in_the_signature_too() {
    let ceremony = Ceremony::launched_on(paper::contract(), &plan(&[full()]));
    let appended = act::prepare(&open(&ceremony.bytes), &act(&ceremony)).unwrap();
    let document = open(&[ceremony.bytes, appended.bytes].concat());
    assert_eq!(reason(&document), "I agree, Λάμδα");
}

fn reason(document: &Document) -> String {
    let field = document.field("sig_01").unwrap().unwrap().dict;
    let signature = document.resolve(field.get(b"V").unwrap()).unwrap();
    let reason = signature.as_dict().unwrap().get(b"Reason").unwrap();
    lopdf::decode_text_string(reason).unwrap()
}

#[test]
fn what_is_stated_is_drawn_in_the_one_signature_of_a_signed_document() {
    let bytes = signed(paper::contract(), Foreign::default());
    let ceremony = Ceremony::approved_on(bytes, &plan(&[full(), Look::Ink]));
    let appended = act::prepare(&open(&ceremony.bytes), &act(&ceremony)).unwrap();
    let document = open(&[ceremony.bytes, appended.bytes].concat());
    let field = document.field("sig_01").unwrap().unwrap().dict;
    let whole = normal(&document, &field);
    let resources = whole.dict.get(b"Resources").and_then(Object::as_dict);
    let forms = resources.and_then(|all| all.get(b"XObject")).unwrap();
    let forms = forms.as_dict().unwrap();
    let lines = |name: &str| {
        let form = document.resolve(forms.get(name.as_bytes()).unwrap());
        let form = form.unwrap().as_stream().unwrap().clone();
        let shown = String::from_utf8(document.stream_data(&form).unwrap());
        shown.unwrap().matches("Tj").count()
    };
    assert_eq!((lines("P0"), lines("P1")), (5, 0));
    assert_eq!(reason(&document), "I agree, Λάμδα");
}

/// Writes a PNG of 8 × 4 pixels whose left half is seen through.
pub(crate) fn picture() -> Vec<u8> {
    let mut octets = Vec::new();
    let mut encoder = png::Encoder::new(&mut octets, 8, 4);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().unwrap();
    let row = [[20, 33, 61, 0].repeat(4), [20, 33, 61, 255].repeat(4)].concat();
    writer.write_image_data(&row.repeat(4)).unwrap();
    writer.finish().unwrap();
    octets
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the file is left for judges outside"
)]
fn an_uploaded_signature_and_a_logo_are_pictures_and_the_file_is_valid() {
    let looks = [full(), Look::InkNameTime, Look::Ink];
    let plan = Plan {
        logo: Some(picture()),
        ..plan(&looks)
    };
    let mut ceremony = Ceremony::launched_on(paper::contract(), &plan);
    let mut uploaded = act(&ceremony);
    uploaded.mark = Mark::Uploaded(picture());
    ceremony.sign_as(1, uploaded);
    ceremony.seal(BEGIN_MS + 100_000);
    let document = open(&ceremony.bytes);
    for name in ["sig_01", "ink_01_2", "ink_01_3"] {
        let shown = shown(&document, name);
        assert!(
            shown.contains("/I0 Do") && shown.contains("/I1 Do"),
            "{name}"
        );
    }
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures.pdf");
    std::fs::write(path, &ceremony.bytes).unwrap();
    verdict::valid(&ceremony, 3);
}

#[test]
fn a_picture_that_cannot_be_read_is_refused() {
    let ceremony = Ceremony::launched_on(paper::contract(), &plan(&[Look::Ink]));
    let mut uploaded = act(&ceremony);
    uploaded.mark = Mark::Uploaded(picture()[..40].to_vec());
    let refused = act::prepare(&open(&ceremony.bytes), &uploaded).unwrap_err();
    assert_eq!(refused.kind, Kind::BadImage);
    let hurt = Plan {
        logo: Some(b"%PDF".to_vec()),
        ..plan(&[Look::Ink])
    };
    let refused = lay_out(&open(&paper::contract()), &hurt).unwrap_err();
    assert_eq!(refused.kind, Kind::BadImage);
}

#[test]
fn a_place_too_small_for_a_statement_and_a_reason_without_glyphs_are_refused_beforehand() {
    let bytes = paper::contract();
    let refused = |change: fn(&mut Placement)| {
        let mut plan = plan(&[full()]);
        change(&mut plan.signers[0].placements[0]);
        lay_out(&open(&bytes), &plan).unwrap_err().kind
    };
    assert_eq!(refused(|one| one.rect.height = 20.0), Kind::OutsidePage);
    let written = |one: &mut Placement| {
        one.look = Look::Full {
            reason: "王".to_string(),
        };
    };
    assert_eq!(refused(written), Kind::MissingGlyph);
}
