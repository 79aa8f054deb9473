//! The organisation's certification of the launch version.

use lopdf::{Object, dictionary};

use super::field;
use crate::bytes::date::pdf_date;
use crate::document::update::Update;
use crate::document::{Appended, Document};
use crate::error::Result;

/// What a certification says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certification {
    /// The field made for it: `LaidOut::certification`.
    pub field: String,
    /// The organisation's name.
    pub name: String,
    /// Why it certifies, in the envelope's language.
    pub reason: String,
    /// The server's time, milliseconds since 1970, whole seconds.
    pub time_ms: i64,
    /// Octets to reserve for the CMS.
    pub reserve: u32,
}

/// Makes the update that certifies a laid-out document: nothing but filling in and signing what is
/// there is allowed after it (ISO 32000-2 §12.8.2.2, P 2).
///
/// # Errors
/// `no_such_field` or `already_signed` for the field; what the document's reading gives.
pub fn prepare(document: &Document, certification: &Certification) -> Result<Appended> {
    let field = field::unsigned(document, &certification.field)?;
    let mut update = Update::new(document)?;
    let signature = update.reserve();
    let value = field::reference(signature);
    update.set_entry(field.id, b"V", &value)?;
    update.set_path(document.root(), &[b"Perms", b"DocMDP"], &value)?;
    let dict = dictionary! {
        "Name" => field::words(&certification.name),
        "Reason" => field::words(&certification.reason),
        "M" => Object::string_literal(pdf_date(certification.time_ms)),
        "Seing" => dictionary! { "V" => 1 },
        "Reference" => vec![allowed().into()],
    };
    update.put_signature(signature, dict, certification.reserve as usize);
    Ok(update.finish())
}

/// Returns the reference that limits later changes to form filling and signing.
fn allowed() -> lopdf::Dictionary {
    dictionary! {
        "Type" => "SigRef", "TransformMethod" => "DocMDP",
        "TransformParams" => dictionary! { "Type" => "TransformParams", "P" => 2, "V" => "1.2" },
    }
}
