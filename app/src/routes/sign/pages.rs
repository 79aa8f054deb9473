//! The documents' pages, one document at a time.

use leptos::prelude::*;
use sign_core::wire::SignerDocument;

use super::state::Signing;
use crate::browser::canvas::scroll_to;
use crate::components::notice::{Notice, Tone};
use crate::components::page_view::{PageView, anchor};
use crate::i18n::unseen::unseen;
use crate::i18n::{language, sign, t};
use crate::steps::sign::own;
use crate::worker::message;

/// A choice between documents, and the pages of the chosen one.
#[component]
pub fn Pages(
    /// The visit.
    signing: Signing,
    /// The chosen document.
    chosen: RwSignal<usize>,
    /// True where pages that are seen are remembered.
    #[prop(optional)]
    reading: bool,
    /// Name of the block for the end-to-end tests.
    #[prop(optional)]
    test: Option<&'static str>,
) -> impl IntoView {
    let documents = signing.view.with_untracked(|view| view.documents.clone());
    let tabs = documents.clone();
    view! {
        <div class="reader" data-test=test>
            {(tabs.len() > 1).then(|| view! { <Tabs tabs chosen /> })}
            {move || documents.get(chosen.get()).cloned().map(|document| {
                view! { <Sheets signing document reading /> }
            })}
        </div>
    }
}

#[component]
fn Tabs(tabs: Vec<SignerDocument>, chosen: RwSignal<usize>) -> impl IntoView {
    let tab = move |(place, document): (usize, SignerDocument)| {
        let here = move || (chosen.get() == place).then_some("true");
        view! {
            <button
                type="button"
                class="button quiet tab"
                data-test=format!("document-tab-{place}")
                aria-current=here
                on:click=move |_| chosen.set(place)
            >
                {document.name}
            </button>
        }
    };
    view! {
        <nav class="tabs" aria-label=t(sign::DOCUMENTS)>
            {tabs.into_iter().enumerate().map(tab).collect_view()}
        </nav>
    }
}

#[component]
fn Sheets(signing: Signing, document: SignerDocument, reading: bool) -> impl IntoView {
    let locale = language();
    let id = StoredValue::new(document.id.clone());
    let paper = Memo::new(move |_| {
        signing
            .papers
            .with(|papers| id.with_value(|id| papers.get(id).cloned()))
    });
    let recipient = signing.view.with_untracked(|view| view.recipient.clone());
    let mut places = own(&document, &recipient)
        .map(|field| field.page)
        .collect::<Vec<_>>();
    places.dedup();
    let jump = move |page: u32| {
        if let Some(paper) = paper.get_untracked() {
            scroll_to(&anchor(paper.handle, page));
        }
    };
    view! {
        <div class="row jumps">
            {places.into_iter().map(|page| view! {
                <button type="button" class="button quiet" on:click=move |_| jump(page)>
                    {move || sign::jump(locale.get(), page + 1)}
                </button>
            }).collect_view()}
        </div>
        {move || paper.get().map(|paper| view! { <Unseen findings=paper.findings /> })}
        {move || paper.get().map(|paper| {
            let of = u32::try_from(paper.pages.len()).unwrap_or(u32::MAX);
            (0..of).zip(paper.pages).map(|(page, size)| {
                let seen = Callback::new(move |()| {
                    if reading {
                        note(signing, &id.get_value(), page);
                    }
                });
                view! {
                    <PageView
                        handle=paper.handle
                        page
                        of
                        size
                        seen
                        change=signing.change
                        test=format!("page-{page}")
                    />
                }
            }).collect_view()
        })}
    }
}

/// What the document holds and its pages do not show: the sender was told, too.
#[component]
fn Unseen(findings: Vec<message::Notice>) -> impl IntoView {
    let words = findings.into_iter().filter_map(|found| unseen(&found.code));
    let words = words.map(|words| view! { <p>{t(words)}</p> });
    let words: Vec<_> = words.collect();
    (!words.is_empty()).then(|| {
        view! { <div class="unseen" data-test="unseen"><Notice tone=Tone::Warn>{words}</Notice></div> }
    })
}

fn note(signing: Signing, document: &str, page: u32) {
    let known = signing.draft.with_untracked(|draft| {
        draft
            .seen
            .get(document)
            .is_some_and(|seen| seen.contains(&page))
    });
    if !known {
        signing.draft.update(|draft| {
            draft
                .seen
                .entry(document.to_owned())
                .or_default()
                .insert(page);
        });
    }
}
