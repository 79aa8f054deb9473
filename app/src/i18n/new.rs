//! Texts of the sender's flow.

use sign_core::wire::entry::Fault;
use sign_core::wire::{FieldKind, Locale};

use super::entry::fault;
use super::problem::Explained;
use super::{Text, text};
use crate::steps::new::Step;
use crate::steps::new::check::Lack;
use crate::steps::new::look::Stated;

pub const FLOW: Text = text("Étapes de la préparation", "Steps of the preparation");
pub const DISCARD: Text = text("Jeter le brouillon", "Throw the draft away");
pub const DISCARD_ASK: Text = text("Jeter ce brouillon ?", "Throw this draft away?");
pub const DISCARD_WHY: Text = text(
    "Les documents, les personnes et les champs de ce brouillon seront oubliés par ce navigateur.",
    "The documents, people and fields of this draft will be forgotten by this browser.",
);
pub const DISCARD_KEEP: Text = text("Garder le brouillon", "Keep the draft");

pub const DOCUMENTS_LEAD: Text = text(
    "Ils s’ouvrent sur cet appareil et n’en sortent pas en clair.",
    "They open on this device and never leave it in the clear.",
);
pub const DROP: Text = text("Déposez vos PDF ici", "Drop your PDFs here");
pub const CHOOSE: Text = text("Choisir des PDF", "Choose PDFs");
pub const OPENING: Text = text("Ouverture du document…", "Opening the document…");
pub const NORMALISED: Text = text(
    "Le fichier a été réécrit proprement avant de commencer : c’est cette réécriture qui sera signée.",
    "The file was rewritten cleanly before the start: that rewrite is what will be signed.",
);
pub const FILE_GONE: Text = text(
    "Ce navigateur n’a plus le fichier. Choisissez-le de nouveau : le reste est gardé.",
    "This browser no longer has the file. Choose it again: the rest is kept.",
);
pub const FILE_HELD: Text = text(
    "Ce navigateur ne peut pas garder ce fichier : ne rechargez pas la page avant le lancement, ou il faudra le choisir de nouveau.",
    "This browser cannot keep this file: do not reload the page before the launch, or it must be chosen again.",
);
pub const TWICE: Text = text(
    "Ce document est déjà dans l’enveloppe.",
    "This document is already in the envelope.",
);

pub const PEOPLE_LEAD: Text = text(
    "Chaque personne reçoit son lien, et un code au moment de signer.",
    "Each person gets their link, and a code when they sign.",
);
pub const FIRST_NAME: Text = text("Prénom", "First name");
pub const LAST_NAME: Text = text("Nom", "Last name");
pub const EMAIL: Text = text("Adresse e-mail", "E-mail address");
pub const PHONE: Text = text("Téléphone mobile", "Mobile phone");
pub const PHONE_HINT: Text = text(
    "Hors de France, avec l’indicatif : +32…",
    "Outside France, with the country code: +44…",
);
pub const SPEAKS: Text = text("Langue de ses messages", "Language of their messages");
pub const METHOD: Text = text("Le code arrive par", "The code comes by");
pub const BY_SMS: Text = text("SMS", "text message");
pub const BY_EMAIL: Text = text("e-mail", "e-mail");
pub const NO_METHOD: Text = text(
    "Ce serveur n’a encore aucun moyen d’envoyer un code : la personne qui l’administre doit configurer un relais d’e-mails.",
    "This server has no way to send a code yet: the person who runs it must set up a mail relay.",
);
pub const ADD_PERSON: Text = text("Ajouter une personne", "Add a person");
pub const ADD_ME: Text = text("Je signe aussi", "I sign too");
pub const TURN: Text = text("Signe en position", "Signs in place");
pub const TURN_WHY: Text = text(
    "La personne suivante est prévenue quand la précédente a signé. Le même numéro : en même temps.",
    "The next person is told when the one before has signed. The same number: at the same time.",
);

