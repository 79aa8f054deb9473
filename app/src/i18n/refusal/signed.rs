//! What it means when a document is refused because of the signatures it already bears.

use super::{ANOTHER, Explained, Text, UNTOUCHED, text};

/// The words for every code that comes of a signature made before.
pub(super) fn known(code: &str) -> Option<Explained> {
    let (what, act) = said(code)?;
    Some(Explained {
        what,
        safe: UNTOUCHED,
        act,
    })
}

fn said(code: &str) -> Option<(Text, Text)> {
    Some(match code {
        "does_not_verify" => (
            text(
                "Les signatures de ce document ne sont pas en ordre : il n’est pas remis.",
                "The signatures of this document are not in order: it is not handed out.",
            ),
            super::RELOAD,
        ),
        "certified" => (
            text(
                "Ce PDF est certifié et n’admet aucun ajout : une signature le rendrait non valable.",
                "This PDF is certified and allows no addition: a signature would make it invalid.",
            ),
            text(
                "Demandez à qui l’a certifié une version que l’on peut signer.",
                "Ask whoever certified it for a version that can be signed.",
            ),
        ),
        "locked" => (
            text(
                "Une signature déjà posée verrouille ce PDF.",
                "A signature that is already there locks this PDF.",
            ),
            text(
                "Demandez à qui l’a signé une version que l’on peut encore signer.",
                "Ask whoever signed it for a version that can still be signed.",
            ),
        ),
        "seed_value" => (
            text(
                "Le champ de signature de ce PDF exige une sorte de signature que nous ne faisons pas.",
                "The signature field of this PDF asks for a kind of signature that we do not make.",
            ),
            text(
                "Demandez à qui l’a préparé un champ sans cette exigence.",
                "Ask whoever prepared it for a field without that demand.",
            ),
        ),
        "other_page" => (
            text(
                "Dans un PDF déjà signé, les réponses d’une personne se placent sur la page de sa signature.",
                "In a PDF that is already signed, a person’s answers stand on the page of their signature.",
            ),
            text(
                "Déplacez ces champs sur la page de la signature.",
                "Move those fields to the page of the signature.",
            ),
        ),
        "signed_encrypted" | "signed_repaired" => (
            text(
                "Ce PDF est signé et ne peut être complété sans rendre ses signatures non valables.",
                "This PDF is signed and cannot be added to without making its signatures invalid.",
            ),
            text(
                "Demandez à qui l’a signé une version sans protection ni défaut, ou celle d’avant les signatures.",
                "Ask whoever signed it for a version without protection or defect, or the one before the signatures.",
            ),
        ),
        "already_signed" => (
            text(
                "Ce champ porte déjà une signature.",
                "This field already bears a signature.",
            ),
            ANOTHER,
        ),
        "hybrid_xref" | "rebuilt_xref" | "fragmented_xref" | "junk_before_header"
        | "second_catalog" => (
            text(
                "Ce PDF est signé, mais sa structure est irrégulière : rien ne peut y être ajouté sûrement.",
                "This PDF is signed, but its structure is irregular: nothing can be added to it reliably.",
            ),
            text(
                "Demandez le fichier tel qu’il a été signé, ou une version non signée.",
                "Ask for the file as it was signed, or for a version without signatures.",
            ),
        ),
        _ => return None,
    })
}
