//! Fields and signature fields as overlays: painted after somebody signed, by nobody who signed.

use lopdf::{Object, Stream, dictionary};
use sign_core::document::{Document, Update};

use super::shadow::drawing;
use super::stage::{
    AMOUNT, COVERING, PAGE, PICTURE, SIG, Signing, approved, certified, open, paper, sign,
    sign_field, updated, written,
};

/// A stamp that the form lists, so that it seems to be a field.
pub(crate) fn stamp_as_field() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("7 0 R]", "7 0 R 9 0 R]");
    let signed = sign(&written(&objects), &Signing::default());
    updated(&signed, |_, update| {
        update.put((COVERING, 0), drawing(""));
    })
}

/// The paper with another field of the amount, signed.
fn field(text: &str) -> Vec<u8> {
    let mut objects = paper();
    let amount = &mut objects[AMOUNT as usize - 1];
    *amount = amount.replace("/FT /Tx /T (amount) /V (100)", text);
    sign(&written(&objects), &Signing::default())
}

/// A field without a value shows one.
pub(crate) fn empty_field_painted() -> Vec<u8> {
    updated(&field("/FT /Tx /T (amount)"), |_, update| {
        update.put((PICTURE, 0), drawing("BT (9999999) Tj ET"));
    })
}

/// A push button is given another face.
pub(crate) fn button_painted() -> Vec<u8> {
    let button = field("/FT /Btn /Ff 65536 /T (amount)");
    updated(&button, |_, update| {
        update.put((PICTURE, 0), drawing("BT (9999999) Tj ET"));
    })
}

/// A choice that is shown and not made.
pub(crate) fn button_switched() -> Vec<u8> {
    let mut objects = paper();
    objects[AMOUNT as usize - 1] =
        "<< /Type /Annot /Subtype /Widget /FT /Btn /T (amount) /V /Off /AS /Off \
         /Rect [60 600 160 620] /P 3 0 R /F 4 /AP << /N << /Yes 8 0 R >> >> >>"
            .to_owned();
    let signed = sign(&written(&objects), &Signing::default());
    updated(&signed, |_, update| {
        update.set_entry((AMOUNT, 0), b"AS", b"/Yes").unwrap();
    })
}

/// A second signature field, empty, is painted and stays empty.
pub(crate) fn unsigned_painted() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("7 0 R]", "7 0 R 12 0 R]");
    objects[2] = objects[2].replace("9 0 R]", "9 0 R 12 0 R]");
    objects.push(objects[SIG as usize - 1].replace("(sig)", "(second)"));
    let signed = sign(&written(&objects), &Signing::default());
    updated(&signed, |_, update| {
        let picture = update.add(drawing("BT (Signed by the president) Tj ET"));
        let value = format!("<< /N {} 0 R >>", picture.0);
        update.set_entry((12, 0), b"AP", value.as_bytes()).unwrap();
    })
}

/// Adds a signature field of one widget to the page and the form.
fn added(document: &Document, update: &mut Update, field: &str, widget: lopdf::ObjectId) {
    let id = update.reserve();
    let field = field.replace("WIDGET", &format!("{} 0 R", widget.0));
    update.put_raw(id, field.into_bytes());
    let shown = if widget.0 == 0 { id } else { widget };
    update
        .push_path(document.root(), &[b"AcroForm", b"Fields"], &[id])
        .unwrap();
    update
        .push_to_array((PAGE, 0), b"Annots", &[shown])
        .unwrap();
}

/// A field whose widget stands apart and covers the text.
pub(crate) fn sneaky_widget() -> Vec<u8> {
    let bytes = certified(2);
    let document = open(&bytes);
    sign_field(&bytes, &Signing::default(), |update, value| {
        let widget = update.add(Object::Dictionary(dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "F" => 132,
            "Rect" => vec![60.into(), 690.into(), 300.into(), 720.into()],
        }));
        let field = format!("<< /FT /Sig /T (late) /Kids [WIDGET] /V {} 0 R >>", value.0);
        added(&document, update, &field, widget);
    })
}

/// A field whose corners stand apart and span the text.
pub(crate) fn sneaky_corners() -> Vec<u8> {
    let bytes = certified(2);
    let document = open(&bytes);
    sign_field(&bytes, &Signing::default(), |update, value| {
        let corner = update.add(Object::Integer(300));
        let field = format!(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (late) /F 132 \
             /Rect [60 690 {} 0 R 720] /V {} 0 R >>",
            corner.0, value.0
        );
        added(&document, update, &field, (0, 0));
    })
}

/// A signature field that nobody signed covers the text.
pub(crate) fn painted_field() -> Vec<u8> {
    updated(&approved(), |document, update| {
        let field = format!(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (late) /F 132 \
             /Rect [60 690 300 720] /AP << /N {COVERING} 0 R >> >>"
        );
        added(document, update, &field, (0, 0));
    })
}

/// A signature field that nobody signed and that shows nothing, for whoever signs next.
pub(crate) fn field_for_the_next() -> Vec<u8> {
    updated(&approved(), |document, update| {
        let field = "<< /Type /Annot /Subtype /Widget /FT /Sig /T (late) /F 132 \
                     /Rect [60 690 300 720] >>";
        added(document, update, field, (0, 0));
    })
}

