//! What can go wrong with a document, a link or the device: whose fault, what is safe, what to do.

use super::{Explained, Text, text};

const SAFE: Text = text(
    "Rien n’a été signé, et votre saisie est gardée.",
    "Nothing was signed, and what you entered is kept.",
);
/// What is safe once the server has the signature.
pub const SIGNED_SAFE: Text = text(
    "Votre signature est enregistrée ; rien n’est perdu.",
    "Your signature is recorded; nothing is lost.",
);
const ASK_SENDER: Text = text(
    "Demandez à la personne qui vous l’a envoyé.",
    "Ask the person who sent it to you.",
);
const RELOAD: Text = text(
    "Rechargez la page : vous reprendrez au même endroit.",
    "Reload the page: you will go on from the same place.",
);

pub const DEVICE_TROUBLE: Explained = Explained {
    what: text(
        "Le navigateur n’a pas gardé ce qu’il fallait pour signer.",
        "The browser did not keep what signing needs.",
    ),
    safe: SAFE,
    act: text(
        "Revenez à votre signature et recommencez ; en navigation privée, essayez une fenêtre ordinaire.",
        "Go back to your signature and start again; in a private window, try an ordinary one.",
    ),
};
pub const ORIGINAL_TROUBLE: Explained = Explained {
    what: text(
        "Il faut d’abord choisir le fichier.",
        "The file must be chosen first.",
    ),
    safe: SAFE,
    act: text(
        "Choisissez sur cet appareil le fichier que l’expéditeur vous a remis.",
        "Choose the file the sender gave you on this device.",
    ),
};

/// Explains a refusal of the document worker; one we do not know is our mistake.
pub fn document_trouble(code: &str) -> Explained {
    let ours = text(
        "L’ouverture du document s’est interrompue. C’est notre erreur.",
        "Opening the document broke off. This is our mistake.",
    );
    let (what, act) = said_trouble(code).unwrap_or((ours, RELOAD));
    Explained {
        what,
        safe: SAFE,
        act,
    }
}

/// What happened and what to do, for every code that a signer can act on.
pub fn said_trouble(code: &str) -> Option<(Text, Text)> {
    Some(match code {
        "wrong_original" | "wrong_file" => (
            text(
                "Ce n’est pas le même fichier : son contenu diffère de l’original.",
                "This is another file: its content differs from the original.",
            ),
            text(
                "Choisissez le fichier exact que l’expéditeur vous a remis, sans l’avoir enregistré à nouveau.",
                "Choose the exact file the sender gave you, not one that was saved again.",
            ),
        ),
        "bad_blob" => (
            text(
                "Ce lien n’ouvre pas la copie reçue : l’un des deux n’est pas entier ou a été modifié.",
                "This link does not open the copy that arrived: one of the two is incomplete or was changed.",
            ),
            text(
                "Ouvrez de nouveau le lien, tel qu’il est dans votre message. Si rien ne change, prévenez l’expéditeur.",
                "Open the link again, just as it is in your message. If nothing changes, tell the sender.",
            ),
        ),
        "chain_broken" | "copy_missing" => (
            text(
                "La copie reçue est incomplète ou a été modifiée : elle n’est pas montrée.",
                "The copy that arrived is incomplete or was changed: it is not shown.",
            ),
            ASK_SENDER,
        ),
        "does_not_verify" => (
            text(
                "Les signatures de ce document ne sont pas en ordre : il n’est pas montré.",
                "The signatures of this document are not in order: it is not shown.",
            ),
            ASK_SENDER,
        ),
        "own_result" => (
            text(
                "Le document signé n’est pas celui que le serveur a enregistré.",
                "The signed document is not the one the server registered.",
            ),
            RELOAD,
        ),
        "missing_glyph" => (
            text(
                "Un caractère de votre texte ne peut pas être imprimé.",
                "A character of your text cannot be printed.",
            ),
            text(
                "Remplacez-le, ou dessinez votre signature au lieu de la taper.",
                "Replace it, or draw your signature instead of typing it.",
            ),
        ),
        "bad_font" => (
            text(
                "Une police d’écriture n’a pas pu être utilisée.",
                "A font could not be used.",
            ),
            RELOAD,
        ),
        "bad_image" | "image_too_large" => (
            text(
                "L’image de la signature ne peut pas être reprise.",
                "The picture of the signature cannot be used.",
            ),
            text(
                "Choisissez une autre image, ou dessinez la signature.",
                "Choose another picture, or draw the signature.",
            ),
        ),
        "text_too_long" => (
            text(
                "Un texte est trop long pour sa place.",
                "A text is too long for its place.",
            ),
            text(
                "Revenez au texte et raccourcissez-le.",
                "Go back to the text and shorten it.",
            ),
        ),
        "value_missing" => (
            text("Un champ nécessaire est vide.", "A needed field is blank."),
            text(
                "Revenez aux champs et remplissez-le.",
                "Go back to the fields and fill it in.",
            ),
        ),
        "not_readable" => (
            text(
                "Le fichier n’a pas pu être lu.",
                "The file could not be read.",
            ),
            text(
                "S’il est dans un nuage, attendez qu’il soit sur l’appareil, puis réessayez.",
                "If it is in a cloud, wait until it is on the device, then try again.",
            ),
        ),
        "over_phone_limit" => (
            text(
                "Ce document dépasse 25 Mo, la limite sur un téléphone.",
                "This document is over 25 MB, the limit on a phone.",
            ),
            text(
                "Ouvrez ce même lien sur un ordinateur ou une tablette.",
                "Open this same link on a computer or a tablet.",
            ),
        ),
        "too_large" | "too_many_objects" | "too_many_pages" => (
            text("Le fichier est trop grand.", "The file is too large."),
            text(
                "Essayez sur un ordinateur, ou avec un fichier plus petit.",
                "Try on a computer, or with a smaller file.",
            ),
        ),
        "no_such_version" | "not_drawable" => (
            text(
                "Cette version ne peut pas être montrée.",
                "This version cannot be shown.",
            ),
            text(
                "Fermez-la et choisissez de nouveau le fichier.",
                "Close it and choose the file again.",
            ),
        ),
        "page_too_slow" => (
            text(
                "Une page demande trop de temps à dessiner.",
                "A page takes too long to draw.",
            ),
            ASK_SENDER,
        ),
        "worker_gone" | "no_document" => (
            text(
                "La lecture du document s’est arrêtée, sans doute faute de mémoire.",
                "Reading the document has stopped, probably for lack of memory.",
            ),
            RELOAD,
        ),
        "no_signature_field" | "no_such_field" | "outside_page" | "already_signed" => (
            text(
                "Un champ de ce document n’est pas celui qui est attendu.",
                "A field of this document is not the one that is expected.",
            ),
            ASK_SENDER,
        ),
        "certified"
        | "locked"
        | "seed_value"
        | "other_page"
        | "signed_encrypted"
        | "signed_repaired"
        | "repaired_objects"
        | "needs_rewrite"
        | "rebuilt_xref"
        | "hybrid_xref"
        | "fragmented_xref"
        | "junk_before_header"
        | "second_catalog"
        | "kept_encrypted"
        | "signing_not_permitted" => (
            text(
                "Rien ne peut être ajouté sûrement à ce fichier.",
                "Nothing can be added to this file reliably.",
            ),
            ASK_SENDER,
        ),
        "launch_action" | "submit_action" | "import_action" | "external_content"
        | "dynamic_xfa" | "active_content" | "javascript" | "open_action" | "xfa"
        | "need_appearances" => (
            text(
                "Ce fichier agit de lui-même : ce qui est montré pourrait changer.",
                "This file acts by itself: what is shown could change.",
            ),
            ASK_SENDER,
        ),
        "not_pdf" | "empty" | "truncated" | "damaged" | "encrypted" | "pages_disagree"
        | "unreadable" | "no_pages" => (
            text(
                "Ce fichier ne peut pas être ouvert.",
                "This file cannot be opened.",
            ),
            ASK_SENDER,
        ),
        _ => return None,
    })
}

