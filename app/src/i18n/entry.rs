//! What is wrong with something a sender entered: the words for the rules that form and server share.

use sign_core::wire::entry::Fault;

use super::{Text, text};

/// Says which rule is broken, and how to keep it.
pub fn fault(fault: Fault) -> Text {
    match fault {
        Fault::Email => text(
            "Il faut une adresse, comme nom@exemple.fr.",
            "An address is needed, like name@example.org.",
        ),
        Fault::Phone | Fault::NoPhone => text(
            "Il faut un numéro de mobile, comme 06 12 34 56 78 ou +32 470 12 34 56.",
            "A mobile number is needed, like 06 12 34 56 78 or +44 7700 900123.",
        ),
        Fault::FirstName | Fault::LastName => text(
            "Il faut 1 à 100 caractères visibles pour un prénom et pour un nom.",
            "A first and a last name have 1 to 100 characters that can be seen.",
        ),
        Fault::Title => text(
            "Il faut 1 à 200 caractères visibles pour le nom de l’enveloppe.",
            "An envelope’s name has 1 to 200 characters that can be seen.",
        ),
        Fault::Message => text(
            "Le mot aux signataires a 1 000 caractères visibles au plus.",
            "The word to the signers has at most 1,000 characters that can be seen.",
        ),
        Fault::FileName => text(
            "Il faut 1 à 200 caractères visibles pour le nom d’un fichier : renommez-le.",
            "A file’s name has 1 to 200 characters that can be seen: rename it.",
        ),
        Fault::Documents => text(
            "Une enveloppe porte 1 à 20 documents.",
            "An envelope has 1 to 20 documents.",
        ),
        Fault::Signers => text(
            "Une enveloppe a 1 à 50 signataires.",
            "An envelope has 1 to 50 signers.",
        ),
        Fault::Fields => text(
            "Une enveloppe porte 1 800 champs au plus : partagez-la en plusieurs.",
            "An envelope has at most 1,800 fields: split it into several.",
        ),
        Fault::Pages => text(
            "Un document a 5 000 pages au plus.",
            "A document has at most 5,000 pages.",
        ),
        Fault::Size => text(
            "Un document est vide ou dépasse la taille permise.",
            "A document is empty or over the allowed size.",
        ),
        Fault::Days => text(
            "Le temps pour signer va de 1 à 90 jours.",
            "The time to sign is 1 to 90 days.",
        ),
        Fault::Turn => text(
            "La position d’un signataire va de 1 à 99.",
            "A signer’s place is 1 to 99.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use sign_core::wire::entry::Fault;

    use super::fault;

    #[test]
    fn every_fault_is_told_in_both_languages() {
        for one in Fault::ALL {
            let words = fault(*one);
            assert!(
                words.fr.ends_with('.') && words.en.ends_with('.'),
                "{one:?}"
            );
        }
    }
}
