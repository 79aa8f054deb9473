//! The document as it stood at each signature, with what had changed outlined on its pages.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::verify::report::{Changes, Mark, Report, Version};
use sign_core::wire::Locale;

use super::outline::Outlines;
use super::told;
use super::way::Way;
use crate::browser::canvas::scroll_to;
use crate::browser::{clock, docworker, page};
use crate::components::button::{Button, Weight};
use crate::components::page_view::{PageView, Reopen, anchor};
use crate::i18n::verify::version;
use crate::i18n::{common, t, tf, verify};
use crate::routes::sign::hurdle::Hurdle;
use crate::routes::sign::shell::Told;
use crate::worker::message::{Answer, Ask, Handle, Opened};

/// A file that is held, its report, and which of its versions is looked at.
#[derive(Clone, Copy)]
pub struct History {
    /// The file in the worker.
    pub held: Handle,
    /// What is known of it.
    pub report: StoredValue<Report>,
    /// Counted from 0.
    pub shown: RwSignal<Option<usize>>,
}

/// Where the focus goes when a version is shown.
const HEADING: &str = "versions";

/// A version in the worker, or why there is none.
type Turned = Option<(usize, Result<Opened, Hurdle>)>;

impl History {
    /// Looks at a file from the beginning.
    pub fn new(held: Handle, report: Report) -> Self {
        Self {
            held,
            report: StoredValue::new(report),
            shown: RwSignal::new(None),
        }
    }

    /// Reads a version; nothing where there is none, or no such file any more.
    fn with<T>(self, at: usize, read: impl FnOnce(&Report, &Version) -> T) -> Option<T> {
        let read = |report: &Report| report.versions.get(at).map(|one| read(report, one));
        self.report.try_with_value(read).flatten()
    }

    /// Returns how many versions there are.
    pub fn count(self) -> usize {
        let count = |report: &Report| report.versions.len();
        self.report.try_with_value(count).unwrap_or_default()
    }

    /// Returns what a version changed.
    pub fn marks(self, at: usize) -> Vec<Mark> {
        let marks = self.with(at, |_, one| one.marks.clone());
        marks.unwrap_or_default()
    }

    /// Whether the bytes of the version that is looked at are not the ones that were signed.
    fn is_broken(self) -> bool {
        let broken = self.shown.get().and_then(|at| {
            let signed = |report: &Report, one: &Version| {
                Some(!report.signatures.get(one.signature?)?.intact)
            };
            self.with(at, signed)
        });
        broken.flatten().unwrap_or(false)
    }

    /// Says what made a version.
    pub fn what(self, at: usize, locale: Locale) -> String {
        let named = self.with(at, |report, one| {
            let signature = report.signatures.get(one.signature?)?;
            let who = who(report, &signature.field)?;
            let words = version::signed_by(locale, signature.kind, &who);
            let time = signature.time.as_ref().map(|time| {
                let moment = clock::moment(time.at_ms, locale);
                [", ", &verify::time(locale, &moment, time.source)].concat()
            });
            Some(words + &time.unwrap_or_default())
        });
        named
            .flatten()
            .unwrap_or_else(|| version::AFTER.of(locale).to_owned())
    }

    /// Says a change.
    fn words(self, mark: &Mark, locale: Locale) -> String {
        let signed = self.report.with_value(|report| {
            let field = mark.about.as_deref()?;
            let signature = report.signatures.iter().find(|one| one.field == field)?;
            let who = who(report, field)?;
            Some(version::signed_by(locale, signature.kind, &who))
        });
        version::mark(locale, mark, signed.as_deref())
    }

    /// Reads the version that is looked at; until it is there the one before stays.
    fn turn(self, turned: RwSignal<Turned>) {
        let wanted = self.shown.get();
        spawn_local(async move {
            let end = wanted.and_then(|at| self.with(at, |_, one| (at, one.end)));
            let next = match end {
                Some((at, end)) => Some((at, open(self.held, end).await)),
                None => None,
            };
            if self.shown.try_get_untracked() == Some(wanted) {
                turned.try_set(next);
            }
        });
    }
}

/// Names the signer of a field, or its organisation.
fn who(report: &Report, field: &str) -> Option<String> {
    let signature = report.signatures.iter().find(|one| one.field == field)?;
    let named = signature
        .signer
        .as_ref()
        .or(signature.organisation.as_ref());
    Some(named.unwrap_or(&signature.field).clone())
}

async fn open(handle: Handle, end: u64) -> Result<Opened, Hurdle> {
    let reply = docworker::ask(Ask::Turn { handle, end }, Vec::new()).await?;
    match reply.answer {
        Answer::Opened(opened) => Ok(opened),
        _ => Err(Hurdle::Device),
    }
}

