//! Takes what this browser keeps of the envelope away: document, key, entries, and the link of this tab.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::LINK;
use super::state::Signing;
use super::upload::OWN;
use crate::browser::{docworker, session, store};
use crate::components::button::{Button, Weight};
use crate::i18n::{Text, common, sign, t};

/// The way to erase, and what is so afterwards.
#[component]
pub fn Erase(
    /// The visit.
    signing: Signing,
    /// Why one would, and what to do before.
    #[prop(default = sign::FORGET_WHY)]
    why: Text,
) -> impl IntoView {
    let busy = Signal::derive(move || signing.doing.get().is_some());
    let erase = move || {
        signing.run(common::WAIT, async move {
            signing.erased.set(true);
            session::forget(LINK);
            signing.papers.set(BTreeMap::new());
            docworker::end();
            store::forget(&signing.place("")).await;
            store::forget(OWN).await;
            Ok(())
        });
    };
    view! {
        <div class="stack tight" role="status">
            {move || if signing.erased.get() {
                view! { <p data-test="forgotten">{t(sign::FORGOTTEN)}</p> }.into_any()
            } else {
                view! {
                    <p class="small muted">{t(why)}</p>
                    <div class="row">
                        <Button label=sign::FORGET press=erase icon="trash-2" busy weight=Weight::Quiet test="forget" />
                    </div>
                }.into_any()
            }}
        </div>
    }
}