pub const FIELDS_LEAD: Text = text(
    "Choisissez la personne et le champ, puis touchez la page. Au clavier : « Ajouter sur la page », puis les flèches.",
    "Choose the person and the field, then tap the page. By keyboard: “Add to the page”, then the arrows.",
);
pub const WHO: Text = text("Pour qui", "For whom");
pub const WHAT: Text = text("Quel champ", "Which field");
pub const CERTIFIED: Text = text(
    "Ce PDF est certifié : touchez l’un de ses champs de signature encadrés.",
    "This PDF is certified: tap one of its framed signature fields.",
);
pub const ADD_FIELD: Text = text("Ajouter sur la page", "Add to the page");
pub const ON_PAGE: Text = text("Page", "Page");
pub const KEYS: Text = text(
    "Flèches : déplacer. Maj + flèches : agrandir ou réduire. Suppr : retirer.",
    "Arrows: move. Shift + arrows: resize. Delete: remove.",
);
pub const CHOSEN: Text = text("Champ choisi", "Chosen field");
pub const CAPTION: Text = text("Intitulé", "Caption");
pub const CAPTION_HINT: Text = text(
    "Ce que le signataire lit à côté du champ, par exemple « Plaque d’immatriculation ».",
    "What the signer reads beside the field, for example “Number plate”.",
);
pub const NEEDED: Text = text("Doit être rempli", "Must be filled in");
pub const REMOVE_FIELD: Text = text("Retirer ce champ", "Remove this field");
pub const LARGER: Text = text("Agrandir", "Larger");
pub const SMALLER: Text = text("Réduire", "Smaller");
pub const STILL: Text = text("Il manque encore", "Still missing");

pub const CHECK_LEAD: Text = text(
    "Après le lancement, plus rien ne peut être modifié.",
    "After the launch nothing can be changed.",
);
pub const TITLE: Text = text("Nom de l’enveloppe", "Name of the envelope");
pub const TITLE_HINT: Text = text("Les signataires le voient.", "The signers see it.");
pub const MESSAGE: Text = text("Votre mot aux signataires", "Your word to the signers");
pub const LANGUAGE: Text = text("Langue de l’enveloppe", "Language of the envelope");
pub const EXPIRY: Text = text("Temps pour signer", "Time to sign");
pub const CARRIER: Text = text("Comment voyage le document", "How the document travels");
pub const SEALED: Text = text("Copie chiffrée", "Encrypted copy");
pub const SEALED_WHY: Text = text(
    "Le serveur garde une copie qu’il ne peut pas lire. La clé est dans les liens : c’est vous qui les donnez.",
    "The server keeps a copy that it cannot read. The key is in the links: you hand them out yourself.",
);
pub const LOCAL: Text = text("Chacun a déjà le fichier", "Everybody has the file");
pub const LOCAL_WHY: Text = text(
    "Rien que des empreintes et les ajouts chiffrés. Chacun ouvre l’original qu’il a déjà.",
    "Fingerprints and encrypted additions only. Each person opens the original they already have.",
);
pub const LAUNCH: Text = text("Lancer l’enveloppe", "Launch the envelope");
pub const CHANGE: Text = text("Modifier", "Change");
pub const LAUNCHING: Text = text("Lancement", "Launching");
pub const RETRY_WHY: Text = text(
    "Rien n’a été envoyé aux signataires. Le brouillon est intact.",
    "Nothing was sent to the signers. The draft is intact.",
);

pub const UNSURE: Explained = Explained {
    what: text(
        "Le serveur n’a pas répondu au lancement : l’enveloppe est peut-être déjà partie.",
        "The server did not answer the launch: the envelope may be on its way already.",
    ),
    safe: text(
        "Rien n’est perdu : le brouillon est gardé.",
        "Nothing is lost: the draft is kept.",
    ),
    act: text(
        "Regardez la liste avant de relancer. Si l’enveloppe y est en cours, ouvrez-la : ses liens s’y partagent.",
        "Look at the list before you launch again. If the envelope is under way there, open it: its links are shared from there.",
    ),
};

