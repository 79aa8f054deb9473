//! The questions a screen asks the document worker and the answers it gives, typed once for both.
//!
//! Octets do not travel in here: a question's `File` or buffers and an answer's buffers, picture or
//! `Blob` ride beside it as transferables ([`crate::browser::docworker`]).

use serde::{Deserialize, Serialize};
use sign_core::wire::{B64, GapProof, Hash, SealDocument};

mod plan;

pub use plan::{
    ActPlan, Box2, Chain, LaidOut, LayoutPlan, LayoutSigner, Mark, Parcel, PlacedField, Prepared,
    Writing,
};

/// A document the worker holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Handle(pub u32);

/// What a screen asks. The comment says what rides beside it and which [`Answer`] comes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Beside: one `File`, `Blob` or buffer. → [`Answer::Opened`]
    Open {
        /// File name.
        name: String,
    },
    /// Takes a file as it is, readable or not, to verify it.
    /// Beside: one `File`, `Blob` or buffer. → [`Answer::Held`]
    Hold {
        /// File name.
        name: String,
    },
    /// Rebuilds a document from its carrier and checks every hash of the chain.
    /// Beside: for `local` the original first; then one blob a revision that is no seal, in order.
    /// → [`Answer::Opened`]
    Rebuild(Box<Chain>),
    /// Shows a held file as it stood when it was shorter, one version at a time.
    /// → [`Answer::Opened`]
    Turn {
        /// Which document.
        handle: Handle,
        /// Its length then.
        end: u64,
    },
    /// → [`Answer::Done`]
    Close(Handle),
    /// → [`Answer::Rendered`], beside it an `ImageBitmap` or RGBA octets.
    Render {
        /// Which document.
        handle: Handle,
        /// Zero-based page.
        page: u32,
        /// Width of the picture in device pixels.
        width_px: u32,
    },
    /// → [`Answer::Text`]
    Text {
        /// Which document.
        handle: Handle,
        /// Zero-based page.
        page: u32,
    },
    /// Whether texts can be written in boxes, in any size that can be read. → [`Answer::Written`]
    Write(Vec<Writing>),
    /// Makes rev0: all fields, locks, the DSS. Beside: the logo as a PAM, if the stamps show one.
    /// → [`Answer::LaidOut`]
    LayOut {
        /// Which document.
        handle: Handle,
        /// Who fills what, where.
        plan: LayoutPlan,
    },
    /// Makes rev1 with an empty gap. → [`Answer::Gap`]
    Certify {
        /// Which document.
        handle: Handle,
        /// The organisation, as the server names it.
        organisation: String,
        /// Server time, whole seconds.
        time_ms: i64,
        /// Octets to reserve for the CMS.
        reserve: u32,
    },
    /// Makes one signer's update with an empty gap; the picture shows it from now on. A second
    /// question replaces the first update. Beside: the picture of [`Mark::Uploaded`], as a PAM.
    /// → [`Answer::Prepared`]
    PrepareAct {
        /// Which document.
        handle: Handle,
        /// What the signer adopted.
        act: Box<ActPlan>,
    },
    /// Puts back an update that was prepared before a reload. Beside: its octets.
    /// → [`Answer::Prepared`]
    Resume {
        /// Which document.
        handle: Handle,
        /// Where its gap is, in the whole file.
        gap_at: u64,
        /// Length of the gap.
        gap: u32,
    },
    /// The octets of the prepared update, gap empty, to be kept over a reload.
    /// → [`Answer::Prepared`], beside it the octets.
    Update(Handle),
    /// The DER signed attributes the one-shot key signs. → [`Answer::Octets`]
    Attributes {
        /// Which document.
        handle: Handle,
        /// DER certificate.
        leaf: B64,
    },
    /// Fills the gap; refuses if the result has not the hash and size the server names.
    /// → [`Answer::Version`]
    Embed {
        /// Which document.
        handle: Handle,
        /// DER `ContentInfo`.
        cms: B64,
        /// SHA-256 of the result.
        sha256: Hash,
        /// Its size.
        size: u64,
    },
    /// Encrypts for the carrier: for revision 0 the whole file (`sealed`) or what was added to the
    /// original (`local`), later the prepared update. → [`Answer::Done`], beside it the blob.
    SealBlob {
        /// Which document.
        handle: Handle,
        /// How it travels and under which names.
        parcel: Parcel,
        /// 32 random octets.
        salt: B64,
    },
    /// What the server needs to make DSS and seal. → [`Answer::Seal`]
    SealRequest {
        /// Which document.
        handle: Handle,
        /// Its id in the envelope.
        document: String,
    },
    /// Appends the server's DSS and seal and checks hash and size. → [`Answer::Version`]
    Append {
        /// Which document.
        handle: Handle,
        /// The tail.
        tail: B64,
        /// SHA-256 of the result.
        sha256: Hash,
        /// Its size.
        size: u64,
    },
    /// Reads all signatures. → [`Answer::Report`]
    Verify {
        /// Which document.
        handle: Handle,
        /// DER certificates trusted as roots.
        roots: Vec<B64>,
        /// DER certificates that may help.
        others: Vec<B64>,
        /// The time of the question.
        at_ms: i64,
    },
    /// Reads all signatures; refuses with `does_not_verify`, and lets go of, what must not be shown or
    /// handed out.
    /// → [`Answer::Checked`]
    Check {
        /// Which document.
        handle: Handle,
        /// Whom it is checked against: `GET /v1/keys` as it came.
        keys: String,
        /// The time of the question.
        at_ms: i64,
    },
    /// → [`Answer::Version`], beside it a `Blob` of the whole file.
    Save(Handle),
}

