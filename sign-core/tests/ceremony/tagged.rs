//! Tagged documents stay tagged.

use lopdf::{Dictionary, Object};
use sign_core::document::Document;
use sign_core::placement::FieldKind;
use sign_core::signature::layout::{Plan, PlanSigner, lay_out};
use sign_core::wire::Locale;

use super::{open, place};
use crate::made::table;

/// A page whose one paragraph is key 0 of the parent tree; the tree's `/K` is one reference.
pub(crate) const TAGGED: [&str; 7] = [
    "<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 5 0 R /MarkInfo << /Marked true >> >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
    "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /StructParents 0 >>",
    "<< /Length 22 >>\nstream\n/P << /MCID 0 >> BDC EMC\nendstream",
    "<< /Type /StructTreeRoot /K 6 0 R /ParentTree << /Nums [0 [7 0 R]] >> >>",
    "<< /Type /StructElem /S /Document /P 5 0 R /K 7 0 R >>",
    "<< /Type /StructElem /S /P /P 6 0 R /Pg 3 0 R /K 0 >>",
];

fn laid_out(objects: &[&str]) -> Document {
    let bytes = table(objects);
    let placements = vec![place(FieldKind::Signature, 0, 60.0, 60.0, 200.0, 80.0)];
    let signer = PlanSigner {
        number: 1,
        name: "Zoë".to_string(),
        placements,
    };
    let plan = Plan {
        locale: Locale::Fr,
        signers: vec![signer],
        texts: Vec::new(),
        logo: None,
        renew: false,
    };
    let laid = lay_out(&open(&bytes), &plan).unwrap();
    open(&[bytes, laid.appended.bytes].concat())
}

fn array<'a>(dict: &'a Dictionary, key: &str) -> &'a [Object] {
    dict.get(key.as_bytes()).and_then(Object::as_array).unwrap()
}

#[test]
fn a_field_of_a_tagged_document_is_a_form_element_with_a_name() {
    let document = laid_out(&TAGGED);
    let field = document.field("sig_01").unwrap().unwrap();
    assert_eq!(
        field.dict.get(b"StructParent").unwrap().as_i64().unwrap(),
        1
    );
    let name = lopdf::decode_text_string(field.dict.get(b"TU").unwrap()).unwrap();
    assert_eq!(name, "Signature de Zoë");

    let tree = document.dict((5, 0)).unwrap();
    let parents = tree.get(b"ParentTree").and_then(Object::as_dict).unwrap();
    let element = array(parents, "Nums")[3].as_reference().unwrap();
    assert_eq!(
        array(&document.dict((6, 0)).unwrap(), "K")[1]
            .as_reference()
            .unwrap(),
        element
    );
    let element = document.dict(element).unwrap();
    assert_eq!(
        element.get(b"S").and_then(Object::as_name).unwrap(),
        b"Form"
    );
    let object = element.get(b"K").and_then(Object::as_dict).unwrap();
    assert_eq!(
        object.get(b"Obj").and_then(Object::as_reference).unwrap(),
        field.id
    );
}

#[test]
fn a_parent_tree_in_leaves_gets_another_leaf() {
    let mut objects = TAGGED.to_vec();
    objects[4] = "<< /Type /StructTreeRoot /K [6 0 R] /ParentTree 8 0 R /ParentTreeNextKey 4 >>";
    objects.push("<< /Kids [9 0 R] >>");
    objects.push("<< /Limits [0 0] /Nums [0 [7 0 R]] >>");
    let document = laid_out(&objects);
    let kids = document.dict((8, 0)).unwrap();
    let leaf = document
        .dict(array(&kids, "Kids")[1].as_reference().unwrap())
        .unwrap();
    assert_eq!(array(&leaf, "Nums")[0].as_i64().unwrap(), 4);
    let next = document.dict((5, 0)).unwrap();
    assert_eq!(next.get(b"ParentTreeNextKey").unwrap().as_i64().unwrap(), 5);
}

#[test]
fn an_untagged_document_gets_no_structure() {
    let mut objects = TAGGED.to_vec();
    objects[0] = "<< /Type /Catalog /Pages 2 0 R >>";
    let document = laid_out(&objects);
    assert!(!document.catalog().unwrap().has(b"StructTreeRoot"));
    assert!(
        !document
            .field("sig_01")
            .unwrap()
            .unwrap()
            .dict
            .has(b"StructParent")
    );
}
