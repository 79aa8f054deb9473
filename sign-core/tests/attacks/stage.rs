//! What is attacked: a small paper with one signature of somebody else's, and a ceremony of ours.

use std::sync::Arc;

use lopdf::{Dictionary, Object, Stream, dictionary};
use sign_core::digest::{embed, gap_proof};
use sign_core::document::{Document, Update};

use super::pki::{BEGIN_MS, Pki};
use crate::made::table;

/// Number of each object of [`paper`].
pub(crate) const PAGE: u32 = 3;
pub(crate) const CONTENT: u32 = 4;
pub(crate) const FONT: u32 = 5;
pub(crate) const SIG: u32 = 6;
pub(crate) const AMOUNT: u32 = 7;
pub(crate) const PICTURE: u32 = 8;
pub(crate) const COVER: u32 = 9;
pub(crate) const COVERING: u32 = 10;
pub(crate) const DORMANT: u32 = 11;

/// What the dormant copy of the content says.
pub(crate) const EVIL: &str =
    "4 0 obj\n<< /Length 34 >>\nstream\nBT /F1 18 Tf (Pay 1000000) Tj ET  \n\nendstream\nendobj\n";

fn stream(dict: &str, data: &str) -> String {
    let length = data.len();
    format!("<< {dict} /Length {length} >>\nstream\n{data}\nendstream")
}

/// One page, one text field, one overlay, a signature field, and an object nobody uses.
pub(crate) fn paper() -> Vec<String> {
    let form =
        "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 5 0 R >> >>";
    [
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R 7 0 R] /SigFlags 3 \
         /DR << /Font << /F1 5 0 R >> >> /DA (/F1 12 Tf 0 g) >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [6 0 R 7 0 R 9 0 R] \
         /Resources << /Font << /F1 5 0 R >> >> >>",
        &stream("", "BT /F1 18 Tf 60 700 Td (Pay 100) Tj ET"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (sig) /Rect [60 60 200 100] /P 3 0 R /F 132 >>",
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (100) /DA (/F1 12 Tf 0 g) \
         /Rect [60 600 160 620] /P 3 0 R /F 4 /AP << /N 8 0 R >> >>",
        &stream(form, "BT /F1 12 Tf 2 5 Td (100) Tj ET"),
        "<< /Type /Annot /Subtype /Stamp /Rect [60 690 300 720] /P 3 0 R /F 4 /AP << /N 10 0 R >> >>",
        &stream(form, "1 g 0 0 100 20 re f"),
        &stream("", EVIL),
    ]
    .map(str::to_owned)
    .to_vec()
}

pub(crate) fn open(bytes: &[u8]) -> Document {
    Document::open(Arc::new(bytes.to_vec())).unwrap()
}

pub(crate) fn written(objects: &[String]) -> Vec<u8> {
    table(&objects.iter().map(String::as_str).collect::<Vec<_>>())
}

/// How the paper is signed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signing {
    /// Level of a certification, where it is one.
    pub(crate) certify: Option<u8>,
    /// Leaves out the catalog's half of a certification.
    pub(crate) half: bool,
    /// Fields that are frozen.
    pub(crate) freezes: Vec<&'static str>,
}

impl Signing {
    pub(crate) fn certified(level: u8) -> Self {
        Self {
            certify: Some(level),
            ..Self::default()
        }
    }

    fn references(&self) -> Vec<Object> {
        let reference = |method: &str, parameters: Dictionary| {
            Object::Dictionary(dictionary! {
                "Type" => "SigRef", "TransformMethod" => method, "TransformParams" => parameters,
            })
        };
        let certify = self.certify.map(|level| {
            let level = i64::from(level);
            reference(
                "DocMDP",
                dictionary! { "Type" => "TransformParams", "P" => level, "V" => "1.2" },
            )
        });
        let names = self
            .freezes
            .iter()
            .map(|name| Object::string_literal(*name));
        let freeze = (!self.freezes.is_empty()).then(|| {
            let names: Vec<Object> = names.collect();
            reference(
                "FieldMDP",
                dictionary! {
                    "Type" => "TransformParams", "Action" => "Include", "Fields" => names,
                    "V" => "1.2",
                },
            )
        });
        certify.into_iter().chain(freeze).collect()
    }
}

/// Signs field `sig` of a file as an organisation, with validation data in the same update.
pub(crate) fn sign(bytes: &[u8], signing: &Signing) -> Vec<u8> {
    sign_as(&Pki::new(), bytes, signing)
}

/// Signs as the organisation of other authorities.
pub(crate) fn sign_as(pki: &Pki, bytes: &[u8], signing: &Signing) -> Vec<u8> {
    sign_by(pki, bytes, signing, |update, value| {
        let value = format!("{} 0 R", value.0);
        update.set_entry((SIG, 0), b"V", value.as_bytes()).unwrap();
    })
}

