//! What it means when a document is refused, and what the inspection finds in one.

use super::problem::Explained;
use super::{Text, text};

const UNTOUCHED: Text = text(
    "Le fichier n’a pas changé et n’a pas quitté votre appareil.",
    "The file is unchanged and has not left your device.",
);
const EXPORT_AGAIN: Text = text(
    "Exportez-le de nouveau en PDF depuis le logiciel qui l’a produit, puis choisissez ce nouveau fichier.",
    "Export it to PDF again from the program that made it, then choose that new file.",
);
const ANOTHER: Text = text("Choisissez un autre fichier.", "Choose another file.");

/// Explains a refusal by its stable code.
pub fn refusal(code: &str) -> Explained {
    match code {
        "not_pdf" => told(
            text("Ce fichier n’est pas un PDF.", "This file is not a PDF."),
            EXPORT_AGAIN,
        ),
        "empty" => told(text("Ce fichier est vide.", "This file is empty."), ANOTHER),
        "truncated" => told(
            text(
                "Ce PDF est coupé : il en manque la fin.",
                "This PDF is cut short: its end is missing.",
            ),
            text(
                "Téléchargez-le de nouveau, en entier, puis choisissez-le.",
                "Download it again, in full, then choose it.",
            ),
        ),
        "encrypted" => told(
            text(
                "Ce PDF est protégé par un mot de passe.",
                "This PDF is protected by a password.",
            ),
            text(
                "Enregistrez-en une copie sans mot de passe, puis choisissez-la.",
                "Save a copy without the password, then choose that one.",
            ),
        ),
        "too_large" | "too_many_objects" | "too_many_pages" => told(
            text(
                "Ce PDF dépasse une limite de taille.",
                "This PDF is over a size limit.",
            ),
            text(
                "Réduisez-le ou partagez-le en plusieurs documents, puis choisissez-les.",
                "Make it smaller or split it into several documents, then choose them.",
            ),
        ),
        "damaged" | "unreadable" | "no_pages" => told(
            text(
                "Ce PDF est abîmé et ne peut pas être lu sûrement.",
                "This PDF is damaged and cannot be read reliably.",
            ),
            EXPORT_AGAIN,
        ),
        "pages_disagree" => told(
            text(
                "Deux lecteurs ne verraient pas la même chose dans ce PDF : il ne doit pas être signé.",
                "Two readers would not see the same thing in this PDF: it must not be signed.",
            ),
            EXPORT_AGAIN,
        ),
        "active_content" | "dynamic_xfa" | "launch_action" | "submit_action" | "import_action"
        | "external_content" => told(
            text(
                "Ce PDF contient des actions ou un formulaire dynamique : ce qui est montré pourrait changer.",
                "This PDF holds actions or a dynamic form: what is shown could change.",
            ),
            text(
                "Imprimez-le en PDF, puis choisissez ce nouveau fichier.",
                "Print it to PDF, then choose that new file.",
            ),
        ),
        "wrong_original" | "wrong_file" => told(
            text(
                "Ce n’est pas le fichier de cette enveloppe : son empreinte diffère.",
                "This is not this envelope’s file: its fingerprint differs.",
            ),
            text(
                "Choisissez le fichier d’origine, sans l’avoir ouvert et réenregistré.",
                "Choose the original file, not one that was opened and saved again.",
            ),
        ),
        "bad_blob" | "chain_broken" => told(
            text(
                "La copie chiffrée ne s’ouvre pas : elle a été altérée, ou la clé n’est pas la bonne.",
                "The encrypted copy does not open: it was altered, or the key is not the right one.",
            ),
            text(
                "Ouvrez le lien en entier, ou demandez-en un autre.",
                "Open the whole link, or ask for another one.",
            ),
        ),
        "not_readable" => told(
            text(
                "L’appareil n’arrive pas à lire ce fichier.",
                "The device cannot read this file.",
            ),
            text(
                "S’il est dans un nuage, attendez qu’il soit téléchargé, puis choisissez-le de nouveau.",
                "If it is in a cloud, wait until it is downloaded, then choose it again.",
            ),
        ),
        "missing_glyph" => told(
            text(
                "Un caractère saisi ne peut pas être écrit dans le PDF.",
                "A character that was entered cannot be written into the PDF.",
            ),
            text(
                "Remplacez-le par un caractère latin, grec ou cyrillique.",
                "Replace it by a Latin, Greek or Cyrillic one.",
            ),
        ),
        "outside_page" => told(
            text(
                "Un champ ne tient pas sur sa page.",
                "A field does not fit on its page.",
            ),
            text("Déplacez-le, puis réessayez.", "Move it, then try again."),
        ),
        "worker_gone" => told(
            text(
                "La lecture du document s’est arrêtée, sans doute faute de mémoire.",
                "Reading the document has stopped, probably for lack of memory.",
            ),
            text(
                "Fermez d’autres onglets, rechargez la page et reprenez au même endroit.",
                "Close other tabs, reload the page and go on from the same place.",
            ),
        ),
        _ => told(
            text(
                "Le document n’a pas pu être préparé. C’est notre erreur.",
                "The document could not be prepared. This is our mistake.",
            ),
            text(
                "Rechargez la page et réessayez. Si cela se répète, prévenez la personne qui tient ce service.",
                "Reload the page and try again. If it happens again, tell the person who runs this service.",
            ),
        ),
    }
}

/// Says what the inspection or the renderer found, in one sentence.
pub fn finding(code: &str) -> Text {
    match code {
        "signed" | "certified" => text(
            "Ce PDF est déjà signé : les nouvelles signatures s’y ajouteront.",
            "This PDF is already signed: new signatures will be added to it.",
        ),
        "javascript" | "open_action" => text(
            "Des actions automatiques en ont été retirées.",
            "Automatic actions were taken out of it.",
        ),
        "hybrid_xref" | "rebuilt_xref" | "fragmented_xref" | "junk_before_header"
        | "repaired_objects" | "second_catalog" => text(
            "Le fichier a été réécrit proprement : l’original devient cette réécriture.",
            "The file was rewritten cleanly: the rewrite becomes the original.",
        ),
        "need_appearances" | "xfa" => text(
            "Le formulaire a été figé tel qu’il est affiché.",
            "The form was fixed as it is shown.",
        ),
        "encrypted" => text(
            "La protection sans mot de passe a été retirée.",
            "The protection without a password was removed.",
        ),
        "font_substituted" => text(
            "Une police manque dans le fichier : l’affichage peut différer un peu.",
            "A font is missing from the file: it may look slightly different.",
        ),
        "font_unreadable" | "image_unreadable" | "annotation_unreadable" | "not_fully_drawn" => {
            text(
                "Un élément de la page n’a pas pu être affiché. Comparez avec un autre lecteur avant d’envoyer.",
                "Something on the page could not be shown. Compare with another reader before you send it.",
            )
        }
        _ => text(
            "Le fichier a une particularité sans danger connu.",
            "The file has a peculiarity of no known danger.",
        ),
    }
}

fn told(what: Text, act: Text) -> Explained {
    Explained {
        what,
        safe: UNTOUCHED,
        act,
    }
}
