//! Texts of the signer's screens.

use sign_core::bytes::date::rfc3339;
use sign_core::signature::act::day;
use sign_core::wire::{EnvelopeState, Locale, Method};

use super::problem::Explained;
use super::{Text, text};
use crate::steps::sign::{Step, Way};

pub mod trouble;

pub use trouble::{DEVICE_TROUBLE, ORIGINAL_TROUBLE, document_trouble, link_trouble, notice};

pub const STEPS: Text = text("Étapes de la signature", "Steps of signing");
pub const OPENING: Text = text(
    "Ouverture et vérification du document sur votre appareil…",
    "Opening and checking the document on your device…",
);
pub const PREPARING: Text = text(
    "Mise en place de votre signature…",
    "Putting your signature in place…",
);
pub const COMMITTING: Text = text("Envoi du code…", "Sending the code…");
pub const SIGNING: Text = text("Signature en cours…", "Signing…");

pub const WHO: Text = text("Un document à signer", "A document to sign");
pub const WHO_LEAD: Text = text(
    "Lisez d’abord. Rien n’est signé avant le code, à la fin.",
    "Read first. Nothing is signed before the code, at the end.",
);
pub const FROM: Text = text("De la part de", "From");
pub const UNTIL: Text = text("À signer avant le", "Sign by");
pub const SIGNERS: Text = text("Signataires", "Signers");
pub const FINGERPRINT: Text = text("Empreinte", "Fingerprint");
pub const FINGERPRINT_WHY: Text = text(
    "La même empreinte figure dans le message du code et chez chaque signataire : c’est bien le même document.",
    "The same fingerprint stands in the code’s message and with every signer: it is the same document.",
);
pub const STAYS_HERE: Text = text(
    "Le document s’ouvre sur votre appareil. Le serveur n’en reçoit ni le contenu, ni votre signature dessinée : seulement des empreintes et des copies chiffrées qu’il ne peut pas lire.",
    "The document opens on your device. The server receives neither its content nor your drawn signature: only fingerprints, and encrypted copies it cannot read.",
);
pub const WHO_GO: Text = text("Lire le document", "Read the document");
pub const ORIGINAL: Text = text("Choisir ce fichier", "Choose this file");
pub const ORIGINAL_HINT: Text = text(
    "Le fichier que l’expéditeur vous a remis. Il ne quitte pas votre appareil.",
    "The file the sender gave you. It does not leave your device.",
);
pub const ORIGINAL_OK: Text = text("C’est le bon fichier", "This is the right file");
pub const DOCUMENTS: Text = text("Documents", "Documents");

pub const READ: Text = text("Lire", "Read");
pub const READ_LEAD: Text = text(
    "Toutes les pages, telles qu’elles seront signées.",
    "All pages, as they will be signed.",
);
pub const READ_GO: Text = text("J’ai lu, continuer", "I have read it, continue");

pub const AGREE: Text = text("Accepter", "Agree");
pub const AGREE_LEAD: Text = text(
    "Ces phrases feront partie de la preuve, mot pour mot.",
    "These sentences become part of the proof, word for word.",
);
pub const AGREE_GO: Text = text("J’accepte, continuer", "I agree, continue");

pub const FILL: Text = text("Compléter", "Fill in");
pub const FILL_LEAD: Text = text(
    "Ce que vous écrivez ici figurera sur le document.",
    "What you write here will stand on the document.",
);

pub const ADOPT: Text = text("Votre signature", "Your signature");
pub const ADOPT_LEAD: Text = text(
    "Dessinez-la, ou tapez votre nom. Les deux se valent.",
    "Draw it, or type your name. Both count the same.",
);
pub const WAYS: Text = text("Façon de signer", "Way to sign");
pub const WAY_DRAW: Text = text("Dessiner", "Draw");
pub const WAY_TYPE: Text = text("Taper", "Type");
pub const TYPED: Text = text("Votre nom", "Your name");
pub const TYPED_HINT: Text = text(
    "Il sera imprimé à la place de la signature.",
    "It will be printed in the signature’s place.",
);
pub const ADOPT_GO: Text = text("Voir sur le document", "See it on the document");
pub const PAD_HERE: Text = text("Signez ici", "Sign here");
pub const PAD_HINT: Text = text(
    "Avec le doigt, un stylet ou la souris.",
    "With a finger, a pen or the mouse.",
);
pub const PAD_UNDO: Text = text("Annuler le trait", "Undo");
pub const PAD_CLEAR: Text = text("Effacer", "Clear");

