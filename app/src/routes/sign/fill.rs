//! The signer's text fields.

use leptos::prelude::*;
use sign_core::wire::FieldRecord;

use super::shell::{Actions, Screen};
use super::state::Signing;
use crate::i18n::{common, language, sign, t};
use crate::steps::sign::{Draft, Move, Step};

/// One input a text field.
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
        let texts = Draft::texts(view).into_iter();
        texts
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
    let next = move || {
        tried.set(true);
        if blanks.get_untracked() == 0 {
            signing.go(Move::Forward);
        }
    };
    let back = Callback::new(move |()| signing.go(Move::Back));
    let inputs = fields.into_iter().map(move |(document, name, field)| {
        view! { <Input signing document name field tried /> }
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
) -> impl IntoView {
    let locale = language();
    let (page, required) = (field.page + 1, field.required);
    let place = StoredValue::new((document, field.name.clone()));
    let value = move || {
        place.with_value(|(document, field)| {
            signing
                .draft
                .with(|draft| draft.value(document, field).to_owned())
        })
    };
    let wrong = move || tried.get() && required && value().trim().is_empty();
    let typed = move |event| {
        let (document, field) = place.get_value();
        let text = event_target_value(&event);
        signing.draft.update(|draft| {
            draft
                .values
                .entry(document)
                .or_default()
                .insert(field, text);
        });
    };
    let id = format!("text-{}", field.name);
    let hook = format!("fill-{}", field.name);
    view! {
        <div class="field">
            <label for=id.clone()>{move || sign::text_on(locale.get(), &name, page)}</label>
            {(!required).then(|| view! { <p class="hint">{t(common::OPTIONAL)}</p> })}
            <input
                class="input"
                id=id
                type="text"
                maxlength="200"
                data-test=hook
                aria-invalid=move || wrong().to_string()
                aria-required=required.to_string()
                prop:value=value
                on:input=typed
            />
            <p class="error" hidden=move || !wrong()>{t(common::REQUIRED)}</p>
        </div>
    }
}
