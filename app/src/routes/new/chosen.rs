//! The chosen field: what it states or asks for, larger, smaller, required, gone.

use leptos::prelude::*;
use sign_core::wire::FieldKind;
use sign_core::wire::entry::CAPTION_CHARS;

use super::bench::Bench;
use super::fields::Hand;
use super::stated::StatedBy;
use crate::components::button::{Button, Weight};
use crate::components::field::Field;
use crate::i18n::{language, new, t};
use crate::steps::new::field::DraftField;

/// How much the buttons "larger" and "smaller" change a field, in points.
const GROWTH_PT: (f64, f64) = (18.0, 6.0);

/// What can be done with the chosen field.
#[component]
pub fn Chosen(
    /// What the steps share.
    bench: Bench,
    /// What the sender has in hand.
    hand: Hand,
) -> impl IntoView {
    let locale = language();
    let field = Memo::new(move |_| {
        let number = hand.field.get()?;
        bench.draft.with(|draft| draft.field(number).cloned())
    });
    let grow = move |by: f64| {
        let Some(number) = hand.field.get_untracked() else {
            return;
        };
        bench.draft.update(|draft| {
            draft.reshape(number, |area, kind, page| {
                area.grown(by * GROWTH_PT.0, by * GROWTH_PT.1, kind, page)
            });
        });
    };
    let remove = move || {
        if let Some(number) = hand.field.get_untracked() {
            bench.draft.update(|draft| draft.remove_field(number));
            hand.field.set(None);
        }
    };
    let need = move |required: bool| {
        let Some(number) = hand.field.get_untracked() else {
            return;
        };
        bench.draft.update(|draft| {
            if let Some(field) = draft.field_mut(number) {
                field.required = required;
            }
        });
    };
    let asked = move || field.get().is_some_and(|field| field.is_asked());
    let signs = move || {
        field
            .get()
            .is_some_and(|field| field.kind == FieldKind::Signature)
    };
    let states = move || signs() && !hand.is_given(bench);
    let title = move || {
        field
            .get()
            .map(|field| new::kind(field.kind).of(locale.get()))
    };
    view! {
        <Show when=move || field.get().is_some()>
            <div class="card" role="group" aria-labelledby="chosen">
                <h2 id="chosen">{t(new::CHOSEN)} " · " {title}</h2>
                <Show when=states>
                    <StatedBy bench field />
                </Show>
                <Show when=asked>
                    <Caption bench field />
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=move || field.get().is_some_and(|field| field.required)
                            on:change=move |event| need(event_target_checked(&event))
                        />
                        <span>{t(new::NEEDED)}</span>
                    </label>
                </Show>
                <div class="row">
                    <Show when=move || !hand.is_given(bench)>
                        <Button label=new::LARGER press=move || grow(1.0) icon="zoom-in" />
                        <Button label=new::SMALLER press=move || grow(-1.0) icon="zoom-out" />
                    </Show>
                    <Button label=new::REMOVE_FIELD press=remove icon="trash-2" weight=Weight::Quiet />
                </div>
                <p class="muted small" hidden=move || hand.is_given(bench)>{t(new::KEYS)}</p>
            </div>
        </Show>
    }
}

/// What the signer is asked for there.
#[component]
fn Caption(bench: Bench, field: Memo<Option<DraftField>>) -> impl IntoView {
    let now = move || field.get().map(|field| field.caption).unwrap_or_default();
    let typed = move |caption: String| {
        let Some(DraftField { number, .. }) = field.get_untracked() else {
            return;
        };
        bench.draft.update(|draft| {
            if let Some(field) = draft.field_mut(number) {
                field.caption = caption;
            }
        });
    };
    view! {
        <Field id="caption" label=new::CAPTION hint=new::CAPTION_HINT optional=true test="caption"
            longest=CAPTION_CHARS value=Signal::derive(now) typed />
    }
}
