//! One run, step by step as browsers and server do it.

use std::collections::BTreeMap;
use std::sync::Arc;

use sign_core::bytes::hash::sha256;
use sign_core::digest::{embed, finish_digest, finish_file, gap_proof};
use sign_core::document::{Appended, Document};
use sign_core::placement::{FieldKind, Look, Placement, ViewRect};
use sign_core::protocol::transcript::{Consent, Transcript, document_commitment};
use sign_core::signature::act::{self, Act, Mark, moment};
use sign_core::signature::certify::{self, Certification};
use sign_core::signature::cms::SealFacts;
use sign_core::signature::key::{P256Key, Signer as _};
use sign_core::signature::layout::{self, LaidField, LaidOut, Placed, Plan, PlanSigner, lay_out};
use sign_core::signature::oid;
use sign_core::signature::seal::{self, Seal};
use sign_core::stamp::fonts::Fonts;
use sign_core::stamp::ink::{Point, Stroke};
use sign_core::wire::{B64, Hash, Locale};

use super::paper;
use super::pki::{BEGIN_MS, Pair, Pki, RESERVE};

/// The final file of [`ceremony`]; the same on every platform.
pub(crate) const FINAL: &str = "2f55af74faea19e03180368684ba51cbb707ab68f5a71be3f143846597bf0118";

pub(crate) fn place(
    kind: FieldKind,
    page: u32,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
) -> Placement {
    Placement {
        kind,
        page,
        rect: ViewRect {
            x,
            y,
            width,
            height,
        },
        required: true,
        look: Look::default(),
        caption: String::new(),
    }
}

pub(crate) fn plan() -> Plan {
    use FieldKind::{Date, Name, Signature, Text};
    let anna = vec![
        place(Signature, 0, 60.0, 600.0, 200.0, 80.0),
        place(Name, 0, 60.0, 690.0, 200.0, 18.0),
        place(Text, 0, 60.0, 712.0, 200.0, 40.0),
        place(Signature, 1, 40.0, 60.0, 160.0, 60.0),
        place(Date, 1, 40.0, 130.0, 160.0, 18.0),
    ];
    let zoe = vec![
        place(Name, 2, 40.0, 40.0, 200.0, 18.0),
        place(Signature, 2, 40.0, 60.0, 200.0, 90.0),
        place(Date, 3, 40.0, 60.0, 200.0, 18.0),
        place(Signature, 3, 40.0, 80.0, 240.0, 90.0),
    ];
    let signers = vec![
        PlanSigner {
            number: 1,
            name: "Anna Müller".to_string(),
            placements: anna,
        },
        PlanSigner {
            number: 2,
            name: "Zoë Œuvré".to_string(),
            placements: zoe,
        },
    ];
    Plan {
        locale: Locale::En,
        signers,
        texts: Vec::new(),
        logo: None,
        renew: false,
    }
}

/// A few loops, as of a name.
pub(crate) fn ink(flip: f64) -> Vec<Stroke> {
    let (cos, sin) = (0.98, (1.0_f64 - 0.98 * 0.98).sqrt());
    let (mut x, mut y) = (0.0, -60.0 * flip);
    let mut points = Vec::new();
    for step in 0..260 {
        (x, y) = (x * cos - y * sin, x * sin + y * cos);
        let along = f64::from(step) * 2.4;
        points.push(Point {
            x: 120.0 + along + x,
            y: 150.0 + y,
            t_ms: f64::from(step) * 8.0,
            pressure: 0.5,
        });
    }
    let dash = |x: f64, y: f64| Point {
        x,
        y,
        t_ms: x,
        pressure: 0.5,
    };
    let cross = vec![dash(120.0, 250.0), dash(400.0, 235.0), dash(760.0, 240.0)];
    [points, cross]
        .map(|points| Stroke { points, pen: false })
        .to_vec()
}

pub(crate) fn open(bytes: &[u8]) -> Document {
    Document::open(Arc::new(bytes.to_vec())).unwrap()
}

