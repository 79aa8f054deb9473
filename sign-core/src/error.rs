//! One error type: what went wrong, by a stable code, and where.

use core::fmt;

/// A refusal: its kind, and the byte offset or page it happened at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// What went wrong.
    pub kind: Kind,
    /// Byte offset in the file, or zero-based page, where that is known.
    pub at: Option<u64>,
}

/// The result of every fallible function here.
pub type Result<T> = core::result::Result<T, Error>;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal;)*) => {
        /// What went wrong, one variant per stable code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Kind::$name,)*];

            /// Returns the stable code a program acts on.
            pub fn code(self) -> &'static str { match self { $(Kind::$name => $code,)* } }

            fn text(self) -> &'static str { match self { $(Kind::$name => $text,)* } }
        }
    };
}

kinds! {
    /// The document or the field already bears a signature.
    AlreadySigned = "already_signed", "it is already signed";
    /// A blob was cut, reordered, altered, or belongs to another envelope, document or revision.
    BadBlob = "bad_blob", "the sealed copy was altered or belongs elsewhere";
    /// A certificate is not DER, or not what its place needs.
    BadCertificate = "bad_certificate", "the certificate cannot be used";
    /// A CMS structure is not what PAdES allows.
    BadCms = "bad_cms", "the signature container is not well-formed";
    /// A font is not OpenType, is variable, or forbids to be embedded.
    BadFont = "bad_font", "the font cannot be used";
    /// A picture is none that can be shown in a PDF, or is damaged.
    BadImage = "bad_image", "the picture cannot be read";
    /// Octets are no private key.
    BadKey = "bad_key", "the key cannot be used";
    /// A link was cut or mistyped.
    BadLink = "bad_link", "the link is incomplete or mistyped";
    /// A signature value does not verify.
    BadSignature = "bad_signature", "the signature does not verify";
    /// A timestamp token is malformed or stamps something else.
    BadTimestamp = "bad_timestamp", "the timestamp cannot be used";
    /// A transcript is not canonical.
    BadTranscript = "bad_transcript", "the transcript is not canonical";
    /// The document is certified and has no empty signature field for everybody, or may not change.
    Certified = "certified", "its certification allows no such signature";
    /// The file is damaged beyond repair.
    Damaged = "damaged", "the file is damaged beyond repair";
    /// The file has no bytes.
    Empty = "empty", "the file is empty";
    /// The file needs a password.
    Encrypted = "encrypted", "the file needs a password";
    /// A CMS is longer than the gap reserved for it.
    GapTooSmall = "gap_too_small", "the signature does not fit its reserved space";
    /// A picture has too many octets or pixels.
    ImageTooLarge = "image_too_large", "the picture is over a limit";
    /// A link lacks characters at its end.
    LinkCut = "link_cut", "the end of the link is missing";
    /// A link is of a version this build does not know.
    LinkVersion = "link_version", "the link was made by another version";
    /// A signature that is there locks what would have to be signed or changed.
    Locked = "locked", "a signature in the document locks it";
    /// Octets that should hold structure alone hold something else.
    NotStructure = "not_structure", "octets beside the gap are not file structure";
    /// The file cannot be appended to before it is rewritten.
    NeedsRewrite = "needs_rewrite", "the file must be rewritten before it can be signed";
    /// The text holds a character that no shipped font has.
    MissingGlyph = "missing_glyph", "a character cannot be written with the shipped fonts";
    /// A signer has fields but none to sign.
    NoSignatureField = "no_signature_field", "a signer has no signature field";
    /// There is no field of that name, or it is not of the kind asked for.
    NoSuchField = "no_such_field", "there is no such field";
    /// The file is not a PDF.
    NotPdf = "not_pdf", "the file is not a PDF";
    /// After a signature no field is added for an answer: it is drawn with the signature.
    OtherPage = "other_page", "in a signed document a signer's answers stand on the page of their signature";
    /// A rectangle lies outside its page, or is too small to use.
    OutsidePage = "outside_page", "the field does not lie on its page";
    /// Reader and renderer count different pages.
    PagesDisagree = "pages_disagree", "the file reads differently in two programs";
    /// A signed file is encrypted, and no encrypted update can be made here.
    SignedEncrypted = "signed_encrypted", "a signed file that is encrypted cannot be added to";
    /// A signed file needs repair, which would void its signatures.
    SignedRepaired = "signed_repaired", "a signed file that needs repair cannot be added to";
    /// The text cannot be read at any size that fits its field.
    TextTooLong = "text_too_long", "the text does not fit its field";
    /// A limit on size, objects, pages, nesting or decoded bytes is passed.
    TooLarge = "too_large", "the file is over a limit";
    /// A field's seed values ask for a signature that is not made here.
    SeedValue = "seed_value", "the signature field asks for another kind of signature";
    /// The file ends before its end.
    Truncated = "truncated", "the file is cut short";
    /// A key or signature of an algorithm that is not judged here.
    UnsupportedAlgorithm = "unsupported_algorithm", "the algorithm is not supported";
    /// A required field has no value.
    ValueMissing = "value_missing", "a required field is empty";
    /// The file is not the one that was registered.
    WrongFile = "wrong_file", "this is another file";
}

impl Error {
    /// Makes an error without a place.
    pub fn new(kind: Kind) -> Self {
        Self { kind, at: None }
    }

    /// Makes an error at a byte offset or page.
    pub fn at(kind: Kind, place: u64) -> Self {
        Self {
            kind,
            at: Some(place),
        }
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self::new(kind)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some(place) => write!(f, "{} (at {place})", self.kind.text()),
            None => f.write_str(self.kind.text()),
        }
    }
}

impl core::error::Error for Error {}
