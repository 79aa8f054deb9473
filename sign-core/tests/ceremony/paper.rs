//! A small contract whose pages lie in every direction.

use crate::made::table;

/// Page entries that differ: turn, boxes, unit.
const PAGES: [&str; 4] = [
    "/MediaBox [0 0 595 842]",
    "/MediaBox [-50 -30 792 612] /CropBox [10 20 702 552] /Rotate 90",
    "/MediaBox [0 0 595 842] /Rotate 180",
    "/MediaBox [100 100 500 700] /Rotate 270 /UserUnit 1.5",
];

/// Writes the contract.
pub(crate) fn contract() -> Vec<u8> {
    let kids: Vec<String> = (0..PAGES.len())
        .map(|n| format!("{} 0 R", 4 + 2 * n))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R /Lang (en) >>".to_string(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            kids.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_string(),
    ];
    for (n, page) in PAGES.iter().enumerate() {
        let text = format!("BT /F1 18 Tf 160 300 Td (Contract, page {}) Tj ET", n + 1);
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R {page} /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * n
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{text}\nendstream",
            text.len()
        ));
    }
    table(&objects.iter().map(String::as_str).collect::<Vec<_>>())
}
