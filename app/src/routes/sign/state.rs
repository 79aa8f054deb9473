//! What the signer's screens share: the link, the server's view, the draft, the documents.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::protocol::derive;
use sign_core::protocol::link::Link;
use sign_core::wire::problem::Code;
use sign_core::wire::{B64, Carrier, SignerDocument, SignerView};

use super::finish;
use super::hurdle::{Hurdle, Trouble};
use crate::browser::docworker;
use crate::browser::docworker::Beside;
use crate::browser::{clock, http, page, store};
use crate::i18n::{Text, sign};
use crate::routes::trust;
use crate::steps::sign::{Act, Draft, Gate, Move, Step};
use crate::worker::message::{self, Answer, Ask, Chain, Opened, Parcel};

/// Where the key of a link is kept.
pub const KEY: &str = "link-key";

/// The state of one signer's visit; all of it is behind signals, so it is copied about.
#[derive(Clone, Copy)]
pub struct Signing {
    link: StoredValue<Link>,
    skew_ms: StoredValue<i64>,
    /// The server's view.
    pub view: RwSignal<SignerView>,
    /// What was entered.
    pub draft: RwSignal<Draft>,
    /// Documents that are open in the worker, by id.
    pub papers: RwSignal<BTreeMap<String, Opened>>,
    /// Names of fields, and what they ask for, by document.
    pub captions: RwSignal<BTreeMap<String, Vec<(String, String)>>>,
    /// What went wrong last.
    pub trouble: RwSignal<Option<Trouble>>,
    /// False where this browser keeps nothing over a reload.
    pub kept: RwSignal<bool>,
    /// True once everything was erased here: nothing is kept any more.
    pub erased: RwSignal<bool>,
    /// What is being done.
    pub doing: RwSignal<Option<Text>>,
    /// Rises when a document in the worker changed.
    pub change: RwSignal<u32>,
}

impl Signing {
    /// Starts with what the server said and what was kept.
    pub fn new(link: Link, view: SignerView, draft: Draft) -> Self {
        let signing = Self {
            link: StoredValue::new(link),
            skew_ms: StoredValue::new(view.now_ms - clock::now_ms()),
            view: RwSignal::new(view),
            draft: RwSignal::new(draft),
            papers: RwSignal::default(),
            captions: RwSignal::default(),
            trouble: RwSignal::default(),
            kept: RwSignal::new(true),
            erased: RwSignal::new(false),
            doing: RwSignal::default(),
            change: RwSignal::default(),
        };
        Effect::new(move |_| {
            let (draft, place) = (signing.draft.get(), signing.place("draft"));
            if signing.keeps() {
                spawn_local(async move {
                    signing.kept.try_set(store::put(&place, &draft).await);
                });
            }
        });
        signing
    }

    /// Says whether this browser may keep what it holds.
    pub fn keeps(self) -> bool {
        !self.erased.get_untracked()
    }

    /// Returns the bearer token.
    pub fn bearer(self) -> String {
        self.link.with_value(bearer)
    }

    /// Returns the link's part of a code's proof.
    pub fn verifier(self) -> [u8; 32] {
        self.link.with_value(|link| derive::verifier(&link.secret))
    }

    /// Returns the signer's first and last name.
    pub fn name(self) -> String {
        self.view
            .with_untracked(|view| [view.first_name.as_str(), &view.last_name].join(" "))
    }

    /// Returns how far the server's clock is ahead of this device's.
    pub fn skew_ms(self) -> i64 {
        self.skew_ms.get_value()
    }

    /// Returns where something of this visit is kept.
    pub fn place(self, name: &str) -> String {
        let (envelope, recipient) = self
            .view
            .with_untracked(|view| (view.envelope.clone(), view.recipient.clone()));
        place(&envelope, &recipient, name)
    }

    /// Says how a document's blobs travel.
    pub fn parcel(self, document: &str, revision: u32) -> Parcel {
        let key = self
            .link
            .with_value(|link| link.key.map(|key| B64(key.to_vec())));
        self.view.with_untracked(|view| Parcel {
            carrier: view.carrier,
            envelope: view.envelope.clone(),
            document: document.to_owned(),
            revision,
            key,
        })
    }

    /// Moves through the flow.
    pub fn go(self, by: Move) {
        self.trouble.set(None);
        let fills = self
            .view
            .with_untracked(|view| !Draft::asked(view).is_empty());
        self.draft.update(|draft| {
            draft.go(by, fills);
        });
    }

    /// Does something that takes a while, and tells what hinders it.
    pub fn run<F>(self, doing: Text, work: F)
    where
        F: Future<Output = Result<(), Hurdle>> + 'static,
    {
        if self.doing.with_untracked(Option::is_some) {
            return;
        }
        self.doing.set(Some(doing));
        self.trouble.set(None);
        spawn_local(async move {
            let result = work.await;
            self.doing.try_set(None);
            if let Err(hurdle) = result {
                self.meet(&hurdle).await;
            }
        });
    }

