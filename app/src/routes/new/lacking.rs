//! What the step of the fields still lacks: whose it is, on which document, and what.

use leptos::prelude::*;
use sign_core::wire::Locale;

use super::bench::Bench;
use crate::components::icon::Icon;
use crate::i18n::{common, language, new, t};
use crate::steps::new::check::Lack;
use crate::steps::new::{Draft, Step};

/// What every person still lacks; said aloud when somebody wanted to go on.
#[component]
pub fn Missing(
    /// What the steps share.
    bench: Bench,
) -> impl IntoView {
    let locale = language();
    let lacks = Memo::new(move |_| {
        let lacks = bench.lacks(Step::Fields);
        bench.draft.with(|draft| {
            let told = |lack: Lack| lacking(locale.get(), draft, lack);
            lacks.into_iter().map(told).collect::<Vec<_>>()
        })
    });
    let role = move || if bench.asked.get() { "alert" } else { "status" };
    view! {
        <Show when=move || lacks.with(|lacks| !lacks.is_empty())>
            <div class="notice warn" role=role tabindex="-1">
                <Icon name="info" />
                <p class="strong">{t(new::STILL)}</p>
                <ul>{move || lacks.get().into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
            </div>
        </Show>
    }
}

/// Says whose it is, on which of several documents, and what.
fn lacking(locale: Locale, draft: &Draft, lack: Lack) -> String {
    let person = lack.person().and_then(|person| draft.place_of(person));
    let person = person.map(|place| new::named(locale, &draft.people[place].name(), place + 1));
    let documents = draft.documents.iter();
    let document = documents
        .filter(|_| draft.documents.len() > 1)
        .find(|one| Some(one.number) == lack.document())
        .map(|one| one.name.clone());
    let about: Vec<String> = person.into_iter().chain(document).collect();
    let words = new::lack(lack).of(locale);
    match about.as_slice() {
        [] => words.to_owned(),
        about => [&about.join(" · "), common::COLON.of(locale), words].concat(),
    }
}