/// The button that shows a version.
#[component]
pub fn See(
    /// The file.
    history: History,
    /// Which version.
    at: usize,
) -> impl IntoView {
    let press = move || history.shown.set(Some(at));
    view! {
        <p id=place(at) tabindex="-1">
            <Button label=version::SEE press icon="eye" test=format!("version-see-{at}") />
        </p>
    }
}

fn place(at: usize) -> String {
    format!("version-{at}")
}

/// The version that is looked at, with the way to the others; nothing while none is.
#[component]
pub fn Versions(history: History) -> impl IntoView {
    let turned = RwSignal::new(Turned::None);
    Effect::new(move |_| history.turn(turned));
    let open = Memo::new(move |_| history.shown.get().is_some());
    move || open.get().then(|| view! { <Shown history turned /> })
}

#[component]
fn Shown(history: History, turned: RwSignal<Turned>) -> impl IntoView {
    page::focus(HEADING);
    let close = move || {
        if let Some(at) = history.shown.get_untracked() {
            history.shown.set(None);
            page::focus(&place(at));
        }
    };
    let outlined = RwSignal::new(true);
    view! {
        <section class="stack" data-test="versions">
            <div class="row apart">
                <h2 id=HEADING tabindex="-1">{t(version::VERSIONS)}</h2>
                <Button label=version::CLOSE press=close icon="arrow-left" weight=Weight::Quiet test="versions-close" />
            </div>
            <p>{t(version::VERSIONS_WHAT)}</p>
            <Way history />
            {move || history.is_broken().then(|| view! {
                <p><span class="chip bad" data-test="version-broken">{t(verify::NOT_INTACT)}</span></p>
            })}
            {move || turned.get().map(|(at, result)| match result {
                Ok(opened) => view! { <Sheets history at opened outlined /> }.into_any(),
                Err(hurdle) => view! { <Failed hurdle /> }.into_any(),
            })}
        </section>
    }
}

/// Why a version cannot be shown, and the way to read the file again.
#[component]
fn Failed(hurdle: Hurdle) -> impl IntoView {
    let reopen = use_context::<Reopen>();
    view! {
        <Told trouble=told(&hurdle) />
        {reopen.map(|Reopen(reopen)| view! {
            <p class="row">
                <Button label=common::REOPEN press=move || reopen.run(()) icon="refresh-cw" test="reopen" />
            </p>
        })}
    }
}

/// What a version changed, and its pages.
#[component]
fn Sheets(history: History, at: usize, opened: Opened, outlined: RwSignal<bool>) -> impl IntoView {
    let handle = opened.handle;
    let of = u32::try_from(opened.pages.len()).unwrap_or(u32::MAX);
    let title = match at {
        0 => version::SINCE_BEGINNING,
        _ => version::SINCE_BEFORE,
    };
    view! {
        <h3>{t(title)}</h3>
        <Changed history at handle />
        <label class="check">
            <input
                type="checkbox"
                data-test="version-outline"
                prop:checked=move || outlined.get()
                on:change=move |event| outlined.set(event_target_checked(&event))
            />
            <span>{t(version::SHOW_MARKS)}</span>
        </label>
        <div data-test="version-pages" data-version=at.to_string() data-pages=of.to_string()>
            {(0..of).zip(opened.pages).map(|(page, size)| view! {
                <PageView handle page of size test=format!("version-page-{page}")>
                    <Outlines history at page size outlined />
                </PageView>
            }).collect_view()}
        </div>
    }
}

/// Every change in words; one that a page shows leads there.
#[component]
fn Changed(history: History, at: usize, handle: Handle) -> impl IntoView {
    let row = move |mark: Mark| {
        let (page, allowed) = (mark.page, mark.allowed);
        let words = tf(move |locale| history.words(&mark, locale));
        let words = match page {
            Some(page) => view! {
                <button
                    type="button"
                    class="button quiet"
                    on:click=move |_| scroll_to(&anchor(handle, page))
                >
                    {words}
                </button>
            }
            .into_any(),
            None => view! { <span>{words}</span> }.into_any(),
        };
        view! {
            <li data-test="version-change" data-allowed=allowed.to_string()>
                {words}
                {(!allowed).then(|| view! { <span class="chip bad">{t(version::FORBIDDEN)}</span> })}
            </li>
        }
    };
    let marks = history.marks(at);
    let none = marks.is_empty().then(|| t(verify::changes(Changes::None)));
    view! {
        {none.map(|none| view! { <p>{none}</p> })}
        <ol class="changes">{marks.into_iter().map(row).collect_view()}</ol>
    }
}
