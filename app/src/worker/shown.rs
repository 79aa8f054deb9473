//! Nothing is signed that was not shown: one file of bytes is drawn, hashed, signed and kept.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use sign_core::bytes::hash::sha256;
use sign_core::digest::finish_file;
use sign_core::placement::Look;
use sign_core::stamp::ink::{Point, Stroke};
use sign_core::wire::{B64, FieldKind, Hash, Locale};

use super::desk::{Desk, Load, Outcome};
use super::intake::Intake;
use super::message::{
    ActPlan, Answer, Ask, Box2, Handle, LayoutPlan, LayoutSigner, Mark, PlacedField, Prepared,
    Version,
};
use super::paper::Paper;

const TIME_MS: i64 = 1_795_341_600_000;
const CMS: [u8; 6] = [0x30, 4, 2, 2, 1, 1];

/// One page with a black bar and no text.
fn file() -> Vec<u8> {
    let bar = "72 700 100 20 re f";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{bar}\nendstream", bar.len()),
    ];
    let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut rows = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(&objects) {
        rows += &format!("{:010} 00000 n \n", out.len());
        out.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 5\n{rows}trailer\n<< /Size 5 /Root 1 0 R >>\n").bytes());
    out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
    out
}

fn plan() -> LayoutPlan {
    let area = Box2 {
        x_pt: 60.0,
        y_pt: 600.0,
        width_pt: 200.0,
        height_pt: 80.0,
    };
    let field = PlacedField {
        kind: FieldKind::Signature,
        page: 0,
        area,
        required: true,
        look: Look::default(),
        caption: String::new(),
    };
    let signer = LayoutSigner {
        number: 1,
        recipient: "r1".to_owned(),
        name: "Anna Müller".to_owned(),
        fields: vec![field],
    };
    LayoutPlan {
        locale: Locale::En,
        signers: vec![signer],
        renew: false,
    }
}

pub(super) fn act(field: String) -> ActPlan {
    let point = |step: i32| Point {
        x: 120.0 + 2.4 * f64::from(step),
        y: 150.0 + 60.0 * (f64::from(step) * 0.2).sin(),
        t_ms: 8.0 * f64::from(step),
        pressure: 0.5,
    };
    let stroke = Stroke {
        points: (0..260).map(point).collect(),
        pen: false,
    };
    ActPlan {
        document: "d1".to_owned(),
        field,
        name: "Anna Müller".to_owned(),
        values: Vec::new(),
        mark: Mark::Drawn(vec![stroke]),
        lines: vec!["Anna Müller".to_owned()],
        time_ms: TIME_MS,
        offset_minutes: 60,
        locale: Locale::En,
        s: Hash([1; 32]),
        reserve: 9000,
    }
}

pub(super) struct Tab(Desk);

impl Tab {
    pub(super) fn ask(&mut self, question: Ask, beside: &[&[u8]]) -> (Answer, Load) {
        loop {
            let beside = beside
                .iter()
                .map(|bytes| Intake::from(bytes.to_vec()))
                .collect();
            match self.0.answer(question.clone(), beside) {
                Outcome::Said(answer, load) => return (answer, load),
                Outcome::Needs(names) => names.iter().for_each(|name| self.0.shelve(name, None)),
            }
        }
    }

    pub(super) fn picture(&mut self, handle: Handle) -> Vec<u8> {
        let (page, width_px) = (0, 300);
        let question = Ask::Render {
            handle,
            page,
            width_px,
        };
        match self.ask(question, &[]) {
            (Answer::Rendered(_), Load::Rgba(rgba)) => rgba,
            other => panic!("no picture: {:?}", other.0),
        }
    }

    /// Fills the gap as the server would.
    fn embed(&mut self, handle: Handle, proof: &sign_core::wire::GapProof) -> Answer {
        let (sha256, size) = finish_file(proof, &CMS).unwrap();
        let cms = B64(CMS.to_vec());
        let question = Ask::Embed {
            handle,
            cms,
            sha256,
            size,
        };
        self.ask(question, &[]).0
    }
}

/// A tab with a certified document, and the field to be signed.
fn certified() -> (Tab, Handle, String) {
    certified_with(&[])
}

/// The same with what rides beside the plan: a logo.
pub(super) fn certified_with(beside: &[&[u8]]) -> (Tab, Handle, String) {
    let mut tab = Tab(Desk::default());
    let name = "a.pdf".to_owned();
    let Answer::Opened(opened) = tab.ask(Ask::Open { name }, &[&file()]).0 else {
        panic!("not opened")
    };
    let handle = opened.handle;
    let plan = plan();
    let Answer::LaidOut(laid) = tab.ask(Ask::LayOut { handle, plan }, beside).0 else {
        panic!("not laid out")
    };
    let certify = Ask::Certify {
        handle,
        organisation: "ACME SA".to_owned(),
        time_ms: TIME_MS,
        reserve: 9000,
    };
    let Answer::Gap(proof) = tab.ask(certify, &[]).0 else {
        panic!("not certified")
    };
    assert!(matches!(tab.embed(handle, &proof), Answer::Version(_)));
    (tab, handle, laid.fields[0].name.clone())
}

