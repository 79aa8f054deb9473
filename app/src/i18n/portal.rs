//! Texts of the portal: account, list, one envelope, local inbox.

use sign_core::wire::{EnvelopeState, Locale, RecipientState};

use super::problem::Explained;
use super::{Text, text};

pub const INBOX: Text = text("Boîte locale", "Local inbox");
pub const LOGIN: Text = text("Se connecter", "Sign in");
pub const LOGIN_LEAD: Text = text(
    "Le portail pour préparer et suivre les signatures.",
    "The portal to prepare signatures and follow them.",
);
pub const LOGIN_LOST: Text = text(
    "Mot de passe perdu ? Redémarrez le serveur : il affiche un lien qui ouvre le portail.",
    "Lost your password? Restart the server: it prints a link that opens the portal.",
);
pub const SIGN_IN: Text = text("Se connecter", "Sign in");
pub const VERIFY_LINK: Text = text(
    "Vérifier un PDF signé, sans compte",
    "Verify a signed PDF, without an account",
);
pub const EMAIL: Text = text("Adresse e-mail", "E-mail address");
pub const PASSWORD: Text = text("Mot de passe", "Password");
pub const PASSWORD_HINT: Text = text("Au moins 12 caractères.", "At least 12 characters.");
pub const PASSWORD_SHORT: Text = text(
    "Il faut au moins 12 caractères.",
    "At least 12 characters are needed.",
);
pub const NAME: Text = text("Prénom et nom", "First and last name");
pub const ORGANISATION: Text = text("Organisation", "Organisation");
pub const ORGANISATION_HINT: Text = text(
    "Son nom figure dans les certificats et sur chaque document.",
    "Its name stands in the certificates and on every document.",
);
pub const SETUP: Text = text("Ouvrir le portail", "Open the portal");
pub const SETUP_LEAD: Text = text(
    "Première ouverture : dites qui vous êtes. Ce lien ne sert qu’une fois.",
    "First opening: say who you are. This link works once.",
);
pub const SETUP_DO: Text = text("Ouvrir le portail", "Open the portal");
pub const SETUP_FAILED: Text = text(
    "Le lien n’a pas ouvert le portail",
    "The link did not open the portal",
);

pub const SETUP_CUT: Explained = Explained {
    what: text(
        "Il manque à cette adresse la fin du lien affiché au démarrage du serveur.",
        "The end of the link printed when the server starts is missing from this address.",
    ),
    safe: text("Le compte n’a pas changé.", "The account has not changed."),
    act: text(
        "Ouvrez ce lien en entier, ou connectez-vous avec votre mot de passe.",
        "Open that link in full, or sign in with your password.",
    ),
};

pub const LIST: Text = text("Enveloppes", "Envelopes");
pub const NEW: Text = text("Nouvelle enveloppe", "New envelope");
pub const NEW_RESUME: Text = text("Reprendre le brouillon", "Resume the draft");
pub const SEARCH: Text = text("Chercher", "Search");
pub const SEARCH_HINT: Text = text("Titre, nom ou adresse", "Title, name or address");
pub const STATE: Text = text("État", "State");
pub const ALL_STATES: Text = text("Tous les états", "All states");
pub const EMPTY: Text = text("Aucune enveloppe pour l’instant", "No envelope yet");
pub const EMPTY_WHY: Text = text(
    "Déposez un PDF, nommez qui signe, placez les champs : le document reste sur votre appareil.",
    "Drop a PDF, name who signs, place the fields: the document stays on your device.",
);
pub const NONE_FOUND: Text = text("Aucune enveloppe ne correspond", "No envelope matches");
pub const NONE_FOUND_WHY: Text = text(
    "Essayez un autre mot ou un autre état.",
    "Try another word or another state.",
);
pub const MORE: Text = text("Voir la suite", "Show more");

