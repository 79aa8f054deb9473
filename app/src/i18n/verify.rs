//! Texts of the page that reads signatures.

use sign_core::verify::report::{Changes, SignatureKind, TimeSource, Verdict};
use sign_core::wire::Locale;

use super::{Text, text};

mod finding;
pub mod version;

pub use finding::finding;

pub const TITLE: Text = text("Vérifier un document signé", "Check a signed document");
pub const LEAD: Text = text(
    "Le fichier est lu sur votre appareil. Rien n’est envoyé.",
    "The file is read on your device. Nothing is sent.",
);
pub const CHOOSE: Text = text("Choisir ou déposer un PDF", "Choose or drop a PDF");
pub const CHOOSE_HINT: Text = text(
    "Vous pouvez ajouter des certificats racines (fichiers PEM) auxquels vous faites confiance.",
    "You can add root certificates (PEM files) that you trust.",
);
pub const KIND: Text = text("Nature", "Kind");
pub const WHEN: Text = text("Quand", "When");
pub const BYTES: Text = text("Contenu signé", "Signed content");
pub const SINCE: Text = text("Depuis", "Since then");
pub const CHAIN: Text = text("Certificat", "Certificate");
pub const FIELD: Text = text("Champ", "Field");
pub const INTACT: Text = text("Intact", "Intact");
pub const NOT_INTACT: Text = text("Modifié ou illisible", "Altered or unreadable");
pub const TRUSTED: Text = text(
    "Remonte à une racine de confiance",
    "Leads to a trusted root",
);
pub const NOT_TRUSTED: Text = text(
    "Ne remonte pas à une racine connue ici",
    "Does not lead to a root known here",
);
pub const NO_ROOT: Text = text(
    "Les certificats de ce fichier n’ont pas pu être lus.",
    "The certificates of this file could not be read.",
);
pub const SAFE: Text = text(
    "Le fichier n’a pas quitté cet appareil.",
    "The file has not left this device.",
);
pub const NO_ROOT_SAFE: Text = text(
    "Il n’ajoute aucune racine ; le reste est vérifié sans lui.",
    "It adds no root; the rest is checked without it.",
);
pub const NO_ROOT_ACT: Text = text(
    "Choisissez un fichier PEM entier, présent sur cet appareil.",
    "Choose a whole PEM file that is on this device.",
);
pub const NOT_PROVEN: Text = text(
    "Ce qu’un bon résultat ne prouve pas",
    "What a good result does not prove",
);
pub const NOT_PROVEN_WHAT: Text = text(
    "Il dit que personne n’a modifié ce qui a été signé, et quel certificat a signé. Il ne dit pas que la personne a lu le document, ni que son contenu est juste ou légal, ni plus sur son identité que ce que l’autorité a vérifié.",
    "It says that nobody altered what was signed, and which certificate signed. It does not say that the person read the document, that its content is right or lawful, nor more about their identity than the authority checked.",
);

/// Says a verdict, and what it means.
pub fn verdict(verdict: Verdict) -> (Text, Text) {
    match verdict {
        Verdict::Valid => (
            text("Valide", "Valid"),
            text(
                "Toutes les signatures sont intactes et de confiance ; rien n’a changé qu’elles n’autorisent.",
                "All signatures are intact and trusted; nothing changed that they do not allow.",
            ),
        ),
        Verdict::Unsigned => (
            text("Pas de signature", "Not signed"),
            text(
                "Ce fichier ne porte aucune signature.",
                "This file carries no signature.",
            ),
        ),
        Verdict::Indeterminate => (
            text("Indéterminé", "Indeterminate"),
            text(
                "Ce qui est signé est intact, mais il manque de quoi accorder sa confiance.",
                "What is signed is intact, but something needed to trust it is unknown here.",
            ),
        ),
        Verdict::Changed => (
            text("Modifié après signature", "Changed after signing"),
            text(
                "Le fichier a été signé, puis changé d’une façon que la signature n’autorise pas.",
                "The file was signed, then changed in a way the signature does not allow.",
            ),
        ),
        Verdict::Invalid => (
            text("Non valide", "Invalid"),
            text(
                "Au moins une signature ne tient pas.",
                "At least one signature does not hold.",
            ),
        ),
        Verdict::Unreadable => (
            text("Illisible", "Unreadable"),
            text(
                "Ce fichier ne peut pas être lu comme un PDF.",
                "This file cannot be read as a PDF.",
            ),
        ),
    }
}

/// Returns a verdict's stable code.
pub fn verdict_code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "valid",
        Verdict::Unsigned => "unsigned",
        Verdict::Indeterminate => "indeterminate",
        Verdict::Changed => "changed",
        Verdict::Invalid => "invalid",
        Verdict::Unreadable => "unreadable",
    }
}

/// Returns the class that colours a verdict; the words say the same.
pub fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "ok",
        Verdict::Unsigned => "plain",
        Verdict::Indeterminate => "warn",
        Verdict::Changed | Verdict::Invalid | Verdict::Unreadable => "bad",
    }
}

/// Names what a signature is.
pub fn kind(kind: SignatureKind) -> Text {
    match kind {
        SignatureKind::Certification => text("Certification", "Certification"),
        SignatureKind::Approval => text("Signature", "Signature"),
        SignatureKind::Timestamp => text("Horodatage", "Timestamp"),
    }
}

/// Says what happened since a signature.
pub fn changes(changes: Changes) -> Text {
    match changes {
        Changes::None => text("Rien n’a été ajouté", "Nothing was added"),
        Changes::Allowed => text(
            "Seulement ce que la signature autorise",
            "Only what the signature allows",
        ),
        Changes::Forbidden => text(
            "Plus que ce que la signature autorise",
            "More than the signature allows",
        ),
    }
}

/// Says when, and who says so.
pub fn time(locale: Locale, moment: &str, source: TimeSource) -> String {
    match (locale, source) {
        (Locale::Fr, TimeSource::Stamped) => format!("{moment} (horodaté)"),
        (Locale::Fr, TimeSource::Claimed) => format!("{moment} (déclaré)"),
        (Locale::En, TimeSource::Stamped) => format!("{moment} (timestamped)"),
        (Locale::En, TimeSource::Claimed) => format!("{moment} (claimed)"),
    }
}