/// Signs with a field that `place` puts into the file.
pub(crate) fn sign_field(
    bytes: &[u8],
    signing: &Signing,
    place: impl Fn(&mut Update, lopdf::ObjectId),
) -> Vec<u8> {
    sign_by(&Pki::new(), bytes, signing, place)
}

fn sign_by(
    pki: &Pki,
    bytes: &[u8],
    signing: &Signing,
    place: impl Fn(&mut Update, lopdf::ObjectId),
) -> Vec<u8> {
    let document = open(bytes);
    let mut update = Update::new(&document).unwrap();
    let value = update.reserve();
    place(&mut update, value);
    if !document.catalog().unwrap().has(b"DSS") {
        store(&mut update, &document, pki);
    }
    let mut dict = dictionary! {
        "Type" => "Sig", "Filter" => "Adobe.PPKLite", "SubFilter" => "ETSI.CAdES.detached",
        "M" => Object::string_literal("D:20261120100000Z"),
    };
    let references = signing.references();
    if !references.is_empty() {
        dict.set("Reference", references);
    }
    if signing.certify.is_some() && !signing.half {
        let permissions = format!("<< /DocMDP {} 0 R >>", value.0);
        update
            .set_entry(document.root(), b"Perms", permissions.as_bytes())
            .unwrap();
    }
    update.put_signature(value, dict, 6000);
    let appended = update.finish();
    let digest = gap_proof(bytes, &appended).unwrap().digest;
    let cms = pki.sign(&pki.organisation, &digest, BEGIN_MS + 1000);
    [bytes, &embed(&appended, &cms).unwrap()].concat()
}

pub(crate) fn store(update: &mut Update, document: &Document, pki: &Pki) {
    let evidence = pki.evidence(&[], BEGIN_MS);
    let mut add = |parts: &[Vec<u8>]| {
        let parts = parts.iter().map(|der| {
            let stream = Stream::new(Dictionary::new(), der.clone());
            format!("{} 0 R ", update.add(Object::Stream(stream)).0)
        });
        parts.collect::<String>()
    };
    let (certificates, lists) = (add(&evidence.certificates), add(&evidence.crls));
    let text = format!("<< /Type /DSS /Certs [{certificates}] /CRLs [{lists}] >>");
    update
        .set_entry(document.root(), b"DSS", text.as_bytes())
        .unwrap();
}

/// The paper under one signature of approval.
pub(crate) fn approved() -> Vec<u8> {
    sign(&written(&paper()), &Signing::default())
}

/// The paper, certified.
pub(crate) fn certified(level: u8) -> Vec<u8> {
    sign(&written(&paper()), &Signing::certified(level))
}

/// Appends an update.
pub(crate) fn updated(bytes: &[u8], change: impl Fn(&Document, &mut Update)) -> Vec<u8> {
    let document = open(bytes);
    let mut update = Update::new(&document).unwrap();
    change(&document, &mut update);
    [bytes, &update.finish().bytes].concat()
}

/// Appends a cross-reference section written by hand.
pub(crate) fn redirected(bytes: &[u8], entries: &[(u32, usize)], trailer: &str) -> Vec<u8> {
    let base = open(bytes).base();
    let mut out = bytes.to_vec();
    let start = out.len();
    out.extend(b"xref\n0 1\n0000000000 65535 f \n");
    for (number, offset) in entries {
        out.extend(format!("{number} 1\n{offset:010} 00000 n \n").bytes());
    }
    let (size, previous) = (base.next, base.startxref);
    let root = base.root.0;
    let text = format!(
        "trailer\n<< /Size {size} /Root {root} 0 R /Prev {previous} {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    );
    out.extend(text.bytes());
    out
}

/// Finds octets; the last ones.
pub(crate) fn find(bytes: &[u8], what: &[u8]) -> usize {
    let mut windows = bytes.windows(what.len());
    windows.rposition(|window| window == what).unwrap()
}

/// Writes octets over those at a place.
pub(crate) fn over(bytes: &[u8], at: usize, what: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    out[at..at + what.len()].copy_from_slice(what);
    out
}

/// The last gap, both brackets included.
pub(crate) fn gap(bytes: &[u8]) -> core::ops::Range<usize> {
    let start = find(bytes, b"/Contents <30") + b"/Contents ".len();
    let length = bytes[start..]
        .iter()
        .position(|byte| *byte == b'>')
        .unwrap();
    start..start + length + 1
}

/// As [`redirected`], of a file whose newest object its own table does not list.
pub(crate) fn redirected_with(
    bytes: &[u8],
    entries: &[(u32, usize)],
    trailer: &str,
    size: u32,
) -> Vec<u8> {
    let out = redirected(bytes, entries, trailer);
    let at = find(&out, b"/Size 12");
    over(&out, at, format!("/Size {size}").as_bytes())
}