pub const PREVIEW: Text = text("Vérifier", "Check");
pub const PREVIEW_LEAD: Text = text(
    "Voici exactement ce qui sera signé.",
    "This is exactly what will be signed.",
);
pub const YOU_SIGN_AS: Text = text("Vous signez en tant que", "You sign as");
pub const PREVIEW_GO: Text = text("Recevoir mon code", "Send me my code");

pub const CODE: Text = text("Votre code", "Your code");
pub const CODE_LEAD: Text = text(
    "Il vaut pour ce document et cette signature, rien d’autre.",
    "It is good for this document and this signature, nothing else.",
);
pub const CODE_PROVEN: Text = text(
    "Votre code a été reconnu. Il reste à signer.",
    "Your code was recognised. What is left is to sign.",
);
pub const SIGNING_KEEP_OPEN: Text = text(
    "Gardez cette page ouverte quelques secondes.",
    "Keep this page open for a few seconds.",
);
pub const SIGN_GO: Text = text("Signer le document", "Sign the document");

pub const DONE: Text = text("C’est signé", "Signed");
pub const DONE_LEAD: Text = text(
    "Enregistrez votre exemplaire : il contient la preuve.",
    "Save your copy: it contains the proof.",
);
pub const SAVE: Text = text("Enregistrer le PDF", "Save the PDF");
pub const SEALED: Text = text("Tout le monde a signé", "Everybody has signed");
pub const SEALED_WHAT: Text = text(
    "Le document est scellé : plus rien ne peut y changer sans que cela se voie.",
    "The document is sealed: nothing in it can change without being seen.",
);
pub const NOT_SEALED: Text = text(
    "Les autres signatures suivent",
    "The other signatures follow",
);
pub const NOT_SEALED_WHAT: Text = text(
    "Vous recevrez un message quand tout le monde aura signé ; ce lien donnera alors le document complet.",
    "You will get a message when everybody has signed; this link will then give the complete document.",
);
pub const VERIFY_LINK: Text = text("Vérifier un document signé", "Check a signed document");

pub const BLOCKED: Text = text(
    "Ce lien ne permet pas de signer",
    "This link cannot be used to sign",
);
pub const KEY_TITLE: Text = text(
    "Il manque une partie du lien",
    "A part of the link is missing",
);
pub const KEY_LEAD: Text = text(
    "Ouvrez le lien complet que l’expéditeur vous a donné lui-même, ou collez-le ici.",
    "Open the complete link that the sender gave you, or paste it here.",
);
pub const KEY_WHY: Text = text(
    "Le document est chiffré. Le message du serveur ne contient pas la clé, car le serveur ne l’a pas. Si vous ne trouvez pas ce lien, demandez-le à l’expéditeur.",
    "The document is encrypted. The server’s message does not hold the key, for the server does not have it. If you cannot find that link, ask the sender for it.",
);
pub const KEY_FIELD: Text = text("Lien complet", "Complete link");
pub const KEY_GO: Text = text("Ouvrir", "Open");
pub const WAITING: Text = text("Ce n’est pas encore votre tour", "It is not your turn yet");
pub const BUSY: Text = text(
    "Quelqu’un signe en ce moment",
    "Somebody is signing right now",
);
pub const WAITING_SAFE: Text = text(
    "Vous n’avez rien à faire : un message vous préviendra. Ce que vous avez saisi est gardé ici.",
    "There is nothing for you to do: a message will tell you. What you entered is kept here.",
);
pub const ENDED: Text = text("Cette demande est close", "This request is closed");
pub const ENDED_SAFE: Text = text(
    "Rien n’a été signé en votre nom. Pour toute question, écrivez à la personne qui vous l’a envoyée.",
    "Nothing was signed in your name. If you have a question, write to the person who sent it.",
);
pub const ASK_AGAIN: Text = text("Regarder de nouveau", "Look again");
pub const DECLINE: Text = text("Refuser de signer", "Decline to sign");
pub const DECLINE_WHAT: Text = text(
    "La demande sera close pour tout le monde, et l’expéditeur sera prévenu. On ne peut pas revenir en arrière.",
    "The request will be closed for everybody, and the sender will be told. This cannot be undone.",
);
pub const DECLINE_REASON: Text = text("Raison (facultatif)", "Reason (optional)");
pub const DECLINE_GO: Text = text("Refuser", "Decline");

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

/// Says where the code was sent.
pub fn code_sent_to(locale: Locale, method: Method, to: &str) -> String {
    match (locale, method) {
        (Locale::Fr, Method::Sms) => format!("Envoyé par SMS au {to}."),
        (Locale::Fr, Method::Email) => format!("Envoyé par e-mail à {to}."),
        (Locale::En, Method::Sms) => format!("Sent by SMS to {to}."),
        (Locale::En, Method::Email) => format!("Sent by e-mail to {to}."),
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
