//! The transcript of one act: everything that is being signed, in one DER value.

use crate::wire::value::{B64, Hash};
use serde::{Deserialize, Serialize};

/// Everything one act signs (PROTOCOL §4, "T"). Its DER form stands in the leaf certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transcript {
    /// Format version: 1.
    pub version: u8,
    /// The organisation's id.
    pub tenant: String,
    /// The envelope's id.
    pub envelope: String,
    /// The recipient's id.
    pub recipient: String,
    /// The method's policy OID, dotted.
    pub method_oid: String,
    /// How the link came: `mail`, `sms`, `shared` or `portal`.
    pub channel: String,
    /// Keyed commitment of the phone number or address.
    pub contact: Hash,
    /// What was agreed to, in the order it was shown.
    pub consents: Vec<Consent>,
    /// The one-shot key, DER SubjectPublicKeyInfo.
    pub key: B64,
    /// SHA-256 of the client's build.
    pub client: Hash,
    /// The server's nonce.
    pub nonce: Hash,
    /// Until when a code for this transcript can be proven, in milliseconds since 1970.
    pub code_expires_ms: i64,
    /// The act's time (`/M`), in milliseconds since 1970, whole seconds.
    pub begin_ms: i64,
    /// SHA-256 of the earlier transcript, where the code came before the drawing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ta: Option<Hash>,
    /// One commitment a document, in order.
    pub documents: Vec<Hash>,
}

/// A sentence that was agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// SHA-256 of its UTF-8 text.
    pub text: Hash,
    /// The language it was shown in.
    pub locale: String,
    /// Version of the text.
    pub version: String,
}
