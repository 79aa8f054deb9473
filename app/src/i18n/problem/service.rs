//! What can go wrong between the page and the service.

use super::{Explained, KEPT, ON_DEVICE};
use crate::i18n::text;

pub(super) const OFFLINE: Explained = Explained {
    what: text("Le serveur ne répond pas.", "The server does not answer."),
    safe: KEPT,
    act: text(
        "Vérifiez votre connexion, puis réessayez. Vous reprendrez au même endroit.",
        "Check your connection, then try again. You will go on from the same place.",
    ),
};
pub(super) const UNREADABLE: Explained = Explained {
    what: text(
        "La réponse du serveur n’a pas été comprise. C’est notre erreur.",
        "The server’s answer was not understood. This is our mistake.",
    ),
    safe: KEPT,
    act: text(
        "Rechargez la page. Si cela se répète, prévenez la personne qui tient ce service.",
        "Reload the page. If it happens again, tell the person who runs this service.",
    ),
};
pub(super) const RELOAD: Explained = Explained {
    what: text(
        "Cette page est plus ancienne que le serveur.",
        "This page is older than the server.",
    ),
    safe: KEPT,
    act: text("Rechargez la page.", "Reload the page."),
};
pub(super) const INVALID: Explained = Explained {
    what: text(
        "Une valeur n’est pas acceptée : une adresse, un numéro ou une limite.",
        "A value is not accepted: an address, a number or a limit.",
    ),
    safe: KEPT,
    act: text(
        "Relisez ce qui est saisi, corrigez, puis réessayez.",
        "Read what you entered, correct it, then try again.",
    ),
};
pub(super) const NO_CHANNEL: Explained = Explained {
    what: text(
        "Ce serveur ne peut pas envoyer de code par ce moyen.",
        "This server cannot send a code this way.",
    ),
    safe: KEPT,
    act: text(
        "Choisissez un autre moyen pour le code.",
        "Choose another way for the code.",
    ),
};
pub(super) const SIGNED_OUT: Explained = Explained {
    what: text("Votre session est terminée.", "Your session has ended."),
    safe: KEPT,
    act: text("Connectez-vous de nouveau.", "Sign in again."),
};
pub(super) const LOGIN_WRONG: Explained = Explained {
    what: text(
        "L’adresse ou le mot de passe n’est pas le bon.",
        "The address or the password is not right.",
    ),
    safe: text("Le compte n’a pas changé.", "The account has not changed."),
    act: text(
        "Vérifiez les deux et réessayez. Le lien affiché au démarrage du serveur ouvre aussi le portail.",
        "Check both and try again. The link printed when the server starts opens the portal, too.",
    ),
};
pub(super) const SETUP_SPENT: Explained = Explained {
    what: text(
        "Ce lien d’ouverture a déjà servi ou n’est plus valable.",
        "This opening link was used already or is no longer good.",
    ),
    safe: text("Le compte n’a pas changé.", "The account has not changed."),
    act: text(
        "Connectez-vous avec votre mot de passe, ou redémarrez le serveur : il affiche un nouveau lien.",
        "Sign in with your password, or restart the server: it prints a new link.",
    ),
};
pub(super) const NOT_FOUND: Explained = Explained {
    what: text(
        "Il n’y a rien à cette adresse : le lien est coupé ou mal recopié.",
        "There is nothing at this address: the link is cut or mistyped.",
    ),
    safe: text("Rien n’a changé.", "Nothing has changed."),
    act: text(
        "Ouvrez le lien en entier depuis le message reçu.",
        "Open the whole link from the message you received.",
    ),
};
pub(super) const OUT_OF_ORDER: Explained = Explained {
    what: text(
        "L’état de l’enveloppe ne permet pas cela maintenant.",
        "The envelope’s state does not allow this now.",
    ),
    safe: KEPT,
    act: text(
        "Rechargez la page pour voir où elle en est.",
        "Reload the page to see where it is.",
    ),
};
pub(super) const FROZEN: Explained = Explained {
    what: text(
        "Une enveloppe lancée ne peut plus être modifiée.",
        "A launched envelope cannot be changed.",
    ),
    safe: text("Elle suit son cours.", "It goes on as it is."),
    act: text(
        "Pour corriger, annulez-la puis préparez-en une nouvelle.",
        "To correct it, cancel it and prepare a new one.",
    ),
};
pub(super) const RATE_LIMITED: Explained = Explained {
    what: text(
        "Trop de demandes en peu de temps.",
        "Too many requests in a short time.",
    ),
    safe: KEPT,
    act: text(
        "Attendez l’heure indiquée, puis réessayez.",
        "Wait until the time shown, then try again.",
    ),
};
pub(super) const TOO_LARGE: Explained = Explained {
    what: text(
        "L’envoi dépasse la taille permise.",
        "What was sent is over the allowed size.",
    ),
    safe: ON_DEVICE,
    act: text(
        "Choisissez un document plus léger.",
        "Choose a smaller document.",
    ),
};
pub(super) const UNAVAILABLE: Explained = Explained {
    what: text(
        "Le service ne peut pas faire cela pour l’instant.",
        "The service cannot do this at the moment.",
    ),
    safe: KEPT,
    act: text(
        "Réessayez dans quelques minutes.",
        "Try again in a few minutes.",
    ),
};
pub(super) const INTERNAL: Explained = Explained {
    what: text(
        "Une panne s’est produite sur le serveur. C’est notre erreur.",
        "Something broke on the server. This is our mistake.",
    ),
    safe: KEPT,
    act: text(
        "Réessayez. Si cela se répète, prévenez la personne qui tient ce service.",
        "Try again. If it happens again, tell the person who runs this service.",
    ),
};
