//! What the steps of a new envelope share: the draft, its files, and what the worker holds.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::wire::{Account, Locale};

use super::launch::{self, Outcome, Stage, Trouble};
use super::logo::Logo;
use super::shelf::Shelf;
use super::writing;
use crate::browser::docworker::{self, Beside};
use crate::browser::files::LocalFile;
use crate::browser::page;
use crate::i18n::common;
use crate::routes::account::{self, Session};
use crate::steps::new::check::Lack;
use crate::steps::new::field::Area;
use crate::steps::new::{Draft, DraftDocument, Step};
use crate::worker::message::{Answer, Ask, Failure, Opened};

/// Why a chosen file is not in the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// File name.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// Why a chosen file is not in the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The worker's stable code.
    Code(String),
    /// It is over this many bytes.
    TooLarge(u64),
    /// It is there already.
    Twice,
    /// There is no room for one more.
    Full,
}

/// The shared state of the steps.
#[derive(Clone, Copy)]
pub struct Bench {
    /// What was entered.
    pub draft: RwSignal<Draft>,
    /// What the worker holds, by the number in the draft.
    pub opened: RwSignal<BTreeMap<u32, Opened>>,
    /// Files that were not taken.
    pub refused: RwSignal<Vec<Refusal>>,
    /// The files themselves.
    pub shelf: Shelf,
    /// The organisation's logo, where this browser has one.
    pub logo: RwSignal<Option<Logo>>,
    /// Documents whose file this browser no longer has.
    pub gone: RwSignal<Vec<u32>>,
    /// Name of the file that is being opened.
    pub opening: RwSignal<Option<String>>,
    /// True once somebody wanted to go on: from then on errors are shown.
    pub asked: RwSignal<bool>,
    /// Names that cannot be written where they are to stand.
    pub unwritten: RwSignal<Vec<Lack>>,
    /// How far the launch is.
    pub stage: RwSignal<Option<Stage>>,
    /// Why the launch stopped.
    pub trouble: RwSignal<Option<Trouble>>,
    /// The launched envelope.
    pub outcome: RwSignal<Option<Outcome>>,
    /// Who is signed in.
    pub account: StoredValue<Account>,
    session: RwSignal<Session>,
}

impl Bench {
    /// Sets the table for a draft.
    pub fn new(mut draft: Draft, signed_in: Account) -> Self {
        draft.offer(&signed_in.methods);
        Self {
            draft: RwSignal::new(draft),
            opened: RwSignal::new(BTreeMap::new()),
            refused: RwSignal::new(Vec::new()),
            shelf: Shelf::empty(),
            logo: RwSignal::new(None),
            gone: RwSignal::new(Vec::new()),
            opening: RwSignal::new(None),
            asked: RwSignal::new(false),
            unwritten: RwSignal::new(Vec::new()),
            stage: RwSignal::new(None),
            trouble: RwSignal::new(None),
            outcome: RwSignal::new(None),
            account: StoredValue::new(signed_in),
            session: account::session(),
        }
    }

    /// Returns the largest size this device takes, in bytes.
    pub fn limit_bytes(self) -> u64 {
        page::limit_bytes(self.account.with_value(|account| account.max_bytes))
    }

    /// Returns what a step lacks: in the draft, and in what is to be written on the pages.
    pub fn lacks(self, step: Step) -> Vec<Lack> {
        let mut lacks = self.draft.with(|draft| draft.lacks(step));
        if step == Step::Fields {
            lacks.extend(self.unwritten.get());
        }
        lacks
    }

    /// Opens chosen files one after another and adds the good ones to the draft.
    pub fn add(self, files: Vec<LocalFile>) {
        self.refused.set(Vec::new());
        spawn_local(async move {
            for file in files {
                self.opening.set(Some(file.name()));
                if let Err(why) = self.take(&file).await {
                    let name = file.name();
                    self.refused.update(|list| list.push(Refusal { name, why }));
                }
            }
            self.opening.set(None);
        });
    }

    async fn take(self, file: &LocalFile) -> Result<(), Why> {
        if file.size() > self.limit_bytes() {
            return Err(Why::TooLarge(self.limit_bytes()));
        }
        let opened = open(file.name(), Beside::File(file.clone())).await;
        let opened = opened.map_err(|failure| Why::Code(failure.code))?;
        let known = self.draft.with_untracked(|draft| {
            let same = draft
                .documents
                .iter()
                .find(|document| document.input == opened.sha256);
            same.map(|document| document.number)
        });
        match known {
            Some(number) if self.is_gone(number) => self.found_again(number, file, opened).await,
            Some(_) => return Err(Why::Twice),
            None if self.draft.with_untracked(Draft::is_full) => return Err(Why::Full),
            None => self.enter(file, opened).await,
        }
        Ok(())
    }

    async fn enter(self, file: &LocalFile, opened: Opened) {
        let number = self.draft.try_update(Draft::number).unwrap_or_default();
        self.shelf.put(number, file).await;
        let document = described(number, &opened);
        self.opened.update(|all| drop(all.insert(number, opened)));
        self.draft.update(|draft| draft.add_document(document));
    }

