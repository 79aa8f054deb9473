//! What the chosen signature states: the choice, the reason where it is stated, and the logo.

use leptos::prelude::*;

use super::bench::Bench;
use super::logo::LogoChoice;
use crate::components::field::{Choice, Field, Select};
use crate::i18n::new;
use crate::steps::new::field::DraftField;
use crate::steps::new::look::Stated;

/// The choice for one signature.
#[component]
pub fn StatedBy(
    /// What the steps share.
    bench: Bench,
    /// The chosen field, if it is a signature.
    field: Memo<Option<DraftField>>,
) -> impl IntoView {
    let options = Stated::ALL.map(|one| (one.code().to_owned(), Choice::Words(new::stated(one))));
    let now = move || field.get().map_or(Stated::default(), |field| field.stated);
    let choose = move |code: String| {
        let chosen = Stated::ALL.into_iter().find(|one| one.code() == code);
        if let (Some(chosen), Some(field)) = (chosen, field.get_untracked()) {
            bench
                .draft
                .update(|draft| draft.state(field.number, chosen));
        }
    };
    view! {
        <Select id="stated" label=new::STATED options=options.to_vec() test="stated"
            value=Signal::derive(move || now().code().to_owned()) chosen=choose />
        <Show when=move || now() == Stated::All>
            <Field id="reason" label=new::REASON hint=new::REASON_HINT optional=true test="reason"
                value=Signal::derive(move || bench.draft.with(|draft| draft.reason.clone()))
                typed=move |reason| bench.draft.update(|draft| draft.reason = reason) />
        </Show>
        <LogoChoice bench />
    }
}
