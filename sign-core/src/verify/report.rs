//! The report: one verdict, one entry a signature, named findings.

use serde::{Deserialize, Serialize};

use crate::placement::ViewRect;

/// What `verify` says of a file (PROTOCOL §7).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The worst of all that follows.
    pub verdict: Verdict,
    /// Every signature, oldest first.
    pub signatures: Vec<SignatureReport>,
    /// What concerns the file and no single signature.
    pub findings: Vec<Finding>,
    /// The file as it stood at each signature, oldest first; only where it was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<Version>,
}

/// The conclusion. Later in this list is worse, but for `unsigned`, which stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every signature is intact, trusted, and nothing changed that one of them forbids.
    Valid,
    /// There is no signature.
    Unsigned,
    /// Intact, but something needed for trust is unknown here.
    Indeterminate,
    /// Valid, then changed in ways a signature did not allow.
    Changed,
    /// A signature is broken, or its entries are missing or odd.
    Invalid,
    /// The file cannot be read.
    Unreadable,
}

/// One signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureReport {
    /// The field's name.
    pub field: String,
    /// What it is.
    pub kind: SignatureKind,
    /// Common name in the signer's certificate, if it could be read.
    pub signer: Option<String>,
    /// Organisation in the signer's certificate.
    pub organisation: Option<String>,
    /// When, and who says so.
    pub time: Option<SigningTime>,
    /// Whether digest and signature value fit the bytes.
    pub intact: bool,
    /// Which bytes it covers.
    pub coverage: Coverage,
    /// What later revisions did.
    pub changes: Changes,
    /// Whether its chain ends at a given root.
    pub trusted: bool,
    /// This signature's own conclusion.
    pub verdict: Verdict,
    /// Named observations.
    pub findings: Vec<Finding>,
}

/// What a signature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureKind {
    /// The first signature, which says what may change (DocMDP).
    Certification,
    /// A signer's or a seal's.
    Approval,
    /// A document timestamp.
    Timestamp,
}

/// A time and its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningTime {
    /// RFC 3339, UTC.
    pub at: String,
    /// The same in milliseconds since 1970.
    pub at_ms: i64,
    /// Who says so.
    pub source: TimeSource,
}

/// Who says when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeSource {
    /// The signer (`/M`).
    Claimed,
    /// A timestamp authority.
    Stamped,
}

/// Which bytes a signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// The whole file but the gap.
    File,
    /// A whole earlier revision but the gap.
    Revision,
    /// Something else: not acceptable.
    Odd,
}

/// What later revisions did to what was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Changes {
    /// Nothing came after.
    None,
    /// Only what the signature allows.
    Allowed,
    /// More than it allows.
    Forbidden,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Good to know.
    Note,
    /// The verdict cannot be `valid`.
    Unknown,
    /// The verdict is `changed`.
    Change,
    /// The verdict is `invalid`.
    Broken,
}

/// A named observation with its stable code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code.
    pub code: String,
    /// How much it weighs.
    pub weight: Weight,
    /// The same in English words.
    pub text: String,
    /// What it is about: a field's name, an object's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// The file as it stood at a signature that covers it whole, or at its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Its length: it is the first so many octets of the file.
    pub end: u64,
    /// The signature that covers it, by its place in the report; none for what follows the last.
    pub signature: Option<usize>,
    /// What it changed of the version before; the first one, of the file's first revision.
    pub marks: Vec<Mark>,
}

/// One change between two versions, and where it is seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// What it is, by the stable code of a finding.
    pub code: String,
    /// The field's name, the page's or object's number, the entry of the catalog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Whether every signature before it allows it.
    pub allowed: bool,
    /// The zero-based page that shows it, where one does.
    pub page: Option<u32>,
    /// Where on that page as it is displayed; none where it is the page as a whole.
    pub area: Option<ViewRect>,
}

impl Verdict {
    /// Returns the exit code of `seing verify`.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::Changed | Self::Invalid => 1,
            Self::Unsigned => 2,
            Self::Unreadable => 3,
            Self::Indeterminate => 4,
        }
    }
}

impl Weight {
    /// Returns the best verdict a finding of this weight allows.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Note => Verdict::Valid,
            Self::Unknown => Verdict::Indeterminate,
            Self::Change => Verdict::Changed,
            Self::Broken => Verdict::Invalid,
        }
    }
}

impl SignatureReport {
    /// Draws this signature's conclusion from its findings.
    pub(super) fn conclude(&mut self) {
        self.verdict = worst(&self.findings);
    }
}

impl Report {
    /// Returns the report of a file that could not be read.
    pub(super) fn unreadable(finding: Finding) -> Self {
        Self {
            verdict: Verdict::Unreadable,
            signatures: Vec::new(),
            findings: vec![finding],
            versions: Vec::new(),
        }
    }

    /// Draws the conclusion from every signature and finding.
    pub(super) fn conclude(mut self) -> Self {
        let of_file = worst(&self.findings);
        let of_signatures = self
            .signatures
            .iter()
            .map(|signature| signature.verdict)
            .max();
        self.verdict = match of_signatures {
            None if of_file >= Verdict::Changed => of_file,
            None => Verdict::Unsigned,
            Some(verdict) => verdict.max(of_file),
        };
        self
    }
}

fn worst(findings: &[Finding]) -> Verdict {
    findings
        .iter()
        .map(|finding| finding.weight.verdict())
        .max()
        .unwrap_or(Verdict::Valid)
}
