//! Appending: prefix kept, gaps where they are said to be, ends that a server can check.

use std::sync::Arc;

use lopdf::{Dictionary, Object};
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use sign_core::document::{Appended, Base, Document, Tail, Update};
use sign_core::wire::value::XrefKind;

use crate::made::{OBJECTS, open, packed, table};

fn joined(first: &[u8], appended: &Appended) -> Vec<u8> {
    [first, &appended.bytes].concat()
}

fn signed(first: &[u8]) -> Appended {
    let mut update = Update::new(&open(first)).unwrap();
    let value = update.reserve();
    let mut dict = Dictionary::new();
    dict.set(
        "Reason",
        Object::string_literal("because (of) /Contents <00>"),
    );
    update.put_signature(value, dict, 100);
    let field = update.add(Object::Null);
    let text = format!("<< /FT /Sig /T (sig) /V {} 0 R >>", value.0);
    update.put_raw(field, text.into_bytes());
    update
        .push_path((1, 0), &[b"AcroForm", b"Fields"], &[field])
        .unwrap();
    update.push_to_array((3, 0), b"Annots", &[field]).unwrap();
    update
        .set_path((1, 0), &[b"AcroForm", b"SigFlags"], b"3")
        .unwrap();
    update.finish()
}

#[test]
fn a_signature_update_reads_back_in_either_dialect() {
    for first in [table(&OBJECTS), packed()] {
        let appended = signed(&first);
        let bytes = joined(&first, &appended);
        let document = open(&bytes);
        assert!(!document.is_rebuilt());
        assert_eq!(document.xref_kind(), open(&first).xref_kind());
        assert_eq!(document.revisions().len(), 2);
        let fields = document.fields().unwrap();
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["name", "sig"]);
        assert_eq!(
            document.raw((6, 0)).unwrap(),
            b"[5 0 R 10 0 R]".as_slice().replace(&first)
        );
        assert_eq!(document.base(), appended.base);
        assert!(bytes.ends_with(b"%%EOF\n"));
    }
}

trait Renumber {
    fn replace(&self, first: &[u8]) -> Vec<u8>;
}

impl Renumber for [u8] {
    fn replace(&self, first: &[u8]) -> Vec<u8> {
        let field = open(first).next_number() + 1;
        let text = String::from_utf8_lossy(self).replace("10", &field.to_string());
        text.into_bytes()
    }
}

#[test]
fn the_gap_is_the_contents_and_the_range_is_all_else() {
    let first = table(&OBJECTS);
    let appended = signed(&first);
    let bytes = joined(&first, &appended);
    let gap = appended.gap.clone().unwrap();
    let text = &bytes[gap.start as usize..gap.end as usize];
    assert_eq!((text[0], text[201], text.len()), (b'<', b'>', 202));
    assert!(text[1..201].iter().all(|byte| *byte == b'0'));
    let [zero, before, after, rest] = appended.byte_range.unwrap();
    assert_eq!((zero, before, after), (0, gap.start, gap.end));
    assert_eq!(after + rest, bytes.len() as u64);
    let signature = open(&bytes).dict((7, 0)).unwrap();
    let range = signature.get(b"ByteRange").unwrap().as_array().unwrap();
    let range: Vec<i64> = range.iter().map(|item| item.as_i64().unwrap()).collect();
    assert_eq!(range, [0, before as i64, after as i64, rest as i64]);
    let shape = &bytes[gap.start as usize - 64..gap.start as usize];
    assert!(!shape.contains(&b'('), "free text stands next to the gap");
}

#[test]
fn bytes_around_a_splice_stay() {
    let first = table(&OBJECTS);
    let mut update = Update::new(&open(&first)).unwrap();
    update.set_entry((2, 0), b"Count", b"1").unwrap();
    let raw = update.raw((2, 0)).unwrap();
    assert!(raw.windows(16).any(|window| window == b"595.275590551181"));
    update.set_entry((2, 0), b"New", b"(x)").unwrap();
    update.remove_entry((2, 0), b"Rotate").unwrap();
    let bytes = joined(&first, &update.finish());
    let dict = open(&bytes).dict((2, 0)).unwrap();
    assert!(dict.has(b"New") && !dict.has(b"Rotate") && dict.has(b"Kids"));
}

#[test]
fn missing_dictionaries_and_arrays_are_made_on_the_way() {
    let first = table(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Kids [] /Count 0 >>",
    ]);
    let mut update = Update::new(&open(&first)).unwrap();
    update
        .push_path((1, 0), &[b"AcroForm", b"Fields"], &[(2, 0)])
        .unwrap();
    update
        .push_path((1, 0), &[b"AcroForm", b"Fields"], &[(1, 0)])
        .unwrap();
    let raw = String::from_utf8(update.raw((1, 0)).unwrap()).unwrap();
    assert!(
        raw.contains("/AcroForm << /Fields [2 0 R 1 0 R] >>"),
        "{raw}"
    );
}

