//! Where a field goes: from what is seen on a page to PDF user space.

pub mod geometry;
pub mod name;

use serde::{Deserialize, Serialize};

pub use geometry::Geometry;

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// The drawn signature.
    Signature,
    /// The signer's name, filled from the envelope.
    Name,
    /// The date of signing, filled by the server's time.
    Date,
    /// A text the signer types.
    Text,
    /// The signer's initials: drawn, or the first letters of the name.
    Initials,
    /// A box the signer ticks.
    Check,
}

/// What a signature states where it is seen: the sender's choice for each place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// The ink alone.
    Ink,
    /// The ink and below it what the signer's act says in print, as far as there is room.
    #[default]
    InkNameTime,
    /// The ink and beside or below it the name, all that the act says in print, and a reason.
    Full {
        /// Why it is signed, in the sender's words; may be blank.
        reason: String,
    },
}

impl Look {
    /// Whether all is stated.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Full { .. })
    }

    /// Returns the reason that is stated, which may be blank.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Full { reason } => Some(reason),
            Self::Ink | Self::InkNameTime => None,
        }
    }
}

/// A rectangle on a page as it is displayed: origin at the top left of the crop box after
/// `/Rotate`, x to the right, y down, in points of 1/72 inch (`/UserUnit` already applied).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViewRect {
    /// Left edge, points.
    pub x: f64,
    /// Top edge, points.
    pub y: f64,
    /// Width, points.
    pub width: f64,
    /// Height, points.
    pub height: f64,
}

/// A field as the sender placed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Placement {
    /// What it takes.
    pub kind: FieldKind,
    /// Zero-based page.
    pub page: u32,
    /// Where on the page, as seen.
    pub rect: ViewRect,
    /// Whether it must be filled.
    pub required: bool,
    /// What a signature states there; of no meaning for other kinds.
    #[serde(default)]
    pub look: Look,
    /// What the signer is asked for, in the sender's words: a line of at most
    /// [`CAPTION_CHARS`](crate::wire::entry::CAPTION_CHARS). Blank and anything else count as none, and it
    /// has no meaning for a signature.
    #[serde(default)]
    pub caption: String,
}

impl Placement {
    /// Whether the signer has to give something here; what is not asked for gives itself.
    pub fn is_asked(&self) -> bool {
        self.required && matches!(self.kind, FieldKind::Text | FieldKind::Check)
    }
}
