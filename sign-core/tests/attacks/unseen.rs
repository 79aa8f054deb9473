//! What was there when somebody signed, and what no page shows or readers take for different things.

use lopdf::Object;

use super::absent::packed;
use super::stage::{
    AMOUNT, CONTENT, COVER, DORMANT, PAGE, PICTURE, Signing, paper, sign, updated, written,
};

/// The paper with other words in one object, signed.
fn signed_with(number: u32, old: &str, new: &str) -> Vec<u8> {
    let mut objects = paper();
    let object = &mut objects[number as usize - 1];
    assert!(object.contains(old), "{object}");
    *object = object.replace(old, new);
    sign(&written(&objects), &Signing::default())
}

fn with_catalog(entries: &str) -> Vec<u8> {
    signed_with(1, "/Pages 2 0 R", &format!("/Pages 2 0 R {entries}"))
}

/// A picture whose data is another file's.
pub(crate) fn picture_elsewhere() -> Vec<u8> {
    let file = "/F (http://127.0.0.1/picture) /Type /XObject";
    signed_with(PICTURE, "/Type /XObject", file)
}

/// A file among the catalog's names.
pub(crate) fn file_attached() -> Vec<u8> {
    with_catalog("/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a) >>] >> >>")
}

/// A file that is pinned to the page.
pub(crate) fn file_pinned() -> Vec<u8> {
    let pin = "/Subtype /FileAttachment /FS << /Type /Filespec /F (a) >>";
    signed_with(COVER, "/Subtype /Stamp", pin)
}

/// A layer that is off.
pub(crate) fn layer_off() -> Vec<u8> {
    with_catalog("/OCProperties << /OCGs [11 0 R] /D << /OFF [11 0 R] >> >>")
}

/// A layer that is printed and not shown.
pub(crate) fn layer_on_paper() -> Vec<u8> {
    let layer = "<< /Type /OCG /Name (l) /Usage << /Print << /PrintState /ON >> /View << /ViewState /OFF >> >> >>";
    let mut objects = paper();
    objects[DORMANT as usize - 1] = layer.to_owned();
    let switch = "/AS [<< /Event /View /Category [/View] /OCGs [11 0 R] >>]";
    let layers = format!("/Pages 2 0 R /OCProperties << /OCGs [11 0 R] /D << {switch} >> >>");
    objects[0] = objects[0].replace("/Pages 2 0 R", &layers);
    sign(&written(&objects), &Signing::default())
}

/// The overlay is seen once a layer that is on is switched off.
pub(crate) fn layer_inverse() -> Vec<u8> {
    let mut objects = paper();
    objects[DORMANT as usize - 1] = "<< /Type /OCG /Name (l) >>".to_owned();
    let layers = "/Pages 2 0 R /OCProperties << /OCGs [11 0 R] /D << /Order [11 0 R] >> >>";
    objects[0] = objects[0].replace("/Pages 2 0 R", layers);
    let inverse = "/Subtype /Stamp /OC << /Type /OCMD /OCGs 11 0 R /P /AllOff >>";
    let cover = &mut objects[COVER as usize - 1];
    *cover = cover.replace("/Subtype /Stamp", inverse);
    sign(&written(&objects), &Signing::default())
}

/// The overlay is there and hidden.
pub(crate) fn annotation_hidden() -> Vec<u8> {
    signed_with(COVER, "/F 4", "/F 2")
}

/// Which content the page has depends on the reader.
pub(crate) fn key_twice() -> Vec<u8> {
    let twice = "/Contents 4 0 R /Contents 11 0 R";
    signed_with(PAGE, "/Contents 4 0 R", twice)
}

/// Which content the page had when it was signed depended on the reader; an update settles it.
pub(crate) fn key_settled() -> Vec<u8> {
    updated(&key_twice(), |document, update| {
        let page = document.dict((PAGE, 0)).unwrap();
        update.put((PAGE, 0), Object::Dictionary(page));
    })
}

/// How much the page says depends on the reader.
pub(crate) fn length_lies() -> Vec<u8> {
    let content = paper()[CONTENT as usize - 1].clone();
    let at = content.find("/Length ").unwrap();
    let length = &content[at..content.find(" >>").unwrap()];
    signed_with(CONTENT, length, "/Length 4")
}

/// The table says that the amount stands where the overlay does.
pub(crate) fn index_lies() -> Vec<u8> {
    let mut bytes = packed(&paper());
    let stream = b"stream\n";
    let is_stream = |at: &usize| bytes[*at..].starts_with(stream);
    let starts = (0..bytes.len())
        .rev()
        .find(|at| is_stream(at) && !bytes[..*at].ends_with(b"end"));
    let rows = starts.unwrap() + stream.len();
    let index = |number: u32| rows + 4 * number as usize + 3;
    bytes[index(AMOUNT)] = bytes[index(COVER)];
    sign(&bytes, &Signing::default())
}

/// The amount is 900 to programs and 100 to people.
pub(crate) fn value_differs() -> Vec<u8> {
    signed_with(AMOUNT, "/V (100)", "/V (900)")
}

/// A box is ticked on the page and not in the data.
pub(crate) fn button_differs() -> Vec<u8> {
    let ticked = "/FT /Btn /AS /Yes /AP << /N << /Yes 8 0 R /Off 10 0 R >> >>";
    let mut objects = paper();
    let amount = &mut objects[AMOUNT as usize - 1];
    *amount = amount
        .replace("/FT /Tx", ticked)
        .replace("/V (100)", "/V /Off");
    *amount = amount.replace("/AP << /N 8 0 R >> >>", ">>");
    sign(&written(&objects), &Signing::default())
}
