//! What a field asks for stands in the file: for the signer's browser, and for who hears it.

use lopdf::{Object, dictionary};
use sign_core::document::Update;
use sign_core::placement::{FieldKind, Placement};
use sign_core::signature::act;
use sign_core::signature::caption::captions;
use sign_core::signature::layout::Plan;

use super::approvals::{self, Foreign, signed, with_answers};
use super::pki::BEGIN_MS;
use super::{Ceremony, open, paper, place, verdict};

/// In a script that the shipped font does not have: it is never drawn.
const CAPTION: &str = "Plaque (車牌)";

fn captioned(plan: &mut Plan) {
    let placements = plan.signers.iter_mut().flat_map(|one| &mut one.placements);
    for placement in placements.filter(|one| one.kind != FieldKind::Name) {
        placement.caption = format!(" {CAPTION} ");
    }
}

fn asked() -> Plan {
    let named = place(FieldKind::Text, 0, 60.0, 645.0, 200.0, 18.0);
    let placements: Vec<Placement> = vec![
        place(FieldKind::Signature, 0, 60.0, 500.0, 200.0, 80.0),
        place(FieldKind::Name, 0, 60.0, 600.0, 200.0, 18.0),
        named,
    ];
    let mut plan = approvals::plan(vec![placements]);
    captioned(&mut plan);
    plan
}

#[test]
fn a_caption_is_read_back_from_the_field_before_and_after_it_is_signed() {
    let mut ceremony = Ceremony::launched_on(paper::contract(), &asked());
    let wanted = [("text_01_1".to_owned(), CAPTION.to_owned())].into();
    assert_eq!(captions(&open(&ceremony.bytes)).unwrap(), wanted);
    let field = open(&ceremony.bytes).field("text_01_1").unwrap().unwrap();
    let heard = lopdf::decode_text_string(field.dict.get(b"TU").unwrap()).unwrap();
    assert_eq!(heard, format!("{CAPTION} (Anna Müller)"));
    ceremony.sign(1, "Anna Müller", BEGIN_MS);
    ceremony.seal(BEGIN_MS + 100_000);
    assert_eq!(captions(&open(&ceremony.bytes)).unwrap(), wanted);
    verdict::valid(&ceremony, 3);
}

#[test]
fn a_caption_of_an_answer_in_a_signature_is_read_back() {
    let mut plan = with_answers();
    captioned(&mut plan);
    let paper = signed(paper::contract(), Foreign::default());
    let ceremony = Ceremony::approved_on(paper, &plan);
    let found = captions(&open(&ceremony.bytes)).unwrap();
    let dates = [("date_02_1", CAPTION), ("text_01_1", CAPTION)];
    let wanted = dates.map(|(name, caption)| (name.to_owned(), caption.to_owned()));
    assert_eq!(found, wanted.into());
    let act = ceremony.act(1, "Anna Müller", BEGIN_MS);
    act::prepare(&open(&ceremony.bytes), &act).unwrap();
}

/// An earlier signer may add a signature field: it says nothing of the fields of others.
#[test]
fn what_a_later_field_says_of_another_is_not_read() {
    let ceremony = Ceremony::launched_on(paper::contract(), &asked());
    let before = captions(&open(&ceremony.bytes)).unwrap();
    for name in ["Theirs", "sig_02", "seing1_sig_01"] {
        let document = open(&ceremony.bytes);
        let mut update = Update::new(&document).unwrap();
        let other = dictionary! { "V" => 1, "Caption" => Object::string_literal("Your password") };
        let part = dictionary! { "T" => Object::string_literal("text_01_1"), "Seing" => other };
        let field = update.add(
            dictionary! {
                "FT" => "Sig", "T" => Object::string_literal(name), "Type" => "Annot",
                "Subtype" => "Widget", "Rect" => [0, 0, 0, 0].map(Object::Integer).to_vec(),
                "Seing" => dictionary! { "V" => 1, "Parts" => vec![Object::from(part)] },
            }
            .into(),
        );
        let listed = document.fields().unwrap().into_iter();
        let listed: Vec<String> = listed.map(|field| format!("{} 0 R", field.id.0)).collect();
        let form = format!("<< /Fields [{} {} 0 R] >>", listed.join(" "), field.0);
        update
            .set_entry(document.root(), b"AcroForm", form.as_bytes())
            .unwrap();
        let later = [ceremony.bytes.clone(), update.finish().bytes].concat();
        assert_eq!(captions(&open(&later)).unwrap(), before, "{name}");
    }
}

#[test]
fn what_is_no_line_is_no_caption() {
    for odd in ["", "\u{202e}eman", "\u{200b}", "two\nlines"] {
        let mut plan = asked();
        plan.signers[0].placements[2].caption = odd.to_owned();
        let ceremony = Ceremony::launched_on(paper::contract(), &plan);
        let found = captions(&open(&ceremony.bytes)).unwrap();
        assert!(found.is_empty(), "{odd:?}: {found:?}");
    }
}
