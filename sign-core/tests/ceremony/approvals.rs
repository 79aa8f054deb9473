//! The ceremony on documents that others have signed: approvals within their limits.

use lopdf::{Object, dictionary};
use sign_core::Kind;
use sign_core::digest::{embed, gap_proof};
use sign_core::document::Update;
use sign_core::inspection::{Severity, inspect};
use sign_core::placement::{FieldKind, Geometry, Placement, name};
use sign_core::signature::act;
use sign_core::signature::layout::{Plan, PlanSigner, lay_out, own_fields, room};
use sign_core::wire::Locale;

use super::pki::{BEGIN_MS, Pki, RESERVE};
use super::{Ceremony, ceremony, open, paper, place, verdict};
use crate::corpus::corpus;

/// What somebody else's signature says beside itself.
#[derive(Default)]
pub(crate) struct Foreign {
    /// `/Reference` of the signature.
    reference: Option<Object>,
    /// `/Lock` of its field.
    lock: Option<lopdf::Dictionary>,
    /// An empty field on the first page that is there when it signs: its `/Lock`, if any.
    empty: Option<Option<lopdf::Dictionary>>,
    /// `/SV` of that field, as it stands in the file.
    seed: Option<String>,
}

impl Foreign {
    /// Leaves an empty field with seed values.
    pub(crate) fn asking(seed: &str) -> Self {
        Self {
            empty: Some(None),
            seed: Some(seed.to_owned()),
            ..Self::default()
        }
    }
}

/// A contract that somebody else has signed.
pub(crate) fn signed(paper: Vec<u8>, foreign: Foreign) -> Vec<u8> {
    let document = open(&paper);
    let mut update = Update::new(&document).unwrap();
    let page = document.page(0).unwrap().id;
    let signature = update.reserve();
    let mut field = dictionary! {
        "FT" => "Sig", "T" => Object::string_literal("Theirs"), "Type" => "Annot",
        "Subtype" => "Widget", "F" => 132, "P" => page, "V" => signature,
        "Rect" => [0, 0, 0, 0].map(Object::Integer).to_vec(),
    };
    if let Some(lock) = foreign.lock {
        field.set("Lock", lock);
    }
    let mut fields = vec![update.add(field.into())];
    if let Some(lock) = foreign.empty {
        let mut field = dictionary! {
            "FT" => "Sig", "T" => Object::string_literal("Place for you"), "Type" => "Annot",
            "Subtype" => "Widget", "F" => 4, "P" => page,
            "Rect" => [300, 60, 500, 140].map(Object::Integer).to_vec(),
        };
        if let Some(lock) = lock {
            field.set("Lock", lock);
        }
        let field = update.add(field.into());
        if let Some(seed) = foreign.seed {
            update.set_entry(field, b"SV", seed.as_bytes()).unwrap();
        }
        fields.push(field);
    }
    let listed: Vec<Object> = fields.iter().map(|id| (*id).into()).collect();
    let form = update.add(dictionary! { "Fields" => listed, "SigFlags" => 3 }.into());
    let form = format!("{} 0 R", form.0);
    update
        .set_entry(document.root(), b"AcroForm", form.as_bytes())
        .unwrap();
    if foreign.reference.is_some() {
        let perms = format!("<< /DocMDP {} 0 R >>", signature.0);
        update
            .set_entry(document.root(), b"Perms", perms.as_bytes())
            .unwrap();
    }
    update.push_to_array(page, b"Annots", &fields).unwrap();
    let mut dict = dictionary! { "M" => Object::string_literal("D:20261119100000Z") };
    if let Some(reference) = foreign.reference {
        dict.set("Reference", vec![reference]);
    }
    update.put_signature(signature, dict, RESERVE as usize);
    let appended = update.finish();
    let pki = Pki::new();
    let digest = gap_proof(&paper, &appended).unwrap().digest;
    let cms = pki.sign(&pki.organisation, &digest, BEGIN_MS - 86_400_000);
    [paper, embed(&appended, &cms).unwrap()].concat()
}

/// A certification's reference.
fn certifying(level: i64) -> Object {
    dictionary! {
        "Type" => "SigRef", "TransformMethod" => "DocMDP",
        "TransformParams" => dictionary! { "Type" => "TransformParams", "P" => level, "V" => "1.2" },
    }
    .into()
}

fn lock(action: &str, names: &[&str]) -> lopdf::Dictionary {
    let names = names.iter().map(|name| Object::string_literal(*name));
    let mut lock = dictionary! { "Type" => "SigFieldLock", "Action" => action };
    if action != "All" {
        lock.set("Fields", names.collect::<Vec<_>>());
    }
    lock
}

