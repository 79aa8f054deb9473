//! What each finding of the verifier means.

use crate::i18n::{Text, text};

/// Says a finding in the reader's language.
pub fn finding(code: &str) -> Text {
    match code {
        "dss_added" => text(
            "Des données de vérification ont été ajoutées ensuite.",
            "Validation data was added later.",
        ),
        "field_filled" => text(
            "Un champ a été rempli ensuite, comme prévu.",
            "A form field was filled in later, as allowed.",
        ),
        "info_changed" => text(
            "Les informations du document ont changé ensuite.",
            "Document information was changed later.",
        ),
        "not_sealed" => text(
            "Signé, mais pas encore scellé par l’organisation.",
            "Signed, but not sealed by the organisation yet.",
        ),
        "signature_added" => text(
            "Une autre signature a été ajoutée ensuite.",
            "Another signature was added later.",
        ),
        "time_claimed" => text(
            "L’heure est celle que déclare le signataire ; il n’y a pas d’horodatage.",
            "The time is the signer’s claim; there is no timestamp.",
        ),
        "algorithm_unknown" => text(
            "La signature emploie un algorithme que ce programme ne vérifie pas.",
            "The signature uses an algorithm this program does not check.",
        ),
        "chain_incomplete" => text(
            "La chaîne de certificats est incomplète.",
            "The chain of certificates is incomplete.",
        ),
        "certificate_expired" => text(
            "Le certificat a expiré et aucun horodatage ne prouve une signature antérieure.",
            "The certificate has expired and no timestamp proves an earlier signature.",
        ),
        "repaired" => text(
            "Le fichier est abîmé et n’a été lu qu’après réparation.",
            "The file is damaged and was read by repair.",
        ),
        "hybrid_xref" => text(
            "Le fichier a deux tables d’objets qui peuvent différer.",
            "The file has two object tables that can differ.",
        ),
        "revocation_missing" => text(
            "L’état de révocation d’un certificat n’est pas connu.",
            "Whether a certificate was revoked is not known.",
        ),
        "root_unknown" => text(
            "La chaîne s’arrête à une racine inconnue ici. Ajoutez son fichier PEM pour la reconnaître.",
            "The chain ends at a root that is unknown here. Add its PEM file to recognise it.",
        ),
        "lock_mismatch" => text(
            "Le verrou du champ et celui de la signature diffèrent.",
            "The field’s lock and the signature’s differ.",
        ),
        "timestamp_untrusted" => text(
            "L’horodatage vient d’une autorité inconnue.",
            "The timestamp comes from an unknown authority.",
        ),
        "after_lock" => text(
            "Le fichier a changé après avoir été verrouillé.",
            "The file was changed after it was locked.",
        ),
        "annotation_changed" => text(
            "Une annotation a été ajoutée, retirée ou changée.",
            "An annotation was added, removed or changed.",
        ),
        "catalog_changed" => text(
            "Le catalogue du document a changé.",
            "The document catalogue was changed.",
        ),
        "field_added" => text(
            "Un champ a été ajouté après la certification.",
            "A field was added after certification.",
        ),
        "object_freed" => text("Un objet a été retiré.", "An object was removed."),
        "object_dormant" => text(
            "Un objet a été ajouté sans que rien n’y renvoie.",
            "An object was added that nothing refers to.",
        ),
        "object_changed" => text("Un objet a été changé.", "An object was changed."),
        "locked_field_changed" => text(
            "Un champ verrouillé par un signataire a été changé.",
            "A field that a signer had locked was changed.",
        ),
        "page_changed" => text("Une page a été changée.", "A page was changed."),
        "signature_replaced" => text(
            "Une signature a été remplacée ou retirée.",
            "A signature was replaced or removed.",
        ),
        "trailing_bytes" => text(
            "Quelque chose suit la dernière version entière : le fichier a été coupé ou complété.",
            "Something follows the last whole version: the file was cut off or added to.",
        ),
        "byte_range_odd" => text(
            "L’étendue signée manque ou est anormale.",
            "The signed range is missing or odd.",
        ),
        "certificates_odd" => text(
            "Les certificats de la signature manquent, sont altérés ou en trop.",
            "The certificates in the signature are missing, altered or superfluous.",
        ),
        "certificate_swapped" => text(
            "La signature a été faite pour un autre certificat.",
            "The signature was made for another certificate.",
        ),
        "certificate_unfit" => text(
            "Le certificat n’est pas fait pour cela.",
            "The certificate is not meant for this.",
        ),
        "certificate_period" => text(
            "La signature est hors de la période du certificat.",
            "The signature lies outside the certificate’s period.",
        ),
        "certificate_revoked" => text(
            "Le certificat a été révoqué.",
            "The certificate was revoked.",
        ),
        "certified_late" => text(
            "Une certification doit être la première signature.",
            "A certification must be the first signature.",
        ),
        "cms_malformed" => text(
            "Le contenu de la signature est mal formé.",
            "The signature container is not well-formed.",
        ),
        "contents_odd" => text(
            "La valeur de la signature manque ou est anormale.",
            "The signature value is missing or odd.",
        ),
        "contents_not_canonical" => text(
            "Le contenu de la signature n’a pas sa forme unique.",
            "The signature container is not canonical.",
        ),
        "coverage_odd" => text(
            "La signature ne couvre pas une version entière.",
            "The signature does not cover a whole version.",
        ),
        "digest_mismatch" => text(
            "Ce qui a été signé a été modifié.",
            "What was signed was altered.",
        ),
        "padding_not_zero" => text(
            "La fin inutilisée de la signature contient des données.",
            "The unused end of the signature holds data.",
        ),
        "shared_dictionary" => text(
            "Deux champs partagent une signature.",
            "Two fields share one signature.",
        ),
        "signature_wrong" => text(
            "La signature ne correspond pas.",
            "The signature value does not verify.",
        ),
        "timestamp_wrong" => text(
            "L’horodatage ne correspond pas à la signature.",
            "The timestamp does not fit the signature.",
        ),
        "timestamp_period" => text(
            "L’horodatage est hors de la période permise.",
            "The timestamp lies outside the allowed time.",
        ),
        "transcript_mismatch" => text(
            "Le certificat a été délivré pour un autre acte.",
            "The certificate was issued for another act.",
        ),
        "content_unseen" => text(
            "Le fichier contient des éléments que ses pages n’affichent pas : fichiers joints, calques ou annotations masqués.",
            "The file holds what its pages do not show: attached files, hidden layers or annotations.",
        ),
        "value_differs" => text(
            "Un champ affiche autre chose que sa valeur : un programme qui le lit trouve autre chose que vous.",
            "A field shows something other than its value: a program that reads it finds something other than you do.",
        ),
        "active_content" => text(
            "Le fichier contient des scripts ou des actions.",
            "The file contains scripts or actions.",
        ),
        "algorithm_past" => text(
            "La signature repose sur un algorithme ou une clé dépassés.",
            "The signature rests on an algorithm or key that is past its time.",
        ),
        "certificate_unchecked" => text(
            "Un certificat pose des conditions que ce programme ne vérifie pas.",
            "A certificate has conditions this program does not check.",
        ),
        "dss_odd" => text(
            "Les données de vérification contiennent autre chose.",
            "The validation data holds something else.",
        ),
        "field_aliased" => text(
            "Deux champs partagent un nom ou un emplacement.",
            "Two fields share one name or one place.",
        ),
        "format_unknown" => text(
            "La signature est d’un format que ce programme ne vérifie pas.",
            "The signature is of a format this program does not check.",
        ),
        "objects_hidden" => text(
            "Un second document est caché dans le fichier.",
            "A second document is hidden inside the file.",
        ),
        "perms_mismatch" => text(
            "Le catalogue et les signatures ne désignent pas la même certification.",
            "The catalogue and the signatures disagree on which one certifies.",
        ),
        "appearances_redrawn" => text(
            "Les lecteurs ont été priés ensuite de redessiner les champs.",
            "Readers were told later to draw the fields anew.",
        ),
        "too_many" => text(
            "Le fichier contient plus que ce qui est vérifié.",
            "There is more in the file than is checked.",
        ),
        "value_not_shown" => text(
            "La valeur d’un champ et ce qui est montré ne vont plus ensemble.",
            "A field’s value and what is shown no longer belong together.",
        ),
        "appearance_changed" => text(
            "Ce que montre une signature a été changé.",
            "What a signature shows was changed.",
        ),
        "font_changed" => text(
            "Une police du formulaire a été remplacée.",
            "A font of the form was replaced.",
        ),
        "hidden_object_shown" => text(
            "Un objet caché dans ce qui a été signé a été mis au jour ensuite.",
            "An object hidden in what was signed was brought up later.",
        ),
        "signature_unlisted" => text(
            "Une page montre une signature que le formulaire ne connaît pas.",
            "A page shows a signature that is no field of the form.",
        ),
        "not_pdf" => text("Ce n’est pas un PDF.", "It is not a PDF."),
        "empty" => text("Le fichier est vide.", "The file is empty."),
        "truncated" => text(
            "La fin du fichier manque.",
            "The end of the file is missing.",
        ),
        "encrypted" => text(
            "Le fichier demande un mot de passe.",
            "The file needs a password.",
        ),
        "too_large" => text(
            "Le fichier dépasse une limite.",
            "The file is over a limit.",
        ),
        "damaged" => text("Le fichier est abîmé.", "The file is damaged."),
        _ => text("Une autre observation.", "Another observation."),
    }
}

#[cfg(test)]
mod tests {
    use sign_core::verify::finding::FindingCode;

    use super::finding;

    #[test]
    fn every_finding_of_the_verifier_has_its_words() {
        for code in FindingCode::ALL {
            assert_ne!(finding(code.code()), finding("?"), "{}", code.code());
        }
    }
}
