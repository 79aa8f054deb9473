//! A signer's side of the demonstration: one act, from the link to `finish`.

use std::collections::BTreeMap;
use std::sync::Arc;

use sign_core::bytes::hash::sha256;
use sign_core::digest::{Prepared, embed, gap_proof};
use sign_core::document::{Appended, Document};
use sign_core::protocol::carrier::{BlobKind, seal_blob};
use sign_core::protocol::consent;
use sign_core::protocol::derive::{bearer, possession_message, proof, verifier};
use sign_core::protocol::link::Link;
use sign_core::protocol::transcript::{Transcript, document_commitment};
use sign_core::signature::act::{self, Act, Mark, moment};
use sign_core::signature::key::{P256Key, Signer as _};
use sign_core::signature::layout::{PlanSigner, place};
use sign_core::signature::{cms, seal};
use sign_core::stamp::fonts::Fonts;
use sign_core::stamp::ink::{Point, Stroke};
use sign_core::wire::{
    B64, Begun, Commit, CommitDocument, Committed, Fence, Hash, Locale, Prove, Proven, Seal,
    Sealed, SignDocument, SignRequest, Signed, SignerView,
};

use super::DemoError;
use super::desk::{Asker, Desk};
use super::sender::phone;

/// A signer with their link and a key for one act.
pub(super) struct Signer<'a> {
    desk: &'a Desk,
    link: Link,
    token: String,
    key: P256Key,
    document: String,
    field: String,
    at: usize,
    /// The place they choose, where the sender left it to them.
    choice: Option<PlanSigner>,
}

/// An act that was prepared and is about to be committed to.
struct Draft {
    begun: Begun,
    update: Appended,
    prepared: Prepared,
    transcript: Transcript,
    s: Hash,
}

impl<'a> Signer<'a> {
    pub(super) fn new(
        desk: &'a Desk,
        link: &str,
        (document, field): (&str, &str),
        at: usize,
        choice: Option<PlanSigner>,
    ) -> Result<Self, DemoError> {
        let link = Link::parse(link)?;
        let bearer = B64(bearer(&link.secret).to_vec()).encode();
        let token = format!("Bearer {}.{bearer}", link.id);
        let key = P256Key::from_bytes(&desk.draw())?;
        Ok(Self {
            desk,
            link,
            token,
            key,
            document: document.to_owned(),
            field: field.to_owned(),
            at,
            choice,
        })
    }

    /// Signs `file` and returns its new version.
    pub(super) async fn sign(&self, file: Vec<u8>) -> Result<Vec<u8>, DemoError> {
        let view: SignerView = self.post("open", &()).await?;
        let draft = self.prepare(&view, &file).await?;
        self.commit(&draft).await?;
        let proven = self.prove(&draft).await?;
        self.upload(&view, &draft).await?;
        let signed = self.request(&draft, &proven).await?;
        let file = [file, embed(&draft.update, &signed.documents[0].cms.0)?].concat();
        expect_hash(&file, signed.documents[0].sha256)?;
        let fence = Fence {
            fence: draft.begun.fence,
        };
        self.desk
            .tell(Asker::Bearer(&self.token), "/v1/sign/finish", &fence)
            .await?;
        Ok(file)
    }

    /// Asks for the seal and appends it.
    pub(super) async fn seal(&self, file: Vec<u8>) -> Result<Vec<u8>, DemoError> {
        let request = seal::request(&open(&file)?, &self.document)?;
        let sealed: Sealed = self
            .post(
                "seal",
                &Seal {
                    documents: vec![request],
                },
            )
            .await?;
        let file = [file.as_slice(), &sealed.documents[0].tail.0].concat();
        expect_hash(&file, sealed.documents[0].sha256)?;
        Ok(file)
    }

    async fn prepare(&self, view: &SignerView, file: &[u8]) -> Result<Draft, DemoError> {
        let begun: Begun = self.post("begin", &()).await?;
        let s = Hash(self.desk.draw());
        let consents = consent::asked(view.locale);
        let mut transcript = self.transcript(view, &begun, consents);
        let reserve = begun.reserve + u32::try_from(transcript.der().len()).unwrap_or(u32::MAX);
        let update = self.update(file, &self.act(view, &begun, s, reserve))?;
        let prepared = gap_proof(file, &update)?;
        let (previous, digest) = (&prepared.previous, &prepared.digest);
        transcript.documents = vec![document_commitment(
            &s,
            &self.document,
            previous,
            digest,
            &self.field,
        )];
        Ok(Draft {
            begun,
            update,
            prepared,
            transcript,
            s,
        })
    }

    fn update(&self, file: &[u8], act: &Act) -> Result<Appended, DemoError> {
        let document = open(file)?;
        Ok(match &self.choice {
            Some(choice) => {
                let placed = place(&document, act.locale, choice)?;
                act::prepare_placed(placed, act, &Fonts::default())?
            }
            None => act::prepare(&document, act)?,
        })
    }

