//! Reading: every page, as it is.

use leptos::prelude::*;

use super::pages::Pages;
use super::shell::{Actions, Screen};
use super::state::Signing;
use crate::browser::canvas::scroll_to;
use crate::i18n::{language, sign};
use crate::steps::sign::{Move, Step};

/// The pages, and on.
#[component]
pub fn Read(signing: Signing) -> impl IntoView {
    let locale = language();
    let chosen = RwSignal::new(0_usize);
    let count = signing.view.with_untracked(|view| view.documents.len());
    let unseen = Signal::derive(move || {
        let missing = signing.view.with(|view| {
            let document = view.documents.get(chosen.get())?;
            Some(signing.draft.with(|draft| draft.unseen(document)))
        });
        let missing = missing.filter(|missing| !missing.is_empty())?;
        Some(sign::unseen(locale.get(), &missing))
    });
    let next = move || {
        if chosen.get_untracked() + 1 < count {
            chosen.update(|chosen| *chosen += 1);
            scroll_to("main");
        } else {
            signing.go(Move::Forward);
        }
    };
    let back = Callback::new(move |()| signing.go(Move::Back));
    let off = Signal::derive(move || signing.papers.with(|papers| papers.len() < count));
    view! {
        <Screen signing step=Step::Read name="read" title=sign::READ lead=sign::READ_LEAD wide=true>
            <Pages signing chosen reading=true />
            <Actions signing label=sign::READ_GO test="read-next" press=next off note=unseen back />
        </Screen>
    }
}
