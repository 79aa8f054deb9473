//! Small PDFs made byte by byte, in every dialect of cross-reference.

use std::sync::Arc;

use sign_core::document::Document;

/// Objects of a one-page file with a form, numbered from 1 (the catalog).
pub(crate) const OBJECTS: [&str; 6] = [
    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595.275590551181 841.889763779528] /Rotate 90 >>",
    "<< /Type /Page /Parent 2 0 R /Annots 6 0 R /Contents 4 0 R >>",
    "<< /Length 4 >>\nstream\nq Q\n\nendstream",
    "<< /FT /Tx /T (name) /Subtype /Widget /Rect [0 0 10 10] /P 3 0 R >>",
    "[5 0 R]",
];

/// Opens bytes.
pub(crate) fn open(bytes: &[u8]) -> Document {
    Document::open(Arc::new(bytes.to_vec())).unwrap()
}

/// Writes objects and returns the bytes with the offset of each.
pub(crate) fn body(objects: &[&str]) -> (Vec<u8>, Vec<usize>) {
    let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    (out, offsets)
}

/// A file with a cross-reference table.
pub(crate) fn table(objects: &[&str]) -> Vec<u8> {
    let (mut out, offsets) = body(objects);
    let start = out.len();
    let size = offsets.len() + 1;
    out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let trailer = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    out.extend(trailer.bytes());
    out
}

/// A file with a cross-reference stream, whose objects 1, 2, 3, 5 and 6 stand in an object stream.
pub(crate) fn packed() -> Vec<u8> {
    let (mut out, offsets) = body(&["null", "null", "null", OBJECTS[3]]);
    let inside: Vec<(usize, &str)> = [1, 2, 3, 5, 6].map(|n| (n, OBJECTS[n - 1])).to_vec();
    let (mut head, mut data) = (String::new(), String::new());
    for (number, object) in &inside {
        head += &format!("{number} {} ", data.len());
        data += &format!("{object} ");
    }
    let holder = out.len();
    let stream = format!(
        "7 0 obj\n<< /Type /ObjStm /N 5 /First {} /Length {} >>\nstream\n{head}{data}\nendstream\nendobj\n",
        head.len(),
        head.len() + data.len()
    );
    out.extend(stream.bytes());
    let start = out.len();
    let mut rows = vec![[0, 0, 0, 0]];
    for number in 1..=6_u8 {
        let index = inside
            .iter()
            .position(|(inner, _)| *inner == usize::from(number));
        rows.push(index.map_or([1, 0, offsets[3] as u8, 0], |index| [2, 0, 7, index as u8]));
    }
    for offset in [holder, start] {
        rows.push([1, (offset >> 8) as u8, offset as u8, 0]);
    }
    let rows = rows.concat();
    let dict = format!(
        "/Type /XRef /W [1 2 1] /Size 9 /Root 1 0 R /Length {}",
        rows.len()
    );
    out.extend(format!("8 0 obj\n<< {dict} >>\nstream\n").bytes());
    out.extend(rows);
    out.extend(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}
