//! Texts of the versions of a file, and of what each changed.

use sign_core::verify::report::{Mark, SignatureKind};
use sign_core::wire::Locale;

use super::{finding, kind};
use crate::i18n::{Text, text};

pub const SEE: Text = text(
    "Voir le document à ce moment",
    "See the document at this point",
);
pub const AFTER: Text = text("Après la dernière signature", "After the last signature");
pub const AFTER_WHAT: Text = text(
    "Le fichier continue après ce que la dernière signature couvre.",
    "The file goes on after what the last signature covers.",
);
pub const VERSIONS: Text = text(
    "Le document, signature après signature",
    "The document, signature by signature",
);
pub const VERSIONS_WHAT: Text = text(
    "Chaque version est le début du même fichier, jusqu’où la signature le couvre.",
    "Each version is the beginning of the same file, as far as the signature covers it.",
);
pub const PREVIOUS: Text = text("Version précédente", "Previous version");
pub const NEXT: Text = text("Version suivante", "Next version");
pub const CLOSE: Text = text("Revenir au rapport", "Back to the report");
pub const SHOW_MARKS: Text = text(
    "Entourer sur les pages ce qui a changé",
    "Outline on the pages what changed",
);
pub const SINCE_BEGINNING: Text = text(
    "Ce qui a changé depuis la première version du fichier",
    "What changed since the first version of the file",
);
pub const SINCE_BEFORE: Text = text(
    "Ce qui a changé depuis la signature précédente",
    "What changed since the signature before",
);
pub const FORBIDDEN: Text = text("Non autorisé", "Not allowed");

/// Says which version is shown, and what made it.
pub fn now(locale: Locale, at: usize, of: usize, what: &str) -> String {
    match locale {
        Locale::Fr => format!("Version {at} sur {of}\u{a0}: {what}"),
        Locale::En => format!("Version {at} of {of}: {what}"),
    }
}

/// Says whose signature, certification or timestamp it is.
pub fn signed_by(locale: Locale, what: SignatureKind, who: &str) -> String {
    let what = kind(what).of(locale);
    match locale {
        Locale::Fr => format!("{what} par {who}"),
        Locale::En => format!("{what} by {who}"),
    }
}

/// Says one change: the page, what it is, and what about; `signed` says whose signature it is.
pub fn mark(locale: Locale, mark: &Mark, signed: Option<&str>) -> String {
    let about = mark.about.as_deref().unwrap_or_default();
    let words = match (mark.code.as_str(), signed) {
        ("signature_added", Some(signed)) => signed.to_owned(),
        ("field_added" | "field_filled", _) => {
            let (colon, what) = (colon(locale), short(&mark.code).of(locale));
            format!("{what}{colon} {about}")
        }
        ("dss_added", _) => DSS.of(locale).to_owned(),
        ("info_changed", _) => INFO.of(locale).to_owned(),
        (code, _) => match (finding(code).of(locale), mark.page) {
            (words, None) if !about.is_empty() => {
                format!("{} ({about}).", words.trim_end_matches('.'))
            }
            (words, _) => words.to_owned(),
        },
    };
    match mark.page {
        Some(page) => format!("Page {}{} {words}", page + 1, colon(locale)),
        None => words,
    }
}

const DSS: Text = text("Données de vérification ajoutées", "Validation data added");
const INFO: Text = text(
    "Informations du document changées",
    "Document information changed",
);

/// Says in a word what is outlined.
pub fn short(code: &str) -> Text {
    match code {
        "signature_added" | "signature_replaced" | "appearance_changed" => {
            text("Signature", "Signature")
        }
        "field_added" => text("Champ ajouté", "Field added"),
        "field_filled" => text("Champ rempli", "Field filled in"),
        "annotation_changed" => text("Annotation", "Annotation"),
        "page_changed" => text("Page changée", "Page changed"),
        _ => text("Changé", "Changed"),
    }
}

fn colon(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "\u{a0}:",
        Locale::En => ":",
    }
}

#[cfg(test)]
mod tests {
    use sign_core::verify::report::Mark;
    use sign_core::wire::Locale;

    use super::mark;

    fn words(code: &str, page: Option<u32>, about: &str, signed: Option<&str>) -> String {
        let change = Mark {
            code: code.to_owned(),
            about: Some(about.to_owned()),
            allowed: true,
            page,
            area: None,
        };
        mark(Locale::En, &change, signed)
    }

    #[test]
    fn a_change_is_said_with_its_page_and_who_signed() {
        let signed = Some("Signature by Jeanne Martin");
        let said = words("signature_added", Some(1), "sig_01", signed);
        assert_eq!(said, "Page 2: Signature by Jeanne Martin");
        let said = words("field_filled", Some(0), "amount", None);
        assert_eq!(said, "Page 1: Field filled in: amount");
    }

    #[test]
    fn what_no_page_shows_is_said_with_what_it_is_about() {
        let said = words("catalog_changed", None, "Names", None);
        assert_eq!(said, "The document catalogue was changed (Names).");
    }
}
