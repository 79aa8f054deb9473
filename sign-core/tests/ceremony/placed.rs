//! Signers who choose their places themselves, and files that the organisation alone signs.

use sign_core::Kind;
use sign_core::bytes::hash::sha256;
use sign_core::placement::{FieldKind, Look};
use sign_core::signature::act;
use sign_core::signature::layout::{
    Plan, PlanSigner, lay_out, lay_out_open, place as choose, place_with,
};
use sign_core::stamp::fonts::Fonts;
use sign_core::verify::SignatureKind;
use sign_core::wire::Locale;

use super::approvals::{Foreign, left, plan, signed, with_answers};
use super::looks::picture;
use super::pki::{BEGIN_MS, Pki};
use super::{Ceremony, ceremony, open, paper, place, verdict};

/// A document on its way without anybody's field.
fn open_for_all(bytes: Vec<u8>) -> Ceremony {
    let laid = lay_out_open(&open(&bytes), Locale::En, false).unwrap();
    assert_eq!((laid.certification.as_ref(), laid.fields.len()), (None, 0));
    let bytes = [bytes, laid.appended.bytes.clone()].concat();
    Ceremony {
        pki: Pki::new(),
        launch: sha256(&bytes),
        bytes,
        laid,
        leaves: Vec::new(),
    }
}

fn signers() -> [PlanSigner; 2] {
    with_answers().signers.try_into().unwrap()
}

#[test]
fn signers_who_choose_their_places_approve_and_the_seal_locks() {
    for (original, name, count) in [
        (paper::contract(), "placed.pdf", 3),
        (
            signed(paper::contract(), Foreign::default()),
            "placed_signed.pdf",
            4,
        ),
    ] {
        let mut ceremony = open_for_all(original.clone());
        let revisions = open(&ceremony.bytes).revisions().len();
        for (number, signer) in (1..).zip(signers()) {
            ceremony.sign_where(number, &signer, BEGIN_MS + i64::from(number) * 60_000);
        }
        ceremony.seal(BEGIN_MS + 3_700_000);
        assert!(ceremony.bytes.starts_with(&original));
        assert_eq!(open(&ceremony.bytes).revisions().len(), revisions + 2 + 2);
        left(&ceremony, name);
        let report = verdict::valid(&ceremony, count);
        assert!(
            report
                .signatures
                .iter()
                .all(|one| one.kind == SignatureKind::Approval)
        );
    }
}

#[test]
fn a_place_that_its_signer_chose_shows_logo_reason_initials_and_boxes() {
    use FieldKind::{Check, Initials};
    let [mut first, mut second] = signers();
    first.placements[0].look = Look::Full {
        reason: "I agree".to_string(),
    };
    first
        .placements
        .push(place(Initials, 0, 60.0, 655.0, 60.0, 30.0));
    second
        .placements
        .push(place(Check, 0, 320.0, 655.0, 14.0, 14.0));
    let mut ceremony = open_for_all(paper::contract());
    let fonts = Fonts::default();
    for (number, signer) in (1..).zip([first, second]) {
        let logo = picture();
        let document = open(&ceremony.bytes);
        let placed = place_with(&document, Locale::En, &signer, Some(&logo), &fonts).unwrap();
        ceremony.laid.fields.extend(placed.fields.iter().cloned());
        let mut act = ceremony.act(number, &signer.name, BEGIN_MS + i64::from(number) * 60_000);
        if number == 2 {
            act.values = [("check_02_1".to_string(), "Yes".to_string())].into();
        }
        ceremony.sign_placed(number, placed, &act);
    }
    ceremony.seal(BEGIN_MS + 3_700_000);
    left(&ceremony, "placed_shown.pdf");
    verdict::valid(&ceremony, 3);
    let document = open(&ceremony.bytes);
    let field = document.field("sig_01").unwrap().unwrap().dict;
    let signature = document.resolve(field.get(b"V").unwrap()).unwrap();
    assert!(signature.as_dict().unwrap().has(b"Reason"));
}

#[test]
fn a_logo_that_no_field_of_ours_shows_stays_out_of_the_file() {
    let there = place(FieldKind::Signature, 0, 310.0, 710.0, 180.0, 60.0);
    let lone = |logo| {
        let bytes = signed(paper::contract(), Foreign::asking("<< /Type /SV >>"));
        let plan = Plan {
            logo,
            ..plan(vec![vec![there.clone()]])
        };
        lay_out(&open(&bytes), &plan).unwrap().appended.bytes
    };
    assert_eq!(lone(Some(picture())), lone(None));
}

