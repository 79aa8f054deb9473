//! Step 1: choosing or dropping the PDFs.

use leptos::prelude::*;

use super::bench::{Bench, Refusal, Why, limit_words};
use super::findings::Findings;
use crate::browser::files;
use crate::components::button::{Button, IconButton, Weight};
use crate::components::icon::Icon;
use crate::components::notice::{Notice, Tone, Trouble};
use crate::components::page_view::PageView;
use crate::i18n::refusal::refusal;
use crate::i18n::{common, language, new, t, tf};
use crate::steps::new::check::Lack;
use crate::steps::new::{DraftDocument, Step};

/// The documents of the draft, and the place to drop more.
#[component]
pub fn Documents(
    /// What the steps share.
    bench: Bench,
) -> impl IntoView {
    let documents = Memo::new(move |_| bench.draft.with(|draft| draft.documents.clone()));
    view! {
        <div class="stack">
            <Drop bench />
            <div aria-live="polite" class="stack tight live">
                {move || bench.opening.get().map(|name| view! {
                    <p class="muted">{t(new::OPENING)} " " {name}</p>
                })}
            </div>
            <div aria-live="assertive" class="stack live">
                {move || bench.refused.get().into_iter().map(|refused| view! { <Refused refused /> }).collect_view()}
                <Missing bench />
            </div>
            <Show when=move || documents.with(|list| !list.is_empty())>
                <ul class="rows">
                    <For each=move || documents.get() key=|document| document.number let:document>
                        <li><Row bench document /></li>
                    </For>
                </ul>
            </Show>
            <Discard bench />
        </div>
    }
}

#[component]
fn Drop(bench: Bench) -> impl IntoView {
    let over = RwSignal::new(false);
    view! {
        <div
            class="drop"
            class:over=move || over.get()
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                event.prevent_default();
                over.set(false);
                bench.add(files::dropped(&event));
            }
        >
            <Icon name="file-plus" />
            <p class="strong">{t(new::DROP)}</p>
            <input
                type="file"
                id="pdfs"
                data-test="drop-pdf"
                accept="application/pdf,.pdf"
                multiple
                on:change=move |event| bench.add(files::chosen(&event))
            />
            <label for="pdfs" class="button">
                <Icon name="upload" />
                {t(new::CHOOSE)}
            </label>
        </div>
    }
}

#[component]
fn Refused(refused: Refusal) -> impl IntoView {
    let name = refused.name;
    match refused.why {
        Why::Code(code) => view! {
            <div class="stack tight" data-test="document-error" data-code=code.clone()>
                <p class="strong">{name}</p>
                <Trouble told=refusal(&code) />
            </div>
        }
        .into_any(),
        Why::TooLarge(bytes) => view! {
            <div data-test="document-error" data-code="too_large">
                <Notice tone=Tone::Bad>
                    <p class="strong">{name}</p>
                    <p>{tf(move |locale| limit_words(locale, bytes))}</p>
                    <p>{t(refusal("too_large").safe)}</p>
                    <p>{t(refusal("too_large").act)}</p>
                </Notice>
            </div>
        }
        .into_any(),
        Why::Full => view! {
            <div data-test="document-error" data-code="full">
                <Notice tone=Tone::Warn>
                    <p class="strong">{name}</p>
                    <p>{t(new::lack(Lack::Documents))}</p>
                </Notice>
            </div>
        }
        .into_any(),
        Why::Twice => view! {
            <div data-test="document-error" data-code="twice">
                <Notice tone=Tone::Warn>
                    <p class="strong">{name}</p>
                    <p>{t(new::TWICE)}</p>
                </Notice>
            </div>
        }
        .into_any(),
    }
}

/// Says that nothing was chosen yet, once somebody wanted to go on.
#[component]
fn Missing(bench: Bench) -> impl IntoView {
    let lacks = move || bench.draft.with(|draft| draft.lacks(Step::Documents));
    move || {
        bench.asked.get().then(|| {
            lacks()
                .into_iter()
                .map(|lack| {
                    view! {
                        <Notice tone=Tone::Bad><p>{t(new::lack(lack))}</p></Notice>
                    }
                })
                .collect_view()
        })
    }
}

#[component]
fn Row(bench: Bench, document: DraftDocument) -> impl IntoView {
    let locale = language();
    let (number, size) = (document.number, document.original_size);
    let pages = u32::try_from(document.pages.len()).unwrap_or(u32::MAX);
    let label = {
        let name = document.name.clone();
        Signal::derive(move || [common::REMOVE.of(locale.get()), " ", &name].concat())
    };
    view! {
        <div class="document" data-test="document-row">
            <Thumb bench number />
            <div class="row apart">
                <span class="grow">
                    <span class="strong" data-test="document-name">{document.name.clone()}</span>
                    <br />
                    <span class="muted small">
                        {tf(move |locale| common::pages(locale, pages))} " · "
                        {tf(move |locale| common::size(locale, size))}
                    </span>
                </span>
                <IconButton icon="trash-2" label press=move || bench.remove(number) />
            </div>
            <div class="stack tight">
                <Findings document=document.clone() />
                {move || bench.gone.with(|gone| gone.contains(&number)).then(|| view! {
                    <Notice tone=Tone::Bad><p>{t(new::FILE_GONE)}</p></Notice>
                })}
                {move || bench.shelf.holds(number).then(|| view! {
                    <div data-test="file-held"><Notice tone=Tone::Warn><p>{t(new::FILE_HELD)}</p></Notice></div>
                })}
            </div>
        </div>
    }
}

#[component]
fn Thumb(bench: Bench, number: u32) -> impl IntoView {
    let first = Memo::new(move |_| {
        bench.opened.with(|all| {
            let opened = all.get(&number)?;
            let pages = u32::try_from(opened.pages.len()).ok()?;
            Some((opened.handle, pages, *opened.pages.first()?))
        })
    });
    view! {
        <div class="thumb" aria-hidden="true">
            {move || first.get().map(|(handle, of, size)| view! { <PageView handle page=0 of size /> })}
        </div>
    }
}

/// Throws the draft away, after asking.
#[component]
fn Discard(bench: Bench) -> impl IntoView {
    let asking = RwSignal::new(false);
    let locale = language();
    let blank = move || bench.draft.with(crate::steps::new::Draft::is_blank);
    let discard = move || {
        asking.set(false);
        bench.start_anew(locale.get_untracked());
    };
    view! {
        <Show when=move || !blank()>
            <Show
                when=move || asking.get()
                fallback=move || view! {
                    <p><Button label=new::DISCARD press=move || asking.set(true) weight=Weight::Quiet icon="trash-2" /></p>
                }
            >
                <Notice tone=Tone::Warn title=new::DISCARD_ASK>
                    <p>{t(new::DISCARD_WHY)}</p>
                    <div class="row">
                        <Button label=new::DISCARD press=discard weight=Weight::Danger />
                        <Button label=new::DISCARD_KEEP press=move || asking.set(false) />
                    </div>
                </Notice>
            </Show>
        </Show>
    }
}
