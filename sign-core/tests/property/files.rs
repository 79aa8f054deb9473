//! Files that are appended to: the prefix stays, what was meant is read by others, forgeries show.

use std::sync::Arc;

use lopdf::{Dictionary, Object, Stream};
use proptest::prelude::*;
use sign_core::document::Update;
use sign_core::placement::FieldKind;
use sign_core::signature::layout::{Plan, PlanSigner};
use sign_core::verify::{Verdict, verify};
use sign_core::wire::Locale;

use crate::honest::{HONEST, LATER_MS};
use crate::made::{OBJECTS, packed, table};
use crate::pki::BEGIN_MS;
use crate::run::{Ceremony, open, place};

/// Objects of every type, a few levels deep. A real that is whole would be read as an integer.
fn object() -> impl Strategy<Value = Object> {
    let octets = proptest::collection::vec(any::<u8>(), 0..12);
    let key = proptest::collection::vec(1_u8.., 1..6);
    let leaf = prop_oneof![
        Just(Object::Null),
        any::<bool>().prop_map(Object::Boolean),
        any::<i32>().prop_map(|number| Object::Integer(i64::from(number))),
        (-99_999_i32..99_999).prop_map(|half| Object::Real((2 * half + 1) as f32 / 64.0)),
        key.clone().prop_map(Object::Name),
        octets.clone().prop_map(Object::string_literal),
        octets.prop_map(|text| Object::String(text, lopdf::StringFormat::Hexadecimal)),
        (1_u32..999, 0_u16..3).prop_map(Object::Reference),
    ];
    leaf.prop_recursive(3, 16, 4, move |inner| {
        let pairs = proptest::collection::vec((key.clone(), inner.clone()), 0..4);
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(Object::Array),
            pairs.prop_map(|pairs| Object::Dictionary(Dictionary::from_iter(pairs))),
        ]
    })
}

fn dialect() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![Just(table(&OBJECTS)), Just(packed())]
}

#[test]
fn what_forgers_start_from_is_valid() {
    for file in [&HONEST.launched, &HONEST.signed, &HONEST.sealed] {
        let report = verify(&Arc::new(file.clone()), &HONEST.trust, LATER_MS);
        assert_eq!(report.verdict, Verdict::Valid, "{report:#?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_meant_is_what_three_parsers_read(
        first in dialect(),
        objects in proptest::collection::vec(object(), 1..6),
        content in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let before = open(&first);
        let mut update = Update::new(&before).unwrap();
        let ids: Vec<_> = objects
            .iter()
            .map(|object| update.add(Object::Array(vec![object.clone()])))
            .collect();
        let stream = update.add(Stream::new(Dictionary::new(), content.clone()).into());
        let bytes = [first.as_slice(), &update.finish().bytes].concat();
        prop_assert!(bytes.starts_with(&first));

        let ours = open(&bytes);
        let theirs = lopdf::Document::load_mem(&bytes).unwrap();
        for (id, meant) in ids.iter().zip(&objects) {
            let meant = Object::Array(vec![meant.clone()]);
            prop_assert_eq!(&ours.object(*id).unwrap(), &meant);
            prop_assert_eq!(theirs.get_object(*id).unwrap(), &meant);
        }
        let read = theirs.get_object(stream).unwrap().as_stream().unwrap();
        prop_assert_eq!(&read.content, &content);
        let others = hayro_syntax::Pdf::new(bytes.clone()).unwrap();
        prop_assert_eq!(others.pages().len(), 1);
        prop_assert_eq!(ours.revisions().len(), 2);
    }

    #[test]
    fn any_octet_of_a_sealed_file_that_is_turned_shows(at: prop::sample::Index, turn in 1_u8..) {
        let mut bytes = HONEST.sealed.clone();
        let at = at.index(bytes.len());
        bytes[at] ^= turn;
        let report = verify(&Arc::new(bytes), &HONEST.trust, LATER_MS);
        let refused = !matches!(report.verdict, Verdict::Valid | Verdict::Unsigned);
        prop_assert!(refused, "octet {at} turned by {turn}: {report:#?}");
    }

    #[test]
    fn any_part_of_a_sealed_file_that_is_gone_or_new_shows(
        at: prop::sample::Index,
        gone in 0_usize..200,
        new in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut bytes = HONEST.sealed.clone();
        let at = at.index(bytes.len());
        let end = bytes.len().min(at + gone);
        prop_assume!(bytes[at..end] != new);
        bytes.splice(at..end, new);
        let report = verify(&Arc::new(bytes.clone()), &HONEST.trust, LATER_MS);
        let earlier = bytes == HONEST.launched || bytes == HONEST.signed;
        prop_assert!(earlier || report.verdict != Verdict::Valid, "{report:#?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_page_any_place_and_any_name_end_in_a_valid_file(
        turn in 0_u16..4,
        left in -500.0..500.0_f64,
        below in -500.0..500.0_f64,
        unit in 0.5..3.0_f64,
        x in 0.0..100.0_f64,
        y in 0.0..100.0_f64,
        name in "[A-ZÀ-ÖА-Я][a-zß-öø-ÿа-я' -]{0,30}[a-zа-я]",
    ) {
        let first = paper(turn * 90, left, below, unit);
        let signer = PlanSigner {
            number: 1,
            name: name.clone(),
            placements: vec![
                place(FieldKind::Signature, 0, x, y, 90.0, 40.0),
                place(FieldKind::Signature, 0, x, y + 50.0, 60.0, 30.0),
                place(FieldKind::Date, 0, x, y + 90.0, 90.0, 16.0),
            ],
        };
        let plan = Plan { locale: Locale::Fr, signers: vec![signer], texts: Vec::new(), logo: None, renew: false };
        let mut ceremony = Ceremony::launched_on(first.clone(), &plan);
        ceremony.sign(1, &name, BEGIN_MS);
        ceremony.seal(BEGIN_MS + 60_000);
        prop_assert!(ceremony.bytes.starts_with(&first));
        let report = verify(&Arc::new(ceremony.bytes), &HONEST.trust, LATER_MS);
        prop_assert_eq!(report.verdict, Verdict::Valid, "{:#?}", report);
    }
}

/// A page of at least 200 by 200 points, turned, moved and scaled.
fn paper(turn: u16, left: f64, below: f64, unit: f64) -> Vec<u8> {
    let side = 220.0 / unit;
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /Rotate {turn} /UserUnit {unit} /MediaBox [{left} {below} {} {}] >>",
        left + side,
        below + side
    );
    table(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        &page,
    ])
}
