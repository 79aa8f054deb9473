//! A key as it stands in the store: public parts in clear, the private one wrapped.

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Signs the issuing authority, the timestamp certificate and its own revocation list.
    Root,
    /// Signs one-shot leaves and the organisation's certificates.
    Issuing,
    /// Signs timestamps.
    Tsa,
    /// Signs the certification of every document.
    Certification,
    /// Signs the seal of every document.
    Seal,
    /// Signs receipts.
    Log,
}

/// A row of `signing_key`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// Sixteen hex digits of SHA-256 of the public key.
    pub kid: String,
    /// What it is for.
    pub role: Role,
    /// DER SubjectPublicKeyInfo.
    pub spki: Vec<u8>,
    /// PKCS#8, encrypted under a key derived from the master key.
    pub wrapped: Vec<u8>,
    /// DER certificate; the log key has none.
    pub cert_der: Option<Vec<u8>>,
    /// `active` or `retired`.
    pub state: String,
    /// When it was made.
    pub created_ms: i64,
}

impl Role {
    /// Every role, authorities first.
    pub const ALL: [Self; 6] = [
        Self::Root,
        Self::Issuing,
        Self::Tsa,
        Self::Certification,
        Self::Seal,
        Self::Log,
    ];

    /// Returns the name in the store.
    pub fn text(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Issuing => "issuing",
            Self::Tsa => "tsa",
            Self::Certification => "certification",
            Self::Seal => "seal",
            Self::Log => "log",
        }
    }

    /// Reads the name in the store.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.text() == text)
    }
}
