//! Shadow attacks: what was prepared before the signature and is turned round after it.

use lopdf::{Object, Stream, dictionary};

use super::stage::{
    AMOUNT, CONTENT, COVER, COVERING, DORMANT, EVIL, FONT, PAGE, PICTURE, SIG, Signing, approved,
    find, paper, redirected, sign, updated, written,
};

pub(crate) fn drawing(text: &str) -> Object {
    let dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Form",
        "BBox" => vec![0.into(), 0.into(), 100.into(), 20.into()],
    };
    Object::Stream(Stream::new(dict, text.as_bytes().to_vec()))
}

/// Hide: the overlay is taken off the page.
pub(crate) fn overlay_unlisted() -> Vec<u8> {
    updated(&approved(), |_, update| {
        update
            .set_entry((PAGE, 0), b"Annots", b"[6 0 R 7 0 R]")
            .unwrap();
    })
}

/// Hide: the overlay stays and draws nothing.
pub(crate) fn overlay_emptied() -> Vec<u8> {
    updated(&approved(), |_, update| {
        update.put((COVERING, 0), drawing(""));
    })
}

/// Hide: the overlay is switched off by its flags.
pub(crate) fn overlay_hidden() -> Vec<u8> {
    updated(&approved(), |_, update| {
        update.set_entry((COVER, 0), b"F", b"2").unwrap();
    })
}

/// Hide: the overlay's object is freed.
pub(crate) fn overlay_freed() -> Vec<u8> {
    let bytes = redirected(&approved(), &[(COVERING, 0)], "");
    let at = find(&bytes, b"0000000000 00000 n ");
    super::stage::over(&bytes, at, b"0000000000 00001 f ")
}

/// Replace: another picture under the same value.
pub(crate) fn picture_replaced() -> Vec<u8> {
    updated(&approved(), |_, update| {
        update.put((PICTURE, 0), drawing("BT (9999999) Tj ET"));
    })
}

/// Replace: another value under the same picture.
pub(crate) fn value_replaced() -> Vec<u8> {
    updated(&approved(), |_, update| {
        update.set_entry((AMOUNT, 0), b"V", b"(9999999)").unwrap();
    })
}

/// Replace: another value of a field the signer froze.
pub(crate) fn frozen_value_replaced() -> Vec<u8> {
    let signing = Signing {
        freezes: vec!["amount"],
        ..Signing::default()
    };
    updated(&sign(&written(&paper()), &signing), |_, update| {
        update.set_entry((AMOUNT, 0), b"V", b"(9999999)").unwrap();
        update.put((PICTURE, 0), drawing("BT (9999999) Tj ET"));
    })
}

/// Replace: the font the page and the form share.
pub(crate) fn font_replaced() -> Vec<u8> {
    updated(&approved(), |_, update| {
        let font = b"<< /Type /Font /Subtype /Type3 /BaseFont /Evil >>";
        update.put_raw((FONT, 0), font.to_vec());
    })
}

/// Replace: the form's own name for a font leads to another.
pub(crate) fn form_font_replaced() -> Vec<u8> {
    updated(&approved(), |document, update| {
        let font = update.add(Object::Dictionary(
            dictionary! { "Type" => "Font", "Subtype" => "Type3" },
        ));
        let path: [&[u8]; 4] = [b"AcroForm", b"DR", b"Font", b"F1"];
        let value = format!("{} 0 R", font.0);
        update
            .set_path(document.root(), &path, value.as_bytes())
            .unwrap();
    })
}

pub(crate) fn appearances_redrawn() -> Vec<u8> {
    updated(&approved(), |document, update| {
        let path: [&[u8]; 2] = [b"AcroForm", b"NeedAppearances"];
        update.set_path(document.root(), &path, b"true").unwrap();
    })
}

pub(crate) fn signature_repainted() -> Vec<u8> {
    updated(&approved(), |_, update| {
        let picture = update.add(drawing("BT (Signed by the president) Tj ET"));
        let value = format!("<< /N {} 0 R >>", picture.0);
        update.set_entry((SIG, 0), b"AP", value.as_bytes()).unwrap();
    })
}