/// An empty field whose picture of nothing is drawn anew.
pub(crate) fn empty_field_redrawn() -> Vec<u8> {
    let mut objects = paper();
    let amount = &mut objects[AMOUNT as usize - 1];
    *amount = amount.replace("/V (100)", "");
    objects[PICTURE as usize - 1] = "<< /Length 11 >>\nstream\n/Tx BMC EMC\nendstream".to_owned();
    let signed = sign(&written(&objects), &Signing::default());
    updated(&signed, |_, update| {
        let stream = Stream::new(dictionary! {}, b"/Tx BMC q Q EMC".to_vec());
        update.put((PICTURE, 0), Object::Stream(stream));
    })
}

/// A field that got its value and the picture of it, and a choice that was made.
pub(crate) fn fields_filled() -> Vec<u8> {
    updated(&approved(), |_, update| {
        update.set_entry((AMOUNT, 0), b"V", b"(200)").unwrap();
        update.put((PICTURE, 0), drawing("BT (200) Tj ET"));
    })
}

/// A document timestamp behind a certification that allows nothing.
pub(crate) fn stamped_after_lock() -> Vec<u8> {
    crate::verify_evidence::stamped(&certified(1), sign_core::bytes::hash::sha256)
}

/// An empty field that its signer locks, and says of itself what Acrobat says of one that it locks.
pub(crate) fn signed_and_locked() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("7 0 R]", "7 0 R 12 0 R]");
    objects[2] = objects[2].replace("9 0 R]", "9 0 R 12 0 R]");
    let second = objects[SIG as usize - 1].replace("(sig)", "(second)");
    objects.push(second.replace("/F 132", "/F 4"));
    let bytes = sign(&written(&objects), &Signing::default());
    sign_field(&bytes, &Signing::default(), |update, value| {
        let value = format!("{} 0 R", value.0);
        update.set_entry((12, 0), b"V", value.as_bytes()).unwrap();
        update.set_entry((12, 0), b"F", b"132").unwrap();
    })
}

/// The extensions that a file declares are an object of their own, which an update writes anew.
pub(crate) fn extensions_declared() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("/Pages 2 0 R", "/Pages 2 0 R /Extensions 12 0 R");
    objects.push("<< /ADBE << /BaseVersion /1.7 /ExtensionLevel 3 >> >>".to_owned());
    let signed = sign(&written(&objects), &Signing::default());
    updated(&signed, |_, update| {
        let more = "<< /ADBE << /BaseVersion /1.7 /ExtensionLevel 8 >> >>";
        update.put_raw((12, 0), more.as_bytes().to_vec());
    })
}

/// A signature field of one widget in a list of its own.
pub(crate) fn widget_apart() -> Vec<u8> {
    updated(&approved(), |document, update| {
        let widget = update.add(Object::Dictionary(dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "F" => 132,
            "Rect" => vec![60.into(), 690.into(), 300.into(), 720.into()],
        }));
        let kids = update.add(Object::Array(vec![Object::Reference(widget)]));
        let field = format!("<< /FT /Sig /T (late) /Kids {} 0 R >>", kids.0);
        added(document, update, &field, widget);
    })
}

/// A signature field that viewers take for a text, and draw by themselves.
pub(crate) fn text_as_field() -> Vec<u8> {
    updated(&approved(), |document, update| {
        let field = "<< /Type /Annot /Subtype /FreeText /FT /Sig /T (late) /F 132 /DA (/F1 12 Tf 0 g) \
                     /Contents (Pay 9999999) /Rect [60 690 300 720] >>";
        added(document, update, field, (0, 0));
    })
}

/// A signature field with a ground that viewers draw by themselves.
pub(crate) fn ground_as_field() -> Vec<u8> {
    updated(&approved(), |document, update| {
        let field = "<< /Type /Annot /Subtype /Widget /FT /Sig /T (late) /F 132 /MK << /BG [1] >> \
                     /Rect [60 690 300 720] >>";
        added(document, update, field, (0, 0));
    })
}

/// A signature field that is not seen and acts.
pub(crate) fn acting_field() -> Vec<u8> {
    updated(&approved(), |document, update| {
        let field = "<< /Type /Annot /Subtype /Widget /FT /Sig /T (late) /F 132 /Rect [0 0 0 0] \
                     /AA << /PO << /S /JavaScript /JS (app.alert\\(1\\)) >> >> >>";
        added(document, update, field, (0, 0));
    })
}

/// A signature field takes the overlay for its widget; once it is signed, the overlay goes.
pub(crate) fn adopted_stamp() -> Vec<u8> {
    let adopted = updated(&approved(), |document, update| {
        let field = update.reserve();
        let text = b"<< /FT /Sig /T (late) /Kids [9 0 R] >>".to_vec();
        update.put_raw(field, text);
        let path: [&[u8]; 2] = [b"AcroForm", b"Fields"];
        update.push_path(document.root(), &path, &[field]).unwrap();
    });
    let field = open(&adopted).field("late").unwrap().unwrap().id;
    sign_field(&adopted, &Signing::default(), |update, value| {
        let value = format!("{} 0 R", value.0);
        update.set_entry(field, b"V", value.as_bytes()).unwrap();
        update.put((COVERING, 0), drawing(""));
    })
}

/// A timestamp, which anybody gets, in a field that covers the text.
pub(crate) fn painted_stamp() -> Vec<u8> {
    let look = "/Rect [60 690 300 720] /AP << /N 10 0 R >>";
    crate::verify_evidence::stamped_as(&approved(), look)
}