/// What the last step left, and what the next one needs.
pub(crate) struct Ceremony {
    pub(crate) pki: Pki,
    pub(crate) bytes: Vec<u8>,
    pub(crate) laid: LaidOut,
    pub(crate) launch: Hash,
    pub(crate) leaves: Vec<Pair>,
}

impl Ceremony {
    pub(crate) fn launched() -> Self {
        Self::launched_on(paper::contract(), &plan())
    }

    pub(crate) fn launched_on(mut bytes: Vec<u8>, plan: &Plan) -> Self {
        let laid = lay_out(&open(&bytes), plan).unwrap();
        bytes.extend_from_slice(&laid.appended.bytes);
        let pki = Pki::new();
        let certification = Certification {
            field: laid.certification.clone().unwrap(),
            name: "ACME SA".to_string(),
            reason: "Certified by ACME SA".to_string(),
            time_ms: BEGIN_MS - 60_000,
            reserve: RESERVE,
        };
        let appended = certify::prepare(&open(&bytes), &certification).unwrap();
        let mut ceremony = Self {
            pki,
            bytes,
            laid,
            launch: Hash::default(),
            leaves: Vec::new(),
        };
        let digest = gap_proof(&ceremony.bytes, &appended).unwrap().digest;
        let cms = ceremony
            .pki
            .sign(&ceremony.pki.organisation, &digest, BEGIN_MS - 50_000);
        ceremony.append(&appended, &cms);
        ceremony.launch = sha256(&ceremony.bytes);
        ceremony
    }

    /// On a document that takes no certification.
    pub(crate) fn approved_on(mut bytes: Vec<u8>, plan: &Plan) -> Self {
        let laid = lay_out(&open(&bytes), plan).unwrap();
        bytes.extend_from_slice(&laid.appended.bytes);
        assert_eq!(laid.certification, None);
        Self {
            pki: Pki::new(),
            launch: sha256(&bytes),
            bytes,
            laid,
            leaves: Vec::new(),
        }
    }

    /// Appends an update as the browser does, and checks that the server comes to the same hash.
    pub(crate) fn append(&mut self, appended: &Appended, cms: &[u8]) {
        let proof = gap_proof(&self.bytes, appended).unwrap().proof;
        let told = finish_file(&proof, cms).unwrap();
        self.bytes.extend(embed(appended, cms).unwrap());
        assert_eq!(told, (sha256(&self.bytes), self.bytes.len() as u64));
    }

    pub(crate) fn act(&self, number: u8, name: &str, time_ms: i64) -> Act {
        let text = self
            .laid
            .fields
            .iter()
            .find(|f| f.signer == number && f.kind == FieldKind::Text);
        let value = |field: &LaidField| {
            (
                field.name.clone(),
                "Read and approved, Λάμδα, Юрий".to_string(),
            )
        };
        let own = |f: &&LaidField| f.signer == number && f.kind == FieldKind::Signature;
        Act {
            field: self.laid.fields.iter().find(own).unwrap().name.clone(),
            document: "d1".to_string(),
            name: name.to_string(),
            values: text.map(value).into_iter().collect::<BTreeMap<_, _>>(),
            mark: Mark::Drawn(ink(1.0 - f64::from(number) * 0.2)),
            initials: None,
            lines: vec![
                name.to_string(),
                moment(time_ms, 60, Locale::En),
                format!("Document {}", &self.launch.hex()[..16]),
            ],
            time_ms,
            offset_minutes: 60,
            locale: Locale::En,
            s: Hash([number; 32]),
            reserve: RESERVE,
        }
    }

    pub(crate) fn sign(&mut self, number: u8, name: &str, time_ms: i64) {
        let act = self.act(number, name, time_ms);
        self.sign_as(number, act);
    }

    /// Signs with what was adopted.
    pub(crate) fn sign_as(&mut self, number: u8, act: Act) {
        self.sign_in(number, act, &Fonts::default());
    }

