//! Files made to hurt: cycles, depth, size.

use std::sync::Arc;

use sign_core::Kind;
use sign_core::document::Document;

use crate::made::{body, open, table};

/// Reads everything there is to read and ignores what it says.
pub(crate) fn touch(document: &Document) {
    let pages = document.page_count().unwrap_or(0);
    for index in 0..pages.min(5) {
        let _ = document.page(index);
    }
    let _ = document.fields();
    let _ = document.base();
    for (id, _) in document.entries().take(2000) {
        let _ = document.raw(id);
        if let Ok(lopdf::Object::Stream(stream)) = document.object(id) {
            let _ = document.stream_data(&stream);
        }
    }
    for n in 0..document.revisions().len().min(5) {
        let _ = document.at_revision(n).map(|earlier| earlier.page_count());
    }
}

const CATALOG: &str = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [3 0 R] >> >>";

#[test]
fn a_page_tree_that_bites_its_tail_ends() {
    let document = open(&table(&[
        CATALOG,
        "<< /Kids [2 0 R 3 0 R] >>",
        "<< /Kids [2 0 R 4 0 R 3 0 R] /T (a) >>",
        "<< /Type /Page >>",
    ]));
    assert_eq!(document.page_count().unwrap(), 1);
    touch(&document);
}

#[test]
fn a_page_tree_that_multiplies_is_over_the_limit() {
    let kids = "3 0 R ".repeat(1000);
    let node = |next: u32| format!("<< /Kids [{}] >>", format!("{next} 0 R ").repeat(1000));
    let objects = [
        CATALOG.to_owned(),
        format!("<< /Kids [{kids}] >>"),
        node(4),
        node(5),
        "<< /Type /Page >>".to_owned(),
    ];
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    let document = open(&table(&objects));
    assert_eq!(document.page_count().unwrap_err().kind, Kind::TooLarge);
}

#[test]
fn a_hundred_thousand_brackets_are_over_the_limit() {
    let deep = "[".repeat(100_000);
    let document = open(&table(&[CATALOG, "<< /Kids [] >>", &deep]));
    assert_eq!(document.object((3, 0)).unwrap_err().kind, Kind::TooLarge);
}

#[test]
fn references_in_a_circle_are_over_the_limit() {
    let document = open(&table(&[CATALOG, "<< /Kids [] >>", "4 0 R", "3 0 R"]));
    let reference = lopdf::Object::Reference((3, 0));
    assert_eq!(
        document.resolve(&reference).unwrap_err().kind,
        Kind::TooLarge
    );
}

#[test]
fn a_length_that_names_its_own_stream_is_not_followed() {
    let stream = "<< /Length 3 0 R >>\nstream\nabc\nendstream";
    let document = open(&table(&[CATALOG, "<< /Kids [] >>", stream]));
    let lopdf::Object::Stream(stream) = document.object((3, 0)).unwrap() else {
        panic!("no stream");
    };
    assert_eq!(stream.content, b"abc");
}

#[test]
fn a_chain_that_bites_its_tail_is_searched_around() {
    let bytes = table(&[CATALOG, "<< /Kids [] >>", "null"]);
    let start = open(&bytes).base().startxref;
    let text = String::from_utf8_lossy(&bytes);
    let with = text.replace("/Root 1 0 R", &format!("/Root 1 0 R /Prev {start}"));
    // The header's comment is not UTF-8: keep the offsets right.
    let with = with.replace("\u{fffd}", "x");
    let document = Document::open(Arc::new(with.into_bytes())).unwrap();
    assert!(document.is_rebuilt());
}

