//! The frame of every screen of the signer: header, step, heading, message, the one primary action.

use leptos::prelude::*;

use super::hurdle::Trouble;
use super::state::Signing;
use crate::components::button::Button;
use crate::components::header::Header;
use crate::components::notice::{self, Notice, Tone};
use crate::components::page_view::Reopen;
use crate::components::stepper::{Heading, Stepper};
use crate::i18n::{Text, common, sign, t};
use crate::steps::sign::{Draft, Step};

/// A screen of the flow.
#[component]
pub fn Screen(
    /// The visit.
    signing: Signing,
    /// The step it belongs to.
    step: Step,
    /// Its name for the end-to-end tests.
    name: &'static str,
    /// Its heading.
    title: Text,
    /// A sentence below.
    lead: Text,
    /// True where the document needs the room.
    #[prop(optional)]
    wide: bool,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    let fills = signing
        .view
        .with_untracked(|view| !Draft::asked(view).is_empty());
    let steps = Step::ALL
        .into_iter()
        .filter(|one| fills || *one != Step::Fill);
    let steps = steps.collect::<Vec<_>>();
    let at = steps.iter().position(|one| *one == step).unwrap_or(0);
    let names = steps.into_iter().map(sign::step_name).collect::<Vec<_>>();
    let class = if wide { "main wide" } else { "main" };
    view! {
        <Header home=false>{move || signing.view.with(|view| view.sender.clone())}</Header>
        <main id="main" class=class tabindex="-1" data-test="screen" data-screen=name>
            <Stepper label=sign::STEPS names at=Signal::stored(at) />
            <Heading title lead />
            <Message signing />
            <Show when=move || !signing.kept.get()>
                <Notice tone=Tone::Warn><p>{t(sign::NOT_KEPT)}</p></Notice>
            </Show>
            {children()}
            <Doing signing />
        </main>
    }
}

/// What went wrong, as long as it matters; a live region. Where documents could not be opened, the
/// way to open them again.
#[component]
pub fn Message(signing: Signing) -> impl IntoView {
    let reopen = use_context::<Reopen>();
    let lacks = Memo::new(move |_| signing.trouble.with(Option::is_some) && signing.lacks_papers());
    view! {
        <div aria-live="assertive">
            {move || signing.trouble.get().map(|trouble| view! { <Told trouble /> })}
        </div>
        {move || reopen.filter(|_| lacks.get()).map(|Reopen(reopen)| view! {
            <p class="row">
                <Button label=common::REOPEN press=move || reopen.run(()) icon="refresh-cw" test="reopen" />
            </p>
        })}
    }
}

/// What went wrong, with its code for the end-to-end tests.
#[component]
pub fn Told(trouble: Trouble) -> impl IntoView {
    let Trouble {
        code,
        told,
        again_ms,
    } = trouble;
    view! {
        <div class="told" data-test="message" data-code=code>
            <notice::Trouble told again_ms />
        </div>
    }
}

/// What is being done, said to assistive technology too.
#[component]
fn Doing(signing: Signing) -> impl IntoView {
    view! {
        <p class="doing" role="status" data-test="progress" hidden=move || signing.doing.get().is_none()>
            {move || signing.doing.get().map(|doing| t(doing)())}
        </p>
    }
}

/// The bar with the one primary action, and the way back.
#[component]
pub fn Actions(
    /// The visit.
    signing: Signing,
    /// What the primary action does.
    label: Text,
    /// Its name for the end-to-end tests.
    test: &'static str,
    /// What happens on a press.
    press: impl Fn() + 'static,
    /// While true it cannot be used yet.
    #[prop(optional, into)]
    off: Signal<bool>,
    /// A sentence above it.
    #[prop(optional, into)]
    note: Signal<Option<String>>,
    /// The way back.
    #[prop(optional)]
    back: Option<Callback<()>>,
) -> impl IntoView {
    let busy = move || signing.doing.get().is_some();
    view! {
        <div class="actions">
            {move || note.get().map(|note| view! { <p class="note">{note}</p> })}
            {back.map(|back| view! {
                <button type="button" class="button quiet" disabled=busy on:click=move |_| back.run(())>
                    {t(common::BACK)}
                </button>
            })}
            <button
                type="button"
                class="button primary"
                data-test=test
                disabled=move || off.get() || busy()
                aria-busy=move || busy().to_string()
                on:click=move |_| press()
            >
                {t(label)}
            </button>
        </div>
    }
}
