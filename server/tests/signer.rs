//! A signer's browser: the act, step by step, each repeatable.

use std::collections::BTreeMap;
use std::sync::Arc;

use sign_core::bytes::hash::sha256;
use sign_core::digest::{embed, gap_proof};
use sign_core::document::{Appended, Document};
use sign_core::protocol::consent;
use sign_core::protocol::derive::{bearer, possession_message, proof, verifier};
use sign_core::protocol::link::Link;
use sign_core::protocol::transcript::{Transcript, document_commitment};
use sign_core::signature::act::{self, Act, Mark};
use sign_core::signature::key::{P256Key, Signer as _};
use sign_core::signature::{cms, seal};
use sign_core::wire::{
    B64, Begun, Commit, CommitDocument, Committed, Fence, Hash, Locale, Prove, Proven, Renonced,
    Seal, Sealed, SignDocument, SignRequest, Signed, SignerView,
};

use crate::sender::{Sender, sealed};
use crate::world::{Answer, World};

/// One signer with the files in their browser.
pub(crate) struct Signer<'a> {
    world: &'a World,
    link: Link,
    /// The name of the field they sign.
    pub(crate) field: String,
    pub(crate) documents: Vec<String>,
    pub(crate) files: Vec<Vec<u8>>,
    number: u8,
}

/// What stands in the browser's store before `commit`.
pub(crate) struct Prepared {
    pub(crate) begun: Begun,
    pub(crate) updates: Vec<Appended>,
    pub(crate) commit: Commit,
}

impl Prepared {
    /// Names the act to the server.
    pub(crate) fn fence(&self) -> Fence {
        Fence {
            fence: self.begun.fence,
        }
    }
}

impl<'a> Signer<'a> {
    /// Opens the link of the recipient at `at`.
    pub(crate) fn new(world: &'a World, sender: &Sender, at: usize) -> Self {
        Self::by_link(world, sender, at, &sender.links[at])
    }

    pub(crate) fn by_link(world: &'a World, sender: &Sender, at: usize, link: &str) -> Self {
        Self {
            world,
            link: Link::parse(link).unwrap(),
            field: format!("sig_{:02}", at + 1),
            documents: sender.documents.clone(),
            files: sender.files.clone(),
            number: u8::try_from(at).unwrap(),
        }
    }

    fn key(&self) -> P256Key {
        P256Key::from_bytes(&[30 + self.number; 32]).unwrap()
    }

    pub(crate) fn who(&self) -> String {
        let bearer = B64(bearer(&self.link.secret).to_vec()).encode();
        format!("Bearer {}.{bearer}", self.link.id)
    }

    pub(crate) async fn view(&self) -> SignerView {
        self.world.get("/v1/sign", &self.who()).await.ok()
    }

    pub(crate) async fn open(&self) -> SignerView {
        self.post("open", &()).await.ok()
    }

    pub(crate) async fn post<T: serde::Serialize>(&self, step: &str, body: &T) -> Answer {
        self.world
            .post(&format!("/v1/sign/{step}"), &self.who(), body)
            .await
    }

    /// `begin`, and everything that happens in the browser up to `commit`.
    pub(crate) async fn prepare(&self) -> Prepared {
        let begun: Begun = self.post("begin", &()).await.ok();
        let view = self.view().await;
        let mut updates = Vec::new();
        let mut documents = Vec::new();
        let mut hashes = Vec::new();
        for (at, id) in self.documents.iter().enumerate() {
            let s = Hash([u8::try_from(begun.fence).unwrap() + at as u8; 32]);
            let update = self.update(&view, &begun, at, s);
            let prepared = gap_proof(&self.files[at], &update).unwrap();
            assert_eq!(prepared.previous, begun.heads[at].sha256);
            let Self { field, .. } = self;
            let hash = document_commitment(&s, id, &prepared.previous, &prepared.digest, field);
            hashes.push(hash);
            documents.push(CommitDocument {
                id: id.clone(),
                s,
                previous: prepared.previous,
                digest: prepared.digest,
                field: field.clone(),
            });
            updates.push(update);
        }
        let transcript = self.transcript(&view, &begun, hashes);
        let commit = Commit {
            fence: begun.fence,
            transcript,
            documents,
        };
        Prepared {
            begun,
            updates,
            commit,
        }
    }

    fn update(&self, view: &SignerView, begun: &Begun, at: usize, s: Hash) -> Appended {
        let act = Act {
            field: self.field.clone(),
            document: self.documents[at].clone(),
            name: format!("{} {}", view.first_name, view.last_name),
            values: BTreeMap::new(),
            mark: Mark::Typed(view.last_name.clone()),
            initials: None,
            lines: Vec::new(),
            time_ms: begun.time_ms,
            offset_minutes: 60,
            locale: Locale::En,
            s,
            reserve: begun.reserve + 1024,
        };
        let document = Document::open(Arc::new(self.files[at].clone())).unwrap();
        act::prepare(&document, &act).unwrap()
    }

