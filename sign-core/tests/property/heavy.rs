//! Small files that would take the square of their size in time or memory.

use std::sync::Arc;

use sign_core::Kind;
use sign_core::bytes::trail::Trail;
use sign_core::document::{Document, Update};
use sign_core::verify::{Trust, Verdict, verify, verify_versions};

use crate::honest::{HONEST, LATER_MS};
use crate::made::{OBJECTS, open, table};

#[test]
fn fields_that_all_inherit_a_long_name_or_value_are_over_the_limit() {
    for entry in ["/T", "/V"] {
        let long = format!("{entry} ({})", "x".repeat(1 << 20));
        let kids = "4 0 R ".repeat(50_000);
        let above = format!("<< {long} /Kids [{kids}] >>");
        let file = table(&[
            "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [3 0 R] >> >>",
            "<< /Type /Pages /Kids [] /Count 0 >>",
            &above,
            "<< /T (a) >>",
        ]);
        let error = open(&file).fields().unwrap_err();
        assert_eq!(error.kind, Kind::TooLarge, "{entry}");
    }
}

#[test]
fn comments_behind_startxref_are_not_followed() {
    let mut file = table(&OBJECTS);
    let end = file.split_off(file.len() - b"startxref\n999\n%%EOF\n".len());
    assert!(
        end.starts_with(b"startxref"),
        "the sample's end has another length"
    );
    file.extend(b"startxref%".repeat(200_000));
    file.extend(b"\n");
    file.extend(&end);
    let document = Document::open(Arc::new(file.clone())).unwrap();
    assert_eq!(document.revisions().len(), 1);
    let report = verify(&Arc::new(file), &Trust::default(), 0);
    assert!(report.signatures.is_empty());
}

#[test]
fn fields_that_share_a_signature_are_refused() {
    let before = open(&HONEST.signed);
    let first = before.field("sig_01").unwrap().unwrap();
    let (value, _) = first.dict.get(b"V").unwrap().as_reference().unwrap();
    let mut update = Update::new(&before).unwrap();
    let mut add = |n: u32| {
        let field = update.reserve();
        let text = format!("<< /FT /Sig /T (more{n}) /V {value} 0 R >>");
        update.put_raw(field, text.into_bytes());
        field
    };
    let fields: Vec<_> = (0..40).map(&mut add).collect();
    let form: [&[u8]; 2] = [b"AcroForm", b"Fields"];
    update.push_path(before.root(), &form, &fields).unwrap();
    let file = [&HONEST.signed[..], &update.finish().bytes].concat();
    let report = verify_versions(&Arc::new(file), &Trail::new(), &HONEST.trust, LATER_MS);
    assert_eq!(report.signatures.len(), 42);
    assert!(report.verdict != Verdict::Valid, "{:?}", report.verdict);
    assert!(report.versions.len() < 4, "one file is shown many times");
}