    fn act(&self, view: &SignerView, begun: &Begun, s: Hash, reserve: u32) -> Act {
        let name = format!("{} {}", view.first_name, view.last_name);
        let lines = vec![
            name.clone(),
            moment(begun.time_ms, 0, Locale::En),
            format!("Document {}", view.fingerprint),
        ];
        Act {
            field: self.field.clone(),
            document: self.document.clone(),
            name,
            values: BTreeMap::new(),
            mark: Mark::Drawn(scribble(self.at)),
            initials: None,
            lines,
            time_ms: begun.time_ms,
            offset_minutes: 0,
            locale: Locale::En,
            s,
            reserve,
        }
    }

    fn transcript(
        &self,
        view: &SignerView,
        begun: &Begun,
        consents: Vec<sign_core::protocol::transcript::Consent>,
    ) -> Transcript {
        Transcript {
            version: 1,
            tenant: begun.tenant.clone(),
            envelope: view.envelope.clone(),
            recipient: view.recipient.clone(),
            method_oid: begun.method_oid.clone(),
            channel: begun.channel.clone(),
            contact: begun.contact,
            consents,
            key: B64(self.key.spki()),
            client: sha256(concat!("seing demo-sign ", env!("CARGO_PKG_VERSION")).as_bytes()),
            nonce: begun.nonce,
            code_expires_ms: begun.code_expires_ms,
            begin_ms: begun.time_ms,
            ta: None,
            documents: vec![Hash::default()],
        }
    }

    async fn commit(&self, draft: &Draft) -> Result<Committed, DemoError> {
        let document = CommitDocument {
            id: self.document.clone(),
            s: draft.s,
            previous: draft.prepared.previous,
            digest: draft.prepared.digest,
            field: self.field.clone(),
        };
        let commit = Commit {
            fence: draft.begun.fence,
            transcript: draft.transcript.clone(),
            documents: vec![document],
        };
        self.post("commit", &commit).await
    }

    async fn prove(&self, draft: &Draft) -> Result<Proven, DemoError> {
        let code = self.desk.code(&phone(self.at)).await?;
        let (nonce, t0) = (&draft.transcript.nonce, draft.transcript.t0());
        let prove = Prove {
            fence: draft.begun.fence,
            proof: proof(&verifier(&self.link.secret), &code, nonce, &t0),
            possession: B64(self.key.sign(&possession_message(&t0))?),
        };
        self.post("prove", &prove).await
    }

    async fn upload(&self, view: &SignerView, draft: &Draft) -> Result<(), DemoError> {
        let (key, salt) = (self.desk.draw(), self.desk.draw());
        let n = draft.begun.heads[0].n + 1;
        let (envelope, document) = (&view.envelope, &self.document);
        let plain = &draft.update.bytes;
        let blob = seal_blob(&key, BlobKind::Sealed, envelope, document, n, salt, plain);
        let fence = draft.begun.fence;
        let path = format!("/v1/sign/documents/{document}/blobs/{n}?fence={fence}");
        self.desk.put(Asker::Bearer(&self.token), &path, blob).await
    }

    async fn request(&self, draft: &Draft, proven: &Proven) -> Result<Signed, DemoError> {
        let message = cms::signed_attributes(&draft.prepared.digest, &proven.leaf.0);
        let document = SignDocument {
            id: self.document.clone(),
            signature: B64(self.key.sign(&message)?),
            gap: draft.prepared.proof.clone(),
        };
        let request = SignRequest {
            fence: draft.begun.fence,
            documents: vec![document],
        };
        self.post("sign", &request).await
    }

    async fn post<T: serde::de::DeserializeOwned>(
        &self,
        step: &str,
        body: &impl serde::Serialize,
    ) -> Result<T, DemoError> {
        self.desk
            .post(
                Asker::Bearer(&self.token),
                &format!("/v1/sign/{step}"),
                body,
            )
            .await
    }
}

fn open(file: &[u8]) -> Result<Document, DemoError> {
    Ok(Document::open(Arc::new(file.to_vec()))?)
}

fn expect_hash(file: &[u8], told: Hash) -> Result<(), DemoError> {
    if sha256(file) == told {
        Ok(())
    } else {
        Err(sign_core::Error::new(sign_core::Kind::WrongFile).into())
    }
}

/// A zigzag and a dash, a little different for everybody.
fn scribble(at: usize) -> Vec<Stroke> {
    let point = |step: usize, x: f64, y: f64| Point {
        x,
        y,
        t_ms: step as f64 * 16.0,
        pressure: 0.5,
    };
    let zigzag = (0..14 + at % 5).map(|step| {
        let swing = if step % 2 == 0 {
            120.0
        } else {
            260.0 - (step * 6) as f64
        };
        point(step, 120.0 + step as f64 * 42.0, swing)
    });
    let dash =
        (0..8).map(|step| point(step, 150.0 + step as f64 * 85.0, 300.0 - step as f64 * 3.0));
    vec![
        Stroke {
            points: zigzag.collect(),
            pen: false,
        },
        Stroke {
            points: dash.collect(),
            pen: false,
        },
    ]
}
