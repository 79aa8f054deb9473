//! Texts of chosen pictures: a signature, a logo, and why a file is neither.

use sign_core::wire::Locale;

use super::{Text, text};
use crate::steps::pixels::Unfit;

pub const CHOOSE: Text = text("Choisir une image", "Choose a picture");
pub const REPLACE: Text = text("Remplacer l’image", "Replace the picture");
pub const REMOVE: Text = text("Retirer l’image", "Remove the picture");
pub const READING: Text = text("Lecture de l’image…", "Reading the picture…");
pub const STAYS_HERE: Text = text(
    "PNG, JPEG ou WebP, 10 Mo au plus. Le fichier ne quitte pas cet appareil : seule l’image entre dans le document.",
    "PNG, JPEG or WebP, at most 10 MB. The file does not leave this device: the picture alone goes into the document.",
);

pub const SIGNATURE_HINT: Text = text(
    "Une photo ou un scan de votre signature à l’encre, sur une feuille blanche.",
    "A photograph or a scan of your signature in ink, on a white sheet.",
);
pub const PAD_EMPTY: Text = text("Aucune image choisie", "No picture chosen");
pub const CLEAR: Text = text(
    "Rendre le papier blanc transparent",
    "Make white paper transparent",
);
pub const NO_INK: Text = text(
    "Aucune encre ne se détache du papier. Choisissez une image plus contrastée, ou gardez le papier.",
    "No ink stands out from the paper. Choose a picture with more contrast, or keep the paper.",
);
pub const KEEP: Text = text(
    "Garder cette image sur cet appareil pour la prochaine fois",
    "Keep this picture on this device for the next time",
);
pub const KEEP_HINT: Text = text(
    "Pas sur un appareil partagé : elle y resterait jusqu’à ce qu’on la retire.",
    "Not on a shared device: it would stay there until it is removed.",
);
pub const NOT_KEPT: Text = text(
    "Ce navigateur n’a pas gardé l’image. Elle sert pour cette signature seulement.",
    "This browser did not keep the picture. It serves for this signature alone.",
);

pub const LOGO: Text = text("Logo dans les signatures", "Logo in the stamps");
pub const LOGO_HINT: Text = text(
    "Le même dans toutes les signatures de l’enveloppe. Ce navigateur s’en souvient pour la prochaine.",
    "The same in every signature of the envelope. This browser remembers it for the next one.",
);
pub const LOGO_CHOOSE: Text = text("Choisir un logo", "Choose a logo");
pub const LOGO_REPLACE: Text = text("Remplacer le logo", "Replace the logo");
pub const LOGO_SHOWN: Text = text(
    "Le montrer dans cette enveloppe",
    "Show it in this envelope",
);
pub const LOGO_FORGET: Text = text("Oublier ce logo", "Forget this logo");
pub const LOGO_NOT_KEPT: Text = text(
    "Ce navigateur n’a pas gardé le logo : après un rechargement, choisissez-le de nouveau.",
    "This browser did not keep the logo: after a reload, choose it again.",
);

/// Says why a chosen file cannot be used, and what to do.
pub fn unfit(unfit: Unfit) -> Text {
    match unfit {
        Unfit::TooLarge => text(
            "Ce fichier dépasse 10 Mo. Choisissez une image plus petite.",
            "This file is over 10 MB. Choose a smaller picture.",
        ),
        Unfit::NoPicture => text(
            "Ce fichier n’est pas une image que ce navigateur sait lire. Choisissez un PNG, un JPEG ou un WebP.",
            "This file is not a picture that this browser can read. Choose a PNG, a JPEG or a WebP.",
        ),
        Unfit::Blank => text(
            "On ne voit rien dans cette image : elle est d’un seul ton. Choisissez-en une autre.",
            "There is nothing to see in this picture: it is of one tone. Choose another one.",
        ),
        Unfit::Withheld => text(
            "Ce navigateur ne laisse pas lire les images, pour protéger votre vie privée. Autorisez-le pour ce site, ou faites autrement.",
            "This browser does not let pictures be read, to protect your privacy. Allow it for this site, or do it another way.",
        ),
    }
}

/// Says what a pad shows.
pub fn says(locale: Locale, size: Option<(u32, u32)>) -> String {
    let Some((width, height)) = size else {
        return PAD_EMPTY.of(locale).to_owned();
    };
    match locale {
        Locale::Fr => format!("Image choisie, {width} × {height} pixels"),
        Locale::En => format!("Picture chosen, {width} × {height} pixels"),
    }
}