#[test]
fn a_place_is_refused_where_a_signature_allows_none() {
    let [signer, _] = signers();
    let refused = |bytes: &[u8], signer| choose(&open(bytes), Locale::En, signer).unwrap_err().kind;
    assert_eq!(refused(&ceremony().bytes, &signer), Kind::Locked);
    assert_eq!(
        refused(&Ceremony::launched().bytes, &signer),
        Kind::Certified
    );
    let nameless = PlanSigner {
        placements: vec![place(FieldKind::Name, 0, 60.0, 60.0, 200.0, 18.0)],
        ..signer.clone()
    };
    let ready = open_for_all(paper::contract());
    assert_eq!(refused(&ready.bytes, &nameless), Kind::NoSignatureField);
    let placed = choose(&open(&ready.bytes), Locale::En, &signer).unwrap();
    let mut other = Ceremony::launched().act(1, "Anna Müller", BEGIN_MS);
    other.field = "sig_02".to_string();
    assert_eq!(
        act::prepare_placed(placed, &other, &Fonts::default())
            .unwrap_err()
            .kind,
        Kind::NoSuchField
    );
}

#[test]
fn the_organisation_alone_certifies_and_seals() {
    let nobody = plan(Vec::new());
    let mut ceremony = Ceremony::launched_on(paper::contract(), &nobody);
    assert_eq!(ceremony.laid.fields, []);
    ceremony.seal(BEGIN_MS + 60_000);
    left(&ceremony, "seal_only.pdf");
    let report = verdict::valid(&ceremony, 2);
    assert_eq!(report.signatures[0].kind, SignatureKind::Certification);
}

#[test]
fn the_organisation_alone_seals_what_others_signed() {
    let original = signed(paper::contract(), Foreign::default());
    let mut ceremony = Ceremony::approved_on(original.clone(), &plan(Vec::new()));
    ceremony.seal(BEGIN_MS + 60_000);
    assert!(ceremony.bytes.starts_with(&original));
    left(&ceremony, "seal_only_signed.pdf");
    verdict::valid(&ceremony, 2);
}

#[test]
fn a_field_that_asks_for_another_kind_of_signature_is_refused() {
    use Kind::SeedValue;
    let refused = [
        "/Ff 1 /Filter /Entrust.PPKEF",
        "/Ff 2 /SubFilter [/adbe.pkcs7.detached]",
        "/Ff 4 /V 4",
        "/Ff 8 /Reasons [(I wrote it)]",
        "/Ff 16 /LegalAttestation [(Nothing moves)]",
        "/Ff 32 /AddRevInfo true",
        "/Ff 64 /DigestMethod [(SHA512)]",
        "/Ff 128 /LockDocument /true",
        "/MDP << /P 2 >>",
        "/Cert << /Ff 2 /Issuer [(x)] >>",
        "/TimeStamp << /Ff 1 /URL (http://time.invalid) >>",
    ];
    for seed in refused {
        assert_eq!(seeded(seed).err(), Some(SeedValue), "{seed}");
    }
    let met = [
        "/Filter /Entrust.PPKEF",
        "/Ff 67 /Filter /Adobe.PPKLite /SubFilter [/adbe.pkcs7.detached /ETSI.CAdES.detached] \
         /DigestMethod [(SHA256) (SHA512)]",
        "/Ff 12 /V 2 /Reasons [(.)]",
        "/Ff 128 /LockDocument /auto /MDP << /P 0 >> /Cert << /Ff 0 >>",
    ];
    for seed in met {
        let field = seeded(seed);
        assert!(field.is_ok_and(|name| name.starts_with("own_")), "{seed}");
    }
}

/// Lays a signature out on an empty field with seed values; returns the field that is signed.
fn seeded(seed: &str) -> Result<String, Kind> {
    let seed = format!("<< /Type /SV {seed} >>");
    let bytes = signed(paper::contract(), Foreign::asking(&seed));
    let there = place(FieldKind::Signature, 0, 310.0, 710.0, 180.0, 60.0);
    let laid = lay_out(&open(&bytes), &plan(vec![vec![there]]));
    laid.map(|laid| laid.fields[0].name.clone())
        .map_err(|error| error.kind)
}
