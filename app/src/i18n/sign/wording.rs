//! Sentences of the signer's screens with values in them.

use sign_core::bytes::date::rfc3339;
use sign_core::signature::act::day;
use sign_core::wire::{EnvelopeState, Locale, Method};

use crate::i18n::{Text, text};
use crate::steps::sign::{Step, Way};

/// Names a step.
pub fn step_name(step: Step) -> Text {
    match step {
        Step::Who => text("Qui", "Who"),
        Step::Read => text("Lire", "Read"),
        Step::Agree => text("Accepter", "Agree"),
        Step::Fill => text("Compléter", "Fill in"),
        Step::Adopt => text("Signature", "Signature"),
        Step::Preview => text("Vérifier", "Check"),
        Step::Code => text("Code", "Code"),
        Step::Done => text("Signé", "Signed"),
    }
}

/// Writes a fingerprint in four groups.
pub fn fingerprint(hex: &str) -> String {
    let groups = hex.as_bytes().chunks(4);
    groups
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Leads to a page where the signer has a field.
pub fn jump(locale: Locale, page: u32) -> String {
    match locale {
        Locale::Fr => format!("Votre place, page {page}"),
        Locale::En => format!("Your place, page {page}"),
    }
}

/// Names the pages that were not seen.
pub fn unseen(locale: Locale, pages: &[u32]) -> String {
    let first = pages
        .iter()
        .take(6)
        .map(u32::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let more = if pages.len() > 6 { "…" } else { "" };
    match locale {
        Locale::Fr => format!("Vous n’avez pas encore vu : page {first}{more}"),
        Locale::En => format!("You have not seen yet: page {first}{more}"),
    }
}

/// Counts the fields that are still blank.
pub fn blanks(locale: Locale, count: usize) -> String {
    match (locale, count) {
        (Locale::Fr, 1) => "Il reste un champ à remplir.".to_owned(),
        (Locale::Fr, _) => format!("Il reste {count} champs à remplir."),
        (Locale::En, 1) => "One field is still blank.".to_owned(),
        (Locale::En, _) => format!("{count} fields are still blank."),
    }
}

/// Says where a text will stand.
pub fn text_on(locale: Locale, document: &str, page: u32) -> String {
    match locale {
        Locale::Fr => format!("Texte, page {page} de « {document} »"),
        Locale::En => format!("Text, page {page} of “{document}”"),
    }
}

/// Names a box by its place.
pub fn box_on(locale: Locale, document: &str, page: u32) -> String {
    match locale {
        Locale::Fr => format!("Case à cocher, page {page} de « {document} »"),
        Locale::En => format!("Check box, page {page} of “{document}”"),
    }
}

/// Says what is on the pad.
pub fn pad_says(locale: Locale, strokes: usize) -> String {
    match (locale, strokes) {
        (Locale::Fr, 0) => "Zone de signature, vide".to_owned(),
        (Locale::En, 0) => "Signature area, empty".to_owned(),
        (Locale::Fr, 1) => "Signature, un trait".to_owned(),
        (Locale::En, 1) => "Signature, one stroke".to_owned(),
        (Locale::Fr, _) => format!("Signature, {strokes} traits"),
        (Locale::En, _) => format!("Signature, {strokes} strokes"),
    }
}

/// Says what is missing before a signature can be adopted.
pub fn mark_missing(way: Way) -> Text {
    match way {
        Way::Draw => text(
            "Le dessin est trop court pour une signature : dessinez-la plus grande, ou tapez votre nom.",
            "The drawing is too short for a signature: draw it larger, or type your name.",
        ),
        Way::Type => text("Tapez votre nom.", "Type your name."),
        Way::Picture => text(
            "Choisissez une image où votre signature se voit.",
            "Choose a picture in which your signature is seen.",
        ),
    }
}

/// Says where the code will go.
pub fn code_goes_to(locale: Locale, method: Method, to: &str) -> String {
    match (locale, method) {
        (Locale::Fr, Method::Sms) => format!("Le code part par SMS au {to}."),
        (Locale::Fr, Method::Email) => format!("Le code part par e-mail à {to}."),
        (Locale::En, Method::Sms) => format!("The code goes by SMS to {to}."),
        (Locale::En, Method::Email) => format!("The code goes by e-mail to {to}."),
    }
}

/// Says where the code is on its way to; whether it arrived is not known here.
pub fn code_sent_to(locale: Locale, method: Method, to: &str) -> String {
    match (locale, method) {
        (Locale::Fr, Method::Sms) => format!("Le code est en route, par SMS au {to}."),
        (Locale::Fr, Method::Email) => format!("Le code est en route, par e-mail à {to}."),
        (Locale::En, Method::Sms) => format!("The code is on its way by SMS to {to}."),
        (Locale::En, Method::Email) => format!("The code is on its way by e-mail to {to}."),
    }
}

/// Names the input of the code.
pub fn code_label(locale: Locale, digits: usize) -> String {
    match locale {
        Locale::Fr => format!("Code à {digits} chiffres"),
        Locale::En => format!("{digits}-digit code"),
    }
}

/// Says how long the code is good for.
pub fn code_left(locale: Locale, seconds: i64) -> String {
    let time = format!("{}:{:02}", seconds / 60, seconds % 60);
    match (locale, seconds) {
        (Locale::Fr, 0) => "Ce code n’est plus valable : demandez-en un autre.".to_owned(),
        (Locale::En, 0) => "This code is no longer good: ask for another one.".to_owned(),
        (Locale::Fr, _) => format!("Valable encore {time}."),
        (Locale::En, _) => format!("Good for {time} more."),
    }
}

/// Counts the tries that are left.
pub fn tries_left(locale: Locale, tries: u8) -> String {
    match (locale, tries) {
        (Locale::Fr, 0) => "Plus d’essai pour ce code.".to_owned(),
        (Locale::En, 0) => "No tries left for this code.".to_owned(),
        (Locale::Fr, 1) => "Un seul essai.".to_owned(),
        (Locale::En, 1) => "One try left.".to_owned(),
        (Locale::Fr, _) => format!("{tries} essais."),
        (Locale::En, _) => format!("{tries} tries."),
    }
}

/// Offers another code, now or later.
pub fn resend(locale: Locale, seconds: i64) -> String {
    match (locale, seconds) {
        (Locale::Fr, 0) => "Envoyer un autre code".to_owned(),
        (Locale::En, 0) => "Send another code".to_owned(),
        (Locale::Fr, _) => format!("Envoyer un autre code dans {seconds} s"),
        (Locale::En, _) => format!("Send another code in {seconds} s"),
    }
}

/// Says who is waited for.
pub fn waiting_for(locale: Locale, who: &str) -> String {
    match locale {
        Locale::Fr => format!("{who} signe avant vous."),
        Locale::En => format!("{who} signs before you."),
    }
}

/// Says who is signing, and until when at most.
pub fn busy_with(locale: Locale, who: &str, until: &str) -> String {
    match locale {
        Locale::Fr => format!("{who} est en train de signer, jusqu’au {until} au plus tard."),
        Locale::En => format!("{who} is signing, until {until} at the latest."),
    }
}

/// Says how an envelope ended.
pub fn ended(state: EnvelopeState) -> Text {
    match state {
        EnvelopeState::Expired => text(
            "Le délai pour signer est passé.",
            "The time to sign is over.",
        ),
        EnvelopeState::Cancelled => text(
            "L’expéditeur a annulé la demande.",
            "The sender cancelled the request.",
        ),
        EnvelopeState::Declined => text(
            "Quelqu’un a refusé de signer.",
            "Somebody declined to sign.",
        ),
        _ => text(
            "Il n’y a plus rien à signer ici.",
            "There is nothing left to sign here.",
        ),
    }
}

/// Counts documents.
pub fn documents(locale: Locale, count: usize) -> String {
    match (locale, count) {
        (Locale::Fr | Locale::En, 0 | 1) => format!("{count} document"),
        (Locale::Fr | Locale::En, _) => format!("{count} documents"),
    }
}

/// Names the signed file.
pub fn signed_name(locale: Locale, name: &str) -> String {
    let stem = name
        .strip_suffix(".pdf")
        .or_else(|| name.strip_suffix(".PDF"))
        .unwrap_or(name);
    match locale {
        Locale::Fr => format!("{stem} (signé).pdf"),
        Locale::En => format!("{stem} (signed).pdf"),
    }
}

/// Returns what is printed below the mark: when, and of which document.
pub fn printed(locale: Locale, time_ms: i64, offset_minutes: i16, print: &str) -> Vec<String> {
    let day = day(time_ms, offset_minutes, locale);
    let local = rfc3339(time_ms + i64::from(offset_minutes) * 60_000);
    let time = local
        .split_once('T')
        .and_then(|(_, time)| time.get(..5))
        .unwrap_or_default();
    let sign = if offset_minutes < 0 { '-' } else { '+' };
    let offset = offset_minutes.unsigned_abs();
    let zone = format!("UTC{sign}{:02}:{:02}", offset / 60, offset % 60);
    let words = match locale {
        Locale::Fr => ("Signé électroniquement le", "Empreinte"),
        Locale::En => ("Signed electronically on", "Fingerprint"),
    };
    vec![
        format!("{} {day} {time} {zone}", words.0),
        format!("{} {}", words.1, fingerprint(print)),
    ]
}

#[cfg(test)]
mod tests {
    use sign_core::wire::Locale;

    use super::{fingerprint, printed, signed_name};

    #[test]
    fn a_fingerprint_is_read_in_four_groups() {
        assert_eq!(fingerprint("0123456789abcdef"), "0123 4567 89ab cdef");
    }

    #[test]
    fn the_printed_time_is_the_signers_own_with_its_offset() {
        let lines = printed(Locale::En, 1_795_305_600_000, -90, "00");
        assert!(lines[0].ends_with("UTC-01:30"), "{}", lines[0]);
    }

    #[test]
    fn a_signed_file_keeps_its_name() {
        assert_eq!(signed_name(Locale::Fr, "bail.pdf"), "bail (signé).pdf");
        assert_eq!(signed_name(Locale::En, "lease"), "lease (signed).pdf");
    }
}
