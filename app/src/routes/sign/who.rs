//! Who asks, what for, until when; for `local`, the files to be chosen.

use leptos::prelude::*;
use sign_core::wire::{Carrier, SignerDocument, SignerView};

use super::decline::Decline;
use super::shell::{Actions, Screen};
use super::state::Signing;
use crate::browser::docworker::Beside;
use crate::browser::{clock, files, http};
use crate::components::icon::Icon;
use crate::components::notice::Notice;
use crate::i18n::{common, language, sign, t};
use crate::steps::sign::{Move, Step, signature};

/// The first screen.
#[component]
pub fn Who(signing: Signing) -> impl IntoView {
    let view = signing.view.get_untracked();
    let local = view.carrier == Carrier::Local;
    if local {
        open_kept(signing);
    }
    let lacks = Signal::derive(move || {
        local
            && signing.view.with(|view| view.documents.len()) > signing.papers.with(|all| all.len())
    });
    let start = move || {
        signing.run(sign::OPENING, async move {
            let seen: SignerView =
                http::post_nothing("/v1/sign/open", Some(&signing.bearer())).await?;
            signing.view.set(seen);
            signing.open_all().await?;
            signing.go(Move::Forward);
            Ok(())
        });
    };
    let rows = view
        .documents
        .clone()
        .into_iter()
        .enumerate()
        .map(move |(place, document)| {
            view! { <DocumentRow signing document place local /> }
        });
    view! {
        <Screen signing step=Step::Who name="who" title=sign::WHO lead=sign::WHO_LEAD>
            <div class="stack wide">
                <div class="card">
                    <p class="muted small">{t(sign::FROM)}</p>
                    <p class="strong" data-test="who-sender">
                        {view.sender.clone()} ", " {view.organisation.clone()}
                    </p>
                    <h2 data-test="who-title">{view.title.clone()}</h2>
                    {view.message.clone().map(|words| view! { <blockquote class="word">{words}</blockquote> })}
                    <ul class="stack tight">{rows.collect_view()}</ul>
                </div>
                <Facts signing />
                <Notice><p>{t(sign::STAYS_HERE)}</p></Notice>
            </div>
            <Actions signing label=sign::WHO_GO test="start" press=start off=lacks />
            <div class="row aside"><Decline signing /></div>
        </Screen>
    }
}

/// Until when, who else, and the fingerprint.
#[component]
fn Facts(signing: Signing) -> impl IntoView {
    let locale = language();
    let until = move || clock::day(signing.view.with(|view| view.expires_at_ms), locale.get());
    let peers = move || {
        signing.view.with(|view| {
            view.peers
                .iter()
                .map(|peer| peer.name.clone())
                .collect::<Vec<_>>()
                .join(", ")
        })
    };
    let print = move || {
        signing
            .view
            .with(|view| sign::fingerprint(&view.fingerprint))
    };
    view! {
        <dl class="facts">
            <dt>{t(sign::UNTIL)}</dt>
            <dd>{until}</dd>
            <dt>{t(sign::SIGNERS)}</dt>
            <dd>{peers}</dd>
            <dt>{t(sign::FINGERPRINT)}</dt>
            <dd><code>{print}</code></dd>
        </dl>
    }
}

#[component]
fn DocumentRow(
    signing: Signing,
    document: SignerDocument,
    place: usize,
    local: bool,
) -> impl IntoView {
    let locale = language();
    let (pages, size) = (document.pages, document.original_size);
    let id = document.id.clone();
    let here = move || signing.papers.with(|papers| papers.contains_key(&id));
    let kept = StoredValue::new(document.clone());
    let signs = signing
        .view
        .with_untracked(|view| signature(&document, &view.recipient).is_some());
    view! {
        <li class="stack tight">
            <span class="row">
                <Icon name="file-text" />
                <span class="grow strong">{document.name}</span>
                <span class="muted small nowrap">
                    {move || common::pages(locale.get(), pages)} ", " {move || common::size(locale.get(), size)}
                </span>
            </span>
            {(!signs).then(|| view! { <span class="muted small">{t(sign::READ_ONLY)}</span> })}
            {local.then(|| view! {
                {move || if here() {
                    view! { <span class="row ok small"><Icon name="circle-check" />{t(sign::ORIGINAL_OK)}</span> }.into_any()
                } else {
                    view! { <Pick signing document=kept.get_value() place /> }.into_any()
                }}
            })}
        </li>
    }
}

/// Takes the original from this device; its hash says whether it is the one.
#[component]
fn Pick(signing: Signing, document: SignerDocument, place: usize) -> impl IntoView {
    let kept = StoredValue::new(document);
    let chosen = move |event: leptos::ev::Event| {
        let Some(file) = files::chosen(&event).into_iter().next() else {
            return;
        };
        leptos::task::spawn_local(async move {
            signing.trouble.set(None);
            let opened = signing
                .open(&kept.get_value(), Some(Beside::File(file)))
                .await;
            if let Err(hurdle) = opened {
                signing.meet(&hurdle).await;
            }
        });
    };
    view! {
        <div class="field">
            <p class="hint">{t(sign::ORIGINAL_HINT)}</p>
            <label class="button pick">
                <Icon name="upload" />
                {t(sign::ORIGINAL)}
                <input
                    class="hush"
                    type="file"
                    accept="application/pdf,.pdf"
                    data-test=format!("pick-original-{place}")
                    on:change=chosen
                />
            </label>
        </div>
    }
}

/// What was chosen before a reload is opened again.
fn open_kept(signing: Signing) {
    leptos::task::spawn_local(async move {
        for document in signing.view.with_untracked(|view| view.documents.clone()) {
            let open = signing
                .papers
                .with_untracked(|papers| papers.contains_key(&document.id));
            if !open {
                // Without a kept file there is nothing to say: it is being asked for.
                drop(signing.open(&document, None).await);
            }
        }
    });
}
