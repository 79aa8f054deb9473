//! What every refusal of the server means: whose fault it is, what is safe, what to do.

use sign_core::wire::problem::Code;

use super::{Text, text};
use crate::browser::http::Failure;

/// Three sentences about something that went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What happened, and whose fault it is.
    pub what: Text,
    /// What is safe.
    pub safe: Text,
    /// What to do.
    pub act: Text,
}

/// Explains why a call gave no answer.
pub fn explain(failure: &Failure) -> Explained {
    match failure {
        Failure::Offline => OFFLINE,
        Failure::Unreadable => UNREADABLE,
        Failure::Refused(problem) => explain_code(problem.code),
    }
}

/// Explains a stable code.
pub fn explain_code(code: Code) -> Explained {
    match code {
        Code::Malformed | Code::Reload => RELOAD,
        Code::Invalid => INVALID,
        Code::SignedOut => SIGNED_OUT,
        Code::LoginWrong => LOGIN_WRONG,
        Code::SetupSpent => SETUP_SPENT,
        Code::NotFound => NOT_FOUND,
        Code::Expired => EXPIRED,
        Code::Cancelled => CANCELLED,
        Code::Declined => DECLINED,
        Code::AlreadySigned => ALREADY_SIGNED,
        Code::NotYourTurn => NOT_YOUR_TURN,
        Code::Busy => BUSY,
        Code::Superseded => SUPERSEDED,
        Code::LeaseEnded => LEASE_ENDED,
        Code::HeadMoved => HEAD_MOVED,
        Code::Mismatch => MISMATCH,
        Code::CodeWrong => CODE_WRONG,
        Code::CodeExpired => CODE_EXPIRED,
        Code::CodeLocked => CODE_LOCKED,
        Code::CodeThrottled => CODE_THROTTLED,
        Code::OutOfOrder | Code::IllegalTransition => OUT_OF_ORDER,
        Code::Frozen => FROZEN,
        Code::RateLimited => RATE_LIMITED,
        Code::TooLarge => TOO_LARGE,
        Code::Unavailable => UNAVAILABLE,
        Code::Internal => INTERNAL,
    }
}

const KEPT: Text = text(
    "Rien de ce que vous avez saisi n’est perdu.",
    "Nothing that you entered is lost.",
);
const NOTHING_SIGNED: Text = text(
    "Rien n’a été signé, et votre saisie est gardée.",
    "Nothing was signed, and what you entered is kept.",
);
const ON_DEVICE: Text = text(
    "Le document n’a pas quitté votre appareil.",
    "The document has not left your device.",
);
const ASK_SENDER: Text = text(
    "Demandez à la personne qui vous l’a envoyé.",
    "Ask the person who sent it to you.",
);

