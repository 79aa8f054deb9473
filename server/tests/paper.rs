//! A small PDF, made here.

/// Whether the file of a title bears somebody's signature already.
pub(crate) fn is_signed(title: &str) -> bool {
    title.starts_with("Signed")
}

/// Writes a file of two pages whose text is `title`.
pub(crate) fn pdf(title: &str) -> Vec<u8> {
    let text = format!("BT /F1 18 Tf 72 700 Td ({title}) Tj ET");
    let page = |content: u32| {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>"
        )
    };
    let content = format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len());
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (en) >>".to_owned(),
        "<< /Type /Pages /Kids [4 0 R 6 0 R] /Count 2 >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        page(5),
        content.clone(),
        page(7),
        content,
    ];
    if is_signed(title) {
        return table(&with_signature(objects));
    }
    table(&objects)
}

/// Adds a field with a signature value and a store that holds one certificate.
fn with_signature<const N: usize>(objects: [String; N]) -> Vec<String> {
    let mut objects = objects.to_vec();
    let form = "/AcroForm << /Fields [8 0 R] /SigFlags 3 >> /DSS 10 0 R >>";
    objects[0] = objects[0].replace(" >>", &format!(" {form}"));
    objects.extend([
        "<< /FT /Sig /T (Theirs) /V 9 0 R /Type /Annot /Subtype /Widget /F 132 \
         /Rect [0 0 0 0] /P 4 0 R >>"
            .to_owned(),
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached \
         /ByteRange [0 1 2 3] /Contents <3000> >>"
            .to_owned(),
        "<< /Type /DSS /Certs [11 0 R] >>".to_owned(),
        "<< /Length 2 >>\nstream\n0\0\nendstream".to_owned(),
    ]);
    objects
}

fn table(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut rows = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(objects) {
        rows += &format!("{:010} 00000 n \n", out.len());
        out.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let (start, size) = (out.len(), objects.len() + 1);
    out.extend(format!("xref\n0 {size}\n{rows}trailer\n<< /Size {size} /Root 1 0 R >>\n").bytes());
    out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
    out
}