pub(crate) fn plan(placements: Vec<Vec<Placement>>) -> Plan {
    let names = ["Anna Müller", "Zoë Œuvré"];
    let signer = |(at, placements): (usize, Vec<Placement>)| PlanSigner {
        number: at as u8 + 1,
        name: names[at].to_string(),
        placements,
    };
    Plan {
        locale: Locale::En,
        signers: placements.into_iter().enumerate().map(signer).collect(),
        texts: Vec::new(),
        logo: None,
        renew: false,
    }
}

fn sign_here(x: f64, y: f64) -> Placement {
    place(FieldKind::Signature, 0, x, y, 200.0, 80.0)
}

/// Two signers whose name, date and answer stand about their signatures.
pub(crate) fn with_answers() -> Plan {
    use FieldKind::{Date, Name, Text};
    plan(vec![
        vec![
            sign_here(60.0, 500.0),
            place(Name, 0, 60.0, 585.0, 200.0, 18.0),
            place(Text, 0, 60.0, 605.0, 200.0, 40.0),
        ],
        vec![
            sign_here(320.0, 500.0),
            place(Date, 0, 320.0, 585.0, 120.0, 18.0),
        ],
    ])
}

/// What is told of a document before anything is planned: whether it is certified.
fn told(document: Vec<u8>) -> Result<Option<bool>, Kind> {
    let told = room(&open(&document)).map_err(|error| error.kind)?;
    Ok(told.map(|room| room.certified))
}

fn refused(document: Vec<u8>, plan: &Plan) -> Kind {
    lay_out(&open(&document), plan).unwrap_err().kind
}

/// Leaves a file for judges outside, and the authorities once with it.
#[expect(
    clippy::disallowed_methods,
    reason = "the file is left for judges outside"
)]
pub(crate) fn left(ceremony: &Ceremony, name: &str) {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("approvals");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), &ceremony.bytes).unwrap();
    let pki = &ceremony.pki;
    let authorities = [
        ("root.der", &pki.root),
        ("issuing.der", &pki.issuing),
        ("tsa.der", &pki.tsa),
    ];
    for (name, pair) in authorities {
        std::fs::write(folder.join(name), &pair.der).unwrap();
    }
}

fn names(bytes: &[u8]) -> Vec<String> {
    let fields = open(bytes).fields().unwrap();
    fields.into_iter().map(|field| field.name).collect()
}

#[test]
fn a_document_signed_by_others_is_signed_and_sealed_and_stays_theirs() {
    let original = signed(paper::contract(), Foreign::default());
    let ceremony = Ceremony::approved_on(original.clone(), &with_answers()).ended();
    assert!(ceremony.bytes.starts_with(&original));
    assert_eq!(
        names(&ceremony.bytes),
        ["Theirs", "sig_01", "sig_02", "seal"]
    );
    left(&ceremony, "signed_by_others.pdf");
    verdict::valid(&ceremony, 4);
}

#[test]
fn answers_are_those_the_sender_asked_for_and_none_may_be_missing() {
    let original = signed(paper::contract(), Foreign::default());
    let ceremony = Ceremony::approved_on(original, &with_answers());
    let document = open(&ceremony.bytes);
    let kind = |act: &act::Act| act::prepare(&document, act).unwrap_err().kind;
    let mut act = ceremony.act(1, "Anna Müller", BEGIN_MS);
    act.values.clear();
    assert_eq!(kind(&act), Kind::ValueMissing);
    let mut act = ceremony.act(2, "Zoë Œuvré", BEGIN_MS);
    act.values
        .insert("text_01_1".to_string(), "Mallory".to_string());
    assert_eq!(kind(&act), Kind::NoSuchField);
    let elsewhere = vec![vec![
        sign_here(60.0, 500.0),
        place(FieldKind::Name, 1, 60.0, 60.0, 200.0, 18.0),
    ]];
    let original = signed(paper::contract(), Foreign::default());
    assert_eq!(refused(original, &plan(elsewhere)), Kind::OtherPage);
}

