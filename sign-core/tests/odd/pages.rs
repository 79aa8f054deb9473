//! Defects of page tree, pages and form.

use super::made::table;
use super::{Odd, odd};

const CODE: &str = "repaired_objects";
const PAGE: &str = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << >> >>";

/// A file for each.
pub(crate) fn odd_files() -> Vec<Odd> {
    [trees(), leaves(), metadata(), forms()]
        .into_iter()
        .flatten()
        .collect()
}

/// A file with a page tree node, and objects from the third on.
fn tree(node: &str, more: &[&str]) -> Vec<u8> {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>", node];
    objects.extend(more);
    table(&objects)
}

fn trees() -> Vec<Odd> {
    let below = "<< /Type /Pages /Parent 2 0 R /Kids [3 0 R] /Count 1 >>";
    vec![
        odd(
            "no count",
            tree("<< /Type /Pages /Kids [3 0 R] >>", &[PAGE]),
            1,
            CODE,
        ),
        odd(
            "a wrong count",
            tree("<< /Type /Pages /Kids [3 0 R] /Count 7 >>", &[PAGE]),
            1,
            CODE,
        ),
        odd(
            "no type",
            tree("<< /Kids [3 0 R] /Count 1 >>", &[PAGE]),
            1,
            CODE,
        ),
        odd(
            "a tree that bites its tail",
            tree("<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 1 >>", &[PAGE]),
            1,
            CODE,
        ),
        odd(
            "kids that are null",
            tree(
                "<< /Type /Pages /Kids [3 0 R null 9 0 R] /Count 1 >>",
                &[PAGE],
            ),
            1,
            CODE,
        ),
        odd(
            "kids in an object of their own",
            tree(
                "<< /Type /Pages /Kids 4 0 R /Count 1 >>",
                &[PAGE, "[3 0 R]"],
            ),
            1,
            None,
        ),
        odd(
            "a page inside its parent",
            tree(&format!("<< /Type /Pages /Kids [{PAGE}] /Count 1 >>"), &[]),
            1,
            CODE,
        ),
        odd(
            "a page twice",
            tree("<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>", &[PAGE]),
            2,
            CODE,
        ),
        odd(
            "a page as the root",
            tree(&PAGE.replace("/Parent 2 0 R ", ""), &[]),
            1,
            CODE,
        ),
        odd(
            "a parent that is another",
            tree("<< /Type /Pages /Kids [4 0 R] /Count 1 >>", &[PAGE, below]),
            1,
            CODE,
        ),
    ]
}

fn leaves() -> Vec<Odd> {
    let node = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let page = |text: &str| tree(node, &[&format!("<< /Type /Page /Parent 2 0 R {text} >>")]);
    let boxed = |text: &str| page(&format!("/MediaBox [0 0 200 200] {text}"));
    vec![
        odd("no media box", page(""), 1, None),
        odd(
            "a media box of three numbers",
            page("/MediaBox [0 0 200]"),
            1,
            None,
        ),
        odd(
            "a media box upside down",
            page("/MediaBox [200 200 0 0]"),
            1,
            None,
        ),
        odd(
            "no type of page",
            tree(node, &[&PAGE.replace("/Type /Page ", "")]),
            1,
            CODE,
        ),
        odd(
            "no parent",
            tree(node, &[&PAGE.replace("/Parent 2 0 R", "")]),
            1,
            CODE,
        ),
        odd("contents in an empty array", boxed("/Contents []"), 1, None),
        odd("contents that are null", boxed("/Contents null"), 1, None),
        odd(
            "contents that are not there",
            boxed("/Contents 44 0 R"),
            1,
            CODE,
        ),
        odd("annotations that are null", boxed("/Annots null"), 1, None),
        odd(
            "annotations that are not there",
            boxed("/Annots 44 0 R"),
            1,
            CODE,
        ),
        odd(
            "annotations that are a dictionary",
            boxed("/Annots << /Subtype /Text >>"),
            1,
            None,
        ),
        odd(
            "nothing among the annotations",
            boxed("/Annots [null 44 0 R]"),
            1,
            CODE,
        ),
        odd("a rotation of 45 degrees", boxed("/Rotate 45"), 1, None),
    ]
}

fn metadata() -> Vec<Odd> {
    let with = |text: &str| {
        let stream = format!(
            "<< /Type /Metadata /Subtype /XML /Length {} >>\nstream\n{text}\nendstream",
            text.len()
        );
        let catalog = "<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R >>";
        table(&[
            catalog,
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            PAGE,
            &stream,
        ])
    };
    let rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>";
    let xmp =
        format!("<?xpacket begin=''?>\n<x:xmpmeta xmlns:x='adobe:ns:meta/'>{rdf}</x:xmpmeta>");
    vec![
        odd("metadata of today", with(&xmp), 1, None),
        odd("metadata of the year 2003", with(rdf), 1, CODE),
        odd(
            "metadata whose elements do not end",
            with(&xmp.replace("</x", "<x")),
            1,
            CODE,
        ),
        odd("metadata in words", with("my letter"), 1, CODE),
    ]
}

/// A group of two fields of one name.
fn namesakes() -> Vec<u8> {
    table(&[
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        "<< /T (a) /Kids [5 0 R 6 0 R] >>",
        "<< /FT /Tx /T (b) /Parent 4 0 R >>",
        "<< /FT /Tx /T (b) /Parent 4 0 R >>",
    ])
}

fn forms() -> Vec<Odd> {
    let form = |form: &str, field: &str| {
        let catalog = format!("<< /Type /Catalog /Pages 2 0 R /AcroForm {form} >>");
        table(&[
            &catalog,
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            PAGE,
            field,
        ])
    };
    vec![
        odd("a form that is null", form("null", "null"), 1, None),
        odd("a form that is not there", form("44 0 R", "null"), 1, CODE),
        odd("a form that is an array", form("[]", "null"), 1, None),
        odd("a form without fields", form("<< >>", "null"), 1, None),
        odd(
            "fields that are null",
            form("<< /Fields null >>", "null"),
            1,
            None,
        ),
        odd(
            "fields in an object of their own",
            form("<< /Fields 4 0 R >>", "[]"),
            1,
            None,
        ),
        odd(
            "fields that are one field",
            form("<< /Fields 4 0 R >>", "<< /FT /Tx /T (a) >>"),
            1,
            None,
        ),
        odd(
            "a full stop in a part of a name",
            form("<< /Fields [4 0 R] >>", "<< /FT /Tx /T (a.b) >>"),
            1,
            CODE,
        ),
        odd("a name that two fields bear", namesakes(), 1, CODE),
        odd(
            "a field inside the form",
            form("<< /Fields [<< /FT /Tx /T (a) >>] >>", "null"),
            1,
            CODE,
        ),
    ]
}
