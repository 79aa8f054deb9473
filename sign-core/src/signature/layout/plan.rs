//! What a layout is told, and what it gives back.

use crate::document::Appended;
use crate::placement::{FieldKind, Placement, ViewRect};
use crate::wire::{Locale, SealPlan};

/// Who fills what, where, in one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The envelope's language.
    pub locale: Locale,
    /// Everybody with fields in this document, in order.
    pub signers: Vec<PlanSigner>,
    /// What the sender fills in.
    pub texts: Vec<Filled>,
    /// The organisation's logo, as [`Image::read`](crate::stamp::image::Image::read) takes it: shown
    /// in every signature in a field of ours.
    pub logo: Option<Vec<u8>>,
    /// Whether timestamps are renewed in the file: then the seal locks itself alone.
    pub renew: bool,
}

/// A text of the sender's: drawn into the page content and no field, for a field could be filled
/// anew by a later signer and all would stay valid (PROTOCOL §1).
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// Zero-based page.
    pub page: u32,
    /// Where on the page, as seen.
    pub rect: ViewRect,
    /// What is written there, as large as fits.
    pub value: String,
}

/// One signer's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanSigner {
    /// Number in the envelope, from 1: it stands in the fields' names.
    pub number: u8,
    /// First and last name, for assistive technology.
    pub name: String,
    /// Their fields. The first signature placement is the one that is signed; further ones show
    /// the same ink.
    pub placements: Vec<Placement>,
}

/// A field that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaidField {
    /// Its name: `sig_01`, `ink_01_2`, `name_01_1`; `own_12` for a field of others, by its object.
    pub name: String,
    /// The signer's number.
    pub signer: u8,
    /// What it takes.
    pub kind: FieldKind,
    /// Zero-based page.
    pub page: u32,
    /// Whether it must be filled.
    pub required: bool,
}

/// rev0.
#[derive(Clone, Debug, PartialEq)]
pub struct LaidOut {
    /// The update.
    pub appended: Appended,
    /// Every signer's fields, in the order of the plan.
    pub fields: Vec<LaidField>,
    /// What the seal will rewrite.
    pub seal: SealPlan,
    /// Name of the field for the certification; a document that was signed before takes none.
    pub certification: Option<String>,
}
