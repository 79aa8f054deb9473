//! Forms that viewers were told to draw: what they would have shown stays to be seen in the rewrite.

use lopdf::Object;
use sign_core::inspection::normalise;

use crate::inspect::with;
use crate::made::open;

/// A page with a form that viewers are told to draw, and one field.
fn undrawn(field: &str) -> Vec<u8> {
    let fonts = "<< /Font << /He << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>";
    let form = format!(
        "/AcroForm << /Fields [4 0 R] /NeedAppearances true /DA (0 g /He 10 Tf) /DR {fonts} >>"
    );
    let widget = "/Subtype /Widget /Rect [10 10 110 40] /T (a)";
    with(&form, "/Annots [4 0 R]", &format!("<< {widget} {field} >>"))
}

/// Returns what the field of a rewrite shows.
fn drawn(bytes: &[u8]) -> Option<String> {
    let document = open(&normalise(&open(bytes)).unwrap());
    let field = document.field("a").unwrap().unwrap();
    let appearances = field.dict.get(b"AP").ok()?.as_dict().unwrap();
    let normal = document.resolve(appearances.get(b"N").unwrap()).unwrap();
    let normal = match normal {
        // A button has one for each state.
        Object::Dictionary(states) => {
            let state = field.dict.get(b"AS").unwrap().as_name().unwrap();
            document.resolve(states.get(state).unwrap()).unwrap()
        }
        other => other,
    };
    let text = document.stream_data(normal.as_stream().unwrap()).unwrap();
    Some(String::from_utf8(text).unwrap())
}

#[test]
fn what_viewers_would_have_drawn_stays_to_be_seen() {
    let line = |text: &str| {
        let digits: String = text.bytes().map(|octet| format!("{octet:02x}")).collect();
        format!("<{digits}> Tj")
    };
    let shows = |field: &str, lines: &[&str]| {
        let drawn = drawn(&undrawn(field)).unwrap();
        assert!(drawn.contains("0 g /He 10.00 Tf"), "{drawn}");
        for text in lines {
            assert!(drawn.contains(&line(text)), "{field}: {drawn}");
        }
        assert_eq!(drawn.matches("Tj").count(), lines.len(), "{drawn}");
    };
    shows("/FT /Tx /V (Anna)", &["Anna"]);
    shows("/FT /Tx /V (pass) /Ff 8192", &["****"]);
    shows("/FT /Tx /V (ab) /Ff 16777216 /MaxLen 4", &["a", "b"]);
    let long = "/FT /Tx /V (one two three four five six\\rseven) /Ff 4096";
    shows(long, &["one two three four", "five six", "seven"]);
    let options = "/Opt [[(d) (delta)] [(e) (epsilon)]]";
    shows(
        &format!("/FT /Ch /V (e) /Ff 131072 {options}"),
        &["epsilon"],
    );
    shows(&format!("/FT /Ch /V (e) {options}"), &["delta", "epsilon"]);
}

#[test]
fn a_value_that_no_font_here_can_write_keeps_the_appearance_it_has() {
    assert_eq!(drawn(&undrawn("/FT /Tx /V <feff674e660e>")), None);
    let octets = drawn(&undrawn("/FT /Tx /V <feff0152007500760072>")).unwrap();
    assert!(octets.contains("<8c757672> Tj"), "{octets}");
}

#[test]
fn a_turned_box_has_ground_and_border_of_its_own() {
    let look = "/MK << /R 90 /BG [1 0 0] /BC [0] >> /BS << /W 2 >> /Q 2";
    let drawn = drawn(&undrawn(&format!("/FT /Tx /V (Anna) {look}"))).unwrap();
    assert!(
        drawn.starts_with("q 1 0 0 rg 0 0 30.00 100.00 re f 0 G 2.00 w"),
        "{drawn}"
    );
}

#[test]
fn buttons_without_an_appearance_show_their_caption_or_state() {
    let look = "/MK << /BG [1 0 0] /CA (8) >>";
    let shown = |field: &str| drawn(&undrawn(&format!("/FT /Btn {field} {look}"))).unwrap();
    for (field, text) in [
        ("/Ff 65536", "/He 10.00 Tf 47.22 11.00 Td <38> Tj"),
        ("/V /Yes /AS /Yes", "/ZaDb 24.00 Tf 40.40 6.60 Td <38> Tj"),
        ("/V /Yes", "/ZaDb 24.00 Tf 40.40 6.60 Td <38> Tj"),
    ] {
        assert!(shown(field).contains(text), "{field}: {}", shown(field));
    }
    for field in ["/V /Off", "/V /Yes /AS /Off", ""] {
        assert!(!shown(field).contains("Tj"), "{field}: {}", shown(field));
    }
    let radio = drawn(&undrawn("/FT /Btn /Ff 32768 /V /a")).unwrap();
    assert!(radio.contains("<6c> Tj"), "{radio}");
}

#[test]
fn a_button_that_has_an_appearance_keeps_it() {
    let own = "/FT /Btn /Ff 65536 /MK << /CA (go) >> /AP << /N 4 0 R >>";
    let document = open(&normalise(&open(&undrawn(own))).unwrap());
    let field = document.field("a").unwrap().unwrap();
    let appearances = field.dict.get(b"AP").unwrap().as_dict().unwrap();
    assert_eq!(
        appearances.get(b"N").unwrap().as_reference().unwrap(),
        (4, 0)
    );
}