fn prepared(tab: &mut Tab, handle: Handle, field: String) -> Prepared {
    let act = Box::new(act(field));
    match tab.ask(Ask::PrepareAct { handle, act }, &[]).0 {
        Answer::Prepared(prepared) => prepared,
        other => panic!("not prepared: {other:?}"),
    }
}

#[test]
fn the_digest_that_is_signed_is_of_the_bytes_that_were_drawn() {
    let (mut tab, handle, field) = certified();
    let before = tab.picture(handle);
    let prepared = prepared(&mut tab, handle, field);
    let shown = tab.picture(handle);
    assert_ne!(shown, before, "the ink is seen before it is signed");
    let bytes = tab.0.bytes(handle).unwrap().to_vec();
    let gap = usize::try_from(prepared.gap_at).unwrap();
    let after = gap + usize::try_from(prepared.gap).unwrap();
    let ranged = [&bytes[..gap], &bytes[after..]].concat();
    assert_eq!(sha256(&ranged), prepared.digest);

    assert!(matches!(
        tab.embed(handle, &prepared.proof),
        Answer::Version(_)
    ));
    let signed = tab.0.bytes(handle).unwrap();
    assert_eq!([&signed[..gap], &signed[after..]].concat(), ranged);
    assert_eq!(
        tab.picture(handle),
        shown,
        "what was seen is what was signed"
    );
    let (saved, load) = tab.ask(Ask::Save(handle), &[]);
    assert_eq!(load, Load::Whole(handle));
    let signed = tab.0.bytes(handle).unwrap();
    let version = Version {
        sha256: sha256(signed),
        size: signed.len() as u64,
    };
    assert_eq!(saved, Answer::Version(version));
}

#[test]
fn what_the_sender_opened_stays_the_beginning_of_every_version() {
    let (mut tab, handle, field) = certified();
    let original = file();
    let certified = tab.0.bytes(handle).unwrap().to_vec();
    assert!(certified.starts_with(&original));
    let prepared = prepared(&mut tab, handle, field);
    assert!(tab.0.bytes(handle).unwrap().starts_with(&certified));
    tab.embed(handle, &prepared.proof);
    let signed = tab.0.bytes(handle).unwrap();
    assert!(signed.starts_with(&certified) && signed.len() > certified.len());
}

#[test]
fn the_renderer_reads_the_very_bytes_that_are_hashed() {
    let mut paper = Paper::new("a.pdf".to_owned(), Intake::from(file()));
    for tail in [&b""[..], b"\n% a tail\n", b"% another\n"] {
        paper.append(tail);
        let hashed = paper.version();
        let read: &[u8] = paper.pdf().unwrap().data().as_ref();
        assert_eq!(
            (sha256(read), read.len() as u64),
            (hashed.sha256, hashed.size)
        );
        let drawn = read.as_ptr();
        assert_eq!(drawn, paper.bytes().as_ptr(), "a copy could differ");
    }
}

#[test]
fn an_earlier_version_is_drawn_as_it_was_and_goes_with_its_document() {
    let (mut tab, handle, field) = certified();
    let earlier = tab.picture(handle);
    let end = tab.0.bytes(handle).unwrap().len() as u64;
    let prepared = prepared(&mut tab, handle, field);
    tab.embed(handle, &prepared.proof);
    assert_ne!(tab.picture(handle), earlier, "the ink is seen");
    let signed = tab.0.bytes(handle).unwrap().to_vec();

    let Answer::Opened(then) = tab.ask(Ask::Turn { handle, end }, &[]).0 else {
        panic!("not turned")
    };
    assert_eq!((then.size, then.pages.len()), (end, 1));
    assert_eq!(then.sha256, sha256(&signed[..end.try_into().unwrap()]));
    assert_eq!(tab.picture(then.handle), earlier);
    assert_eq!(
        tab.0.bytes(handle).unwrap(),
        signed,
        "nothing was taken away"
    );

    let refused = |tab: &mut Tab, question: Ask| match tab.ask(question, &[]).0 {
        Answer::Failed(failure) => failure.code,
        other => panic!("{other:?}"),
    };
    let end = signed.len() as u64 + 1;
    assert_eq!(
        refused(&mut tab, Ask::Turn { handle, end }),
        "no_such_version"
    );
    assert_eq!(tab.ask(Ask::Close(handle), &[]).0, Answer::Done);
    let (page, width_px) = (0, 300);
    let gone = Ask::Render {
        handle: then.handle,
        page,
        width_px,
    };
    assert_eq!(refused(&mut tab, gone), "no_document");
}
