//! The sender's side of the demonstration: fields, certification, launch.

use std::sync::Arc;

use sign_core::bytes::hash::sha256;
use sign_core::digest::{embed, gap_proof};
use sign_core::document::Document;
use sign_core::inspection::inspect;
use sign_core::placement::{Look, Placement};
use sign_core::protocol::carrier::{BlobKind, seal_blob};
use sign_core::signature::certify::{self, Certification};
use sign_core::signature::layout::{
    LaidField, LaidOut, Plan, PlanSigner, lay_out, lay_out_open, place, room,
};
use sign_core::wire::{
    Carrier, Certified, Certify, CertifyDocument, EnvelopeCreated, FieldKind, FieldRecord, Launch,
    LaunchDocument, Launched, Locale, Method, NewDocument, NewEnvelope, NewRecipient,
};

use super::DemoError;
use super::desk::{Asker, Desk};
use super::places::places;

/// The sender, at a desk.
pub(super) struct Sender<'a> {
    desk: &'a Desk,
}

/// An envelope on its way.
pub(super) struct Sent {
    /// The document's id.
    pub(super) document: String,
    /// The launch version.
    pub(super) file: Vec<u8>,
    /// Every signer's field.
    pub(super) fields: Vec<String>,
    /// One link a signer.
    pub(super) links: Vec<String>,
    /// Where every signer will choose to sign; empty where the sender chose for them.
    pub(super) choices: Vec<PlanSigner>,
}

/// The number a demonstration signer's messages go to.
pub(super) fn phone(at: usize) -> String {
    format!("+336391234{at:02}")
}

impl<'a> Sender<'a> {
    pub(super) fn new(desk: &'a Desk) -> Self {
        Self { desk }
    }

    /// Lays out the fields, has them certified, and launches; with `chosen`, leaves the fields to
    /// the signers.
    pub(super) async fn send(
        self,
        original: Vec<u8>,
        signers: u8,
        chosen: bool,
    ) -> Result<Sent, DemoError> {
        let document = open(&original)?;
        room(&document)?;
        let asked = envelope(&document, signers, chosen)?;
        let made: EnvelopeCreated = self
            .desk
            .post(Asker::Owner, "/v1/envelopes", &asked)
            .await?;
        let plan = plan(&document, &asked.recipients, made.renew)?;
        let laid = if chosen {
            left_open(&document, &plan)?
        } else {
            lay_out(&document, &plan)?
        };
        let rev0 = [original.as_slice(), &laid.appended.bytes].concat();
        let file = match &laid.certification {
            Some(field) => self.certify(&made, field, rev0).await?,
            None => rev0,
        };
        self.upload(&made, &file).await?;
        let launched = self.launch(&made, &laid, &file).await?;
        let links = launched.links.into_iter().map(|one| one.link).collect();
        let document = made.documents.into_iter().next().unwrap_or_default();
        Ok(Sent {
            document,
            file,
            fields: laid.fields.into_iter().map(|field| field.name).collect(),
            links,
            choices: if chosen { plan.signers } else { Vec::new() },
        })
    }

    async fn certify(
        &self,
        made: &EnvelopeCreated,
        field: &str,
        rev0: Vec<u8>,
    ) -> Result<Vec<u8>, DemoError> {
        let certification = Certification {
            field: field.to_owned(),
            name: made.organisation.clone(),
            reason: format!("Certified by {}", made.organisation),
            time_ms: made.now_ms,
            reserve: made.reserve,
        };
        let update = certify::prepare(&open(&rev0)?, &certification)?;
        let gap = gap_proof(&rev0, &update)?.proof;
        let document = CertifyDocument {
            id: made.documents[0].clone(),
            gap,
        };
        let path = format!("/v1/envelopes/{}/certify", made.id);
        let asked = Certify {
            documents: vec![document],
        };
        let certified: Certified = self.desk.post(Asker::Owner, &path, &asked).await?;
        Ok([rev0, embed(&update, &certified.documents[0].cms.0)?].concat())
    }

