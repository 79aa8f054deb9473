//! Boxes to tick and initials.

use lopdf::Object;
use sign_core::Kind;
use sign_core::document::Document;
use sign_core::placement::FieldKind;
use sign_core::signature::act::{self, Act, Mark};
use sign_core::signature::layout::{Plan, PlanSigner};
use sign_core::wire::Locale;

use super::approvals::{Foreign, signed};
use super::pki::BEGIN_MS;
use super::run::ink;
use super::{Ceremony, open, paper, place, verdict};

/// Two signers, each with two boxes, the first of which must be ticked, and initials.
fn plan() -> Plan {
    let signer = |(number, name, left): (u8, &str, f64)| PlanSigner {
        number,
        name: name.to_string(),
        placements: vec![
            place(FieldKind::Signature, 0, left, 60.0, 200.0, 80.0),
            place(FieldKind::Initials, 0, left, 160.0, 60.0, 30.0),
            place(FieldKind::Check, 0, left, 200.0, 14.0, 14.0),
            sign_core::placement::Placement {
                required: false,
                ..place(FieldKind::Check, 0, left, 220.0, 14.0, 14.0)
            },
        ],
    };
    let signers = [(1, "Anna Müller", 40.0), (2, "Zoë-Ann Œuvré", 300.0)];
    Plan {
        locale: Locale::En,
        signers: signers.map(signer).to_vec(),
        texts: Vec::new(),
        logo: None,
        renew: false,
    }
}

fn act(ceremony: &Ceremony, number: u8, name: &str, ticked: &str) -> Act {
    let mut act = ceremony.act(number, name, BEGIN_MS + i64::from(number) * 60_000);
    act.values = [(ticked.to_string(), "Yes".to_string())].into();
    act
}

fn entry(document: &Document, name: &str, key: &[u8]) -> Object {
    let field = document.field(name).unwrap().unwrap();
    field.dict.get(key).cloned().unwrap_or(Object::Null)
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the file is left for judges outside"
)]
fn boxes_and_initials_stand_as_their_signer_left_them_and_the_file_is_valid() {
    let mut ceremony = Ceremony::launched_on(paper::contract(), &plan());
    let mut anna = act(&ceremony, 1, "Anna Müller", "check_01_1");
    anna.initials = Some(Mark::Drawn(ink(0.5)));
    ceremony.sign_as(1, anna);
    let zoe = act(&ceremony, 2, "Zoë-Ann Œuvré", "check_02_1");
    ceremony.sign_as(2, zoe);
    ceremony.seal(BEGIN_MS + 3_600_000);
    let document = open(&ceremony.bytes);
    for (name, state) in [
        ("check_01_1", "Yes"),
        ("check_01_2", "Off"),
        ("check_02_1", "Yes"),
        ("check_02_2", "Off"),
    ] {
        for key in [b"V".as_slice(), b"AS"] {
            assert_eq!(
                entry(&document, name, key).as_name().unwrap(),
                state.as_bytes()
            );
        }
        assert_eq!(
            entry(&document, name, b"Ff").as_i64().unwrap() & 1,
            1,
            "{name}"
        );
    }
    let letters = |name| lopdf::decode_text_string(&entry(&document, name, b"V")).unwrap();
    assert_eq!(letters("initials_01_1"), "AM");
    assert_eq!(letters("initials_02_1"), "ZAŒ");
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("boxes.pdf");
    std::fs::write(path, &ceremony.bytes).unwrap();
    verdict::valid(&ceremony, 4);
}

#[test]
fn a_box_that_must_be_ticked_is_asked_for() {
    let ceremony = Ceremony::launched_on(paper::contract(), &plan());
    let other = act(&ceremony, 1, "Anna Müller", "check_01_2");
    let refused = act::prepare(&open(&ceremony.bytes), &other).unwrap_err();
    assert_eq!(refused.kind, Kind::ValueMissing);
    let mut blank = act(&ceremony, 1, "Anna Müller", "check_01_1");
    blank.initials = Some(Mark::Typed(" ".to_string()));
    let refused = act::prepare(&open(&ceremony.bytes), &blank).unwrap_err();
    assert_eq!(refused.kind, Kind::ValueMissing);
}

#[test]
fn in_a_signed_document_boxes_are_drawn_with_the_signature() {
    let bytes = signed(paper::contract(), Foreign::default());
    let ceremony = Ceremony::approved_on(bytes, &plan());
    let ticked = act(&ceremony, 1, "Anna Müller", "check_01_1");
    let appended = act::prepare(&open(&ceremony.bytes), &ticked).unwrap();
    let open_one = act(&ceremony, 1, "Anna Müller", "check_01_2");
    let refused = act::prepare(&open(&ceremony.bytes), &open_one).unwrap_err();
    assert_eq!(refused.kind, Kind::ValueMissing);
    let document = open(&[ceremony.bytes, appended.bytes].concat());
    let fields = document.fields().unwrap();
    assert!(
        fields
            .iter()
            .all(|field| field.kind.as_deref() == Some(b"Sig"))
    );
}
