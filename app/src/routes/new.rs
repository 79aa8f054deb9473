//! A new envelope, step by step: documents, people, fields, check, and the links to share.

use leptos::prelude::*;
use sign_core::wire::Account;

pub mod bench;
pub mod check;
pub mod chosen;
pub mod documents;
pub mod draft;
pub mod fields;
pub mod findings;
pub mod lacking;
pub mod launch;
pub mod links;
pub mod logo;
pub mod panel;
pub mod people;
pub mod shelf;
pub mod stated;
pub mod writing;

use super::account::{Portal, Session, session};
use crate::browser::page;
use crate::browser::visit::visit;
use crate::components::button::{Button, Weight};
use crate::components::page_view::Reopen;
use crate::components::stepper::{Heading, Stepper};
use crate::i18n::{Text, common, language, new};
use crate::steps::new::{Draft, Step};
use bench::Bench;

/// The screen of a new envelope.
#[component]
pub fn New() -> impl IntoView {
    let session = session();
    let account = move || match session.get_untracked() {
        Session::In(account) => Some(account),
        Session::Unknown | Session::Out | Session::Lost(_) => None,
    };
    let (screen, wide) = (RwSignal::new("new-documents"), RwSignal::new(false));
    let class = Signal::derive(move || if wide.get() { "main wide" } else { "main" });
    view! {
        <Portal class screen>
            {move || account().map(|account| view! { <Flow account screen wide /> })}
        </Portal>
    }
}

#[component]
fn Flow(account: Account, screen: RwSignal<&'static str>, wide: RwSignal<bool>) -> impl IntoView {
    let locale = language().get_untracked();
    let bench = Bench::new(draft::kept().unwrap_or_else(|| Draft::new(locale)), account);
    draft::follow(bench.draft);
    writing::follow(bench);
    bench.restore();
    leptos::task::spawn_local(logo::recall(bench));
    provide_context(Reopen(Callback::new(move |()| bench.restore())));
    let visit = visit();
    let step = Memo::new(move |_| {
        let wanted = named(&visit.address().fragment)
            .unwrap_or_else(|| bench.draft.with_untracked(|draft| draft.step));
        bench.draft.with(|draft| draft.reach(wanted))
    });
    Effect::new(move |_| {
        let step = step.get();
        bench.asked.set(false);
        bench.draft.update(|draft| draft.step = step);
    });
    Effect::new(move |_| {
        let launched = bench.outcome.with(Option::is_some);
        screen.set(if launched {
            "new-launched"
        } else {
            screen_name(step.get())
        });
        wide.set(!launched && step.get() == Step::Fields);
    });
    Effect::new(move |_| {
        if step.get() == Step::Check && bench.unwritten.with(|lacks| !lacks.is_empty()) {
            visit.replace(&address(Step::Fields));
        }
    });
    on_cleanup(crate::browser::docworker::end);
    move || match bench.outcome.get() {
        Some(outcome) => view! { <links::Links outcome /> }.into_any(),
        None => view! { <Present bench step=step.get() /> }.into_any(),
    }
}

#[component]
fn Present(bench: Bench, step: Step) -> impl IntoView {
    let names = Step::ALL.map(new::step).to_vec();
    let body = match step {
        Step::Documents => view! { <documents::Documents bench /> }.into_any(),
        Step::People => view! { <people::People bench /> }.into_any(),
        Step::Fields => view! { <fields::Fields bench /> }.into_any(),
        Step::Check => view! { <check::Check bench /> }.into_any(),
    };
    view! {
        <Stepper label=new::FLOW names at=step.place() />
        <Heading title=new::heading(step) lead=lead(step) />
        {body}
        <Actions bench step />
    }
}

/// The bar with the way back and the one primary action.
#[component]
fn Actions(bench: Bench, step: Step) -> impl IntoView {
    let visit = visit();
    let forward = move || {
        bench.asked.set(true);
        if !untrack(|| bench.lacks(step)).is_empty() {
            page::focus_first_error();
            return;
        }
        match step.after() {
            Some(next) => visit.go(&address(next)),
            None => bench.launch(),
        }
    };
    let (label, test) = match step {
        Step::Check => (new::LAUNCH, "launch"),
        Step::Documents | Step::People | Step::Fields => (common::CONTINUE, "next"),
    };
    let busy = Signal::derive(move || {
        bench.stage.with(Option::is_some) || bench.opening.with(Option::is_some)
    });
    view! {
        <div class="actions">
            {step.before().map(|before| view! {
                <Button label=common::BACK press=move || visit.go(&address(before)) test="back" />
            })}
            <Button label press=forward weight=Weight::Primary busy test />
        </div>
    }
}

fn lead(step: Step) -> Text {
    match step {
        Step::Documents => new::DOCUMENTS_LEAD,
        Step::People => new::PEOPLE_LEAD,
        Step::Fields => new::FIELDS_LEAD,
        Step::Check => new::CHECK_LEAD,
    }
}

fn slug(step: Step) -> &'static str {
    match step {
        Step::Documents => "documents",
        Step::People => "people",
        Step::Fields => "fields",
        Step::Check => "check",
    }
}

fn screen_name(step: Step) -> &'static str {
    match step {
        Step::Documents => "new-documents",
        Step::People => "new-people",
        Step::Fields => "new-fields",
        Step::Check => "new-review",
    }
}

/// Returns the address of a step.
pub fn address(step: Step) -> String {
    ["/new#", slug(step)].concat()
}

fn named(fragment: &str) -> Option<Step> {
    Step::ALL.into_iter().find(|step| slug(*step) == fragment)
}