pub const LINKS: Text = text("L’enveloppe est lancée", "The envelope is on its way");
pub const LINKS_SEALED: Text = text(
    "Donnez à chaque personne son lien, par le moyen de votre choix. La clé du document est dedans : le serveur ne l’a pas.",
    "Give each person their link, by any means you like. The document’s key is in it: the server does not have it.",
);
pub const LINKS_LOCAL: Text = text(
    "Donnez à chaque personne son lien. Elle ouvrira le fichier qu’elle a déjà.",
    "Give each person their link. They will open the file they already have.",
);
pub const KEY_LOST: Text = text(
    "Ce navigateur garde la clé. Si elle est perdue partout, le document chiffré l’est aussi : gardez votre PDF.",
    "This browser keeps the key. If it is lost everywhere, so is the encrypted document: keep your PDF.",
);
pub const STATED: Text = text("Ce que la signature indique", "What the signature states");
pub const REASON: Text = text("Motif", "Reason");
pub const REASON_HINT: Text = text(
    "Le même sur toutes les signatures qui l’indiquent, par exemple « Bail 2027 ».",
    "The same on all signatures that state it, for example “Lease 2027”.",
);
pub const TO_ENVELOPE: Text = text("Suivre l’enveloppe", "Follow the envelope");

/// Names a step.
pub fn step(step: Step) -> Text {
    match step {
        Step::Documents => text("Documents", "Documents"),
        Step::People => text("Personnes", "People"),
        Step::Fields => text("Champs", "Fields"),
        Step::Check => text("Vérifier", "Check"),
    }
}

/// Heads a step.
pub fn heading(step: Step) -> Text {
    match step {
        Step::Documents => text("Quels documents ?", "Which documents?"),
        Step::People => text("Qui signe ?", "Who signs?"),
        Step::Fields => text("Où signer ?", "Where to sign?"),
        Step::Check => text("Tout est juste ?", "Is everything right?"),
    }
}

/// Names a kind of field.
pub fn kind(kind: FieldKind) -> Text {
    match kind {
        FieldKind::Signature => text("Signature", "Signature"),
        FieldKind::Name => text("Nom", "Name"),
        FieldKind::Date => text("Date", "Date"),
        FieldKind::Text => text("Texte", "Text"),
        FieldKind::Initials => text("Paraphe", "Initials"),
        FieldKind::Check => text("Case à cocher", "Check box"),
    }
}

/// Says what a signature states.
pub fn stated(stated: Stated) -> Text {
    match stated {
        Stated::Ink => text("Le tracé seul", "The ink alone"),
        Stated::NameTime => text(
            "Le tracé, l’heure et l’empreinte",
            "Ink, time and fingerprint",
        ),
        Stated::All => text(
            "Tout : nom, heure, empreinte, motif",
            "All: name, time, fingerprint, reason",
        ),
    }
}

/// Says what is missing.
pub fn lack(lack: Lack) -> Text {
    match lack {
        Lack::Document => text("Ajoutez au moins un PDF.", "Add at least one PDF."),
        Lack::Person => text("Ajoutez au moins une personne.", "Add at least one person."),
        Lack::FirstName(_) => text("Le prénom manque.", "The first name is missing."),
        Lack::LastName(_) => text("Le nom manque.", "The last name is missing."),
        Lack::LongFirstName(_) | Lack::LongLastName(_) => fault(Fault::FirstName),
        Lack::Documents => fault(Fault::Documents),
        Lack::People => fault(Fault::Signers),
        Lack::Email(_) => fault(Fault::Email),
        Lack::Phone(_) => fault(Fault::Phone),
        Lack::Twin(_) => text(
            "Cette personne est déjà dans la liste.",
            "This person is already in the list.",
        ),
        Lack::Signature(_) => text("une signature", "a signature"),
        Lack::TwoSignatures(..) => text(
            "une seule signature par document",
            "only one signature per document",
        ),
        Lack::Unsigned(..) => text(
            "une signature sur chaque document où elle a un champ",
            "a signature on each document where they have a field",
        ),
        Lack::OtherPage(..) => text(
            "ses champs sur la page de sa signature (le PDF est déjà signé)",
            "their fields on the page of their signature (the PDF is signed already)",
        ),
        Lack::Unclaimed(_) => text(
            "au moins une signature, comme sur chaque document",
            "at least one signature, as on each document",
        ),
        Lack::Cramped(..) => text(
            "une signature plus grande : tout ce qu’elle indique n’y tient pas",
            "a larger signature: all that it states does not fit into it",
        ),
        Lack::Caption(..) => text(
            "un intitulé de champ plus court, sans caractères invisibles",
            "a shorter caption of a field, without characters that are not seen",
        ),
        Lack::Reason => text(
            "Le motif est trop long, ou des caractères ne peuvent pas y être écrits.",
            "The reason is too long, or has characters that cannot be written.",
        ),
        Lack::Letters(_) => text(
            "des champs qui n’écrivent pas ce nom (nom, paraphe ou signature qui indique tout) : certaines de ses lettres ne peuvent pas être écrites ici",
            "fields that do not write this name (name, initials, or a signature that states all): some of its letters cannot be written here",
        ),
        Lack::Room(_) => text(
            "un champ « Nom » plus grand : ce nom n’y tient pas",
            "a larger “Name” field: this name does not fit into it",
        ),
        Lack::Fields => fault(Fault::Fields),
        Lack::Title => text("Donnez un nom à l’enveloppe.", "Name the envelope."),
        Lack::LongTitle => fault(Fault::Title),
        Lack::Message => fault(Fault::Message),
    }
}