    fn transcript(&self, view: &SignerView, begun: &Begun, documents: Vec<Hash>) -> Transcript {
        Transcript {
            version: 1,
            tenant: begun.tenant.clone(),
            envelope: view.envelope.clone(),
            recipient: view.recipient.clone(),
            method_oid: begun.method_oid.clone(),
            channel: begun.channel.clone(),
            contact: begun.contact,
            consents: consent::asked(consent::Locale::En),
            key: B64(self.key().spki()),
            client: sha256(b"a test"),
            nonce: begun.nonce,
            code_expires_ms: begun.code_expires_ms,
            begin_ms: begun.time_ms,
            ta: None,
            documents,
        }
    }

    pub(crate) async fn commit(&self, prepared: &Prepared) -> Committed {
        let committed: Committed = self.post("commit", &prepared.commit).await.ok();
        assert_eq!(committed.t0, prepared.commit.transcript.t0());
        committed
    }

    /// Asks for another code and commits to its nonce.
    pub(crate) async fn resend(&self, prepared: &mut Prepared) -> Committed {
        let fresh: Renonced = self.post("renonce", &prepared.fence()).await.ok();
        prepared.commit.transcript.nonce = fresh.nonce;
        prepared.commit.transcript.code_expires_ms = fresh.code_expires_ms;
        self.commit(prepared).await
    }

    /// What a browser sends for a typed code.
    pub(crate) fn proof(&self, prepared: &Prepared, code: &str) -> Prove {
        let transcript = &prepared.commit.transcript;
        let t0 = transcript.t0();
        Prove {
            fence: prepared.begun.fence,
            proof: proof(&verifier(&self.link.secret), code, &transcript.nonce, &t0),
            possession: B64(self.key().sign(&possession_message(&t0)).unwrap()),
        }
    }

    pub(crate) async fn prove(&self, prepared: &Prepared, code: &str) -> Answer {
        self.post("prove", &self.proof(prepared, code)).await
    }

    /// Uploads the prepared updates.
    pub(crate) async fn upload(&self, prepared: &Prepared) {
        for at in 0..self.documents.len() {
            self.put_blob(prepared, at).await.done();
        }
    }

    pub(crate) async fn put_blob(&self, prepared: &Prepared, at: usize) -> Answer {
        let (document, n) = (&self.documents[at], prepared.begun.heads[at].n + 1);
        let envelope = &prepared.commit.transcript.envelope;
        let octets = sealed(envelope, document, n, &prepared.updates[at].bytes);
        let fence = prepared.begun.fence;
        let path = format!("/v1/sign/documents/{document}/blobs/{n}?fence={fence}");
        self.world.put(&path, &self.who(), octets).await
    }

    pub(crate) fn sign_request(&self, prepared: &Prepared, proven: &Proven) -> SignRequest {
        let one = |at: usize| {
            let gap = gap_proof(&self.files[at], &prepared.updates[at]).unwrap();
            let message = cms::signed_attributes(&gap.digest, &proven.leaf.0);
            SignDocument {
                id: self.documents[at].clone(),
                signature: B64(self.key().sign(&message).unwrap()),
                gap: gap.proof,
            }
        };
        let documents = (0..self.documents.len()).map(one).collect();
        SignRequest {
            fence: prepared.begun.fence,
            documents,
        }
    }

    /// Puts the CMS in their gaps and checks what the server said of the files.
    pub(crate) fn embed(&mut self, prepared: &Prepared, signed: &Signed) {
        for (at, one) in signed.documents.iter().enumerate() {
            self.files[at].extend(embed(&prepared.updates[at], &one.cms.0).unwrap());
            let file = &self.files[at];
            assert_eq!((sha256(file), file.len() as u64), (one.sha256, one.size));
        }
    }

    /// Everything from `begin` to the uploaded update: `sign` may follow.
    pub(crate) async fn proven(&self, contact: &str) -> (Prepared, Proven) {
        let prepared = self.prepare().await;
        self.commit(&prepared).await;
        let code = self.world.code(contact).await;
        let proven = self.prove(&prepared, &code).await.ok();
        self.upload(&prepared).await;
        (prepared, proven)
    }

    /// Everything from opening the link to `finish`.
    pub(crate) async fn sign(&mut self, contact: &str) -> Signed {
        self.open().await;
        let (prepared, proven) = self.proven(contact).await;
        let request = self.sign_request(&prepared, &proven);
        let signed: Signed = self.post("sign", &request).await.ok();
        self.embed(&prepared, &signed);
        self.post("finish", &prepared.fence()).await.done();
        signed
    }

    pub(crate) fn seal_request(&self) -> Seal {
        let one = |(id, file): (&String, &Vec<u8>)| {
            let document = Document::open(Arc::new(file.clone())).unwrap();
            seal::request(&document, id).unwrap()
        };
        Seal {
            documents: self.documents.iter().zip(&self.files).map(one).collect(),
        }
    }

    /// Asks for the seal and appends it.
    pub(crate) async fn seal(&mut self) -> Sealed {
        let sealed: Sealed = self.post("seal", &self.seal_request()).await.ok();
        for (file, one) in self.files.iter_mut().zip(&sealed.documents) {
            file.extend_from_slice(&one.tail.0);
            assert_eq!((sha256(file), file.len() as u64), (one.sha256, one.size));
        }
        sealed
    }
}
