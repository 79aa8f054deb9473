//! The sender's browser: lays out, certifies, uploads, launches.

use std::sync::Arc;

use sign_core::bytes::hash::sha256;
use sign_core::digest::{embed, gap_proof};
use sign_core::document::{Appended, Document};
use sign_core::placement::{FieldKind as Kind, Look, Placement, ViewRect};
use sign_core::signature::certify::{self, Certification};
use sign_core::signature::layout::{LaidField, LaidOut, Plan, PlanSigner, lay_out};
use sign_core::wire::{
    Carrier, Certified, Certify, CertifyDocument, EnvelopeCreated, EnvelopeDetail, FieldKind,
    FieldRecord, Launch, LaunchDocument, Launched, Locale, Method, NewDocument, NewEnvelope,
    NewRecipient,
};

use crate::paper::{is_signed, pdf};
use crate::world::World;

/// A launched envelope and what the sender holds of it.
pub(crate) struct Sender {
    pub(crate) id: String,
    pub(crate) documents: Vec<String>,
    pub(crate) recipients: Vec<String>,
    /// The launch versions.
    pub(crate) files: Vec<Vec<u8>>,
    pub(crate) links: Vec<String>,
    pub(crate) launch: Launch,
}

/// Anna signs first by mail, Zoë then by SMS, or both at once.
pub(crate) fn people(turns: &[u16]) -> Vec<NewRecipient> {
    let names = [("Anna", "Müller"), ("Zoë", "Œuvré"), ("Paul", "Petit")];
    let person = |(at, turn): (usize, &u16)| NewRecipient {
        first_name: names[at].0.to_owned(),
        last_name: names[at].1.to_owned(),
        email: format!("{}@example.org", ["anna", "zoe", "paul"][at]),
        phone: (at == 1).then(|| "06 12 34 56 78".to_owned()),
        locale: Locale::En,
        turn: *turn,
        method: if at == 1 { Method::Sms } else { Method::Email },
    };
    turns.iter().enumerate().map(person).collect()
}

/// A draft of `titles` for `turns`.
pub(crate) fn new_envelope(titles: &[&str], turns: &[u16]) -> NewEnvelope {
    let document = |title: &&str| {
        let file = pdf(title);
        NewDocument {
            name: format!("{title}.pdf"),
            pages: 2,
            input: sha256(&file),
            original: sha256(&file),
            original_size: file.len() as u64,
            signed: is_signed(title),
        }
    };
    NewEnvelope {
        title: "Lease".to_owned(),
        message: Some("Please sign.".to_owned()),
        locale: Locale::En,
        carrier: Carrier::Sealed,
        expires_days: None,
        documents: titles.iter().map(document).collect(),
        recipients: people(turns),
    }
}

fn plan(people: &[NewRecipient], renew: bool) -> Plan {
    let signer = |(at, one): (usize, &NewRecipient)| {
        let y = 60.0 + 120.0 * at as f64;
        let place = |kind, x: f64, width| Placement {
            kind,
            page: 0,
            rect: ViewRect {
                x,
                y,
                width,
                height: 60.0,
            },
            required: true,
            look: Look::default(),
            caption: String::new(),
        };
        PlanSigner {
            number: u8::try_from(at + 1).unwrap(),
            name: format!("{} {}", one.first_name, one.last_name),
            placements: vec![
                place(Kind::Signature, 60.0, 200.0),
                place(Kind::Name, 300.0, 200.0),
            ],
        }
    };
    Plan {
        locale: Locale::En,
        signers: people.iter().enumerate().map(signer).collect(),
        texts: Vec::new(),
        logo: None,
        renew,
    }
}

fn record(field: &LaidField, recipients: &[String]) -> FieldRecord {
    FieldRecord {
        name: field.name.clone(),
        recipient: recipients[usize::from(field.signer) - 1].clone(),
        kind: match field.kind {
            Kind::Signature => FieldKind::Signature,
            Kind::Name => FieldKind::Name,
            Kind::Date => FieldKind::Date,
            _ => FieldKind::Text,
        },
        page: field.page,
        required: field.required,
    }
}

fn open(file: &[u8]) -> Document {
    Document::open(Arc::new(file.to_vec())).unwrap()
}