pub(crate) fn signature_moved() -> Vec<u8> {
    updated(&approved(), |_, update| {
        update
            .set_entry((SIG, 0), b"Rect", b"[0 0 500 800]")
            .unwrap();
    })
}

pub(crate) fn signature_cleared() -> Vec<u8> {
    updated(&approved(), |_, update| {
        update.remove_entry((SIG, 0), b"V").unwrap();
    })
}

/// Hide and replace: the copy that lay in the signed bytes becomes the content.
pub(crate) fn dormant_content() -> Vec<u8> {
    let bytes = approved();
    let at = find(&bytes, EVIL.as_bytes());
    redirected(&bytes, &[(CONTENT, at)], "")
}

/// Hide and replace: the page names the object that lay dormant.
pub(crate) fn dormant_named() -> Vec<u8> {
    updated(&approved(), |_, update| {
        let value = format!("{DORMANT} 0 R");
        update
            .set_entry((PAGE, 0), b"Contents", value.as_bytes())
            .unwrap();
    })
}

/// The content is also called document information, which may change.
pub(crate) fn content_as_info() -> Vec<u8> {
    let bytes = written(&paper());
    let at = find(&bytes, b"/Root 1 0 R");
    let bytes = [&bytes[..at], b"/Info 4 0 R ", &bytes[at..]].concat();
    let signed = sign(&bytes, &Signing::default());
    updated(&signed, |_, update| {
        update.put(
            (CONTENT, 0),
            Object::Stream(Stream::new(dictionary! {}, b"q Q".to_vec())),
        );
    })
}

/// The content is also metadata.
pub(crate) fn content_as_metadata() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("/Pages 2 0 R", "/Pages 2 0 R /Metadata 4 0 R");
    let signed = sign(&written(&objects), &Signing::default());
    updated(&signed, |_, update| {
        update.put(
            (CONTENT, 0),
            Object::Stream(Stream::new(dictionary! {}, b"q Q".to_vec())),
        );
    })
}

/// The content is also validation data.
pub(crate) fn content_as_validation_data() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("/Pages 2 0 R", "/Pages 2 0 R /DSS << /Certs [4 0 R] >>");
    let signed = sign(&written(&objects), &Signing::default());
    updated(&signed, |_, update| {
        update.put(
            (CONTENT, 0),
            Object::Stream(Stream::new(dictionary! {}, b"q Q".to_vec())),
        );
    })
}

/// One picture for two fields, of which the signer froze one.
pub(crate) fn shared_picture() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("7 0 R]", "7 0 R 12 0 R]");
    objects.push(objects[AMOUNT as usize - 1].replace("(amount)", "(other)"));
    let signing = Signing {
        freezes: vec!["amount"],
        ..Signing::default()
    };
    updated(&sign(&written(&objects), &signing), |_, update| {
        update.put((PICTURE, 0), drawing("BT (9999999) Tj ET"));
    })
}

/// The page draws with what is also validation data, under a name that elsewhere leads upwards.
pub(crate) fn picture_named_parent() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("/Pages 2 0 R", "/Pages 2 0 R /DSS << /Certs [12 0 R] >>");
    objects[2] = objects[2].replace("/Resources <<", "/Resources << /XObject << /P 12 0 R >>");
    objects.push(objects[PICTURE as usize - 1].clone());
    let signed = sign(&written(&objects), &Signing::default());
    updated(&signed, |_, update| {
        update.put((12, 0), drawing("BT (9999999) Tj ET"));
    })
}

/// A picture whose stated length ends it early for readers that believe it.
pub(crate) fn length_lies() -> Vec<u8> {
    let picture = paper()[PICTURE as usize - 1].clone();
    let at = picture.find("/Length").unwrap();
    let picture = format!(
        "{}/Length 4 {}",
        &picture[..at],
        &picture[at + "/Length 29".len()..]
    );
    updated(&approved(), |_, update| {
        update.put_raw((PICTURE, 0), picture.clone().into_bytes());
    })
}