/// Heads one person of the list.
pub fn person(locale: Locale, place: usize) -> String {
    match locale {
        Locale::Fr => format!("Personne {place}"),
        Locale::En => format!("Person {place}"),
    }
}

/// Names a person who has no name yet.
pub fn named(locale: Locale, name: &str, place: usize) -> String {
    if name.is_empty() {
        person(locale, place)
    } else {
        name.to_owned()
    }
}

/// Says what a button of a person's row does.
pub fn person_act(locale: Locale, act: PersonAct, name: &str) -> String {
    let words = match act {
        PersonAct::Up => text("Monter", "Move up"),
        PersonAct::Down => text("Descendre", "Move down"),
        PersonAct::Remove => text("Retirer", "Remove"),
    };
    [words.of(locale), " ", name].concat()
}

/// What a button of a person's row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonAct {
    /// One place earlier.
    Up,
    /// One place later.
    Down,
    /// Out of the list.
    Remove,
}

/// Says which field this is, and where, for assistive technology.
pub fn field(locale: Locale, kind: FieldKind, name: &str, page: u32) -> String {
    let what = self::kind(kind).of(locale);
    match locale {
        Locale::Fr => format!("{what}, {name}, page {page}"),
        Locale::En => format!("{what}, {name}, page {page}"),
    }
}

/// Says where a field stands, in whole points from the top left corner.
pub fn place(locale: Locale, x_pt: i64, y_pt: i64, width_pt: i64, height_pt: i64) -> String {
    match locale {
        Locale::Fr => format!("à {x_pt} × {y_pt} points, taille {width_pt} × {height_pt}"),
        Locale::En => format!("at {x_pt} × {y_pt} points, size {width_pt} × {height_pt}"),
    }
}

/// Counts days.
pub fn days(days: u16) -> Text {
    match days {
        7 => text("7 jours", "7 days"),
        14 => text("14 jours", "14 days"),
        60 => text("60 jours", "60 days"),
        90 => text("90 jours", "90 days"),
        _ => text("30 jours", "30 days"),
    }
}

/// Says that a file is over the limit.
pub fn too_large(locale: Locale, limit: &str) -> String {
    match locale {
        Locale::Fr => format!("Ce fichier dépasse {limit}, la limite sur cet appareil."),
        Locale::En => format!("This file is over {limit}, the limit on this device."),
    }
}

/// Counts fields.
pub fn fields(locale: Locale, n: usize) -> String {
    match (locale, n) {
        (Locale::Fr, 0 | 1) => format!("{n} champ"),
        (Locale::Fr, _) => format!("{n} champs"),
        (Locale::En, 1) => "1 field".to_owned(),
        (Locale::En, _) => format!("{n} fields"),
    }
}