    async fn upload(&self, made: &EnvelopeCreated, file: &[u8]) -> Result<(), DemoError> {
        let document = &made.documents[0];
        let (key, salt) = (self.desk.draw(), self.desk.draw());
        let blob = seal_blob(&key, BlobKind::Sealed, &made.id, document, 0, salt, file);
        let path = format!("/v1/envelopes/{}/documents/{document}/blobs/0", made.id);
        self.desk.put(Asker::Owner, &path, blob).await
    }

    async fn launch(
        &self,
        made: &EnvelopeCreated,
        laid: &LaidOut,
        file: &[u8],
    ) -> Result<Launched, DemoError> {
        let fields = laid
            .fields
            .iter()
            .map(|field| record(field, &made.recipients))
            .collect();
        let id = made.documents[0].clone();
        let document = LaunchDocument {
            id,
            sha256: sha256(file),
            size: laid.certification.is_none().then_some(file.len() as u64),
            fields,
            seal: laid.seal,
        };
        let path = format!("/v1/envelopes/{}/launch", made.id);
        self.desk
            .post(
                Asker::Owner,
                &path,
                &Launch {
                    documents: vec![document],
                },
            )
            .await
    }
}

fn open(file: &[u8]) -> Result<Document, DemoError> {
    Ok(Document::open(Arc::new(file.to_vec()))?)
}

/// Lays out nothing but the seal, and names the fields that signers will make.
fn left_open(document: &Document, plan: &Plan) -> Result<LaidOut, DemoError> {
    let mut laid = lay_out_open(document, plan.locale, plan.renew)?;
    let ready = open(&[document.bytes(), &laid.appended.bytes].concat())?;
    for signer in &plan.signers {
        laid.fields
            .extend(place(&ready, plan.locale, signer)?.fields);
    }
    Ok(laid)
}

fn envelope(document: &Document, signers: u8, chosen: bool) -> Result<NewEnvelope, DemoError> {
    let hash = sha256(document.bytes());
    let paper = NewDocument {
        name: "document.pdf".to_owned(),
        pages: document.page_count()?,
        input: hash,
        original: hash,
        original_size: document.bytes().len() as u64,
        signed: chosen || is_signed(document)?,
    };
    Ok(NewEnvelope {
        title: "Demonstration".to_owned(),
        message: None,
        locale: Locale::En,
        carrier: Carrier::Sealed,
        expires_days: None,
        documents: vec![paper],
        recipients: (0..signers).map(recipient).collect(),
    })
}

fn recipient(at: u8) -> NewRecipient {
    NewRecipient {
        first_name: "Demo".to_owned(),
        last_name: format!("Signer {}", at + 1),
        email: format!("signer{}@demo.invalid", at + 1),
        phone: Some(phone(usize::from(at))),
        locale: Locale::En,
        turn: u16::from(at) + 1,
        method: Method::Sms,
    }
}

fn plan(document: &Document, people: &[NewRecipient], renew: bool) -> Result<Plan, DemoError> {
    let places = places(document, people.len())?;
    let signers = people.iter().zip(places).zip(1..);
    let signers = signers.map(|((one, (page, rect)), number)| PlanSigner {
        number,
        name: format!("{} {}", one.first_name, one.last_name),
        placements: vec![Placement {
            kind: FieldKind::Signature,
            page,
            rect,
            required: true,
            look: Look::default(),
            caption: String::new(),
        }],
    });
    Ok(Plan {
        locale: Locale::En,
        signers: signers.collect(),
        texts: Vec::new(),
        logo: None,
        renew,
    })
}

fn is_signed(document: &Document) -> Result<bool, DemoError> {
    Ok(found(document, "signed")?)
}

/// Whether an inspection says so.
pub(super) fn found(document: &Document, code: &str) -> sign_core::Result<bool> {
    let findings = inspect(document)?;
    Ok(findings.iter().any(|finding| finding.code == code))
}

fn record(field: &LaidField, recipients: &[String]) -> FieldRecord {
    FieldRecord {
        name: field.name.clone(),
        recipient: recipients[usize::from(field.signer) - 1].clone(),
        kind: field.kind,
        page: field.page,
        required: field.required,
    }
}