#[test]
fn the_same_update_is_the_same_bytes() {
    assert_eq!(signed(&packed()), signed(&packed()));
}

#[test]
fn a_file_without_an_end_of_line_gets_one() {
    let mut first = table(&OBJECTS);
    first.pop();
    let appended = signed(&first);
    assert_eq!(appended.bytes[0], b'\n');
    assert_eq!(open(&joined(&first, &appended)).base(), appended.base);
}

#[test]
fn every_end_of_64_to_127_bytes_confirms_its_base_and_no_other() {
    for first in [table(&OBJECTS), packed()] {
        let appended = signed(&first);
        let bytes = joined(&first, &appended);
        for length in 64..=127 {
            let end = &bytes[bytes.len() - length..];
            let asked = Base {
                startxref: 0,
                ..appended.base.clone()
            };
            assert_eq!(asked.confirmed(end).unwrap(), appended.base, "{length}");
            let other = Base {
                next: appended.base.next + 1,
                ..appended.base.clone()
            };
            let rows_only = appended.base.xref == XrefKind::Stream;
            assert!(other.confirmed(end).is_err() || rows_only);
        }
    }
}

#[test]
fn entries_of_other_programs_hinder_no_end() {
    for first in [table(&OBJECTS), packed()] {
        let mut extra = Dictionary::new();
        extra.set("DocChecksum", Object::Name(b"0F".to_vec()));
        let base = Base {
            file_id: [vec![7], vec![8]],
            extra,
            ..open(&first).base()
        };
        let mut tail = Tail::new(base);
        tail.add(Object::Null);
        let appended = tail.finish();
        let bytes = joined(&first, &appended);
        for length in 64..=127 {
            let end = &bytes[bytes.len() - length..];
            let confirmed = appended.base.clone().confirmed(end);
            assert_eq!(confirmed.as_ref(), Ok(&appended.base), "{length}");
        }
    }
}

#[test]
fn an_end_with_words_in_it_is_no_structure() {
    let first = table(&OBJECTS);
    let appended = signed(&first);
    let bytes = joined(&first, &appended);
    let end = &bytes[bytes.len() - 100..];
    for at in 0..end.len() {
        let mut other = end.to_vec();
        other[at] = b'~';
        assert!(appended.base.clone().confirmed(&other).is_err(), "{at}");
    }
}

#[test]
fn a_second_update_needs_the_first_ones_numbers_alone() {
    for first in [table(&OBJECTS), packed()] {
        let appended = signed(&first);
        let mut tail = Tail::new(appended.base.clone());
        let added = tail.add(Object::string_literal("later"));
        let last = tail.finish();
        let bytes = [first.as_slice(), &appended.bytes, &last.bytes].concat();
        let document = open(&bytes);
        assert_eq!(document.revisions().len(), 3);
        assert_eq!(
            document.object(added).unwrap(),
            Object::string_literal("later")
        );
        assert_eq!(document.fields().unwrap().len(), 2);
        assert_eq!(document.base(), last.base);
    }
}

proptest! {
    #[test]
    fn any_string_and_number_survives(text: Vec<u8>, number: i64, octets in 0_usize..300) {
        let first = packed();
        let mut update = Update::new(&open(&first)).unwrap();
        let id = update.add(Object::Array(vec![
            Object::string_literal(text.clone()),
            Object::Name(text.clone()),
            Object::Integer(number),
        ]));
        let signature = update.reserve();
        update.put_signature(signature, Dictionary::new(), octets);
        let appended = update.finish();
        let bytes = joined(&first, &appended);
        prop_assert!(bytes.starts_with(&first));
        let document = open(&bytes);
        let Object::Array(items) = document.object(id).unwrap() else {
            panic!("the array is gone");
        };
        prop_assert_eq!(items[0].as_str().unwrap(), text.as_slice());
        prop_assert_eq!(items[1].as_name().unwrap(), text.as_slice());
        prop_assert_eq!(items[2].as_i64().unwrap(), number);
        let gap = appended.gap.unwrap();
        prop_assert_eq!(gap.end - gap.start, 2 * octets as u64 + 2);
    }

    #[test]
    fn a_flipped_byte_never_panics(at: usize, byte: u8, pack in any::<bool>()) {
        let first = if pack { packed() } else { table(&OBJECTS) };
        let mut bytes = joined(&first, &signed(&first));
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(document) = Document::open(Arc::new(bytes)) {
            crate::hostile::touch(&document);
        }
    }
}
