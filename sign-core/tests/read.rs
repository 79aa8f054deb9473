//! Reading: objects, pages, fields, revisions, in every dialect and in damage.

use std::sync::Arc;

use sign_core::Kind;
use sign_core::document::{Document, Update};
use sign_core::wire::value::XrefKind;

use crate::made::{OBJECTS, open, packed, table};

fn kind(bytes: &[u8]) -> Kind {
    Document::open(Arc::new(bytes.to_vec())).unwrap_err().kind
}

fn assert_sound(document: &Document) {
    assert_eq!(document.page_count().unwrap(), 1);
    let page = document.page(0).unwrap();
    assert_eq!((page.id, page.rotate), ((3, 0), 90));
    assert!((page.media_box.x1 - 595.2756).abs() < 1e-3);
    let fields = document.fields().unwrap();
    assert_eq!(fields.len(), 1);
    assert_eq!((fields[0].name.as_str(), fields[0].id), ("name", (5, 0)));
}

#[test]
fn a_table_and_a_stream_tell_the_same_file() {
    let by_table = open(&table(&OBJECTS));
    let by_stream = open(&packed());
    assert_sound(&by_table);
    assert_sound(&by_stream);
    assert_eq!(by_table.xref_kind(), XrefKind::Table);
    assert_eq!(by_stream.xref_kind(), XrefKind::Stream);
    assert_eq!((by_table.next_number(), by_stream.next_number()), (7, 9));
    assert_eq!(by_stream.raw((2, 0)).unwrap(), OBJECTS[1].as_bytes());
    assert_eq!(by_table.raw((2, 0)).unwrap(), OBJECTS[1].as_bytes());
}

#[test]
fn nothing_something_else_and_half_are_told_apart() {
    assert_eq!(kind(b""), Kind::Empty);
    assert_eq!(kind(b"\x89PNG\r\n\x1a\n and so on"), Kind::NotPdf);
    assert_eq!(kind(b"%PDF-1.7\n1 0 obj\n<< /Type /Cata"), Kind::Truncated);
    assert_eq!(kind(b"%PDF-1.7\nstartxref\n0\n%%EOF\n"), Kind::Damaged);
}

#[test]
fn a_wrong_startxref_is_searched_around() {
    let sound = table(&OBJECTS);
    let text = String::from_utf8_lossy(&sound).replace("startxref\n", "startxref\n9");
    let document = open(text.as_bytes());
    assert!(document.is_rebuilt());
    assert_sound(&document);
    assert_eq!(Update::new(&document).unwrap_err().kind, Kind::NeedsRewrite);
}

#[test]
fn a_file_cut_before_its_last_page_is_not_taken_for_a_shorter_one() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        "<< /Type /Page /Parent 2 0 R >>",
        "<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>",
        "<< /Length 3 >>\nstream\nq Q\nendstream",
    ];
    let bytes = table(&objects);
    for lost in [b"4 0 obj", b"5 0 obj"] {
        let cut = bytes.windows(7).position(|window| window == lost).unwrap();
        assert_eq!(kind(&bytes[..cut]), Kind::Truncated);
    }
}

#[test]
fn a_packed_file_without_its_end_is_searched_for_packed_objects() {
    let mut bytes = packed();
    let mark = bytes
        .windows(9)
        .rposition(|window| window == b"startxref")
        .unwrap();
    bytes.truncate(mark);
    let document = open(&bytes);
    assert!(document.is_rebuilt());
    assert_sound(&document);
}

#[test]
fn bytes_before_the_header_move_every_offset() {
    let mut bytes = b"From: somebody\r\n\r\n".to_vec();
    bytes.extend(table(&OBJECTS));
    let document = open(&bytes);
    assert_sound(&document);
    assert_eq!(document.header_offset(), 18);
    assert!(!document.is_rebuilt());
    assert_eq!(Update::new(&document).unwrap_err().kind, Kind::NeedsRewrite);
}

#[test]
fn every_revision_opens_as_it_was() {
    let first = table(&OBJECTS);
    let mut update = Update::new(&open(&first)).unwrap();
    update.set_entry((5, 0), b"T", b"(renamed)").unwrap();
    let bytes = [first.as_slice(), &update.finish().bytes].concat();
    let document = open(&bytes);
    let revisions = document.revisions();
    assert_eq!(revisions.len(), 2);
    assert_eq!(revisions[0].end, first.len() as u64);
    assert_eq!(revisions[1].end, bytes.len() as u64);
    assert_eq!(
        revisions[1].objects.iter().copied().collect::<Vec<_>>(),
        [(5, 0)]
    );
    assert_eq!(document.fields().unwrap()[0].name, "renamed");
    let before = document.at_revision(0).unwrap();
    assert_eq!(before.fields().unwrap()[0].name, "name");
    assert_eq!(before.shared().as_slice(), first);
    let alone = open(&first);
    let [taken, read] = [&before, &alone].map(|document| &document.revisions()[0]);
    assert_eq!((taken.end, taken.startxref), (read.end, read.startxref));
    assert_eq!(taken.objects, read.objects);
}

#[test]
fn group_names_and_values_reach_the_fields_below() {
    let document = open(&table(&[
        "<< /Type /Catalog /Pages 2 0 R /AcroForm 3 0 R >>",
        "<< /Type /Pages /Kids [] /Count 0 >>",
        "<< /Fields [4 0 R] /DA (/F 0 Tf) >>",
        "<< /T (a) /FT /Btn /Kids [5 0 R 6 0 R] >>",
        "<< /T <FEFF00E9> /Parent 4 0 R /Kids [7 0 R] >>",
        "<< /T (c) /FT /Sig /Rect [0 0 0 0] /Kids [4 0 R] >>",
        "<< /Subtype /Widget /Parent 5 0 R >>",
    ]));
    let fields = document.fields().unwrap();
    assert_eq!(fields[0].name, "a.é");
    assert_eq!(fields[0].kind.as_deref(), Some(b"Btn".as_slice()));
    assert_eq!(fields[0].widgets, [(7, 0)]);
    assert!(fields[0].dict.has(b"DA"));
}