    /// Tells what hinders; a turn that is lost leads back, everything entered is kept.
    pub async fn meet(self, hurdle: &Hurdle) {
        let lost = matches!(
            hurdle.code(),
            Some(Code::Superseded | Code::LeaseEnded | Code::HeadMoved | Code::OutOfOrder)
        );
        let ended = matches!(
            hurdle.code(),
            Some(
                Code::Expired
                    | Code::Cancelled
                    | Code::Declined
                    | Code::AlreadySigned
                    | Code::NotYourTurn
                    | Code::Busy
            )
        );
        if lost {
            self.go(Move::TurnLost);
        }
        // Another tab that signs takes the key away.
        let elsewhere = *hurdle == Hurdle::Device || hurdle.code() == Some(Code::AlreadySigned);
        if elsewhere && self.is_kept().await {
            // What the server keeps is opened, not what was prepared here.
            self.papers.set(BTreeMap::new());
            if finish::recover(self).await.is_ok() {
                return;
            }
        }
        if lost || ended {
            // What cannot be asked now is asked with the next step.
            drop(self.refresh().await);
        }
        let mut trouble = hurdle.trouble();
        if self.has_signed() {
            trouble.told.safe = sign::SIGNED_SAFE;
        }
        self.trouble.try_set(Some(trouble));
    }

    /// Whether the server, asked again, has this person's signature.
    async fn is_kept(self) -> bool {
        self.refresh().await.is_ok() && self.view.with_untracked(Gate::of) == Gate::Signed
    }

    fn has_signed(self) -> bool {
        let here = self.draft.with_untracked(|draft| {
            let signed = |act: &Act| act.signed.is_some();
            draft.step == Step::Done || draft.act.as_deref().is_some_and(signed)
        });
        here || self.view.with_untracked(Gate::of) == Gate::Signed
    }

    /// Says whether a document is not open that the step shows or signs.
    pub fn lacks_papers(self) -> bool {
        let begun = self.draft.with(|draft| draft.step) != Step::Who || self.gate() == Gate::Signed;
        let count = self.view.with(|view| view.documents.len());
        begun && self.papers.with(BTreeMap::len) < count
    }

    /// Asks the server how things are.
    pub async fn refresh(self) -> Result<(), Hurdle> {
        let view: SignerView = http::get("/v1/sign", Some(&self.bearer())).await?;
        self.view.try_set(view);
        Ok(())
    }

    /// Says what stands between this person and signing.
    pub fn gate(self) -> Gate {
        self.view.with(Gate::of)
    }

    /// Opens every document that is not open at its newest version.
    pub async fn open_all(self) -> Result<(), Hurdle> {
        for document in self.view.with_untracked(|view| view.documents.clone()) {
            let newest = document.revisions.last().map(|revision| revision.sha256);
            let open = self
                .papers
                .with_untracked(|papers| papers.get(&document.id).map(|opened| opened.sha256));
            if open.is_none() || open != newest {
                self.open(&document, None).await?;
            }
        }
        Ok(())
    }

    /// Rebuilds one document; for `local`, from the file given or kept.
    pub async fn open(
        self,
        document: &SignerDocument,
        original: Option<Beside>,
    ) -> Result<(), Hurdle> {
        let signed = self.view.with_untracked(Gate::of) == Gate::Signed;
        if !signed && document.original_size > page::limit_bytes(u64::MAX) {
            return Err(message::Failure::plain("over_phone_limit").into());
        }
        let parcel = self.parcel(&document.id, 0);
        let mut beside = Vec::new();
        if parcel.carrier == Carrier::Local {
            let kept = store::get_whole(&self.original(&document.id))
                .await
                .map(Beside::Whole);
            beside.push(original.or(kept).ok_or(Hurdle::Original)?);
        }
        let chosen = beside.first().cloned();
        for revision in &document.revisions {
            if !matches!(revision.kind, sign_core::wire::RevisionKind::Seal { .. }) {
                let path = format!("/v1/sign/documents/{}/blobs/{}", document.id, revision.n);
                let blob = http::get_blob(&path, Some(&self.bearer())).await?;
                beside.push(Beside::Octets(blob));
            }
        }
        let chain = Chain {
            name: document.name.clone(),
            parcel,
            original: document.original,
            original_size: document.original_size,
            revisions: document.revisions.clone(),
        };
        let reply = docworker::ask(Ask::Rebuild(Box::new(chain)), beside).await?;
        let Answer::Opened(mut opened) = reply.answer else {
            return Err(Hurdle::Device);
        };
        let checked = trust::check::<Hurdle>(opened.handle).await?;
        opened.findings = checked.unseen;
        self.captions
            .try_update(|all| all.insert(document.id.clone(), checked.captions));
        if let Some(Beside::File(file)) = chosen.filter(|_| self.keeps()) {
            store::put_file(&self.original(&document.id), &file).await;
        }
        self.keep_key().await;
        self.keep_open(document.id.clone(), opened).await;
        Ok(())
    }

    /// Keeps the key of a link that opened a document: the next message may come without it.
    async fn keep_key(self) {
        if let Some(key) = self
            .link
            .with_value(|link| link.key)
            .filter(|_| self.keeps())
        {
            store::put(&self.place(KEY), &B64(key.to_vec())).await;
        }
    }

    async fn keep_open(self, document: String, opened: Opened) {
        let before = self
            .papers
            .try_update(|papers| papers.insert(document, opened))
            .flatten();
        if let Some(before) = before {
            // The worker may have ended; then nothing is left to close.
            drop(docworker::ask(Ask::Close(before.handle), Vec::new()).await);
        }
        self.change.try_update(|change| *change += 1);
    }

    fn original(self, document: &str) -> String {
        self.place(&["original/", document].concat())
    }
}

/// Returns the bearer token of a link.
pub fn bearer(link: &Link) -> String {
    let token = B64(derive::bearer(&link.secret).to_vec()).encode();
    [&link.id, ".", &token].concat()
}

/// Returns where something of a visit is kept.
pub fn place(envelope: &str, recipient: &str, name: &str) -> String {
    ["sign/", envelope, "/", recipient, "/", name].concat()
}
