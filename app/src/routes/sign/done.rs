//! Signed: the file to keep, and what happens next.

use leptos::prelude::*;
use sign_core::wire::{EnvelopeState, SignerDocument};

use super::erase::Erase;
use super::finish;
use super::hurdle::Hurdle;
use super::shell::Screen;
use super::state::Signing;
use crate::browser::docworker::{self, Whole};
use crate::browser::{saving, store};
use crate::components::button::Button;
use crate::components::copy::CopyLine;
use crate::components::notice::{Notice, Tone};
use crate::i18n::{common, language, sign, t};
use crate::steps::sign::{Step, signature};
use crate::worker::message::Ask;

/// The last screen.
#[component]
pub fn Done(signing: Signing) -> impl IntoView {
    let sealed = move || is_sealed(signing);
    let documents = signing.view.with_untracked(|view| view.documents.clone());
    let rows = documents
        .into_iter()
        .enumerate()
        .map(move |(place, document)| {
            view! { <Row signing document place /> }
        });
    let print = signing
        .view
        .with_untracked(|view| sign::fingerprint(&view.fingerprint));
    let again = move || {
        signing.run(common::WAIT, async move {
            signing.refresh().await?;
            signing.open_all().await?;
            finish::seal(signing).await
        });
    };
    let busy = Signal::derive(move || signing.doing.get().is_some());
    view! {
        <Screen signing step=Step::Done name="done" title=sign::DONE lead=sign::DONE_LEAD>
            <div class="stack wide" data-test="done" data-sealed=move || sealed().to_string()>
                <ul class="stack">{rows.collect_view()}</ul>
                {move || if sealed() {
                    view! { <Notice tone=Tone::Ok title=sign::SEALED><p>{t(sign::SEALED_WHAT)}</p></Notice> }.into_any()
                } else if signing.erased.get() {
                    ().into_any()
                } else {
                    view! {
                        <Notice title=sign::NOT_SEALED>
                            <p>{t(sign::NOT_SEALED_WHAT)}</p>
                            <div class="row"><Button label=sign::ASK_AGAIN press=again icon="refresh-cw" busy /></div>
                        </Notice>
                    }.into_any()
                }}
                <div class="card">
                    <CopyLine label=sign::FINGERPRINT value=print />
                    <p class="small muted">{t(sign::FINGERPRINT_WHY)}</p>
                    <p class="small"><a href="/verify">{t(sign::VERIFY_LINK)}</a></p>
                </div>
                <Erase signing />
            </div>
        </Screen>
    }
}

fn is_sealed(signing: Signing) -> bool {
    signing
        .view
        .with(|view| view.state == EnvelopeState::Completed)
}

#[component]
fn Row(signing: Signing, document: SignerDocument, place: usize) -> impl IntoView {
    let locale = language();
    let id = StoredValue::new(document.id.clone());
    let name = StoredValue::new(document.name.clone());
    let own = signing
        .view
        .with_untracked(|view| signature(&document, &view.recipient).is_some());
    // What others are still to sign, and this person does not, is not called signed.
    let called = move || {
        let name = name.get_value();
        if own || is_sealed(signing) {
            return sign::signed_name(locale.get_untracked(), &name);
        }
        name
    };
    let ready = move || id.with_value(|id| signing.papers.with(|papers| papers.contains_key(id)));
    let off = move || !ready() || signing.doing.get().is_some();
    let save = move || {
        signing.run(common::WAIT, async move {
            let whole = whole(signing, &id.get_value()).await?;
            let name = called();
            saving::save(&name, &whole).map_err(|_| Hurdle::Device)
        });
    };
    let share = move || {
        signing.run(common::WAIT, async move {
            let whole = whole(signing, &id.get_value()).await?;
            let name = called();
            if saving::share(&name, &whole).await {
                return Ok(());
            }
            saving::save(&name, &whole).map_err(|_| Hurdle::Device)
        });
    };
    view! {
        <li class="card">
            <p class="strong">{document.name}</p>
            {(!own).then(|| view! { <p class="muted small">{t(sign::READ_ONLY)}</p> })}
            <div class="row">
                <button
                    type="button"
                    class="button primary"
                    data-test=format!("save-pdf-{place}")
                    disabled=off
                    on:click=move |_| save()
                >
                    {t(sign::SAVE)}
                </button>
                {saving::can_share().then(|| view! {
                    <button type="button" class="button" disabled=off on:click=move |_| share()>
                        {t(common::SHARE)}
                    </button>
                })}
            </div>
        </li>
    }
}

async fn whole(signing: Signing, document: &str) -> Result<Whole, Hurdle> {
    let open = signing
        .papers
        .with_untracked(|papers| papers.get(document).map(|one| one.handle));
    if let Some(handle) = open
        && let Ok(reply) = docworker::ask(Ask::Save(handle), Vec::new()).await
        && let Some(whole) = reply.whole()
    {
        return Ok(whole);
    }
    let place = signing.place(&["done/", document].concat());
    store::get_whole(&place).await.ok_or(Hurdle::Device)
}