#[test]
fn a_certified_document_is_signed_in_its_own_empty_fields_alone() {
    let certified = |empty| {
        let foreign = Foreign {
            reference: Some(certifying(2)),
            empty,
            ..Foreign::default()
        };
        signed(paper::contract(), foreign)
    };
    let own = own_fields(&open(&certified(Some(None)))).unwrap();
    assert_eq!((own[0].name.as_str(), own[0].page), ("Place for you", 0));
    assert_eq!(told(certified(None)), Err(Kind::Certified));
    assert_eq!(told(certified(Some(None))), Ok(Some(true)));
    let there = plan(vec![vec![place(
        FieldKind::Signature,
        0,
        310.0,
        710.0,
        180.0,
        60.0,
    )]]);
    let beside = plan(vec![vec![sign_here(60.0, 400.0)]]);
    assert_eq!(refused(certified(None), &there), Kind::Certified);
    assert_eq!(refused(certified(Some(None)), &beside), Kind::Certified);
    for empty in [None, Some(lock("Include", &["Place for you"]))] {
        let name = if empty.is_some() {
            "certified_own_lock.pdf"
        } else {
            "certified.pdf"
        };
        let mut ceremony = Ceremony::approved_on(certified(Some(empty)), &there);
        ceremony.sign(1, "Anna Müller", BEGIN_MS);
        ceremony.seal(BEGIN_MS + 3_700_000);
        assert_eq!(names(&ceremony.bytes), ["Theirs", "Place for you", "seal"]);
        let sent = &ceremony.laid.fields[0].name;
        assert!(name::is_plain(sent), "{sent} leaves the document");
        left(&ceremony, name);
        verdict::valid(&ceremony, 3);
    }
    let all = certified(Some(Some(lock("All", &[]))));
    assert_eq!(told(all.clone()), Err(Kind::Certified));
    assert_eq!(refused(all, &there), Kind::Locked);
}

#[test]
fn what_a_signature_forbids_is_refused_before_anything_is_filled() {
    let plan = plan(vec![vec![sign_here(60.0, 400.0)]]);
    let locked = |lock| {
        let foreign = Foreign {
            lock: Some(lock),
            ..Foreign::default()
        };
        signed(paper::contract(), foreign)
    };
    let mut strict = lock("Include", &["Theirs"]);
    strict.set("P", 1);
    let locks = [
        lock("All", &[]),
        lock("Exclude", &["amount"]),
        lock("Include", &["sig_01"]),
        lock("Include", &["seal"]),
        strict,
    ];
    for lock in [&locks[0], &locks[1], &locks[4]] {
        assert_eq!(told(locked(lock.clone())), Err(Kind::Locked), "{lock:?}");
    }
    for lock in locks {
        assert_eq!(
            refused(locked(lock.clone()), &plan),
            Kind::Locked,
            "{lock:?}"
        );
    }
    assert!(lay_out(&open(&locked(lock("Include", &["sig_0"]))), &plan).is_ok());
    let certified = Foreign {
        reference: Some(certifying(1)),
        empty: Some(None),
        ..Foreign::default()
    };
    assert_eq!(
        refused(signed(paper::contract(), certified), &plan),
        Kind::Certified
    );
    assert_eq!(refused(ceremony().bytes, &plan), Kind::Locked);
}

#[test]
fn a_signed_file_that_needs_repair_is_refused() {
    let plan = plan(vec![vec![sign_here(60.0, 400.0)]]);
    let bytes = signed(paper::contract(), Foreign::default());
    assert_eq!(told(bytes.clone()), Ok(Some(false)));
    assert_eq!(told(paper::contract()), Ok(None));
    let junk = [b"junk\n".as_slice(), &bytes].concat();
    assert_eq!(told(junk.clone()), Err(Kind::SignedRepaired));
    assert_eq!(refused(junk, &plan), Kind::SignedRepaired);
    let cut = bytes.len() - 12;
    assert_eq!(refused(bytes[..cut].to_vec(), &plan), Kind::SignedRepaired);
}

/// What becomes of the corpus' signed files: nothing for those that are signed, else why not.
fn expected(name: &str) -> Option<&'static str> {
    [
        ("qpdf-qpdf--minimal-signed-restricted.pdf", "certified"),
        (
            "MatthiasValvekens-pyHanko--certified-with-indirect-refs-in-dir.pdf",
            "certified",
        ),
    ]
    .iter()
    .find(|(file, _)| *file == name)
    .map(|(_, code)| *code)
}

#[test]
#[expect(clippy::disallowed_methods, reason = "files are read")]
fn signed_files_of_others_are_signed_or_refused_with_a_code() {
    for path in corpus() {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(document) = sign_core::document::Document::open(bytes.clone().into()) else {
            continue;
        };
        let Ok(findings) = inspect(&document) else {
            continue;
        };
        if !findings.iter().any(|finding| finding.code == "signed") {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        let (width, height) = Geometry::from(&document.page(0).unwrap()).view_size();
        let spot = |left| {
            place(
                FieldKind::Signature,
                0,
                left,
                height * 0.7,
                width * 0.4,
                height * 0.1,
            )
        };
        let plan = plan(vec![vec![spot(0.0)], vec![spot(width / 2.0)]]);
        match expected(name) {
            Some(code) => assert_eq!(refused(bytes, &plan).code(), code, "{name}"),
            None => {
                assert!(
                    findings.iter().all(|one| one.severity != Severity::Refuse),
                    "{name}"
                );
                let ceremony = Ceremony::approved_on(bytes.clone(), &plan).ended();
                assert!(ceremony.bytes.starts_with(&bytes), "{name}");
                left(&ceremony, name);
            }
        }
    }
}