impl Ask {
    /// Says whether the worker reads a page's content for this: what takes long there is the file's
    /// doing, not its size.
    pub fn draws(&self) -> bool {
        matches!(self, Self::Render { .. } | Self::Text { .. })
    }
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// Nothing to say beyond what rides beside it.
    Done,
    /// A document was opened.
    Opened(Opened),
    /// A file is held.
    Held(Handle),
    /// A page was drawn.
    Rendered(Rendered),
    /// A page's text, in reading order of the content.
    Text(PageText),
    /// In the order of the question: why a text cannot be written; nothing where it can.
    Written(Vec<Option<Failure>>),
    /// rev0 stands.
    LaidOut(LaidOut),
    /// What finishes the digests of an update with a gap.
    Gap(GapProof),
    /// A signer's update stands.
    Prepared(Prepared),
    /// A few octets.
    Octets(B64),
    /// The document as it is now.
    Version(Version),
    /// The seal's request.
    Seal(Box<SealDocument>),
    /// `sign_core::verify::Report` as JSON.
    Report(String),
    /// All signatures are in order.
    Checked(Checked),
    /// It could not be done; nothing changed.
    Failed(Failure),
}

/// Why the worker refuses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// A stable code: `sign_core::error::Kind::code`, or `no_document`, `worker_gone`,
    /// `page_too_slow`, `not_readable`, `files_gone`, `wrong_original`, `chain_broken`, `own_result`.
    pub code: String,
    /// Zero-based page or byte offset, if one is to blame.
    pub at: Option<u64>,
}

/// Progress of a long question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes worked through.
    pub done: u64,
    /// Of so many.
    pub total: u64,
}

/// A document that was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// To ask more about it.
    pub handle: Handle,
    /// File name.
    pub name: String,
    /// SHA-256 of the file as it was handed in (of the head, after [`Ask::Rebuild`]).
    pub sha256: Hash,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of what goes on from here: the same, or that of the normalised rewrite.
    pub original: Hash,
    /// Its size.
    pub original_size: u64,
    /// Every page as it is viewed.
    pub pages: Vec<PageSize>,
    /// True where the document carries a structure tree.
    pub tagged: bool,
    /// What the inspection found; a refusal comes as [`Failure`] instead.
    pub findings: Vec<Notice>,
    /// The fields in which alone a chosen file is signed, where it is certified, by page; else none.
    pub own: Vec<(u32, Box2)>,
}

/// A page as it is viewed: after `/Rotate`, crop box, user unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageSize {
    /// In points.
    pub width_pt: f64,
    /// In points.
    pub height_pt: f64,
}

/// Something a person should know about a page or a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// A stable code.
    pub code: String,
    /// Zero-based page.
    pub page: Option<u32>,
}

/// A drawn page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// Width of the picture.
    pub width_px: u32,
    /// Height of the picture.
    pub height_px: u32,
    /// Every warning of the renderer, once.
    pub notices: Vec<Notice>,
}

/// The text of a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageText {
    /// Runs of one line and one size.
    pub runs: Vec<TextRun>,
    /// Whether nothing is drawn for some letter.
    pub lost: bool,
}

/// What the signatures and the rest of a document say, where they hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// False where it is not known whose a signature of elsewhere is.
    pub known: bool,
    /// What the file holds and its pages do not show.
    pub unseen: Vec<Notice>,
    /// Names of fields, and what they ask for.
    pub captions: Vec<(String, String)>,
}

/// A run of text, in viewed points from the top left corner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextRun {
    /// What it says.
    pub text: String,
    /// Left end of the base line.
    pub x_pt: f64,
    /// Base line, downwards.
    pub y_pt: f64,
    /// Length along the base line.
    pub width_pt: f64,
    /// Size of the type.
    pub size_pt: f64,
    /// Clockwise angle of the base line in degrees.
    pub angle_deg: f64,
}

/// A document as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// SHA-256 of the whole file.
    pub sha256: Hash,
    /// Its size in bytes.
    pub size: u64,
}
