//! Attacks on certifications, on the form and its field tree, and through active content.

use lopdf::{Object, dictionary};
use sign_core::document::{Document, Update};

use super::stage::{
    AMOUNT, CONTENT, PAGE, SIG, Signing, approved, certified, find, open, over, paper, sign,
    sign_field, updated, written,
};

/// An annotation that covers the text, on a paper certified for annotations.
fn annotated(kind: &str) -> Vec<u8> {
    updated(&certified(3), |_, update| {
        let note = update.add(Object::Dictionary(dictionary! {
            "Type" => "Annot", "Subtype" => kind, "F" => 4,
            "Contents" => Object::string_literal("Pay 9999999"),
            "Rect" => vec![60.into(), 690.into(), 300.into(), 720.into()],
        }));
        update.push_to_array((PAGE, 0), b"Annots", &[note]).unwrap();
    })
}

pub(crate) fn evil_text() -> Vec<u8> {
    annotated("FreeText")
}
pub(crate) fn evil_stamp() -> Vec<u8> {
    annotated("Stamp")
}
pub(crate) fn evil_redaction() -> Vec<u8> {
    annotated("Redact")
}

fn late_field(document: &Document, update: &mut Update, kind: &str) -> lopdf::ObjectId {
    let widget = update.add(Object::Dictionary(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => kind, "F" => 132,
        "P" => Object::Reference((PAGE, 0)), "T" => Object::string_literal("late"),
        "Rect" => vec![60.into(), 690.into(), 300.into(), 720.into()],
    }));
    update
        .push_path(document.root(), &[b"AcroForm", b"Fields"], &[widget])
        .unwrap();
    update
        .push_to_array((PAGE, 0), b"Annots", &[widget])
        .unwrap();
    widget
}

/// A visible field that covers the text, signed by whoever comes along.
pub(crate) fn sneaky_signature() -> Vec<u8> {
    let bytes = certified(2);
    let document = open(&bytes);
    sign_field(&bytes, &Signing::default(), |update, value| {
        let widget = late_field(&document, update, "Sig");
        let value = format!("{} 0 R", value.0);
        update.set_entry(widget, b"V", value.as_bytes()).unwrap();
    })
}

pub(crate) fn late_text_field() -> Vec<u8> {
    updated(&certified(2), |document, update| {
        late_field(document, update, "Tx");
    })
}

pub(crate) fn change_under_no_changes() -> Vec<u8> {
    updated(&certified(1), |_, update| {
        update.set_entry((AMOUNT, 0), b"V", b"(9999999)").unwrap();
    })
}

/// Signs a second field of the paper after a first signature.
fn signed_twice(first: &Signing, second: &Signing) -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("7 0 R]", "7 0 R 12 0 R]");
    objects.push(objects[SIG as usize - 1].replace("(sig)", "(second)"));
    let bytes = sign(&written(&objects), first);
    sign_field(&bytes, second, |update, value| {
        let value = format!("{} 0 R", value.0);
        update.set_entry((12, 0), b"V", value.as_bytes()).unwrap();
    })
}

/// A certification that comes after somebody signed.
pub(crate) fn late_certification() -> Vec<u8> {
    signed_twice(&Signing::default(), &Signing::certified(2))
}

pub(crate) fn signature_under_no_changes() -> Vec<u8> {
    signed_twice(&Signing::certified(1), &Signing::default())
}

/// The catalog does not know of the certification.
pub(crate) fn half_certification() -> Vec<u8> {
    let signing = Signing {
        half: true,
        ..Signing::certified(2)
    };
    sign(&written(&paper()), &signing)
}

/// The field's lock, which the signature does not repeat.
pub(crate) fn lock_alone() -> Vec<u8> {
    let mut objects = paper();
    let lock = "/FT /Sig /Lock << /Type /SigFieldLock /Action /All >>";
    objects[SIG as usize - 1] = objects[SIG as usize - 1].replace("/FT /Sig", lock);
    sign(&written(&objects), &Signing::default())
}

pub(crate) fn permissions_removed() -> Vec<u8> {
    updated(&certified(2), |document, update| {
        update.remove_entry(document.root(), b"Perms").unwrap();
    })
}

pub(crate) fn permissions_added() -> Vec<u8> {
    updated(&approved(), |document, update| {
        update
            .set_entry(document.root(), b"Perms", b"<< /DocMDP 7 0 R >>")
            .unwrap();
    })
}

/// One signature dictionary in two fields.
pub(crate) fn shared_dictionary() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("7 0 R]", "7 0 R 12 0 R]");
    objects.push(objects[SIG as usize - 1].replace("(sig)", "(second)"));
    let bytes = written(&objects);
    sign_field(&bytes, &Signing::default(), |update, value| {
        let value = format!("{} 0 R", value.0);
        for field in [SIG, 12] {
            update
                .set_entry((field, 0), b"V", value.as_bytes())
                .unwrap();
        }
    })
}

