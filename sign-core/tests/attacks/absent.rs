//! Objects that are not what a comparison by their use takes them for: of two uses, awaited, or read otherwise.

use lopdf::{Object, Stream, dictionary};

use super::stage::{
    AMOUNT, CONTENT, COVER, COVERING, DORMANT, PAGE, PICTURE, SIG, Signing, approved, find, over,
    paper, redirected, sign, updated, written,
};
use crate::made::body;

/// The first number that the signed paper does not have.
const AWAITED: u32 = 20;

/// The paper with other words in some objects, signed.
fn signed_with(edits: &[(u32, &str, &str)]) -> Vec<u8> {
    let mut objects = paper();
    for (number, old, new) in edits {
        let object = &mut objects[*number as usize - 1];
        assert!(object.contains(old), "{object}");
        *object = object.replace(old, new);
    }
    sign(&written(&objects), &Signing::default())
}

/// Adds an object of any number.
fn brought(bytes: &[u8], number: u32, text: &str) -> Vec<u8> {
    updated(bytes, |_, update| {
        update.put_raw((number, 0), text.as_bytes().to_vec());
    })
}

/// Adds the object that was awaited.
fn awaited(bytes: &[u8], text: &str) -> Vec<u8> {
    updated(bytes, |_, update| {
        let id = update.reserve();
        assert_eq!(id.0, AWAITED);
        update.put_raw(id, text.as_bytes().to_vec());
    })
}

const COVERS: &str = "<< /Type /Annot /Subtype /FreeText /F 4 /Contents (Pay 9999999) \
                      /Rect [60 690 300 720] /DA (/F1 12 Tf 0 g) >>";

/// Readers never ask of what type a page's content says it is.
pub(crate) fn content_as_table() -> Vec<u8> {
    updated(&approved(), |_, update| {
        let dict = dictionary! { "Type" => "XRef" };
        update.put(
            (CONTENT, 0),
            Object::Stream(Stream::new(dict, b"q Q".to_vec())),
        );
    })
}

/// The page lists an annotation that is not there yet.
pub(crate) fn awaited_annotation() -> Vec<u8> {
    awaited(&signed_with(&[(PAGE, "9 0 R]", "9 0 R 20 0 R]")]), COVERS)
}

/// The page has content that is not there yet.
pub(crate) fn awaited_content() -> Vec<u8> {
    let signed = signed_with(&[(PAGE, "/Contents 4 0 R", "/Contents [4 0 R 20 0 R]")]);
    awaited(
        &signed,
        "<< /Length 18 >>\nstream\n1 g 0 0 300 800 re f\nendstream",
    )
}

/// The form lists a field that is not there yet.
pub(crate) fn awaited_field() -> Vec<u8> {
    let signed = signed_with(&[
        (1, "7 0 R]", "7 0 R 20 0 R]"),
        (PAGE, "9 0 R]", "9 0 R 20 0 R]"),
    ]);
    let field = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (late) /F 4 /V (9999999) \
                 /Rect [60 690 300 720] /P 3 0 R /DA (/F1 12 Tf 0 g) /AP << /N 10 0 R >> >>";
    awaited(&signed, field)
}

/// The page tree has a page that is not there yet.
pub(crate) fn awaited_page() -> Vec<u8> {
    let signed = signed_with(&[(2, "/Kids [3 0 R]", "/Kids [3 0 R 20 0 R]")]);
    let page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> >>";
    awaited(&signed, page)
}

/// A field whose value the page draws with.
pub(crate) fn field_as_resources() -> Vec<u8> {
    let signed = signed_with(&[
        (PAGE, "/Resources <<", "/Resources << /XObject 7 0 R"),
        (AMOUNT, "/V (100)", "/V 8 0 R"),
        (CONTENT, "(Pay 100) Tj ET", "ET /V Do       "),
    ]);
    updated(&signed, |_, update| {
        let value = format!("{COVERING} 0 R");
        let picture = format!("<< /N {COVERING} 0 R >>");
        update
            .set_entry((AMOUNT, 0), b"V", value.as_bytes())
            .unwrap();
        update
            .set_entry((AMOUNT, 0), b"AP", picture.as_bytes())
            .unwrap();
    })
}