    async fn found_again(self, number: u32, file: &LocalFile, opened: Opened) {
        self.shelf.put(number, file).await;
        self.opened.update(|all| drop(all.insert(number, opened)));
        self.gone
            .update(|gone| gone.retain(|other| *other != number));
    }

    fn is_gone(self, number: u32) -> bool {
        self.gone.with_untracked(|gone| gone.contains(&number))
    }

    /// Opens the kept files of a draft again, after a reload or in place of a worker that ended.
    pub fn restore(self) {
        self.opened.set(BTreeMap::new());
        self.gone.set(Vec::new());
        let documents = self.draft.with_untracked(|draft| draft.documents.clone());
        spawn_local(async move {
            for document in documents {
                self.opening.set(Some(document.name.clone()));
                match self.reopened(&document).await {
                    Some(opened) => self
                        .opened
                        .update(|all| drop(all.insert(document.number, opened))),
                    None => self.gone.update(|gone| gone.push(document.number)),
                }
            }
            self.opening.set(None);
        });
    }

    /// Takes a document out of the draft, the worker and the browser's memory.
    pub fn remove(self, number: u32) {
        let opened = self.opened.try_update(|all| all.remove(&number)).flatten();
        self.draft.update(|draft| draft.remove_document(number));
        self.gone
            .update(|gone| gone.retain(|other| *other != number));
        spawn_local(async move {
            self.shelf.forget(number).await;
            if let Some(opened) = opened {
                drop(docworker::ask(Ask::Close(opened.handle), Vec::new()).await);
            }
        });
    }

    /// Throws the draft and its files away.
    pub fn start_anew(self, locale: Locale) {
        let documents = self.draft.with_untracked(|draft| draft.documents.clone());
        for document in documents {
            self.remove(document.number);
        }
        let mut fresh = Draft::new(locale);
        self.account
            .with_value(|account| fresh.offer(&account.methods));
        fresh.show_logo(self.logo.with_untracked(Option::is_some));
        self.draft.set(fresh);
        self.trouble.set(None);
        self.unwritten.set(Vec::new());
        self.asked.set(false);
    }

    /// Returns the fields of a page in which alone a certified document is signed.
    pub fn own(self, (document, page): (u32, u32)) -> Option<Vec<Area>> {
        self.opened.with_untracked(|all| {
            let own = &all.get(&document)?.own;
            let here = own.iter().filter(|(on, _)| *on == page);
            (!own.is_empty()).then(|| here.map(|(_, area)| *area).collect())
        })
    }

    /// Launches the envelope; the draft is forgotten when it is on its way, not before.
    pub fn launch(self) {
        if self.stage.with_untracked(Option::is_some) {
            return;
        }
        self.trouble.set(None);
        self.stage.set(Some(Stage::Registering));
        spawn_local(async move {
            let draft = self.draft.get_untracked();
            let unwritten = writing::ask(draft.writings()).await;
            if !unwritten.is_empty() {
                self.unwritten.set(unwritten);
                return self.stage.set(None);
            }
            let say = |stage| self.stage.set(Some(stage));
            let logo = self.logo.get_untracked();
            match launch::launch(&draft, (self.shelf, logo), say).await {
                Ok(outcome) => {
                    super::draft::forget();
                    self.shelf.clear().await;
                    self.outcome.set(Some(outcome));
                }
                Err(trouble) => {
                    if let Trouble::Server(failure) = &trouble {
                        account::note(self.session, failure);
                    }
                    self.trouble.set(Some(trouble));
                }
            }
            self.stage.set(None);
        });
    }

    async fn reopened(self, document: &DraftDocument) -> Option<Opened> {
        let file = self.shelf.get(document.number).await?;
        let opened = open(document.name.clone(), file).await.ok()?;
        (opened.sha256 == document.input).then_some(opened)
    }
}

/// Opens a document in the worker.
pub async fn open(name: String, beside: Beside) -> Result<Opened, Failure> {
    let reply = docworker::ask(Ask::Open { name }, vec![beside]).await?;
    match reply.answer {
        Answer::Opened(opened) => Ok(opened),
        _ => Err(Failure::plain("own_result")),
    }
}

fn described(number: u32, opened: &Opened) -> DraftDocument {
    DraftDocument {
        number,
        name: opened.name.clone(),
        pages: opened
            .pages
            .iter()
            .map(|page| (page.width_pt, page.height_pt))
            .collect(),
        input: opened.sha256,
        original: opened.original,
        original_size: opened.original_size,
        findings: opened
            .findings
            .iter()
            .map(|finding| finding.code.clone())
            .collect(),
    }
}

/// Says how large a file may be here.
pub fn limit_words(locale: Locale, bytes: u64) -> String {
    crate::i18n::new::too_large(locale, &common::size(locale, bytes))
}
