//! Form fields beside their pictures: which differ, and which cannot be judged.

use sign_core::inspection::inspect;

use crate::made::{open, table};

/// A form of one field, with a picture of its own, and what else the field needs.
fn form(field: &str, picture: &str, font: &str, content: &str) -> Vec<u8> {
    let length = content.len();
    let field = format!(
        "<< /Subtype /Widget /T (f) /Rect [0 0 9 9] /P 3 0 R {field} /AP << /N {picture} >> >>"
    );
    let stream = format!(
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /H 6 0 R >> >> \
         /Length {length} >>\nstream\n{content}\nendstream"
    );
    table(&[
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 99 99] >>",
        "<< /Type /Page /Parent 2 0 R /Annots [4 0 R] >>",
        &field,
        &stream,
        font,
    ])
}

fn differs(bytes: &[u8]) -> bool {
    let findings = inspect(&open(bytes)).unwrap();
    findings.iter().any(|found| found.code == "value_differs")
}

const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

fn text_differs(field: &str, content: &str) -> bool {
    differs(&form(
        &format!("/FT /Tx {field}"),
        "5 0 R",
        HELVETICA,
        content,
    ))
}

#[test]
fn text_beside_another_value_is_told() {
    for (field, content) in [
        ("/V (100)", "BT (900) Tj ET"),
        ("/V (100)", "BT <393030> Tj ET"),
        ("/V (100)", "BT (1000) Tj ET"),
        ("/V (100)", "/Tx BMC EMC"),
        ("/V <FEFF003100300030>", "BT (1) Tj ET"),
    ] {
        assert!(text_differs(field, content), "{field} {content}");
    }
    let choice = "/FT /Ch /Ff 131072 /Opt [[(a) (Apple)] [(p) (Pear)]] /V (a)";
    let shows = |word: &str| form(choice, "5 0 R", HELVETICA, &format!("BT ({word}) Tj ET"));
    assert!(differs(&shows("Pear")));
    assert!(!differs(&shows("Apple")));
}

#[test]
fn text_that_is_the_value_or_cannot_be_judged_is_not_told() {
    for (field, content) in [
        ("/V (1 000,50)", "BT [(1)-200(000)] TJ 0 -12 Td (50) ' ET"),
        (
            "/V (Ann) ",
            "/Tx BMC /Span << /ActualText (x) >> BDC BT (\\101nn) Tj ET EMC EMC",
        ),
        (
            "/V (100) /AA << /F << /S /JavaScript /JS (f) >> >>",
            "BT ($100.00) Tj ET",
        ),
        ("/V (abc) /Ff 8192", "BT (***) Tj ET"),
        ("/V (M\\374ller)", "BT (x) Tj ET"),
        ("/V (100)", "/X Do"),
        ("/V (100)", "BT 3 Tr (900) Tj ET"),
        ("/V (--)", "BT (x) Tj ET"),
        ("/V (1000)", "BT ($ 1,000.00) Tj ET"),
        ("/V (1234.5)", "BT (1.234,50 EUR) Tj ET"),
        ("/V (12.345)", "BT (12.35) Tj ET"),
        ("/V (0.12)", "BT (12 %) Tj ET"),
        ("/V (29/11/2026)", "BT (29 Nov 2026) Tj ET"),
        ("/V (office)", "BT (o\\256ce) Tj ET"),
        ("", "BT (x) Tj ET"),
    ] {
        assert!(!text_differs(field, content), "{field} {content}");
    }
}

#[test]
fn fonts_with_codes_of_their_own_are_not_judged() {
    let said = |font: &str| differs(&form("/FT /Tx /V (A)", "5 0 R", font, "BT (B) Tj ET"));
    let differences = |list: &str| {
        format!(
            "<< /Type /Font /Subtype /Type1 /BaseFont /F /Encoding << /Differences [{list}] >> >>"
        )
    };
    assert!(said(&differences("24 /breve 49 /one 65 /A /B 128 /bullet")));
    assert!(!said(&differences("65 /B /A")));
    assert!(!said(&differences("49 /two")));
    assert!(!said(
        "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H >>"
    ));
    assert!(!said("<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>"));
    let embedded = "/FontDescriptor << /Type /FontDescriptor /FontFile2 5 0 R >>";
    assert!(!said(&format!(
        "<< /Type /Font /Subtype /TrueType {embedded} >>"
    )));
}

#[test]
fn buttons_in_another_state_than_is_set_are_told() {
    let button = |field: &str| {
        let field = format!("/FT /Btn {field}");
        differs(&form(
            &field,
            "<< /Yes 5 0 R /Off 5 0 R >>",
            HELVETICA,
            "q Q",
        ))
    };
    assert!(button("/V /Yes /AS /Off"));
    assert!(button("/V /Off /AS /Yes"));
    assert!(button("/AS /Yes"));
    assert!(!button("/V /Yes /AS /Yes"));
    assert!(!button("/V /Off"));
    assert!(!button("/V /Other /AS /Off"));
    assert!(!button("/Ff 65536 /AS /Yes"));
    assert!(!button("/V (Yes) /AS /Yes"));
    assert!(!button("/V /1 /AS /2"));
}

#[test]
fn fields_that_are_drawn_anew_have_no_picture_to_judge() {
    let bytes = form("/FT /Tx /V (100)", "5 0 R", HELVETICA, "BT (900) Tj ET");
    let text = String::from_utf8_lossy(&bytes)
        .replace("/Fields [4 0 R]", "/Fields [4 0 R] /NeedAppearances true");
    assert!(differs(&bytes) && !differs(text.as_bytes()));
}

#[test]
fn a_picture_that_many_fields_share_is_not_read_for_each_of_them() {
    let picture = format!("BT (a) Tj ET{}", " ".repeat(200_000));
    let length = picture.len();
    let said = |fields: usize| {
        let numbers = (7..7 + fields).map(|number| format!("{number} 0 R"));
        let numbers: Vec<String> = numbers.collect();
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields 6 0 R >> >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 99 99] >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R >>".to_owned(),
            format!(
                "<< /Resources << /Font << /H 5 0 R >> >> /Length {length} >>\nstream\n{picture}\nendstream"
            ),
            HELVETICA.to_owned(),
            format!("[{}]", numbers.join(" ")),
        ];
        // The last one differs.
        objects.extend((1..=fields).map(|n| {
            let value = if n == fields { "b" } else { "a" };
            format!("<< /FT /Tx /T (f{n}) /Subtype /Widget /V ({value}) /AP << /N 4 0 R >> >>")
        }));
        differs(&table(
            &objects.iter().map(String::as_str).collect::<Vec<_>>(),
        ))
    };
    assert!(said(20));
    assert!(!said(2_000));
}
