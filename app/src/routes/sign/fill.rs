//! What the signer fills in: texts and boxes.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::wire::{FieldKind, FieldRecord};

use super::shell::{Actions, Screen};
use super::state::Signing;
use crate::browser::docworker;
use crate::i18n::{common, language, sign, t};
use crate::steps::sign::{Draft, Move, Step};
use crate::worker::message::{Answer, Ask, Writing};

/// One input a field.
#[component]
pub fn Fill(signing: Signing) -> impl IntoView {
    let locale = language();
    let tried = RwSignal::new(false);
    let fields = signing.view.with_untracked(|view| {
        let name = |id: &str| {
            view.documents
                .iter()
                .find(|one| one.id == id)
                .map(|one| one.name.clone())
        };
        let asked = Draft::asked(view).into_iter();
        asked
            .map(|(id, field)| (id.to_owned(), name(id).unwrap_or_default(), field.clone()))
            .collect::<Vec<_>>()
    });
    let blanks = Signal::derive(move || {
        signing
            .view
            .with(|view| signing.draft.with(|draft| draft.blanks(view).len()))
    });
    let note = Signal::derive(move || {
        (tried.get() && blanks.get() > 0).then(|| sign::blanks(locale.get(), blanks.get()))
    });
    let strange = RwSignal::new(BTreeSet::new());
    let next = move || {
        tried.set(true);
        if blanks.get_untracked() == 0 {
            spawn_local(async move {
                let found = unwritten(signing).await;
                let none = found.is_empty();
                if strange.try_set(found).is_none() && none {
                    signing.go(Move::Forward);
                }
            });
        }
    };
    let back = Callback::new(move |()| signing.go(Move::Back));
    let inputs = fields.into_iter().map(move |(document, name, field)| {
        view! { <Input signing document name field tried strange /> }
    });
    view! {
        <Screen signing step=Step::Fill name="fill" title=sign::FILL lead=sign::FILL_LEAD>
            <div class="stack">{inputs.collect_view()}</div>
            <Actions signing label=common::CONTINUE test="fill-next" press=next note back />
        </Screen>
    }
}

#[component]
fn Input(
    signing: Signing,
    document: String,
    name: String,
    field: FieldRecord,
    tried: RwSignal<bool>,
    strange: RwSignal<BTreeSet<(String, String)>>,
) -> impl IntoView {
    let locale = language();
    let (page, required) = (field.page + 1, field.required);
    let id = ["text-", &document, "-", &field.name].concat();
    let hint = [&id, "-place"].concat();
    let place = StoredValue::new((document, field.name.clone()));
    let value = move || {
        place.with_value(|(document, field)| {
            signing
                .draft
                .with(|draft| draft.value(document, field).to_owned())
        })
    };
    let wrong = move || tried.get() && required && value().trim().is_empty();
    let odd = move || strange.with(|all| place.with_value(|place| all.contains(place)));
    let enter = move |text: String| {
        let (document, field) = place.get_value();
        strange.update(|all| {
            all.remove(&(document.clone(), field.clone()));
        });
        signing.draft.update(|draft| {
            draft
                .values
                .entry(document)
                .or_default()
                .insert(field, text);
        });
    };
    let caption = move || {
        place.with_value(|(document, field)| {
            signing.captions.with(|all| {
                let mut captions = all.get(document)?.iter();
                let found = captions.find(|(name, _)| name == field);
                found.map(|(_, caption)| caption.clone())
            })
        })
    };
    let where_it_is = {
        let ticked = field.kind == FieldKind::Check;
        move || {
            let locale = locale.get();
            match ticked {
                true => sign::box_on(locale, &name, page),
                false => sign::text_on(locale, &name, page),
            }
        }
    };
    let place_words = where_it_is.clone();
    let label = move || caption().unwrap_or_else(&place_words);
    let below = move || caption().map(|_| where_it_is());
    let hook = format!("fill-{}", field.name);
    let optional = (!required).then(|| view! { <p class="hint">{t(common::OPTIONAL)}</p> });
    let input = if field.kind == FieldKind::Check {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    data-test=hook
                    aria-invalid=move || wrong().to_string()
                    aria-required=required.to_string()
                    aria-describedby=hint.clone()
                    prop:checked=move || !value().is_empty()
                    on:change=move |event| enter(mark(event_target_checked(&event)))
                />
                <span>{label}</span>
            </label>
            {optional}
        }
        .into_any()
    } else {
        view! {
            <label for=id.clone()>{label}</label>
            {optional}
            <input
                class="input"
                id=id
                type="text"
                maxlength="200"
                data-test=hook
                aria-invalid=move || (wrong() || odd()).to_string()
                aria-required=required.to_string()
                aria-describedby=hint.clone()
                prop:value=value
                on:input=move |event| enter(event_target_value(&event))
            />
        }
        .into_any()
    };
    view! {
        <div class="field">
            {input}
            <p class="hint" id=hint hidden=move || below().is_none()>{below.clone()}</p>
            <p class="error" hidden=move || !wrong()>{t(common::REQUIRED)}</p>
            <p class="error" role="status" hidden=move || !odd()>{t(sign::UNWRITTEN)}</p>
        </div>
    }
}

/// Returns the fields whose text has characters that cannot be written; a worker that is gone says so at
/// its next real task.
async fn unwritten(signing: Signing) -> BTreeSet<(String, String)> {
    let (places, texts): (Vec<_>, Vec<_>) = signing.draft.with_untracked(|draft| {
        let documents = draft.values.iter();
        let values = documents.flat_map(|(document, values)| {
            let place = move |field: &String| (document.clone(), field.clone());
            values
                .iter()
                .map(move |(field, text)| (place(field), Writing::roomy(text)))
        });
        values.unzip()
    });
    let Ok(reply) = docworker::ask(Ask::Write(texts), Vec::new()).await else {
        return BTreeSet::new();
    };
    let Answer::Written(told) = reply.answer else {
        return BTreeSet::new();
    };
    let places = places.into_iter().zip(told);
    places
        .filter_map(|(place, failure)| failure.map(|_| place))
        .collect()
}

/// Returns the value of a box.
fn mark(ticked: bool) -> String {
    if ticked { "x" } else { "" }.to_owned()
}