/// The page's content is the form's list of fields.
pub(crate) fn fields_as_content() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("[6 0 R 7 0 R]", "12 0 R");
    objects[2] = objects[2].replace("/Contents 4 0 R", "/Contents 12 0 R");
    objects.push("[6 0 R 7 0 R 4 0 R]".to_owned());
    let signed = sign(&written(&objects), &Signing::default());
    brought(&signed, 12, &format!("[6 0 R 7 0 R 4 0 R {DORMANT} 0 R]"))
}

/// One array lists fields and annotations; of two without a name one goes.
pub(crate) fn nameless_unlisted() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("[6 0 R 7 0 R]", "12 0 R");
    objects[2] = objects[2].replace("[6 0 R 7 0 R 9 0 R]", "12 0 R");
    objects.push("[6 0 R 7 0 R 9 0 R 13 0 R]".to_owned());
    objects.push(objects[COVER as usize - 1].clone());
    let signed = sign(&written(&objects), &Signing::default());
    brought(&signed, 12, "[6 0 R 7 0 R 13 0 R]")
}

/// The overlay's number is given to another generation: no reference to it leads anywhere.
pub(crate) fn overlay_renumbered() -> Vec<u8> {
    let bytes = approved();
    let at = bytes.len();
    let object = format!("{COVER} 1 obj\n<< /Type /Annot /Subtype /Stamp >>\nendobj\n");
    let out = redirected(
        &[&bytes[..], object.as_bytes()].concat(),
        &[(COVER, at)],
        "",
    );
    let row = find(&out, format!("{at:010} 00000 n ").as_bytes());
    over(&out, row, format!("{at:010} 00001 n ").as_bytes())
}

/// A picture named twice, first another and last the one that was there.
pub(crate) fn doubled_key() -> Vec<u8> {
    let field = paper()[AMOUNT as usize - 1].replace("/AP", "/AP << /N 10 0 R >> /AP");
    brought(&approved(), AMOUNT, &field)
}

/// A section that lists a picture twice, first another and last the one that was there.
pub(crate) fn number_twice() -> Vec<u8> {
    let bytes = approved();
    let old = find(&bytes, format!("\n{PICTURE} 0 obj").as_bytes()) + 1;
    let at = bytes.len();
    let picture = paper()[COVERING as usize - 1].clone();
    let object = format!("{PICTURE} 0 obj\n{picture}\nendobj\n");
    let bytes = [&bytes[..], object.as_bytes()].concat();
    redirected(&bytes, &[(PICTURE, at), (PICTURE, old)], "")
}

/// A trailer that promises fewer objects than there are.
pub(crate) fn size_cut() -> Vec<u8> {
    let out = redirected(&approved(), &[], "");
    let at = find(&out, b"/Size ") + b"/Size ".len();
    over(&out, at, b"9 ")
}

/// Objects that are no streams, packed into one that is object `holder`.
fn holder(objects: &[String], holder: usize) -> String {
    let (mut head, mut data, mut count) = (String::new(), String::new(), 0);
    for (index, object) in objects.iter().enumerate() {
        if !object.contains("stream") {
            head += &format!("{} {} ", index + 1, data.len());
            data += &format!("{object} ");
            count += 1;
        }
    }
    let (first, length) = (head.len(), head.len() + data.len());
    assert_eq!(holder, objects.len() + 1);
    format!(
        "<< /Type /ObjStm /N {count} /First {first} /Length {length} >>\nstream\n{head}{data}\nendstream"
    )
}