/// Explains a link that cannot be read.
pub fn link_trouble(code: &str) -> Explained {
    let what = match code {
        "link_cut" => text(
            "Le lien est coupé : il manque la fin.",
            "The link is cut: its end is missing.",
        ),
        "link_version" => text(
            "Le lien vient d’une autre version de ce service.",
            "The link comes from another version of this service.",
        ),
        _ => text("Le lien est mal recopié.", "The link is mistyped."),
    };
    Explained {
        what,
        safe: text(
            "Rien n’a été ouvert ni signé.",
            "Nothing was opened or signed.",
        ),
        act: text(
            "Ouvrez-le en entier depuis le message reçu, ou collez-le ici.",
            "Open it in full from the message you received, or paste it here.",
        ),
    }
}

/// Says what a warning of the renderer means for the reader of the page.
pub fn notice(code: &str) -> Text {
    match code {
        "font_substituted" => text(
            "Une police manque dans ce fichier : une autre la remplace. L’aspect peut différer d’un appareil à l’autre, les mots non.",
            "This file lacks a font: another one stands in. Looks may differ between devices, words do not.",
        ),
        "font_unreadable" => text(
            "Une police n’a pas pu être lue : du texte peut manquer sur cette page.",
            "A font could not be read: text may be missing on this page.",
        ),
        "image_unreadable" => text(
            "Une image n’a pas pu être affichée sur cette page.",
            "An image could not be shown on this page.",
        ),
        "annotation_unreadable" => text(
            "Une annotation n’a pas pu être affichée sur cette page.",
            "An annotation could not be shown on this page.",
        ),
        "page_too_slow" => text(
            "Cette page demande trop de temps à dessiner : la lecture a été arrêtée. Rien n’est perdu. Personne ne devrait signer ce qui ne se lit pas : rouvrez les documents ; si cela se répète, il faut un autre export de ce fichier.",
            "This page takes too long to draw: reading was stopped. Nothing is lost. Nobody should sign what cannot be read: open the documents again; if it happens again, this file needs another export.",
        ),
        "worker_gone" | "no_document" => text(
            "La lecture du document s’est arrêtée. Rien n’est perdu : rouvrez les documents pour continuer.",
            "Reading the document has stopped. Nothing is lost: open the documents again to go on.",
        ),
        _ => text(
            "Cette page n’est peut-être pas affichée en entier.",
            "This page may not be shown completely.",
        ),
    }
}