/// Two fields of one name.
pub(crate) fn same_name() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("7 0 R]", "7 0 R 12 0 R]");
    objects.push(objects[AMOUNT as usize - 1].replace("(100)", "(200)"));
    sign(&written(&objects), &Signing::default())
}

/// One widget below two fields.
pub(crate) fn shared_widget() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("7 0 R]", "12 0 R 13 0 R]");
    objects[AMOUNT as usize - 1] =
        objects[AMOUNT as usize - 1].replace("/FT /Tx /T (amount) /V (100)", "");
    objects.push("<< /FT /Tx /T (amount) /V (100) /Kids [7 0 R] >>".to_owned());
    objects.push("<< /FT /Tx /T (free) /V (9) /Kids [7 0 R] >>".to_owned());
    sign(&written(&objects), &Signing::default())
}

/// The form no longer lists the signed field, which the page still shows.
pub(crate) fn unlisted_signature() -> Vec<u8> {
    let bytes = sign(&written(&paper()), &Signing::default());
    updated(&bytes, |document, update| {
        let path: [&[u8]; 2] = [b"AcroForm", b"Fields"];
        update.set_path(document.root(), &path, b"[7 0 R]").unwrap();
    })
}

/// A signature that was never in the form.
pub(crate) fn dangling_signature() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace("[6 0 R 7 0 R]", "[7 0 R]");
    sign(&written(&objects), &Signing::default())
}

pub(crate) fn script_added() -> Vec<u8> {
    updated(&approved(), |document, update| {
        let action = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>";
        update
            .set_entry(document.root(), b"OpenAction", action)
            .unwrap();
    })
}

pub(crate) fn link_turned() -> Vec<u8> {
    updated(&approved(), |_, update| {
        let action = b"<< /S /Launch /F (evil.exe) >>";
        update.set_entry((9, 0), b"A", action).unwrap();
    })
}

/// A script that the signer signed: no change, but to be told.
pub(crate) fn script_signed() -> Vec<u8> {
    let mut objects = paper();
    objects[0] = objects[0].replace(
        "/Pages 2 0 R",
        "/Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
    );
    sign(&written(&objects), &Signing::default())
}

pub(crate) fn content_elsewhere() -> Vec<u8> {
    let mut objects = paper();
    objects[CONTENT as usize - 1] =
        "<< /Length 0 /F (http://127.0.0.1/content) >>\nstream\n\nendstream".to_owned();
    sign(&written(&objects), &Signing::default())
}

pub(crate) fn junk_in_the_store() -> Vec<u8> {
    updated(&approved(), |document, update| {
        let junk = update.add(Object::string_literal("not DER"));
        let path: [&[u8]; 2] = [b"DSS", b"Extra"];
        let value = format!("{} 0 R", junk.0);
        update
            .set_path(document.root(), &path, value.as_bytes())
            .unwrap();
    })
}

pub(crate) fn dormant_added() -> Vec<u8> {
    updated(&approved(), |_, update| {
        update.add(Object::string_literal("for later"));
    })
}

/// A second catalog lies in the signed bytes, for readers that search.
pub(crate) fn hidden_catalog() -> Vec<u8> {
    let mut objects = paper();
    let hidden = "1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Evil true >>\nendobj\n";
    objects.push(format!(
        "<< /Length {} >>\nstream\n{hidden}\nendstream",
        hidden.len()
    ));
    sign(&written(&objects), &Signing::default())
}

/// An older reader follows the table, a newer one the stream beside it.
pub(crate) fn hybrid() -> Vec<u8> {
    let bytes = written(&paper());
    let start = bytes.len();
    let rows = [1, (start >> 8) as u8, start as u8, 0];
    let mut stream =
        b"12 0 obj\n<< /Type /XRef /W [1 2 1] /Index [12 1] /Size 13 /Root 1 0 R /Length 4 >>\nstream\n"
            .to_vec();
    stream.extend(rows);
    stream.extend(b"\nendstream\nendobj\n");
    let bytes = [&bytes[..], &stream].concat();
    let table = super::stage::redirected_with(&bytes, &[], &format!("/XRefStm {start}"), 13);
    sign(&table, &Signing::default())
}

pub(crate) fn table_destroyed() -> Vec<u8> {
    let bytes = approved();
    let start = open(&bytes).base().startxref as usize;
    over(&bytes, start, b"xxxx")
}

pub(crate) fn junk_before() -> Vec<u8> {
    [b"junk junk\n", &approved()[..]].concat()
}

pub(crate) fn encrypted() -> Vec<u8> {
    let bytes = approved();
    let at = find(&bytes, b"/Root 1 0 R");
    let mut out = bytes.clone();
    out.splice(
        at..at,
        b"/Encrypt << /Filter /Standard /V 2 /R 3 /P -4 /O () /U () >> "
            .iter()
            .copied(),
    );
    out
}
