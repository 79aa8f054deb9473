//! Texts that several screens share.

use sign_core::wire::Locale;

use super::{Text, text};

pub const SKIP: Text = text("Aller au contenu", "Skip to the content");
pub const HOME: Text = text("Seing, accueil", "Seing, home");
pub const LANGUAGE: Text = text("English", "Français");
pub const LANGUAGE_HINT: Text = text("Read this page in English", "Lire cette page en français");
pub const SIGN_OUT: Text = text("Se déconnecter", "Sign out");
pub const BACK: Text = text("Retour", "Back");
pub const CONTINUE: Text = text("Continuer", "Continue");
pub const CANCEL: Text = text("Annuler", "Cancel");
pub const CLOSE: Text = text("Fermer", "Close");
pub const REMOVE: Text = text("Retirer", "Remove");
pub const REOPEN: Text = text("Rouvrir les documents", "Open the documents again");
pub const RETRY: Text = text("Réessayer", "Try again");
pub const RELOAD: Text = text("Recharger la page", "Reload the page");
pub const COPY: Text = text("Copier", "Copy");
pub const COPIED: Text = text("Copié", "Copied");
pub const COPY_FAILED: Text = text(
    "Sélectionnez le texte et copiez-le",
    "Select the text and copy it",
);
pub const SHARE: Text = text("Partager", "Share");
pub const DOWNLOAD: Text = text("Télécharger", "Download");
pub const COLON: Text = text(" : ", ": ");
pub const OPTIONAL: Text = text("facultatif", "optional");
pub const REQUIRED: Text = text("Ce champ est nécessaire.", "This field is needed.");
pub const WAIT: Text = text("Un instant…", "One moment…");
pub const PROGRESS: Text = text("Progression", "Progress");
pub const NOTHING_HERE: Text = text(
    "Il n’y a rien à cette adresse",
    "There is nothing at this address",
);
pub const NOTHING_HERE_WHY: Text = text(
    "Le lien est peut-être coupé ou mal recopié. Ouvrez-le en entier depuis le message reçu.",
    "The link may be cut or mistyped. Open it in full from the message you received.",
);
pub const TO_LIST: Text = text("Voir les enveloppes", "See the envelopes");
pub const FRENCH: Text = text("français", "French");
pub const ENGLISH: Text = text("anglais", "English");

/// Says where one is in a flow.
pub fn step_of(locale: Locale, step: usize, of: usize) -> String {
    match locale {
        Locale::Fr => format!("Étape {step} sur {of}"),
        Locale::En => format!("Step {step} of {of}"),
    }
}

/// Counts pages.
pub fn pages(locale: Locale, n: u32) -> String {
    match (locale, n) {
        (Locale::Fr, 0 | 1) => format!("{n} page"),
        (Locale::En, 1) => "1 page".to_owned(),
        (Locale::Fr | Locale::En, _) => format!("{n} pages"),
    }
}

/// Names a page among others.
pub fn page_of(locale: Locale, page: u32, of: u32) -> String {
    match locale {
        Locale::Fr => format!("Page {page} sur {of}"),
        Locale::En => format!("Page {page} of {of}"),
    }
}

/// Says when something can be tried again.
pub fn again_at(locale: Locale, moment: &str) -> String {
    match locale {
        Locale::Fr => format!("De nouveau possible à partir de : {moment}."),
        Locale::En => format!("Possible again from: {moment}."),
    }
}

/// Writes a size for people: whole kilobytes, or megabytes with one decimal.
pub fn size(locale: Locale, bytes: u64) -> String {
    let (unit, point) = match locale {
        Locale::Fr => ("o", ','),
        Locale::En => ("B", '.'),
    };
    if bytes < 1_000_000 {
        return format!("{}\u{a0}k{unit}", bytes.div_ceil(1_000));
    }
    let tenths = bytes / 100_000;
    format!("{}{point}{}\u{a0}M{unit}", tenths / 10, tenths % 10)
}

/// Names a language in the reader's language.
pub fn language_name(locale: Locale) -> Text {
    match locale {
        Locale::Fr => FRENCH,
        Locale::En => ENGLISH,
    }
}

#[cfg(test)]
mod tests {
    use super::size;
    use sign_core::wire::Locale;

    #[test]
    fn sizes_are_written_for_people() {
        assert_eq!(size(Locale::En, 1), "1\u{a0}kB");
        assert_eq!(size(Locale::Fr, 12_340_000), "12,3\u{a0}Mo");
    }
}
