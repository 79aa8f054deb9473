//! The catalog's part of rev0: form, extensions, security store.

use lopdf::{Object, ObjectId, dictionary};

use super::super::field::reference;
use crate::document::Document;
use crate::document::update::Update;
use crate::error::Result;

/// How a viewer that fills a text field before its signer does would write it.
pub(super) const TYPE: &str = "/Helv 0 Tf 0.078 0.129 0.239 rg";

/// What PAdES and ISO/TS 32002 (ECDSA on P-256) ask to declare (PADES 1.6).
const ESIC: &[u8] = b"<< /BaseVersion /1.7 /ExtensionLevel 1 >>";
const ISO: &[u8] = b"[ << /BaseVersion /2.0 /ExtensionLevel 32002 \
    /ExtensionRevision (:2022) /URL (https://www.iso.org/standard/45875.html) >> ]";

/// Hangs fields and store into the catalog.
///
/// # Errors
/// `damaged` where the catalog cannot be read.
pub(super) fn hang(
    update: &mut Update,
    document: &Document,
    fields: &[ObjectId],
    dss: ObjectId,
) -> Result<()> {
    let root = document.root();
    if document.catalog()?.has(b"AcroForm") {
        update.push_path(root, &[b"AcroForm", b"Fields"], fields)?;
        update.set_path(root, &[b"AcroForm", b"SigFlags"], b"3")?;
    } else {
        let form = update.add(new_form(fields));
        update.set_entry(root, b"AcroForm", &reference(form))?;
    }
    update.set_path(root, &[b"Extensions", b"ESIC"], ESIC)?;
    update.set_path(root, &[b"Extensions", b"ISO_"], ISO)?;
    update.set_entry(root, b"Version", b"/2.0")?;
    update.set_entry(root, b"DSS", &reference(dss))
}

/// Adds fields to the form of a document that bears signatures, and changes nothing else in it: any
/// other entry would be a change no signature allows.
///
/// # Errors
/// `damaged` where the form cannot be read.
pub(in crate::signature) fn join(
    update: &mut Update,
    document: &Document,
    fields: &[ObjectId],
) -> Result<()> {
    update.push_path(document.root(), &[b"AcroForm", b"Fields"], fields)
}

fn new_form(fields: &[ObjectId]) -> Object {
    let helvetica = dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    };
    let fields: Vec<Object> = fields.iter().map(|id| Object::Reference(*id)).collect();
    dictionary! {
        "Fields" => fields, "SigFlags" => 3, "DA" => Object::string_literal(TYPE),
        "DR" => dictionary! { "Font" => dictionary! { "Helv" => helvetica } },
    }
    .into()
}