/// A blob as a browser would seal it.
pub(crate) fn sealed(envelope: &str, document: &str, n: u32, plain: &[u8]) -> Vec<u8> {
    use sign_core::protocol::carrier::{BlobKind, seal_blob};
    seal_blob(
        &[8; 32],
        BlobKind::Sealed,
        envelope,
        document,
        n,
        [n as u8; 32],
        plain,
    )
}

impl World {
    /// Makes a draft, certifies and uploads it.
    pub(crate) async fn prepared(&self, titles: &[&str], turns: &[u16]) -> Sender {
        let asked = new_envelope(titles, turns);
        let made: EnvelopeCreated = self.post("/v1/envelopes", &self.cookie, &asked).await.ok();
        let mut files: Vec<Vec<u8>> = titles.iter().map(|title| pdf(title)).collect();
        let mut laid = Vec::new();
        for file in &mut files {
            let out = lay_out(&open(file), &plan(&asked.recipients, made.renew)).unwrap();
            file.extend_from_slice(&out.appended.bytes);
            laid.push(out);
        }
        self.certify(&made, &mut files, &laid).await;
        let documents = (0..files.len()).map(|at| LaunchDocument {
            id: made.documents[at].clone(),
            sha256: sha256(&files[at]),
            size: laid[at]
                .certification
                .is_none()
                .then_some(files[at].len() as u64),
            fields: laid[at]
                .fields
                .iter()
                .map(|one| record(one, &made.recipients))
                .collect(),
            seal: laid[at].seal,
        });
        let launch = Launch {
            documents: documents.collect(),
        };
        for (document, file) in made.documents.iter().zip(&files) {
            let path = format!("/v1/envelopes/{}/documents/{document}/blobs/0", made.id);
            let blob = sealed(&made.id, document, 0, file);
            self.put(&path, &self.cookie, blob).await.done();
        }
        let EnvelopeCreated {
            id,
            documents,
            recipients,
            ..
        } = made;
        Sender {
            id,
            documents,
            recipients,
            files,
            links: Vec::new(),
            launch,
        }
    }

    async fn certify(&self, made: &EnvelopeCreated, files: &mut [Vec<u8>], laid: &[LaidOut]) {
        let mut updates = Vec::new();
        for (at, laid) in laid.iter().enumerate() {
            let Some(field) = laid.certification.clone() else {
                continue;
            };
            let certification = Certification {
                field,
                name: made.organisation.clone(),
                reason: format!("Certified by {}", made.organisation),
                time_ms: made.now_ms,
                reserve: made.reserve,
            };
            let update = certify::prepare(&open(&files[at]), &certification).unwrap();
            updates.push((at, update));
        }
        let ask = |(at, update): &(usize, Appended)| CertifyDocument {
            id: made.documents[*at].clone(),
            gap: gap_proof(&files[*at], update).unwrap().proof,
        };
        let asked = Certify {
            documents: updates.iter().map(ask).collect(),
        };
        if updates.is_empty() {
            return;
        }
        let path = format!("/v1/envelopes/{}/certify", made.id);
        let certified: Certified = self.post(&path, &self.cookie, &asked).await.ok();
        let again: Certified = self.post(&path, &self.cookie, &asked).await.ok();
        assert_eq!(
            certified, again,
            "the same request gives the same certification"
        );
        for ((at, update), one) in updates.iter().zip(&certified.documents) {
            let file = &mut files[*at];
            file.extend(embed(update, &one.cms.0).unwrap());
            assert_eq!((sha256(file), file.len() as u64), (one.sha256, one.size));
        }
    }

    /// Makes an envelope and launches it.
    pub(crate) async fn launched(&self, titles: &[&str], turns: &[u16]) -> Sender {
        let mut sender = self.prepared(titles, turns).await;
        let path = format!("/v1/envelopes/{}/launch", sender.id);
        let launched: Launched = self.post(&path, &self.cookie, &sender.launch).await.ok();
        sender.links = launched.links.into_iter().map(|one| one.link).collect();
        sender
    }

    pub(crate) async fn detail(&self, id: &str) -> EnvelopeDetail {
        self.get(&format!("/v1/envelopes/{id}"), &self.cookie)
            .await
            .ok()
    }
}
