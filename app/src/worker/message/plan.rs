//! What goes into the updates of a document: places, plans, marks, chains, and what comes out.

use serde::{Deserialize, Serialize};
use sign_core::placement::Look;
use sign_core::stamp::ink::Stroke;
use sign_core::wire::{
    B64, Carrier, FieldKind, FieldRecord, GapProof, Hash, Locale, Revision, SealPlan,
};

use super::Version;

/// A rectangle in viewed points: origin top left, x right, y down.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Box2 {
    /// Left.
    pub x_pt: f64,
    /// Top.
    pub y_pt: f64,
    /// Width.
    pub width_pt: f64,
    /// Height.
    pub height_pt: f64,
}

/// Who fills what, where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayoutPlan {
    /// The envelope's language.
    pub locale: Locale,
    /// Everybody with fields on this document, in order.
    pub signers: Vec<LayoutSigner>,
    /// Whether timestamps will be renewed in the file, as the server says.
    pub renew: bool,
}

/// One signer's fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayoutSigner {
    /// Number in the envelope, from 1: it stands in the fields' names.
    pub number: u8,
    /// The recipient's id, handed back in the field records.
    pub recipient: String,
    /// First and last name, for accessible descriptions.
    pub name: String,
    /// Their fields on this document.
    pub fields: Vec<PlacedField>,
}

/// One field on a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacedField {
    /// What it takes.
    pub kind: FieldKind,
    /// Zero-based page.
    pub page: u32,
    /// Where.
    pub area: Box2,
    /// Whether it must be filled.
    pub required: bool,
    /// What a signature states there.
    pub look: Look,
    /// What the signer is asked for; may be blank.
    pub caption: String,
}

/// Where only the letters of a text matter: it is made as small or parted as it has to be.
const ROOMY_PT: f64 = 10_000.0;

/// A text that is to be written on a page, and its box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Writing {
    /// What it says.
    pub text: String,
    /// Width of the box.
    pub width_pt: f64,
    /// Height of the box.
    pub height_pt: f64,
}

impl Writing {
    /// A text in a box where everything has room.
    pub fn roomy(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            width_pt: ROOMY_PT,
            height_pt: ROOMY_PT,
        }
    }
}

/// rev0 as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LaidOut {
    /// For `wire::LaunchDocument::fields`.
    pub fields: Vec<FieldRecord>,
    /// For `wire::LaunchDocument::seal`.
    pub seal: SealPlan,
    /// Hash and size, where this is what is launched: others have signed it, and it takes no
    /// certification.
    pub launch: Option<Version>,
}

/// How a blob travels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parcel {
    /// The carrier.
    pub carrier: Carrier,
    /// The envelope's id.
    pub envelope: String,
    /// The document's id.
    pub document: String,
    /// Number of the revision.
    pub revision: u32,
    /// 32 octets: the envelope key of `sealed`, the link key of `local`. `local` may go without.
    pub key: Option<B64>,
}

/// Everything to rebuild a document's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// File name.
    pub name: String,
    /// The carrier and names; `revision` is ignored.
    pub parcel: Parcel,
    /// SHA-256 of the original.
    pub original: Hash,
    /// Its size.
    pub original_size: u64,
    /// From the launch version on.
    pub revisions: Vec<Revision>,
}

/// What one signer adopted for one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActPlan {
    /// The document's id.
    pub document: String,
    /// The signer's signature field on it.
    pub field: String,
    /// First and last name.
    pub name: String,
    /// Values of the signer's other fields, by name; blank ones too.
    pub values: Vec<(String, String)>,
    /// Drawn, typed or uploaded.
    pub mark: Mark,
    /// Printed below the mark.
    pub lines: Vec<String>,
    /// The act's time, whole seconds.
    pub time_ms: i64,
    /// The signer's zone at that time, minutes east of UTC.
    pub offset_minutes: i16,
    /// The language of dates.
    pub locale: Locale,
    /// 32 random octets for this document's signature dictionary.
    pub s: Hash,
    /// Octets to reserve for the CMS.
    pub reserve: u32,
}

/// A signature as a person made it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Mark {
    /// Strokes in pad units (the pad is 1,000 wide).
    Drawn(Vec<Stroke>),
    /// The name, set in the embedded type.
    Typed(String),
    /// A picture, whose pixels ride beside the question.
    Uploaded,
}

/// A signer's update, ready to be committed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prepared {
    /// SHA-256 of the version it stands on.
    pub previous: Hash,
    /// SHA-256 over the byte range.
    pub digest: Hash,
    /// For `wire::SignDocument::gap`.
    pub proof: GapProof,
    /// Offset of the gap in the whole file.
    pub gap_at: u64,
    /// Length of the gap.
    pub gap: u32,
}