/// A file whose objects stand in an object stream wherever they can.
pub(crate) fn packed(objects: &[String]) -> Vec<u8> {
    let number = objects.len() + 1;
    let holder = holder(objects, number);
    let mut texts: Vec<&str> = objects.iter().map(String::as_str).collect();
    texts.push(&holder);
    let outside = |object: &&str| object.contains("stream");
    let apart = texts
        .iter()
        .map(|object| if outside(object) { object } else { "null" });
    let (mut out, offsets) = body(&apart.collect::<Vec<_>>());
    let start = out.len();
    let place = |at: usize| [1, (at >> 8) as u8, at as u8, 0];
    let mut rows = vec![[0, 0, 0, 0]];
    let mut inside = 0..;
    for (object, offset) in texts.iter().zip(&offsets) {
        rows.push(if object.contains("stream") {
            place(*offset)
        } else {
            [2, 0, number as u8, inside.next().unwrap()]
        });
    }
    rows.push(place(start));
    let rows = rows.concat();
    let (size, length) = (number + 2, rows.len());
    let head = format!(
        "{} 0 obj\n<< /Type /XRef /W [1 2 1] /Size {size} /Root 1 0 R /Length {length} >>\nstream\n",
        number + 1
    );
    out.extend(head.bytes());
    out.extend(rows);
    out.extend(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

/// The object stream is replaced: no table says that the objects in it are others.
pub(crate) fn packed_replaced() -> Vec<u8> {
    let mut objects = paper();
    let signed = sign(&packed(&objects), &Signing::default());
    let number = objects.len() + 1;
    objects[2] = objects[2].replace("/Contents 4 0 R", "/Contents 11 0 R");
    brought(&signed, number as u32, &holder(&objects, number))
}

/// A file of object streams, signed and nothing else.
pub(crate) fn packed_signed() -> Vec<u8> {
    sign(&packed(&paper()), &Signing::default())
}

/// The signature's own field also lists the overlay's states: the signer's look is switched.
pub(crate) fn signature_switched() -> Vec<u8> {
    let states = "/FT /Sig /AS /A /AP << /N << /A 8 0 R /B 10 0 R >> >>";
    let signed = signed_with(&[(SIG, "/FT /Sig", states)]);
    updated(&signed, |_, update| {
        update.set_entry((SIG, 0), b"AS", b"/B").unwrap();
    })
}

/// Two overlays change places: the one that was covered covers.
pub(crate) fn overlays_reordered() -> Vec<u8> {
    let mut objects = paper();
    objects[2] = objects[2].replace("9 0 R]", "9 0 R 12 0 R]");
    objects.push(objects[COVER as usize - 1].replace("/N 10 0 R", "/N 8 0 R"));
    let signed = sign(&written(&objects), &Signing::default());
    updated(&signed, |_, update| {
        let order = b"[6 0 R 7 0 R 12 0 R 9 0 R]";
        update.set_entry((PAGE, 0), b"Annots", order).unwrap();
    })
}

/// A field whose value the overlay draws with.
pub(crate) fn field_in_a_picture() -> Vec<u8> {
    let signed = signed_with(&[
        (COVERING, "/Resources <<", "/Resources << /XObject 7 0 R"),
        (COVERING, "1 g 0 0 100 20 re f", "/V Do              "),
        (AMOUNT, "/V (100)", "/V 8 0 R"),
    ]);
    updated(&signed, |_, update| {
        let (value, picture) = (b"11 0 R", b"<< /N 11 0 R >>");
        update.set_entry((AMOUNT, 0), b"V", value).unwrap();
        update.set_entry((AMOUNT, 0), b"AP", picture).unwrap();
    })
}

/// A field whose value the signature's own look draws with.
pub(crate) fn field_in_a_signature() -> Vec<u8> {
    let look = "/FT /Sig /AP << /N 10 0 R >>";
    let signed = signed_with(&[
        (SIG, "/FT /Sig", look),
        (COVERING, "/Resources <<", "/Resources << /XObject 7 0 R"),
        (COVERING, "1 g 0 0 100 20 re f", "/V Do              "),
        (AMOUNT, "/V (100)", "/V 8 0 R"),
        (COVER, "/AP << /N 10 0 R >>", ""),
    ]);
    updated(&signed, |_, update| {
        let (value, picture) = (b"11 0 R", b"<< /N 11 0 R >>");
        update.set_entry((AMOUNT, 0), b"V", value).unwrap();
        update.set_entry((AMOUNT, 0), b"AP", picture).unwrap();
    })
}
