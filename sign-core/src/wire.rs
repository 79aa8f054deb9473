//! What app and server say to each other, typed once: version 1 of the JSON interface.
//!
//! Times are `i64` milliseconds since 1970 (UTC) and end in `_ms`. Digests are lower-case hex,
//! other octets base64url without padding. No type here can carry a page, a text of the document,
//! the ink or a document key: the only octets from inside a file are the ones next to a signature
//! gap ([`GapProof`], PROTOCOL §4) and the end of its trailer ([`SealDocument`], PROTOCOL §5).

pub mod entry;
pub mod fonts;
pub mod portal;
pub mod problem;
pub mod seal;
pub mod signer;
pub mod tracking;
pub mod value;

pub use fonts::OwnFont;
pub use portal::{
    Account, Carrier, Certified, CertifiedDocument, Certify, CertifyDocument, EnvelopeCreated,
    FieldKind, FieldRecord, Launch, LaunchDocument, Launched, Locale, Login, Method, NewDocument,
    NewEnvelope, NewRecipient, RecipientLink, SealPlan, Setup,
};
pub use problem::{Code, Problem};
pub use seal::{Seal, SealDocument, Sealed, SealedDocument, StoreRefs};
pub use signer::{
    Begun, Commit, CommitDocument, Committed, Decline, Fence, Head, Peer, Prove, Proven, Receipt,
    Renonced, Revision, RevisionKind, SignDocument, SignRequest, Signed, SignedDocument,
    SignerDocument, SignerView, Turn,
};
pub use tracking::{
    Cancel, DevMessage, DocumentView, EnvelopeDetail, EnvelopeList, EnvelopeState, EnvelopeSummary,
    EventView, MessageView, RecipientState, RecipientView,
};
pub use value::{B64, GapProof, Hash, HashState, ObjectRef, XrefKind};
