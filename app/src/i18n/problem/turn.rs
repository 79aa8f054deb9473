//! What can end a turn or stop a code.

use super::{ASK_SENDER, Explained, KEPT, NOTHING_SIGNED, ON_DEVICE};
use crate::i18n::text;

pub(super) const EXPIRED: Explained = Explained {
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
pub(super) const CANCELLED: Explained = Explained {
    what: text(
        "L’expéditeur a annulé cette enveloppe.",
        "The sender cancelled this envelope.",
    ),
    safe: text("Plus rien ne sera signé.", "Nothing more will be signed."),
    act: ASK_SENDER,
};
pub(super) const DECLINED: Explained = Explained {
    what: text(
        "Une personne a refusé de signer : l’enveloppe est close.",
        "Somebody declined to sign: the envelope is closed.",
    ),
    safe: text("Plus rien ne sera signé.", "Nothing more will be signed."),
    act: ASK_SENDER,
};
pub(super) const ALREADY_SIGNED: Explained = Explained {
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
pub(super) const NOT_YOUR_TURN: Explained = Explained {
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
pub(super) const BUSY: Explained = Explained {
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
pub(super) const SUPERSEDED: Explained = Explained {
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
pub(super) const LEASE_ENDED: Explained = Explained {
    what: text(
        "Votre tour s’est terminé, faute d’activité.",
        "Your turn ended because nothing happened.",
    ),
    safe: NOTHING_SIGNED,
    act: text("Recommencez cette étape.", "Start this step again."),
};
pub(super) const HEAD_MOVED: Explained = Explained {
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
pub(super) const MISMATCH: Explained = Explained {
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
pub(super) const CODE_WRONG: Explained = Explained {
    what: text("Ce code n’est pas le bon.", "This is not the right code."),
    safe: NOTHING_SIGNED,
    act: text(
        "Relisez le dernier message reçu et tapez le code de nouveau.",
        "Read the newest message again and type the code once more.",
    ),
};
pub(super) const CODE_EXPIRED: Explained = Explained {
    what: text(
        "Ce code n’est plus valable.",
        "This code is no longer good.",
    ),
    safe: NOTHING_SIGNED,
    act: text("Demandez un nouveau code.", "Ask for a new code."),
};
pub(super) const CODE_LOCKED: Explained = Explained {
    what: text(
        "Il ne reste plus d’essai pour ce code.",
        "No tries are left for this code.",
    ),
    safe: NOTHING_SIGNED,
    act: text("Demandez un nouveau code.", "Ask for a new code."),
};
pub(super) const CODE_THROTTLED: Explained = Explained {
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