const OFFLINE: Explained = Explained {
    what: text("Le serveur ne répond pas.", "The server does not answer."),
    safe: KEPT,
    act: text(
        "Vérifiez votre connexion, puis réessayez. Vous reprendrez au même endroit.",
        "Check your connection, then try again. You will go on from the same place.",
    ),
};
const UNREADABLE: Explained = Explained {
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
const RELOAD: Explained = Explained {
    what: text(
        "Cette page est plus ancienne que le serveur.",
        "This page is older than the server.",
    ),
    safe: KEPT,
    act: text("Rechargez la page.", "Reload the page."),
};
const INVALID: Explained = Explained {
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
const SIGNED_OUT: Explained = Explained {
    what: text("Votre session est terminée.", "Your session has ended."),
    safe: KEPT,
    act: text("Connectez-vous de nouveau.", "Sign in again."),
};
const LOGIN_WRONG: Explained = Explained {
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
const SETUP_SPENT: Explained = Explained {
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
const NOT_FOUND: Explained = Explained {
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
const EXPIRED: Explained = Explained {
    what: text(
        "Le délai pour signer est passé.",
        "The time to sign is over.",
    ),
    safe: text(
        "Les signatures déjà faites restent dans le document de chacun.",
        "Signatures made before stay in everybody’s document.",
    ),
    act: ASK_SENDER,
};
const CANCELLED: Explained = Explained {
    what: text(
        "L’expéditeur a annulé cette enveloppe.",
        "The sender cancelled this envelope.",
    ),
    safe: text("Plus rien ne sera signé.", "Nothing more will be signed."),
    act: ASK_SENDER,
};
const DECLINED: Explained = Explained {
    what: text(
        "Une personne a refusé de signer : l’enveloppe est close.",
        "Somebody declined to sign: the envelope is closed.",
    ),
    safe: text("Plus rien ne sera signé.", "Nothing more will be signed."),
    act: ASK_SENDER,
};
const ALREADY_SIGNED: Explained = Explained {
    what: text(
        "Cette signature est déjà faite.",
        "This signature is already made.",
    ),
    safe: text(
        "Elle est enregistrée et ne peut pas être perdue.",
        "It is registered and cannot be lost.",
    ),
    act: text("Vous pouvez garder votre copie.", "You can keep your copy."),
};
const NOT_YOUR_TURN: Explained = Explained {
    what: text(
        "Une autre personne signe avant vous.",
        "Somebody else signs before you.",
    ),
    safe: KEPT,
    act: text(
        "Vous recevrez un message quand ce sera à vous.",
        "You will get a message when it is your turn.",
    ),
};
const BUSY: Explained = Explained {
    what: text(
        "Une autre personne est en train de signer.",
        "Somebody else is signing at this moment.",
    ),
    safe: KEPT,
    act: text(
        "Attendez quelques minutes, puis réessayez.",
        "Wait a few minutes, then try again.",
    ),
};
const SUPERSEDED: Explained = Explained {
    what: text(
        "La signature continue dans un autre onglet ou sur un autre appareil.",
        "Signing goes on in another tab or on another device.",
    ),
    safe: NOTHING_SIGNED,
    act: text(
        "Continuez là-bas, ou reprenez ici : l’autre s’arrêtera.",
        "Go on there, or take over here: the other one will stop.",
    ),
};
const LEASE_ENDED: Explained = Explained {
    what: text(
        "Votre tour s’est terminé, faute d’activité.",
        "Your turn ended because nothing happened.",
    ),
    safe: NOTHING_SIGNED,
    act: text("Recommencez cette étape.", "Start this step again."),
};
const HEAD_MOVED: Explained = Explained {
    what: text(
        "Quelqu’un vient de signer : le document a une version plus récente.",
        "Somebody has just signed: the document has a newer version.",
    ),
    safe: NOTHING_SIGNED,
    act: text(
        "Rechargez la page pour lire la nouvelle version avant de signer.",
        "Reload the page to read the new version before you sign.",
    ),
};
const MISMATCH: Explained = Explained {
    what: text(
        "Les empreintes ne correspondent pas à ce qui est enregistré.",
        "The fingerprints do not match what is registered.",
    ),
    safe: ON_DEVICE,
    act: text(
        "Rechargez la page et recommencez. Si cela se répète, n’insistez pas et prévenez l’expéditeur.",
        "Reload the page and start again. If it happens again, stop and tell the sender.",
    ),
};
const CODE_WRONG: Explained = Explained {
    what: text("Ce code n’est pas le bon.", "This is not the right code."),
    safe: NOTHING_SIGNED,
    act: text(
        "Relisez le dernier message reçu et corrigez le code.",
        "Read the newest message again and correct the code.",
    ),
};
const CODE_EXPIRED: Explained = Explained {
    what: text(
        "Ce code n’est plus valable.",
        "This code is no longer good.",
    ),
    safe: NOTHING_SIGNED,
    act: text("Demandez un nouveau code.", "Ask for a new code."),
};
const CODE_LOCKED: Explained = Explained {
    what: text(
        "Il ne reste plus d’essai pour ce code.",
        "No tries are left for this code.",
    ),
    safe: NOTHING_SIGNED,
    act: text("Demandez un nouveau code.", "Ask for a new code."),
};
const CODE_THROTTLED: Explained = Explained {
    what: text(
        "Trop de codes ont été demandés.",
        "Too many codes were asked for.",
    ),
    safe: NOTHING_SIGNED,
    act: text(
        "Attendez l’heure indiquée avant d’en demander un autre.",
        "Wait until the time shown before you ask for another.",
    ),
};
const OUT_OF_ORDER: Explained = Explained {
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
const FROZEN: Explained = Explained {
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
const RATE_LIMITED: Explained = Explained {
    what: text(
        "Trop de demandes en peu de temps.",
        "Too many requests in a short time.",
    ),
    safe: KEPT,
    act: text(
        "Attendez une minute, puis réessayez.",
        "Wait a minute, then try again.",
    ),
};
const TOO_LARGE: Explained = Explained {
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
const UNAVAILABLE: Explained = Explained {
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
const INTERNAL: Explained = Explained {
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

#[cfg(test)]
mod tests {
    use super::explain_code;
    use sign_core::wire::problem::Code;

    #[test]
    fn every_code_has_three_sentences_in_both_languages() {
        for code in Code::ALL {
            let told = explain_code(*code);
            for text in [told.what, told.safe, told.act] {
                assert!(text.fr.ends_with('.') && text.en.ends_with('.'), "{code:?}");
            }
        }
    }
}
