//! The sender's side: account, envelopes, certification and launch.

use super::value::{B64, GapProof, Hash};
pub use crate::placement::FieldKind;
pub use crate::protocol::consent::Locale;
use serde::{Deserialize, Serialize};

/// How the document reaches the others (PROTOCOL §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// An encrypted blob; the key rides in the fragment of links the sender shares.
    Sealed,
    /// Everybody has the original; what is appended travels encrypted.
    Local,
}

/// How a signer's control of the act is proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A one-time code by SMS.
    Sms,
    /// A one-time code by e-mail.
    Email,
}

/// `POST /v1/setup`: the printed one-time link opens the portal as its owner. The first use sets
/// the owner's name, e-mail and password; a later one (a new link each start) only signs in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// The secret from the link's fragment.
    pub secret: B64,
    /// Set on the first use, absent when the owner exists.
    #[serde(default)]
    pub owner: Option<Owner>,
}

/// The owner as first set up.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// First and last name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// At least 12 characters.
    pub password: String,
    /// The organisation's name, as it stands in its certificates.
    pub organisation: String,
}

/// `POST /v1/session`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// The account's address.
    pub email: String,
    /// The account's password.
    pub password: String,
}

/// `GET /v1/session`, and the answer of [`Setup`] and [`Login`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Who is signed in.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their organisation.
    pub organisation: String,
    /// Largest document on a desktop, in bytes.
    pub max_bytes: u64,
    /// True where mails and messages end in the local inbox page.
    pub dev: bool,
    /// By which a code can leave this server, the usual one first.
    pub methods: Vec<Method>,
    /// The beginning of the root's SHA-256 where the authorities are this server's own: other
    /// people's readers say "unknown issuer" until that root is trusted there.
    #[serde(default)]
    pub own_root: Option<String>,
}

/// `POST /v1/envelopes`: a draft. Nothing leaves the server before launch.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewEnvelope {
    /// What the signers see as the envelope's name, 1 to 200 characters.
    pub title: String,
    /// A word to the signers, at most 1,000 characters.
    #[serde(default)]
    pub message: Option<String>,
    /// The envelope's language.
    pub locale: Locale,
    /// How the document travels.
    pub carrier: Carrier,
    /// Days until it expires, 1 to 90; the default setting is 30.
    #[serde(default)]
    pub expires_days: Option<u16>,
    /// 1 to 20, in the order they are shown.
    pub documents: Vec<NewDocument>,
    /// 1 to 50.
    pub recipients: Vec<NewRecipient>,
}

/// A document, known by its hashes only.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewDocument {
    /// File name, 1 to 200 characters.
    pub name: String,
    /// Pages of it.
    pub pages: u32,
    /// SHA-256 of the file as the sender chose it.
    pub input: Hash,
    /// SHA-256 of the original: the same, or its normalised rewrite (PROTOCOL §1).
    pub original: Hash,
    /// Size of the original in bytes.
    pub original_size: u64,
    /// Whether the original bears signatures of others: then it takes no certification, and its
    /// launch version is registered at launch.
    #[serde(default)]
    pub signed: bool,
}

/// One who signs, as the sender names them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRecipient {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Address.
    pub email: String,
    /// Mobile number as typed or in E.164; required for [`Method::Sms`].
    #[serde(default)]
    pub phone: Option<String>,
    /// Their language.
    pub locale: Locale,
    /// Place in the order, from 1; the same number makes a parallel group.
    pub turn: u16,
    /// How they prove the act.
    pub method: Method,
}

/// The draft's ids, and what certification needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvelopeCreated {
    /// The envelope.
    pub id: String,
    /// One id a document, in order.
    pub documents: Vec<String>,
    /// One id a recipient, in order.
    pub recipients: Vec<String>,
    /// The server's time, for `/M` of the certification (whole seconds).
    pub now_ms: i64,
    /// The organisation's name, for `/Name` and the reason.
    pub organisation: String,
    /// Octets to reserve for the certification's CMS.
    pub reserve: u32,
    /// Whether this organisation renews timestamps in the file: what its seals must allow.
    #[serde(default)]
    pub renew: bool,
}

/// `POST /v1/envelopes/{id}/certify`: asks for the organisation's signature over rev1.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certify {
    /// Every document of the envelope that takes a certification, in order.
    pub documents: Vec<CertifyDocument>,
}

/// One document to certify.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertifyDocument {
    /// The document.
    pub id: String,
    /// What finishes its two digests.
    pub gap: GapProof,
}

/// The certifications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certified {
    /// In the order of the request.
    pub documents: Vec<CertifiedDocument>,
}

/// One certification: put `cms` in the gap and the file has this hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertifiedDocument {
    /// The document.
    pub id: String,
    /// DER `ContentInfo`.
    pub cms: B64,
    /// SHA-256 of the launch version.
    pub sha256: Hash,
    /// Its size in bytes.
    pub size: u64,
}

/// A field, as the server keeps it: what and whose, never a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRecord {
    /// Field name in the PDF (`/T`), flat: `sig_01`, `name_01_1`.
    pub name: String,
    /// Whose it is.
    pub recipient: String,
    /// What it takes.
    pub kind: FieldKind,
    /// Zero-based page.
    pub page: u32,
    /// Whether it may stay empty.
    pub required: bool,
}

/// Object numbers of what the seal will rewrite (PROTOCOL §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealPlan {
    /// The `/DSS`: the empty one made by rev0, or the one of a document that was signed before.
    pub dss: u32,
    /// The seal's field and widget.
    pub field: u32,
    /// Its `/Lock`.
    pub lock: u32,
    /// The page the widget stands on.
    pub page: super::value::ObjectRef,
    /// Which prefix our field names have in this document, so that they differ from those it
    /// had: none for 0, else `seing1_`, `seing2_`, …
    #[serde(default)]
    pub prefix: u8,
    /// Whether the seal locks itself alone, so that timestamps can be renewed in the file.
    #[serde(default)]
    pub renew: bool,
}

/// `POST /v1/envelopes/{id}/launch`: after it nothing can be changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Launch {
    /// Every document, in order; each must have been certified unless it was signed before, and
    /// its blob uploaded.
    pub documents: Vec<LaunchDocument>,
}

/// One document at launch.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaunchDocument {
    /// The document.
    pub id: String,
    /// SHA-256 of the launch version: must equal what certification gave, if there is one.
    pub sha256: Hash,
    /// Size of the launch version of a document that was signed before; absent for others.
    #[serde(default)]
    pub size: Option<u64>,
    /// Every recipient's fields, at least one signature field each over the envelope's documents.
    pub fields: Vec<FieldRecord>,
    /// What the seal will rewrite.
    pub seal: SealPlan,
}

/// The envelope is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Launched {
    /// One link a recipient for the sender to share; the app adds `.<key>` for `sealed`.
    pub links: Vec<RecipientLink>,
    /// When it expires.
    pub expires_at_ms: i64,
    /// Sixteen hex digits shown to people (PROTOCOL §3).
    pub fingerprint: String,
}

/// A link to share, without the document's key. Answer of `POST …/recipients/{rid}/link`, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientLink {
    /// Whose.
    pub recipient: String,
    /// `/s#1.<id>.<secret>`.
    pub link: String,
}
