//! The seal: what whoever holds the files tells, and what the server makes of it (PROTOCOL §5).

use super::value::{B64, Hash, HashState, ObjectRef, XrefKind};
use serde::{Deserialize, Serialize};

/// `POST /v1/sign/seal` and `POST /v1/envelopes/{id}/seal`: asks for DSS and seal (PROTOCOL §5).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// Every document of the envelope, in order.
    pub documents: Vec<SealDocument>,
}

/// Numbers, hashes and one trailer end: nothing that opens a file that is encrypted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealDocument {
    /// The document.
    pub id: String,
    /// SHA-256 of the registered head.
    pub sha256: Hash,
    /// Its size in bytes.
    pub size: u64,
    /// The state at the last block boundary that leaves at least 64 bytes, and those bytes: they
    /// must parse as the end of our trailer and `startxref N %%EOF`.
    pub state: HashState,
    /// The next free object number.
    pub next: u32,
    /// `/Root`.
    pub root: ObjectRef,
    /// `/Info`.
    #[serde(default)]
    pub info: Option<ObjectRef>,
    /// Both strings of `/ID`.
    pub file_id: [B64; 2],
    /// How the cross-reference section is written.
    pub xref: XrefKind,
    /// What the security store refers to already, which the new one keeps.
    #[serde(default)]
    pub store: StoreRefs,
}

/// Objects of a security store that was there before (ISO 32000-2 §12.8.4.3), by number alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreRefs {
    /// `/Certs`.
    #[serde(default)]
    pub certificates: Vec<ObjectRef>,
    /// `/CRLs`.
    #[serde(default)]
    pub crls: Vec<ObjectRef>,
    /// `/OCSPs`.
    #[serde(default)]
    pub ocsps: Vec<ObjectRef>,
    /// `/VRI`, where it is an object of its own.
    #[serde(default)]
    pub vri: Option<ObjectRef>,
}

/// The seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// In the order of the request.
    pub documents: Vec<SealedDocument>,
}

/// Append `tail` and the file has this hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedDocument {
    /// The document.
    pub id: String,
    /// Number of the new revision.
    pub n: u32,
    /// DSS and seal updates.
    pub tail: B64,
    /// SHA-256 of the final version.
    pub sha256: Hash,
    /// Its size in bytes.
    pub size: u64,
}
