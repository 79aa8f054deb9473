//! What it means when a document is refused, and what the inspection finds in one.

use super::problem::Explained;
use super::{Text, text};

mod finding;
mod signed;

pub use finding::{finding, kept};

const UNTOUCHED: Text = text(
    "Le fichier n’a pas changé et n’a pas quitté votre appareil.",
    "The file is unchanged and has not left your device.",
);
const EXPORT_AGAIN: Text = text(
    "Exportez-le de nouveau en PDF depuis le logiciel qui l’a produit, puis choisissez ce nouveau fichier.",
    "Export it to PDF again from the program that made it, then choose that new file.",
);
const ANOTHER: Text = text("Choisissez un autre fichier.", "Choose another file.");

const SMALLER: Text = text(
    "Réduisez-le ou partagez-le en plusieurs documents, puis choisissez-les.",
    "Make it smaller or split it into several documents, then choose them.",
);
const PRINT_IT: Text = text(
    "Imprimez-le en PDF, puis choisissez ce nouveau fichier.",
    "Print it to PDF, then choose that new file.",
);
const RELOAD: Text = text(
    "Rechargez la page et réessayez. Si cela se répète, prévenez la personne qui tient ce service.",
    "Reload the page and try again. If it happens again, tell the person who runs this service.",
);

/// The browser did not take a finished file.
pub const NOT_SAVED: Explained = Explained {
    what: text(
        "Le navigateur n’a pas enregistré le fichier.",
        "The browser did not save the file.",
    ),
    safe: text(
        "Le document est intact et peut être reconstruit à tout moment.",
        "The document is intact and can be rebuilt at any time.",
    ),
    act: text(
        "Réessayez, ou ouvrez cette page dans un autre navigateur avec sa clé.",
        "Try again, or open this page in another browser with its key.",
    ),
};

/// Explains a refusal by its stable code; one we do not know is our mistake.
pub fn refusal(code: &str) -> Explained {
    known(code).unwrap_or_else(|| {
        told(
            text(
                "Le document n’a pas pu être préparé. C’est notre erreur.",
                "The document could not be prepared. This is our mistake.",
            ),
            RELOAD,
        )
    })
}

/// The words for every code that a sender can act on.
fn known(code: &str) -> Option<Explained> {
    Some(match code {
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
        "too_large" | "too_many_objects" => told(
            text(
                "Ce PDF dépasse une limite de taille.",
                "This PDF is over a size limit.",
            ),
            SMALLER,
        ),
        "too_many_pages" => told(
            text("Ce PDF a trop de pages.", "This PDF has too many pages."),
            SMALLER,
        ),
        "no_pages" => told(
            text("Ce PDF n’a aucune page.", "This PDF has no page."),
            EXPORT_AGAIN,
        ),
        "damaged" | "unreadable" => told(
            text(
                "Ce PDF est abîmé et ne peut pas être lu sûrement.",
                "This PDF is damaged and cannot be read reliably.",
            ),
            EXPORT_AGAIN,
        ),
        "needs_rewrite" => told(
            text(
                "Ce PDF doit être réécrit avant d’être signé, et cela n’a pas pu être fait.",
                "This PDF must be rewritten before it can be signed, and that could not be done.",
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
        "launch_action" => told(
            text(
                "Ce PDF peut lancer un programme : il ne doit pas être signé.",
                "This PDF can start a program: it must not be signed.",
            ),
            PRINT_IT,
        ),
        "submit_action" => told(
            text(
                "Ce PDF peut envoyer ses données ailleurs : il ne doit pas être signé.",
                "This PDF can send its data elsewhere: it must not be signed.",
            ),
            PRINT_IT,
        ),
        "import_action" => told(
            text(
                "Ce PDF peut charger des données d’un autre fichier : ce qui est montré pourrait changer.",
                "This PDF can load data from another file: what is shown could change.",
            ),
            PRINT_IT,
        ),
        "external_content" => told(
            text(
                "Une page de ce PDF est écrite dans un autre fichier : ce qui est montré pourrait changer.",
                "A page of this PDF is written in another file: what is shown could change.",
            ),
            PRINT_IT,
        ),
        "active_content" | "dynamic_xfa" | "javascript" | "open_action" | "xfa"
        | "need_appearances" => told(
            text(
                "Ce PDF contient des actions ou un formulaire dynamique : ce qui est montré pourrait changer.",
                "This PDF holds actions or a dynamic form: what is shown could change.",
            ),
            PRINT_IT,
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
        "files_gone" => Explained {
            what: text(
                "Ce navigateur n’a plus les fichiers de ce brouillon.",
                "This browser does not have the files of this draft any more.",
            ),
            safe: text(
                "Il a été lancé ou jeté dans un autre onglet, ou le navigateur les a effacés. D’ici, rien n’est parti.",
                "It was launched or thrown away in another tab, or the browser erased them. Nothing was sent from here.",
            ),
            act: text(
                "Regardez d’abord la liste des enveloppes : celle-ci y est peut-être déjà. Sinon, ajoutez les fichiers de nouveau.",
                "Look at the list of envelopes first: this one may be there already. If not, add the files again.",
            ),
        },
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
                "Remplacez-le, ou demandez à qui tient ce serveur d’y ajouter une police qui l’a.",
                "Replace it, or ask whoever runs this server to add a font that has it.",
            ),
        ),
        "bad_font" => told(
            text(
                "Une police d’écriture n’a pas pu être utilisée.",
                "A font could not be used.",
            ),
            text(
                "Rechargez la page ; si cela revient, écrivez en lettres latines.",
                "Reload the page; if it happens again, write in Latin letters.",
            ),
        ),
        "bad_image" | "image_too_large" => told(
            text(
                "L’image choisie ne peut pas être reprise dans le PDF.",
                "The chosen picture cannot be put into the PDF.",
            ),
            text(
                "Choisissez une autre image, ou retirez celle-ci.",
                "Choose another picture, or take this one away.",
            ),
        ),
        "outside_page" => told(
            text(
                "Un champ ne tient pas sur sa page.",
                "A field does not fit on its page.",
            ),
            text("Déplacez-le, puis réessayez.", "Move it, then try again."),
        ),
        "page_too_slow" => told(
            text(
                "Une page de ce PDF demande trop de temps à dessiner : personne ne pourrait la lire.",
                "A page of this PDF takes too long to draw: nobody could read it.",
            ),
            EXPORT_AGAIN,
        ),
        "text_too_long" | "value_missing" | "no_signature_field" | "no_such_field" => told(
            text(
                "Un champ n’est pas rempli comme il doit l’être.",
                "A field is not filled in as it should be.",
            ),
            text(
                "Corrigez-le, puis réessayez.",
                "Correct it, then try again.",
            ),
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
        _ => return signed::known(code),
    })
}

fn told(what: Text, act: Text) -> Explained {
    Explained {
        what,
        safe: UNTOUCHED,
        act,
    }
}

#[cfg(test)]
mod tests;
