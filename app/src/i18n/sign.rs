//! Texts of the signer's screens.

use super::problem::Explained;
use super::{Text, text};

mod trouble;
mod wording;

pub use trouble::{
    DEVICE_TROUBLE, ORIGINAL_TROUBLE, SIGNED_SAFE, document_trouble, link_trouble, notice,
    said_trouble,
};
pub use wording::{
    blanks, box_on, busy_with, code_goes_to, code_label, code_left, code_sent_to, documents, ended,
    fingerprint, jump, mark_missing, pad_says, printed, resend, signed_name, step_name, text_on,
    tries_left, unseen, waiting_for,
};

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
    "Ce que vous indiquez ici figurera sur le document.",
    "What you enter here will stand on the document.",
);
pub const UNWRITTEN: Text = text(
    "Ce texte a des caractères que le document ne peut pas montrer (émojis, exposants, écritures sans police). Écrivez-le autrement.",
    "This text has characters that the document cannot show (emoji, superscripts, scripts without a font). Write it in another way.",
);

pub const ADOPT: Text = text("Votre signature", "Your signature");
pub const ADOPT_LEAD: Text = text(
    "Dessinez-la, tapez votre nom ou utilisez une image : tout se vaut.",
    "Draw it, type your name or use a picture: all count the same.",
);
pub const WAYS: Text = text("Façon de signer", "Way to sign");
pub const WAY_DRAW: Text = text("Dessiner", "Draw");
pub const WAY_TYPE: Text = text("Taper", "Type");
pub const WAY_PICTURE: Text = text(
    "Utiliser une image de votre signature",
    "Use a picture of your signature",
);
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
pub const PAD_REDO: Text = text("Rétablir le trait", "Redo");
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
pub const NOT_KEPT: Text = text(
    "Ce navigateur ne garde rien : ne fermez pas et ne rechargez pas cette page avant d’avoir signé.",
    "This browser keeps nothing: do not close or reload this page before you have signed.",
);
pub const FORGET: Text = text("Effacer de cet appareil", "Erase from this device");
pub const FORGET_WHY: Text = text(
    "Sur un appareil partagé, enregistrez d’abord votre exemplaire : le document et sa clé ne restent pas ici ensuite.",
    "On a shared device, save your copy first: the document and its key do not stay here afterwards.",
);
pub const FORGET_ENDED: Text = text(
    "Sur un appareil partagé : le document et sa clé ne restent pas ici ensuite.",
    "On a shared device: the document and its key do not stay here afterwards.",
);
pub const READ_ONLY: Text = text(
    "À lire : vous ne le signez pas.",
    "To read: you do not sign it.",
);
pub const FORGOTTEN: Text = text(
    "Rien de ce document n’est plus gardé par ce navigateur. Le lien complet que vous avez reçu le rouvre.",
    "This browser keeps nothing of this document any more. The whole link that you were given opens it again.",
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