pub const DOCUMENTS: Text = text("Documents", "Documents");
pub const PEOPLE: Text = text("Signataires", "Signers");
pub const EVENTS: Text = text("Ce qui s’est passé", "What happened");
pub const FACTS: Text = text("En bref", "In short");
pub const FINGERPRINT: Text = text("Empreinte", "Fingerprint");
pub const FINGERPRINT_WHY: Text = text(
    "Chaque signataire voit les mêmes 16 caractères.",
    "Every signer sees the same 16 characters.",
);
pub const CARRIER: Text = text("Transport", "Transport");
pub const SEALED: Text = text(
    "Copie chiffrée, clé dans le lien",
    "Encrypted copy, key in the link",
);
pub const LOCAL: Text = text("Chacun a déjà le fichier", "Everybody has the file");
pub const CREATED: Text = text("Préparée le", "Prepared on");
pub const LAUNCHED: Text = text("Lancée le", "Launched on");
pub const EXPIRES: Text = text("Expire le", "Expires on");
pub const MESSAGE: Text = text("Votre mot", "Your word");
pub const CLOSE_REASON: Text = text("Motif", "Reason");
pub const MESSAGES: Text = text("Messages envoyés", "Messages sent");
pub const NO_MESSAGES: Text = text("Aucun message pour l’instant.", "No message yet.");
pub const SIGNING_NOW: Text = text("Signe en ce moment", "Signing at this moment");
pub const GET_LINK: Text = text("Lien à partager", "Link to share");
pub const LINK_WHY: Text = text(
    "Donnez ce lien à cette personne seulement : il ouvre le document.",
    "Give this link to this person only: it opens the document.",
);
pub const LINK_NO_KEY: Text = text(
    "La clé du document n’est pas dans ce navigateur : ce lien ne l’ouvrira pas seul. Utilisez le navigateur d’où l’enveloppe est partie.",
    "The document’s key is not in this browser: this link alone will not open it. Use the browser the envelope was launched from.",
);
pub const COPY_LINK: Text = text("Copier le lien", "Copy the link");
pub const SHARE_WORDS: Text = text(
    "Voici votre lien pour signer :",
    "Here is your link to sign:",
);
pub const CANCEL: Text = text("Annuler l’enveloppe", "Cancel the envelope");
pub const CANCEL_ASK: Text = text("Annuler cette enveloppe ?", "Cancel this envelope?");
pub const CANCEL_WHY: Text = text(
    "Plus personne ne pourra signer. Ceux qui ont été prévenus le sauront. C’est définitif.",
    "Nobody will be able to sign any more. Those who were told will know. This cannot be undone.",
);
pub const CANCEL_REASON: Text = text("Motif donné aux signataires", "Reason told to the signers");
pub const CANCEL_KEEP: Text = text("Garder l’enveloppe", "Keep the envelope");
pub const GET_PDF: Text = text("Télécharger le PDF", "Download the PDF");
pub const GET_FINAL: Text = text("Télécharger le PDF final", "Download the final PDF");
pub const PICK_ORIGINAL: Text = text("Choisir l’original", "Choose the original");
pub const PICK_WHY: Text = text(
    "Le fichier n’est pas sur le serveur : choisissez votre original, le PDF est refait ici.",
    "The file is not on the server: choose your original, the PDF is rebuilt here.",
);
pub const REBUILDING: Text = text(
    "Le PDF se refait sur cet appareil…",
    "Rebuilding the PDF on this device…",
);
pub const CHECKED: Text = text(
    "Vérifié ici : toutes les signatures sont valables.",
    "Checked here: all signatures are valid.",
);
pub const CHECKED_ELSEWHERE: Text = text(
    "Vérifié ici : les signatures sont intactes ; l’émetteur de celles d’avant n’est pas connu d’ici.",
    "Checked here: the signatures are intact; who issued the earlier ones is not known here.",
);
pub const NO_KEY: Text = text(
    "La clé de ce document n’est pas dans ce navigateur",
    "This document’s key is not in this browser",
);
pub const NO_KEY_WHY: Text = text(
    "Elle est dans le navigateur d’où l’enveloppe est partie, et dans les liens partagés. Le serveur ne l’a jamais eue.",
    "It is in the browser the envelope was launched from, and in the links that were shared. The server never had it.",
);
pub const SEAL_NOW: Text = text("Terminer le document", "Finish the document");
pub const SEAL_WHY: Text = text(
    "Toutes les signatures sont là ; il manque le sceau final.",
    "All signatures are there; the final seal is missing.",
);
pub const REFRESH: Text = text("Actualiser", "Refresh");

pub const INBOX_TITLE: Text = text("Boîte locale", "Local inbox");
pub const INBOX_LEAD: Text = text(
    "En développement, les e-mails et les SMS arrivent ici et nulle part ailleurs.",
    "In development, e-mails and text messages end here and nowhere else.",
);
pub const INBOX_EMPTY: Text = text("Aucun message", "No message");
pub const INBOX_EMPTY_WHY: Text = text(
    "Lancez une enveloppe : les invitations et les codes s’afficheront ici.",
    "Launch an envelope: invitations and codes will show here.",
);
pub const INBOX_TO: Text = text("À", "To");
pub const BY_EMAIL: Text = text("E-mail", "E-mail");
pub const BY_SMS: Text = text("SMS", "Text message");

