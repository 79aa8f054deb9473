//! The store of files that others signed: what it had, it keeps.

use lopdf::Object;
use sign_core::document::Update;

use super::approvals::{Foreign, left, signed, with_answers};
use super::pki::Pki;
use super::{Ceremony, open, paper, verdict};
/// A contract signed by others whose catalog has a direct store with a direct `/VRI`.
fn with_store(certificate: &[u8]) -> Vec<u8> {
    let bytes = paper::contract();
    let mut update = Update::new(&open(&bytes)).unwrap();
    let der = |octets: &[u8]| lopdf::Stream::new(lopdf::Dictionary::new(), octets.to_vec());
    let certificate = update.add(der(certificate).into()).0;
    let answer = update.add(der(b"0\0").into()).0;
    let key = "0123456789ABCDEF0123456789ABCDEF01234567";
    let store = format!(
        "<< /Type /DSS /Certs [{certificate} 0 R] /OCSPs [{answer} 0 R] \
         /VRI << /{key} << /Cert [{certificate} 0 R] >> >> >>"
    );
    update.set_entry((1, 0), b"DSS", store.as_bytes()).unwrap();
    signed([bytes, update.finish().bytes].concat(), Foreign::default())
}

#[test]
fn a_store_that_is_there_keeps_everything_it_had() {
    let original = with_store(&Pki::new().root.der);
    let before = open(&original).catalog().unwrap();
    let before = before
        .get(b"DSS")
        .and_then(Object::as_dict)
        .unwrap()
        .clone();
    let ceremony = Ceremony::approved_on(original, &with_answers()).ended();
    let document = open(&ceremony.bytes);
    let store = document.catalog().unwrap();
    let store = document.resolve(store.get(b"DSS").unwrap()).unwrap();
    let store = store.as_dict().unwrap();
    let list = |store: &lopdf::Dictionary, key: &[u8]| -> Vec<Object> {
        store.get(key).and_then(Object::as_array).unwrap().clone()
    };
    assert!(list(store, b"Certs").starts_with(&list(&before, b"Certs")));
    assert_eq!(list(store, b"Certs").len(), 1 + 7);
    assert_eq!(list(store, b"OCSPs"), list(&before, b"OCSPs"));
    let entries = document.resolve(store.get(b"VRI").unwrap()).unwrap();
    assert_eq!(&entries, before.get(b"VRI").unwrap());
    left(&ceremony, "store_kept.pdf");
    verdict::valid(&ceremony, 4);
}

#[test]
fn the_catalog_declares_what_the_signatures_need() {
    let ceremony = super::ceremony();
    let catalog = open(&ceremony.bytes).catalog().unwrap();
    let declared = catalog.get(b"Extensions").and_then(Object::as_dict);
    assert!(declared.unwrap().has(b"ESIC"));
}
