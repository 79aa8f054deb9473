//! The documents of an envelope, each to be saved as the PDF it is by now.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::wire::{Carrier, DocumentView, EnvelopeState};

use super::rebuild::{self, Trouble};
use super::{Shown, Waiting};
use crate::browser::files::{self, LocalFile};
use crate::browser::saving;
use crate::components::button::{Button, Weight};
use crate::components::icon::Icon;
use crate::components::notice::{Failed, Notice, Tone, Trouble as Told};
use crate::i18n::refusal::{NOT_SAVED, refusal};
use crate::i18n::{Text, common, language, portal, sign, t, tf};

/// Originals that were chosen for `local`, by document.
type Originals = RwSignal<BTreeMap<String, LocalFile>, LocalStorage>;

/// The documents, and what is missing to finish them.
#[component]
pub fn Documents(
    /// What the screen shows.
    shown: Shown,
) -> impl IntoView {
    let originals: Originals = RwSignal::new_local(BTreeMap::new());
    // Their names and sizes stay; their revisions are read when they are rebuilt.
    let documents = shown.detail.with_untracked(|detail| {
        let detail = detail.as_ref();
        detail.map(|detail| detail.documents.clone())
    });
    let documents = documents.unwrap_or_default().into_iter().enumerate();
    let rows = documents.map(|(place, document)| {
        view! { <li><Row shown place document originals /></li> }
    });
    let state = shown.state();
    view! {
        <section class="stack tight" aria-labelledby="documents">
            <h2 id="documents">{t(portal::DOCUMENTS)}</h2>
            <ul class="rows">{rows.collect_view()}</ul>
            <Show when=move || state.get() == Some(EnvelopeState::Sealing)>
                <Finish shown originals />
            </Show>
        </section>
    }
}

#[component]
fn Row(shown: Shown, place: usize, document: DocumentView, originals: Originals) -> impl IntoView {
    let (pages, size) = (document.pages, document.original_size);
    let locale = language();
    let (trouble, busy) = (RwSignal::new(None::<Trouble>), RwSignal::new(false));
    let checked = RwSignal::new(None::<bool>);
    let carrier = shown.part(|detail| Some(detail.summary.carrier));
    let state = shown.state();
    let id = document.id.clone();
    let name = document.name.clone();
    let kept = StoredValue::new(id.clone());
    let picked = Memo::new({
        let id = id.clone();
        move |_| originals.with(|all| all.contains_key(&id))
    });
    let needs = move || carrier.get() == Some(Carrier::Local) && !picked.get();
    let save = move || {
        let Some(detail) = shown.detail.get_untracked() else {
            return;
        };
        let newest = kept.with_value(|id| detail.documents.iter().find(|one| one.id == *id));
        let Some(document) = newest.cloned() else {
            return;
        };
        busy.set(true);
        trouble.set(None);
        checked.set(None);
        let original = originals.with_untracked(|all| all.get(&document.id).cloned());
        let name = match detail.summary.state {
            EnvelopeState::Completed => sign::signed_name(locale.get_untracked(), &document.name),
            _ => document.name.clone(),
        };
        spawn_local(async move {
            match rebuild::whole(&detail, &document, original).await {
                Ok((file, _)) if saving::save(&name, &file).is_err() => {
                    trouble.set(Some(Trouble::NotSaved));
                }
                Ok((_, found)) => checked.set(Some(found)),
                Err(failed) => trouble.set(Some(failed)),
            }
            busy.set(false);
        });
    };
    let label = Signal::derive(move || match state.get() {
        Some(EnvelopeState::Completed) => portal::GET_FINAL,
        _ => portal::GET_PDF,
    });
    let launched = move || state.get() != Some(EnvelopeState::Draft);
    view! {
        <div class="person">
            <div class="row apart">
                <span class="row grow">
                    <Icon name="file-text" />
                    <span class="grow">
                        <span class="strong">{name}</span> <br />
                        <span class="muted small">
                            {tf(move |locale| common::pages(locale, pages))} " · "
                            {tf(move |locale| common::size(locale, size))}
                        </span>
                    </span>
                </span>
                <Show when=move || launched() && !needs()>
                    <Button label press=save icon="download" busy test=["save-pdf-", &place.to_string()].concat() />
                </Show>
            </div>
            <Show when=move || launched() && needs()>
                <Pick place id=id.clone() originals />
            </Show>
            <Waiting words=portal::REBUILDING busy />
            <p class="small" role="status" data-test="checked" data-known=move || checked.get().map(|known| known.to_string())>
                {move || checked.get().map(|known| {
                    t(if known { portal::CHECKED } else { portal::CHECKED_ELSEWHERE })()
                })}
            </p>
            <Why trouble />
        </div>
    }
}

/// Chooses the original of a document that travels `local`.
#[component]
fn Pick(place: usize, id: String, originals: Originals) -> impl IntoView {
    let input = ["original-", &place.to_string()].concat();
    view! {
        <p class="muted small">{t(portal::PICK_WHY)}</p>
        <p class="drop-inline">
            <input
                type="file"
                class="hush"
                id=input.clone()
                data-test=["pick-original-", &place.to_string()].concat()
                accept="application/pdf,.pdf"
                on:change=move |event| {
                    if let Some(file) = files::chosen(&event).pop() {
                        originals.update(|all| drop(all.insert(id.clone(), file)));
                    }
                }
            />
            <label class="button" for=input><Icon name="file-plus" /> {t(portal::PICK_ORIGINAL)}</label>
        </p>
    }
}

/// Asks for the seal where nobody else did.
#[component]
fn Finish(shown: Shown, originals: Originals) -> impl IntoView {
    let (trouble, busy) = (RwSignal::new(None::<Trouble>), RwSignal::new(false));
    let finish = move || {
        let Some(detail) = shown.detail.get_untracked() else {
            return;
        };
        busy.set(true);
        trouble.set(None);
        let files = originals.with_untracked(|all| {
            detail
                .documents
                .iter()
                .map(|document| all.get(&document.id).cloned())
                .collect::<Vec<_>>()
        });
        spawn_local(async move {
            match rebuild::seal(&detail, files).await {
                Ok(()) => shown.ask(),
                Err(failed) => trouble.set(Some(failed)),
            }
            busy.set(false);
        });
    };
    view! {
        <Notice tone=Tone::Info>
            <p>{t(portal::SEAL_WHY)}</p>
            <div class="row">
                <Button label=portal::SEAL_NOW press=finish weight=Weight::Primary busy test="seal-now" />
            </div>
        </Notice>
        <Waiting words=portal::REBUILDING busy />
        <Why trouble />
    }
}

#[component]
fn Why(trouble: RwSignal<Option<Trouble>>) -> impl IntoView {
    let server = Signal::derive(move || match trouble.get() {
        Some(Trouble::Server(failure)) => Some(failure),
        Some(Trouble::Document(_) | Trouble::NoKey | Trouble::NotSaved) | None => None,
    });
    let told = move || match trouble.get() {
        Some(Trouble::Document(failure)) => {
            Some(view! { <Told told=refusal(&failure.code) /> }.into_any())
        }
        Some(Trouble::NoKey) => Some(no_key()),
        Some(Trouble::NotSaved) => Some(view! { <Told told=NOT_SAVED /> }.into_any()),
        Some(Trouble::Server(_)) | None => None,
    };
    view! {
        <Failed failure=server />
        {told}
    }
}

fn no_key() -> AnyView {
    let title: Text = portal::NO_KEY;
    view! { <Notice tone=Tone::Warn title><p>{t(portal::NO_KEY_WHY)}</p></Notice> }.into_any()
}
