//! What the inspection or the renderer found in a file that is taken.

use crate::i18n::unseen::unseen;
use crate::i18n::{Text, text};

/// Says what the inspection or the renderer found, in one sentence.
pub fn finding(code: &str) -> Text {
    observed(code).unwrap_or(text(
        "Le fichier a une particularité sans danger connu.",
        "The file has a peculiarity of no known danger.",
    ))
}

/// Says what was found in a file that others have signed, of which nothing can be taken out.
pub fn kept(code: &str) -> Text {
    match code {
        "signed" | "certified" | "attachments" | "form_fields" | "hidden_annotations"
        | "hidden_layers" | "not_all_read" | "value_differs" => finding(code),
        _ => text(
            "Il a des particularités (actions, formulaire ou structure) que l’on ne peut retirer sans casser ses signatures : elles y restent.",
            "It has peculiarities (actions, form or structure) that cannot be taken out without breaking its signatures: they stay in it.",
        ),
    }
}

/// The words for every finding we know.
pub(super) fn observed(code: &str) -> Option<Text> {
    Some(match code {
        "signed" => text(
            "Ce PDF est déjà signé ; ces signatures restent valables. Votre organisation ne le certifie pas, et les réponses de chacun sont dessinées dans sa signature.",
            "This PDF is signed already; those signatures stay valid. Your organisation does not certify it, and each person’s answers are drawn inside their signature.",
        ),
        "certified" => text(
            "Il est certifié : il se signe dans ses propres champs de signature, et nulle part ailleurs.",
            "It is certified: it is signed in its own signature fields, and nowhere else.",
        ),
        "javascript" | "open_action" | "active_content" => text(
            "Des actions automatiques en ont été retirées.",
            "Automatic actions were taken out of it.",
        ),
        "hybrid_xref" | "rebuilt_xref" => text(
            "Le fichier a été réécrit proprement : l’original devient cette réécriture.",
            "The file was rewritten cleanly: the rewrite becomes the original.",
        ),
        "fragmented_xref" => text(
            "La table des objets était en morceaux : le fichier a été réécrit, et cette réécriture devient l’original.",
            "The table of objects was in pieces: the file was rewritten, and the rewrite becomes the original.",
        ),
        "junk_before_header" => text(
            "Des octets étrangers précédaient le PDF : le fichier a été réécrit sans eux, et cette réécriture devient l’original.",
            "Foreign bytes stood before the PDF: the file was rewritten without them, and the rewrite becomes the original.",
        ),
        "repaired_objects" => text(
            "Des objets du fichier étaient mal rangés : ils ont été retrouvés, et le fichier réécrit devient l’original.",
            "Objects of the file were misplaced: they were found again, and the rewritten file becomes the original.",
        ),
        "second_catalog" => text(
            "Un second catalogue était caché dans le fichier : il a été réécrit sans lui, et cette réécriture devient l’original.",
            "A second catalog was hidden in the file: it was rewritten without it, and the rewrite becomes the original.",
        ),
        "need_appearances" | "xfa" => text(
            "Le formulaire a été figé tel qu’il est affiché.",
            "The form was fixed as it is shown.",
        ),
        "encrypted" => text(
            "La protection sans mot de passe a été retirée.",
            "The protection without a password was removed.",
        ),
        "kept_encrypted" => text(
            "Le fichier est signé et protégé sans mot de passe : la protection reste.",
            "The file is signed and protected without a password: the protection stays.",
        ),
        "signing_not_permitted" => text(
            "Les droits inscrits dans ce fichier n’y prévoient pas de nouvelle signature.",
            "The permissions written in this file provide for no further signature.",
        ),
        "form_fields" => text(
            "Ce PDF a un formulaire : il est signé tel qu’il est affiché, et personne ne le remplit ici.",
            "This PDF has a form: it is signed as it is shown, and nobody fills it in here.",
        ),
        "not_all_read" => text(
            "Ce PDF demande trop de lecture pour que tout ait été examiné : il peut cacher du contenu.",
            "This PDF takes too much reading for all of it to be looked at: it may hide content.",
        ),
        "font_substituted" => text(
            "Une police manque dans le fichier : l’affichage peut différer un peu.",
            "A font is missing from the file: it may look slightly different.",
        ),
        "font_unreadable" | "image_unreadable" | "annotation_unreadable" | "not_fully_drawn" => {
            text(
                "Un élément de la page n’a pas pu être affiché. Comparez avec un autre lecteur avant d’envoyer.",
                "Something on the page could not be shown. Compare with another reader before you send it.",
            )
        }
        _ => return unseen(code),
    })
}
