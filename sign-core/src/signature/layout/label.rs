//! What fields are called for those who hear them.

use crate::placement::{FieldKind, Placement};
use crate::signature::caption;
use crate::wire::Locale;

/// Returns the accessible name of a field (`/TU`): what the sender calls it, or what it takes, and whose
/// it is.
pub(super) fn of(locale: Locale, placement: &Placement, name: &str) -> String {
    match caption::of(placement) {
        Some(caption) => format!("{caption} ({name})"),
        None => plain(locale, placement.kind, name),
    }
}

/// Returns the accessible name of a signature field.
pub(super) fn signature(locale: Locale, name: &str) -> String {
    plain(locale, FieldKind::Signature, name)
}

fn plain(locale: Locale, kind: FieldKind, name: &str) -> String {
    let what = match (locale, kind) {
        (Locale::Fr, FieldKind::Signature) => "Signature de",
        (Locale::Fr, FieldKind::Name) => "Nom de",
        (Locale::Fr, FieldKind::Date) => "Date de signature de",
        (Locale::Fr, FieldKind::Text) => "Texte de",
        (Locale::Fr, FieldKind::Initials) => "Paraphe de",
        (Locale::Fr, FieldKind::Check) => "Case à cocher par",
        (Locale::En, FieldKind::Signature) => "Signature of",
        (Locale::En, FieldKind::Name) => "Name of",
        (Locale::En, FieldKind::Date) => "Date signed by",
        (Locale::En, FieldKind::Text) => "Text of",
        (Locale::En, FieldKind::Initials) => "Initials of",
        (Locale::En, FieldKind::Check) => "Box to be ticked by",
    };
    format!("{what} {name}")
}
