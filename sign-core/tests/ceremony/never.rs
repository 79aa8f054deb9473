//! Two promises about the file: what stood there stays, and ink is drawn, not pictured.

use lopdf::Object;
use sign_core::document::Document;
use sign_core::signature::act;

use super::pki::BEGIN_MS;
use super::run::{Ceremony, open};

#[test]
fn each_step_leaves_every_byte_that_stood_there_before() {
    let mut ceremony = Ceremony::launched();
    let mut versions = vec![super::paper::contract(), ceremony.bytes.clone()];
    for (number, name) in [(1, "Anna Müller"), (2, "Zoë Œuvré")] {
        ceremony.sign(number, name, BEGIN_MS + 1000 * i64::from(number));
        versions.push(ceremony.bytes.clone());
    }
    ceremony.seal(BEGIN_MS + 60_000);
    versions.push(ceremony.bytes);
    for step in versions.windows(2) {
        assert!(step[0].len() < step[1].len());
        assert!(step[1].starts_with(&step[0]));
    }
}

#[test]
fn drawn_ink_becomes_curves_and_no_picture() {
    let ceremony = Ceremony::launched();
    let before = open(&ceremony.bytes).next_number();
    let act = ceremony.act(1, "Anna Müller", BEGIN_MS);
    let update = act::prepare(&open(&ceremony.bytes), &act).unwrap().bytes;
    let document = open(&[&ceremony.bytes[..], &update].concat());
    let drawn = drawings(&document, before);
    assert!(!drawn.is_empty());
    let curves = |text: &String| text.lines().filter(|line| line.ends_with(" c")).count();
    assert!(drawn.iter().map(curves).max() > Some(20), "{drawn:?}");
    for text in &drawn {
        assert!(!text.contains("BI\n"), "a picture stands in the drawing");
    }
}

/// What is drawn by the forms numbered `from` and on; a picture among them fails the test.
fn drawings(document: &Document, from: u32) -> Vec<String> {
    let mut found = Vec::new();
    for (id, _) in document.entries().filter(|(id, _)| id.0 >= from) {
        let Ok(Object::Stream(stream)) = document.object(id) else {
            continue;
        };
        let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name).ok();
        assert_ne!(subtype, Some(&b"Image"[..]), "{id:?}");
        if subtype == Some(b"Form") {
            let plain = document.stream_data(&stream).unwrap();
            found.push(String::from_utf8(plain).unwrap());
        }
    }
    found
}
