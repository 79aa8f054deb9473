//! Agreeing, in plain sentences that become part of the evidence.

use leptos::prelude::*;

use super::consents;
use super::shell::{Actions, Screen};
use super::state::Signing;
use crate::i18n::{language, sign, t};
use crate::steps::sign::{Move, Step};

/// The sentences, each with its own box.
#[component]
pub fn Agree(signing: Signing) -> impl IntoView {
    let locale = language();
    let sentences = consents::sentences();
    let before = signing.draft.with_untracked(|draft| draft.agreed);
    let count = sentences.len();
    let ticked = RwSignal::new(vec![before == Some(locale.get_untracked()); count]);
    // Another language is another text: what was agreed to is what was shown.
    Effect::new(move |shown: Option<_>| {
        let now = locale.get();
        if shown.is_some_and(|shown| shown != now) {
            ticked.set(vec![false; count]);
        }
        now
    });
    let off = Signal::derive(move || ticked.with(|ticked| ticked.contains(&false)));
    let next = move || {
        signing
            .draft
            .update(|draft| draft.agreed = Some(locale.get_untracked()));
        signing.go(Move::Forward);
    };
    let back = Callback::new(move |()| signing.go(Move::Back));
    let boxes = sentences
        .into_iter()
        .enumerate()
        .map(move |(place, sentence)| {
            view! {
                <label class="check card">
                    <input
                        type="checkbox"
                        data-test=format!("agree-{place}")
                        prop:checked=move || ticked.with(|ticked| ticked[place])
                        on:change=move |event| {
                            ticked.update(|ticked| ticked[place] = event_target_checked(&event));
                        }
                    />
                    <span>{t(sentence)}</span>
                </label>
            }
        });
    view! {
        <Screen signing step=Step::Agree name="consent" title=sign::AGREE lead=sign::AGREE_LEAD>
            <div class="stack">{boxes.collect_view()}</div>
            <Actions signing label=sign::AGREE_GO test="agree-next" press=next off back />
        </Screen>
    }
}