    /// Signs with what was adopted, set in more fonts.
    pub(crate) fn sign_in(&mut self, number: u8, act: Act, fonts: &Fonts) {
        let appended = act::prepare_with(&open(&self.bytes), &act, fonts).unwrap();
        self.complete(number, &act, &appended);
    }

    /// Signs where the signer chose.
    pub(crate) fn sign_where(&mut self, number: u8, signer: &PlanSigner, time_ms: i64) {
        let placed = layout::place(&open(&self.bytes), Locale::En, signer).unwrap();
        self.laid.fields.extend(placed.fields.iter().cloned());
        let act = self.act(number, &signer.name, time_ms);
        self.sign_placed(number, placed, &act);
    }

    /// Signs in a field that was made for it.
    pub(crate) fn sign_placed(&mut self, number: u8, placed: Placed, act: &Act) {
        let appended = act::prepare_placed(placed, act, &Fonts::default()).unwrap();
        self.complete(number, act, &appended);
    }

    fn complete(&mut self, number: u8, act: &Act, appended: &Appended) {
        let (name, time_ms) = (act.name.as_str(), act.time_ms);
        let prepared = gap_proof(&self.bytes, appended).unwrap();
        let digest = finish_digest(&prepared.proof).unwrap();
        assert_eq!(digest, prepared.digest);
        let key = P256Key::from_bytes(&[100 + number; 32]).unwrap();
        let commitment = document_commitment(&act.s, "d1", &prepared.previous, &digest, &act.field);
        let transcript = transcript(number, &key, time_ms, commitment);
        let leaf = self.pki.leaf(name, key, &transcript);
        let cms = self.pki.sign(&leaf, &digest, time_ms + 30_000);
        self.append(appended, &cms);
        self.leaves.push(leaf);
    }

    pub(crate) fn ended(mut self) -> Self {
        self.sign(1, "Anna Müller", BEGIN_MS);
        self.sign(2, "Zoë Œuvré", BEGIN_MS + 3_600_000);
        self.seal(BEGIN_MS + 3_700_000);
        self
    }

    pub(crate) fn seal(&mut self, time_ms: i64) {
        let leaves: Vec<&Pair> = self.leaves.iter().collect();
        let seal = Seal {
            plan: self.laid.seal,
            evidence: self.pki.evidence(&leaves, time_ms),
            name: "ACME SA".to_string(),
            reason: "Sealed by ACME SA".to_string(),
            time_ms,
            reserve: RESERVE,
        };
        let document = open(&self.bytes);
        let draft = seal::draft_on(&document, &seal).unwrap();
        if !document.encrypted() {
            let request = seal::request(&document, "d1").unwrap();
            assert_eq!(seal::draft(&request, &seal).unwrap(), draft);
        }
        let facts = SealFacts {
            envelope: "e1".to_string(),
            launch: self.launch,
        };
        let cms = self.pki.seal(&draft.digest(), &facts, time_ms + 1000);
        let sealed = draft.finish(&cms).unwrap();
        self.bytes.extend_from_slice(&sealed.tail);
        assert_eq!(
            (sealed.sha256, sealed.size),
            (sha256(&self.bytes), self.bytes.len() as u64)
        );
    }
}

pub(crate) fn transcript(number: u8, key: &P256Key, time_ms: i64, commitment: Hash) -> Transcript {
    Transcript {
        version: 1,
        tenant: "t1".to_string(),
        envelope: "e1".to_string(),
        recipient: format!("r{number}"),
        method_oid: oid::METHOD_SMS.to_string(),
        channel: "mail".to_string(),
        contact: Hash([number; 32]),
        consents: vec![Consent {
            text: sha256(b"I agree"),
            locale: "en".to_string(),
            version: "1".to_string(),
        }],
        key: B64(key.spki()),
        client: sha256(b"build"),
        nonce: Hash([9; 32]),
        code_expires_ms: time_ms + 600_000,
        begin_ms: time_ms,
        ta: None,
        documents: vec![commitment],
    }
}

pub(crate) fn ceremony() -> Ceremony {
    Ceremony::launched().ended()
}
