//! The document with the signature in its place: these very bytes will be signed.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use super::commit;
use super::pages::Pages;
use super::shell::{Actions, Screen};
use super::state::Signing;
use crate::browser::canvas::scroll_to;
use crate::components::page_view::anchor;
use crate::i18n::{language, sign, t};
use crate::steps::sign::{Move, Step, signature};

/// The heading takes the focus first, which moves the page.
const SETTLED_MS: u32 = 200;

/// The pages as they will be, and the button that says what happens.
#[component]
pub fn Preview(signing: Signing) -> impl IntoView {
    let locale = language();
    let chosen = RwSignal::new(0_usize);
    show_place(signing, chosen);
    let off = Signal::derive(move || {
        signing.draft.with(|draft| draft.act.is_none()) || signing.papers.with(|all| all.is_empty())
    });
    let to = move || {
        signing
            .view
            .with(|view| sign::code_goes_to(locale.get(), view.method, &view.code_to))
    };
    let note = Signal::derive(move || Some(to()));
    let print = move || {
        signing
            .view
            .with(|view| sign::fingerprint(&view.fingerprint))
    };
    let signs = move || {
        signing.view.with(|view| {
            let documents = view.documents.iter();
            let signed = documents.filter(|one| signature(one, &view.recipient).is_some());
            signed.count()
        })
    };
    let next = move || {
        signing.run(sign::COMMITTING, async move {
            commit::commit(signing).await?;
            signing.go(Move::Forward);
            Ok(())
        });
    };
    let back = Callback::new(move |()| signing.go(Move::Back));
    view! {
        <Screen signing step=Step::Preview name="preview" title=sign::PREVIEW lead=sign::PREVIEW_LEAD wide=true>
            <Pages signing chosen test="preview-page" />
            <dl class="facts">
                <dt>{t(sign::YOU_SIGN_AS)}</dt>
                <dd>{signing.name()}</dd>
                <dt>{t(sign::DOCUMENTS)}</dt>
                <dd>{move || sign::documents(locale.get(), signs())}</dd>
                <dt>{t(sign::FINGERPRINT)}</dt>
                <dd><code>{print}</code></dd>
            </dl>
            <Actions signing label=sign::PREVIEW_GO test="preview-sign" press=next off note back />
        </Screen>
    }
}

/// Brings the signer's own place onto the screen, once the pages are there.
fn show_place(signing: Signing, chosen: RwSignal<usize>) {
    let pending = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let place = signing.view.with(|view| {
            let document = view.documents.get(chosen.get())?;
            let page = signature(document, &view.recipient)?.page;
            let paper = signing
                .papers
                .with(|papers| papers.get(&document.id).map(|one| one.handle));
            Some(anchor(paper?, page))
        });
        pending.set_value(place.map(|place| Timeout::new(SETTLED_MS, move || scroll_to(&place))));
    });
}
