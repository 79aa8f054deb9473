//! What a file holds and no page shows: it is said, and no reason to refuse.

use sign_core::inspection::{Severity, inspect};

use crate::inspect::{found, with};
use crate::made::open;

/// The codes of what a file holds and does not show.
fn noted(catalog: &str, page: &str, extra: &str) -> Vec<&'static str> {
    let findings = inspect(&open(&with(catalog, page, extra))).unwrap();
    assert!(
        findings
            .iter()
            .all(|found| found.severity <= Severity::Warn)
    );
    findings.iter().map(|found| found.code).collect()
}

#[test]
fn what_no_page_shows_is_said_and_kept() {
    let layers = "/OCProperties << /OCGs [4 0 R] /D << /Order [4 0 R]";
    let layer = "<< /Type /OCG /Name (l) /Usage << /Print << /PrintState /OFF >> >> >>";
    let note = |entries: &str| format!("/Annots [<< /Rect [0 0 1 1] /AP << >> {entries} >>]");
    let names = "/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>";
    for (catalog, page, code) in [
        (
            format!("{layers} /OFF [4 0 R] >> >>"),
            String::new(),
            "hidden_layers",
        ),
        (
            format!("{layers} /BaseState /OFF >> >>"),
            String::new(),
            "hidden_layers",
        ),
        (
            format!("{layers} /AS [<< /Event /Print >>] >> >>"),
            String::new(),
            "hidden_layers",
        ),
        (names.to_owned(), String::new(), "attachments"),
        ("/AF [4 0 R]".to_owned(), String::new(), "attachments"),
        (
            String::new(),
            note("/Subtype /FileAttachment"),
            "attachments",
        ),
        (
            String::new(),
            note("/Subtype /Stamp /F 2"),
            "hidden_annotations",
        ),
        (
            String::new(),
            note("/Subtype /Stamp /F 36"),
            "hidden_annotations",
        ),
        (
            "/AcroForm << /Fields [4 0 R] >>".to_owned(),
            String::new(),
            "form_fields",
        ),
    ] {
        let extra = if code == "form_fields" {
            "<< /FT /Tx /T (a) >>"
        } else {
            layer
        };
        assert_eq!(noted(&catalog, &page, extra), [code], "{catalog} {page}");
    }
}

#[test]
fn what_is_seen_only_without_a_layer_is_said() {
    let layers = "/OCProperties << /OCGs [2 0 R] /D << /Order [2 0 R] >> >>";
    for (membership, hides) in [
        ("/OCGs 2 0 R", false),
        ("/OCGs 2 0 R /P /AllOn", false),
        ("/OCGs 2 0 R /P /AllOff", true),
        ("/OCGs 2 0 R /P /AnyOff", true),
        ("/VE [/And 2 0 R 2 0 R]", false),
        ("/VE [/Or 2 0 R [/Not 2 0 R]]", true),
    ] {
        let said: &[&str] = if hides { &["hidden_layers"] } else { &[] };
        let apart = format!("<< /Type /OCMD {membership} >>");
        assert_eq!(
            noted(
                layers,
                "/Resources << /Properties << /L 4 0 R >> >>",
                &apart
            ),
            said
        );
        let inside = format!("<< /Type /XObject /OC << /Type /OCMD {membership} >> >>");
        assert_eq!(noted(layers, "", &inside), said, "{membership}");
        assert_eq!(noted("", "", &apart), [""; 0], "there are no layers");
    }
}

#[test]
fn what_is_shown_as_it_is_printed_is_not_said() {
    let layers = "/OCProperties << /OCGs [4 0 R] /D << /OFF [] >> >>";
    let layer = "<< /Type /OCG /Name (l) /Usage << /Print << /PrintState /OFF >> >> >>";
    assert_eq!(noted(layers, "", layer), [""; 0]);
    assert_eq!(
        noted("/Names << /EmbeddedFiles << /Names [] >> >>", "", "null"),
        [""; 0]
    );
    let passed = "/Annots [<< /Subtype /Popup /F 2 /AP << >> >> << /Subtype /Widget /FT /Sig /F 2 /AP << >> >> \
                  << /Subtype /Link /F 2 >> << /Subtype /Stamp /F 4 /AP << >> >>]";
    assert_eq!(noted("", passed, "null"), [""; 0]);
    let form = "/AcroForm << /Fields [4 0 R] >>";
    assert_eq!(noted(form, "", "<< /FT /Sig /T (a) >>"), [""; 0]);
}

#[test]
fn a_stream_whose_data_is_elsewhere_is_refused_wherever_it_stands() {
    let elsewhere = |file: &str| {
        let stream = format!("<< /Length 0 /F {file} >>\nstream\n\nendstream");
        found(&with(
            "",
            "/Resources << /XObject << /X 4 0 R >> >>",
            &stream,
        ))
    };
    let refused = [("external_content", Severity::Refuse)];
    assert_eq!(elsewhere("(http://127.0.0.1/picture)"), refused);
    assert_eq!(elsewhere("<< /Type /Filespec /F (a) >>"), refused);
    assert_eq!(elsewhere("/FlateDecode"), []);
}
