//! What sign-core promises, tried on files made here and on files nobody here wrote.
#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
#![expect(
    clippy::disallowed_methods,
    reason = "tests read files of others and leave files for judges"
)]

mod append;
mod attacks;
mod ceremony;
mod corpus;
mod encrypted;
mod hostile;
mod inspect;
mod inspect_hostile;
mod inspect_shown;
mod inspect_unseen;
mod made;
mod odd;
mod read;
mod redraw;
mod renewal;
mod signature;
mod verify_benign;
mod verify_evidence;
mod verify_foreign;
mod verify_hurt;
mod verify_later;
mod verify_nonce;
mod verify_unknown;
mod versions;
