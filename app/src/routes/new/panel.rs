//! The panel beside the pages: whose field, which field; below, the chosen one and what is missing.

use leptos::prelude::*;
use sign_core::wire::FieldKind;

use super::bench::Bench;
use super::chosen::Chosen;
use super::fields::{Hand, page_words};
use super::lacking::Missing;
use crate::components::button::Button;
use crate::components::field::{Choice, Select};
use crate::components::field_box::{code, symbol};
use crate::components::icon::Icon;
use crate::i18n::{language, new, t, tf};
use crate::steps::new::Person;

const KINDS: [FieldKind; 6] = [
    FieldKind::Signature,
    FieldKind::Name,
    FieldKind::Date,
    FieldKind::Text,
    FieldKind::Check,
    FieldKind::Initials,
];

/// The panel of the step.
#[component]
pub fn Panel(
    /// What the steps share.
    bench: Bench,
    /// What the sender has in hand.
    hand: Hand,
) -> impl IntoView {
    view! {
        <div class="panel stack">
            <Tabs bench hand />
            <div class="hand stack">
                <People bench hand />
                <Kinds bench hand />
            </div>
            <div class="after stack">
                <AddByKeyboard bench hand />
                <Chosen bench hand />
                <Missing bench />
            </div>
        </div>
    }
}

/// One tab a document, if there are several.
#[component]
fn Tabs(bench: Bench, hand: Hand) -> impl IntoView {
    let documents = bench.draft.with_untracked(|draft| draft.documents.clone());
    let tabs = documents.into_iter().enumerate().map(|(place, document)| {
        let number = document.number;
        let here = move || hand.document.get() == number;
        view! {
            <button
                type="button"
                class="button"
                data-test=["document-tab-", &place.to_string()].concat()
                aria-pressed=move || here().to_string()
                on:click=move |_| {
                    hand.document.set(number);
                    hand.page.set(0);
                    hand.field.set(None);
                }
            >
                <Icon name="file-text" />
                <span class="tab-name">{document.name}</span>
            </button>
        }
    });
    view! { <div class="doc-tabs" role="group" aria-label=t(crate::i18n::portal::DOCUMENTS)>{tabs.collect_view()}</div> }
}

#[component]
fn People(bench: Bench, hand: Hand) -> impl IntoView {
    let people = bench.draft.with_untracked(|draft| draft.people.clone());
    let rows = people
        .into_iter()
        .enumerate()
        .map(|(place, person)| view! { <Pick bench hand place person /> })
        .collect_view();
    view! {
        <fieldset class="signer-pick">
            <legend class="strong">{t(new::WHO)}</legend>
            {rows}
        </fieldset>
    }
}

#[component]
fn Pick(bench: Bench, hand: Hand, place: usize, person: Person) -> impl IntoView {
    let number = person.number;
    let count = move || bench.draft.with(|draft| draft.fields_of(number).count());
    let name = person.name();
    view! {
        <label class=["signer-", &((place + 1) % 6).to_string()].concat() data-test=["person-pick-", &place.to_string()].concat()>
            <input
                type="radio"
                name="signer"
                prop:checked=move || hand.person.get() == number
                on:change=move |_| hand.person.set(number)
            />
            <span class="dot" aria-hidden="true">{place + 1}</span>
            <span class="grow">{tf(move |locale| new::named(locale, &name, place + 1))}</span>
            <span class="muted small">{tf(move |locale| new::fields(locale, count()))}</span>
        </label>
    }
}

#[component]
fn Kinds(bench: Bench, hand: Hand) -> impl IntoView {
    let buttons = KINDS.map(|kind| {
        let barred = move || kind != FieldKind::Signature && hand.is_given(bench);
        view! {
            <button
                type="button"
                class="button"
                data-test=["place-", code(kind)].concat()
                disabled=barred
                aria-pressed=move || (hand.kind.get() == kind && !barred()).to_string()
                on:click=move |_| hand.kind.set(kind)
            >
                <Icon name=symbol(kind) />
                {t(new::kind(kind))}
            </button>
        }
    });
    view! {
        <div class="stack tight" role="group" aria-labelledby="kinds">
            <p class="strong" id="kinds">{t(new::WHAT)}</p>
            <div class="kinds">{buttons.collect_view()}</div>
        </div>
    }
}

/// Places a field without a pointer: on a page that is named, where it is free.
#[component]
fn AddByKeyboard(bench: Bench, hand: Hand) -> impl IntoView {
    let locale = language();
    let pages = move || {
        let document = hand.document.get();
        bench.draft.with(|draft| {
            let found = draft
                .documents
                .iter()
                .find(|found| found.number == document);
            found.map_or(1, |found| {
                u32::try_from(found.pages.len()).unwrap_or(u32::MAX)
            })
        })
    };
    let add = move || {
        let next = bench.draft.with_untracked(|draft| draft.next);
        hand.fresh.set(Some(next));
        hand.add(bench, hand.page.get_untracked(), None);
    };
    let select = move || {
        let of = pages();
        let options = (0..of)
            .map(|page| {
                (
                    page.to_string(),
                    Choice::Plain(page_words(locale.get(), page, of)),
                )
            })
            .collect();
        view! {
            <Select id="page" label=new::ON_PAGE options
                value=Signal::derive(move || hand.page.get().to_string())
                chosen=move |value| hand.page.set(value.parse().unwrap_or_default()) />
        }
    };
    view! {
        <div class="add-row">
            {select}
            <Button label=new::ADD_FIELD press=add icon="plus" test="add-field" />
        </div>
    }
}