/// Names an envelope's state.
pub fn envelope_state(state: EnvelopeState) -> Text {
    match state {
        EnvelopeState::Draft => text("Brouillon", "Draft"),
        EnvelopeState::InProgress => text("En cours", "In progress"),
        EnvelopeState::Sealing => text("Scellement", "Sealing"),
        EnvelopeState::Completed => text("Terminée", "Completed"),
        EnvelopeState::Expired => text("Expirée", "Expired"),
        EnvelopeState::Cancelled => text("Annulée", "Cancelled"),
        EnvelopeState::Declined => text("Refusée", "Declined"),
    }
}

/// Names a signer's state.
pub fn recipient_state(state: RecipientState) -> Text {
    match state {
        RecipientState::Waiting => text("Attend son tour", "Waits for their turn"),
        RecipientState::Notified => text("Prévenu", "Told"),
        RecipientState::Opened => text("A ouvert", "Opened"),
        RecipientState::Verified => text("Code vérifié", "Code proven"),
        RecipientState::Signed => text("A signé", "Signed"),
        RecipientState::Declined => text("A refusé", "Declined"),
        RecipientState::Void => text("Sans suite", "Ended before"),
    }
}

/// Names an event of the chain.
pub fn event(kind: &str) -> Text {
    match kind {
        "created" => text("Enveloppe préparée", "Envelope prepared"),
        "launched" => text("Enveloppe lancée", "Envelope launched"),
        "opened" => text("Document ouvert", "Document opened"),
        "begun" => text("Signature commencée", "Signing begun"),
        "code_sent" => text("Code envoyé", "Code sent"),
        "code_wrong" => text("Code faux", "Wrong code"),
        "proven" => text("Code vérifié", "Code proven"),
        "signed" => text("Signé", "Signed"),
        "sealing" => text("Toutes les signatures sont là", "All signatures are there"),
        "completed" => text("Document scellé", "Document sealed"),
        "cancelled" => text("Enveloppe annulée", "Envelope cancelled"),
        "declined" => text("Signature refusée", "Signature declined"),
        "expired" => text("Délai passé", "Time over"),
        _ => text("Événement", "Event"),
    }
}

/// Names what a message was for.
pub fn message_kind(kind: &str) -> Text {
    match kind {
        "invitation" => text("Invitation", "Invitation"),
        "code" => text("Code", "Code"),
        "completed" => text("Avis de fin", "Completion notice"),
        "cancelled" => text("Annulation", "Cancellation"),
        "declined" => text("Refus", "Decline"),
        "expired" => text("Délai passé", "Time over"),
        _ => text("Message", "Message"),
    }
}

/// Names how far a message came; never more than is known.
pub fn message_state(state: &str) -> Text {
    match state {
        "queued" => text("en file", "queued"),
        "sending" => text("envoi en cours", "being sent"),
        "accepted" => text("remis au relais", "accepted by the relay"),
        "deferred" => text(
            "différé, nouvel essai prévu",
            "deferred, will be tried again",
        ),
        "refused" => text("refusé", "refused"),
        "dropped" => text("abandonné", "given up"),
        _ => text("état inconnu", "state unknown"),
    }
}

/// Says how many have signed.
pub fn progress(locale: Locale, signed: u16, of: u16) -> String {
    match (locale, signed) {
        (Locale::Fr, 0 | 1) => format!("{signed} signature sur {of}"),
        (Locale::Fr, _) => format!("{signed} signatures sur {of}"),
        (Locale::En, _) => format!("{signed} of {of} signed"),
    }
}

/// Says how far other people's readers trust what this server signs.
pub fn own_root(locale: Locale, root: &str) -> String {
    match locale {
        Locale::Fr => format!(
            "Certificats de ce serveur (racine {root}) : les lecteurs PDF des autres diront « émetteur inconnu » tant qu’ils ne l’approuvent pas."
        ),
        Locale::En => format!(
            "Certificates of this server (root {root}): other people’s PDF readers will say “unknown issuer” until they trust it."
        ),
    }
}

/// Counts documents.
pub fn documents(locale: Locale, n: u16) -> String {
    match (locale, n) {
        (Locale::Fr | Locale::En, 0 | 1) => format!("{n} document"),
        (Locale::Fr | Locale::En, _) => format!("{n} documents"),
    }
}
