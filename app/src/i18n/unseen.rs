//! What a file holds and its pages do not show, as whoever sends and whoever signs it reads it.

use super::{Text, text};

/// The words for what no page shows; nothing for any other code.
pub fn unseen(code: &str) -> Option<Text> {
    Some(match code {
        "attachments" => text(
            "Des fichiers sont joints à ce PDF : ils y restent et sont signés avec lui, sans être affichés.",
            "Files are attached to this PDF: they stay in it and are signed with it, without being shown.",
        ),
        "hidden_annotations" => text(
            "Ce PDF a des annotations masquées, qui peuvent apparaître dans un autre lecteur ou à l’impression.",
            "This PDF has hidden annotations, which may appear in another reader or when it is printed.",
        ),
        "hidden_layers" => text(
            "Ce PDF a des calques masqués, ou affichés différemment à l’écran et à l’impression : ils sont signés aussi.",
            "This PDF has layers that are hidden, or that look different on screen and in print: they are signed, too.",
        ),
        "value_differs" => text(
            "Un champ du formulaire affiche autre chose que sa valeur : les deux seront signés.",
            "A field of the form shows something other than its value: both will be signed.",
        ),
        _ => return None,
    })
}
