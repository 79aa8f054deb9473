//! The signer's screens: reads the link, asks how things are, shows the step.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::protocol::link::Link;
use sign_core::wire::{B64, SignerView};

use crate::browser::visit::{hide_fragment, is_link, visit};
use crate::browser::{back, docworker, http, page, session, store};
use crate::components::page_view::Reopen;
use crate::i18n::{Language, sign as texts};
use crate::steps::sign::{Draft, Gate, Move, Step};

pub mod act;
pub mod adopt;
pub mod agree;
pub mod code;
pub mod commit;
pub mod consents;
pub mod decline;
pub mod done;
pub mod erase;
pub mod fill;
pub mod finish;
pub mod gate;
pub mod hurdle;
pub mod lease;
pub mod pages;
pub mod preview;
pub mod prove;
pub mod read;
pub mod shell;
pub mod state;
pub mod upload;
pub mod who;

use gate::{Blocked, Door};
use hurdle::Hurdle;
use state::{KEY, Signing, bearer, place};

/// Where this tab keeps the link it was opened with.
pub(super) const LINK: &str = "link";

/// How far the visit is.
#[derive(Clone)]
enum Stage {
    Asking,
    Blocked(Hurdle),
    KeyMissing,
    LinkBroken(String),
    In(Signing),
}

/// The signer's visit.
#[component]
pub fn Sign() -> impl IntoView {
    let stage = RwSignal::new(Stage::Asking);
    let visit = visit();
    on_cleanup(docworker::end);
    Effect::new(move |asked: Option<()>| {
        let fragment = visit.address().fragment;
        // The way back and jumps within the page change nothing about the link.
        if !is_link(&fragment) && asked.is_some() {
            return;
        }
        if is_link(&fragment) {
            session::keep(LINK, &fragment);
            hide_fragment();
        }
        let text = session::recall(LINK).unwrap_or(fragment);
        let chosen = use_context::<Language>();
        stage.set(Stage::Asking);
        spawn_local(async move { stage.set(arrive(&text, chosen).await) });
    });
    let again = Callback::new(move |text: String| {
        session::keep(LINK, &text);
        let chosen = use_context::<Language>();
        stage.set(Stage::Asking);
        spawn_local(async move { stage.set(arrive(&text, chosen).await) });
    });
    move || match stage.get() {
        Stage::Asking => view! { <gate::Asking /> }.into_any(),
        Stage::Blocked(hurdle) => view! { <Blocked trouble=hurdle.trouble() /> }.into_any(),
        Stage::KeyMissing => view! { <gate::KeyMissing again /> }.into_any(),
        Stage::LinkBroken(code) => view! { <gate::LinkBroken code again /> }.into_any(),
        Stage::In(signing) => view! { <Inside signing /> }.into_any(),
    }
}

async fn arrive(text: &str, chosen: Option<Language>) -> Stage {
    let mut link = match Link::parse(text) {
        Ok(link) => link,
        Err(error) => return Stage::LinkBroken(error.kind.code().to_owned()),
    };
    let view: SignerView = match http::get("/v1/sign", Some(&bearer(&link))).await {
        Ok(view) => view,
        Err(failure) => {
            return Stage::Blocked(Hurdle::Server(failure));
        }
    };
    if let (Some(Language(locale)), None) = (chosen, page::recall("language")) {
        locale.set(view.locale);
    }
    if link.key.is_none() {
        let kept = place(&view.envelope, &view.recipient, KEY);
        let kept = store::get::<B64>(&kept).await;
        link.key = kept.and_then(|key| key.0.try_into().ok());
    }
    if link.key.is_none() {
        return Stage::KeyMissing;
    }
    let here = |name| place(&view.envelope, &view.recipient, name);
    let draft = store::get::<Draft>(&here("draft")).await;
    let draft = Draft {
        picture: upload::recall(&here(upload::PICTURE)).await,
        ..draft.unwrap_or_default()
    };
    Stage::In(Signing::new(link, view, draft))
}

/// The step one is at, behind the door.
#[component]
fn Inside(signing: Signing) -> impl IntoView {
    let gate = Memo::new(move |_| signing.gate());
    let step = Memo::new(move |_| signing.draft.with(|draft| draft.step));
    resume(signing);
    lease::follow(signing);
    let inside = move || gate.get() == Gate::Open && step.get() != Step::Done;
    let place = Memo::new(move |_| inside().then(|| step.get().place()));
    back::follow(place, move |to| step_back(signing, to));
    provide_context(Reopen(Callback::new(move |()| {
        signing.papers.set(BTreeMap::new());
        resume(signing);
    })));
    move || match (gate.get(), step.get()) {
        (Gate::Signed, _) | (_, Step::Done) => view! { <done::Done signing /> }.into_any(),
        (Gate::Open, Step::Who) => view! { <who::Who signing /> }.into_any(),
        (Gate::Open, Step::Read) => view! { <read::Read signing /> }.into_any(),
        (Gate::Open, Step::Agree) => view! { <agree::Agree signing /> }.into_any(),
        (Gate::Open, Step::Fill) => view! { <fill::Fill signing /> }.into_any(),
        (Gate::Open, Step::Adopt) => view! { <adopt::Adopt signing /> }.into_any(),
        (Gate::Open, Step::Preview) => view! { <preview::Preview signing /> }.into_any(),
        (Gate::Open, Step::Code) => view! { <code::Code signing /> }.into_any(),
        (gate, _) => view! { <Door signing gate /> }.into_any(),
    }
}

/// The browser's way back; an act that is under way is not left, documents that are opened are.
fn step_back(signing: Signing, to: usize) {
    let step = || signing.draft.with_untracked(|draft| draft.step);
    let free = || step() < Step::Adopt || signing.doing.with_untracked(Option::is_none);
    while step().place() > to && free() {
        let before = step();
        signing.go(Move::Back);
        if step() == before {
            return;
        }
    }
}

/// After a reload, or after the worker ended: opens the documents again, and puts a prepared act
/// back.
fn resume(signing: Signing) {
    let step = signing.draft.with_untracked(|draft| draft.step);
    let signed = signing.view.with_untracked(Gate::of) == Gate::Signed || step == Step::Done;
    if step == Step::Who && !signed {
        return;
    }
    signing.run(texts::OPENING, async move {
        if signed {
            return finish::recover(signing).await;
        }
        signing.open_all().await?;
        if step.has_act() {
            act::resume(signing).await?;
        }
        Ok(())
    });
}