#[test]
fn objects_that_all_reach_to_the_end_do_not_cost_the_square_of_a_file() {
    let endless = "<< /Length 9 >>\nstream\n";
    let mut objects = vec![CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>"];
    objects.extend([endless; 40_000]);
    let bytes = String::from_utf8_lossy(&table(&objects)).replace("endobj", "      ");
    // The header's comment is not UTF-8: keep the offsets right.
    let mut bytes = bytes.replace('\u{fffd}', "x").into_bytes();
    bytes.extend(b"endstream");
    let document = Document::open(Arc::new(bytes)).unwrap();
    let sound = document.soundness().unwrap();
    assert!(sound.mended && sound.misplaced.len() > 39_000);
}

#[test]
fn a_length_that_is_no_number_is_not_read_for_each_stream() {
    let length = format!("[{}]", "0 ".repeat(400_000));
    let mut objects = vec![CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>", &length];
    objects.extend(["<< /Length 3 0 R >>\nstream\nq Q\nendstream"; 20_000]);
    let sound = open(&table(&objects)).soundness().unwrap();
    assert!(sound.ambiguous && sound.misplaced.is_empty());
}

#[test]
fn objects_packed_at_one_place_do_not_cost_the_square_of_a_stream() {
    let count = 20_000_u32;
    let head: String = (10..10 + count)
        .map(|number| format!("{number} 0 "))
        .collect();
    let data = format!("{head}[{}]", "0 ".repeat(400_000));
    let (first, length) = (head.len(), data.len());
    let holder = format!(
        "<< /Type /ObjStm /N {count} /First {first} /Length {length} >>\nstream\n{data}\nendstream"
    );
    let (mut bytes, offsets) = body(&[CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>", &holder]);
    let start = bytes.len();
    let place = |offset: usize| [&[1], &(offset as u32).to_be_bytes()[..], &[0; 4]].concat();
    let mut rows = vec![0; 9];
    rows.extend(offsets.iter().flat_map(|offset| place(*offset)));
    let inside = |index: u32| [&[2, 0, 0, 0, 3], &index.to_be_bytes()[..]].concat();
    rows.extend((0..count).flat_map(inside));
    let size = 10 + count;
    let head = format!(
        "4 0 obj\n<< /Type /XRef /W [1 4 4] /Index [0 4 10 {count}] /Size {size} /Root 1 0 R /Length {} >>\nstream\n",
        rows.len()
    );
    bytes.extend(head.bytes());
    bytes.extend(rows);
    bytes.extend(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
    let document = open(&bytes);
    assert!(!document.is_rebuilt());
    let sound = document.soundness().unwrap();
    assert!(sound.misplaced.len() > 19_000 && !sound.mended);
}

#[test]
fn an_object_stream_with_every_number_twice_is_looked_through_once() {
    let count = 20_000;
    let head: String = (0..count).map(|_| "9 0 ").collect();
    let stream = format!(
        "<< /Type /ObjStm /N {count} /First {} /Length {} >>\nstream\n{head}null\nendstream",
        head.len(),
        head.len() + 4
    );
    let document = open(&table(&[CATALOG, "<< /Kids [] >>", &stream]));
    assert!(!document.has_dormant_root(3, 0));
    touch(&document);
}

#[test]
fn damage_does_not_cost_the_square_of_a_file() {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend(b"1 0 obj << /A ( ".repeat(200_000));
    let error = Document::open(Arc::new(bytes)).unwrap_err();
    assert!(matches!(error.kind, Kind::Truncated | Kind::Damaged));
}

#[test]
fn comments_behind_every_word_do_not_cost_the_square_of_a_file() {
    for word in ["1%", "1 1%", "trailer%"] {
        let file = ["%PDF-1.7\n", &word.repeat(200_000)].concat();
        assert!(Document::open(Arc::new(file.into_bytes())).is_err());
    }
}

#[test]
fn sections_that_decode_to_more_than_all_may_are_over_the_limit() {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; 40 << 20], 1);
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut previous = String::new();
    for number in 1..=2 {
        let start = file.len();
        let head = format!(
            "{number} 0 obj\n<< /Type /XRef /Size 3 /W [1 1 1] /Index [0 0] /Root 1 0 R {previous} /Filter /FlateDecode /Length {} >>\nstream\n",
            packed.len()
        );
        file.extend(head.bytes());
        file.extend(&packed);
        file.extend(b"\nendstream\nendobj\n");
        previous = format!("/Prev {start}");
        if number == 2 {
            file.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        }
    }
    let error = Document::open(Arc::new(file)).unwrap_err();
    assert_eq!(error.kind, Kind::TooLarge);
}
