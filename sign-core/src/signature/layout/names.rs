//! What the fields of a signer are called.

use super::PlanSigner;
use crate::placement::{FieldKind, Placement};

/// Names a signer's fields: `sig_01` once, then `ink_01_2`, `name_01_1` and so on.
pub(super) fn names(signer: &PlanSigner) -> Vec<(&Placement, String)> {
    let mut counts = [0; 6];
    let mut name = |placement: &Placement| {
        let (slot, word) = match placement.kind {
            FieldKind::Signature => (0, "ink"),
            FieldKind::Name => (1, "name"),
            FieldKind::Date => (2, "date"),
            FieldKind::Text => (3, "text"),
            FieldKind::Initials => (4, "initials"),
            FieldKind::Check => (5, "check"),
        };
        counts[slot] += 1;
        let number = signer.number;
        match (slot, counts[slot]) {
            (0, 1) => format!("sig_{number:02}"),
            (_, count) => format!("{word}_{number:02}_{count}"),
        }
    };
    signer
        .placements
        .iter()
        .map(|placement| (placement, name(placement)))
        .collect()
}
