//! Letters that nothing is drawn for: a font that is cut off is told, a whole one is not.

#![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use hayro::hayro_syntax::Pdf;
use sign_core::stamp::fonts::SHIPPED;

use super::shelf::Shelf;
use super::text_layer;

/// A page that says something in a font of these octets, shown as the mode says.
fn page(font: &[u8], mode: u8) -> Vec<u8> {
    let shown = format!("BT /F 20 Tf {mode} Tr 20 50 Td (Pay 9 EUR) Tj ET");
    let stream = |entries: &str, data: &[u8]| {
        let head = format!("<< /Length {} {entries} >>\nstream\n", data.len());
        [head.as_bytes(), data, b"\nendstream"].concat()
    };
    let widths = "600 ".repeat(95);
    let objects: [Vec<u8>; 7] = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>".to_vec(),
        stream("", shown.as_bytes()),
        format!(
            "<< /Type /Font /Subtype /TrueType /BaseFont /AAAAAA+N /FirstChar 32 /LastChar 126 \
             /Widths [{widths}] /Encoding /WinAnsiEncoding /FontDescriptor 6 0 R >>"
        )
        .into_bytes(),
        b"<< /Type /FontDescriptor /FontName /AAAAAA+N /Flags 32 /FontFile2 7 0 R >>".to_vec(),
        stream("", font),
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = String::from("xref\n0 8\n0000000000 65535 f \n");
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let end = format!(
        "{table}trailer\n<< /Size 8 /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n",
        file.len()
    );
    file.extend(end.bytes());
    file
}

fn is_lost(font: &[u8], mode: u8) -> bool {
    let pdf = Pdf::new(page(font, mode)).unwrap();
    let text = text_layer::read(&pdf, 0, 1.0, &Shelf::default()).unwrap();
    assert_eq!(text.runs[0].text, "Pay 9 EUR");
    text.lost
}

#[test]
fn letters_that_a_cut_font_does_not_have_are_told() {
    let cut = &SHIPPED[..SHIPPED.len() / 3];
    assert!(is_lost(cut, 0));
    assert!(!is_lost(cut, 3), "they are not to be seen");
    assert!(!is_lost(SHIPPED, 0));
}
