//! The list of envelopes: search, state, newest first.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::wire::{EnvelopeList, EnvelopeState, EnvelopeSummary};

use super::account::{self, Portal, Session};
use super::new::draft;
use crate::browser::clock;
use crate::browser::http::{self, Failure};
use crate::components::button::{Button, ButtonLink, Weight};
use crate::components::chip::EnvelopeChip;
use crate::components::field::{Choice, Select};
use crate::components::icon::Icon;
use crate::components::notice::Failed;
use crate::components::stepper::Heading;
use crate::i18n::portal::{self, envelope_state};
use crate::i18n::{common, language, t, tf};

/// The server is asked when nothing more was typed for so long.
const TYPED_MS: u32 = 250;
const STATES: [(&str, EnvelopeState); 7] = [
    ("in_progress", EnvelopeState::InProgress),
    ("sealing", EnvelopeState::Sealing),
    ("completed", EnvelopeState::Completed),
    ("expired", EnvelopeState::Expired),
    ("declined", EnvelopeState::Declined),
    ("cancelled", EnvelopeState::Cancelled),
    ("draft", EnvelopeState::Draft),
];

/// What the list shows.
#[derive(Clone, Copy)]
struct Found {
    words: RwSignal<String>,
    state: RwSignal<&'static str>,
    rows: RwSignal<Option<Vec<EnvelopeSummary>>>,
    next: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
    asked: RwSignal<u32>,
}

impl Found {
    fn new() -> Self {
        Self {
            words: RwSignal::new(String::new()),
            state: RwSignal::new(""),
            rows: RwSignal::new(None),
            next: RwSignal::new(None),
            failure: RwSignal::new(None),
            asked: RwSignal::new(0),
        }
    }

    /// Asks for the first page, or for the one after what is shown.
    fn ask(self, after: Option<String>) {
        let session = account::session();
        self.ask_as(session, after);
    }

    fn ask_as(self, session: RwSignal<account::Session>, after: Option<String>) {
        self.asked.update(|asked| *asked += 1);
        let turn = self.asked.get_untracked();
        let path = self.path(after.as_deref());
        spawn_local(async move {
            let answer = http::get::<EnvelopeList>(&path, None).await;
            if self.asked.get_untracked() != turn {
                return;
            }
            match answer {
                Ok(list) => self.show(list, after.is_some()),
                Err(failure) => {
                    account::note(session, &failure);
                    self.failure.set(Some(failure));
                }
            }
        });
    }

    fn path(self, after: Option<&str>) -> String {
        let words = http::escaped(self.words.get_untracked().trim());
        let mut path = ["/v1/envelopes?limit=50&q=", &words].concat();
        for (name, value) in [
            ("&state=", self.state.get_untracked()),
            ("&after=", after.unwrap_or("")),
        ] {
            if !value.is_empty() {
                path.push_str(name);
                path.push_str(&http::escaped(value));
            }
        }
        path
    }

    fn show(self, list: EnvelopeList, append: bool) {
        self.failure.set(None);
        self.next.set(list.next);
        self.rows.update(|rows| match rows {
            Some(rows) if append => rows.extend(list.envelopes),
            _ => *rows = Some(list.envelopes),
        });
    }

    fn is_filtered(self) -> bool {
        !self.words.get().trim().is_empty() || !self.state.get().is_empty()
    }
}

/// The screen of the list.
#[component]
pub fn List() -> impl IntoView {
    view! { <Portal screen="list">{view! { <Envelopes /> }}</Portal> }
}

#[component]
fn Envelopes() -> impl IntoView {
    let found = Found::new();
    found.ask(None);
    let label = if draft::is_kept() {
        portal::NEW_RESUME
    } else {
        portal::NEW
    };
    view! {
        <div class="topline">
            <Heading title=portal::LIST />
            <ButtonLink href="/new" test="new-envelope" label icon="plus" weight=Weight::Primary />
        </div>
        <Filters found />
        <Failed failure=found.failure />
        <div aria-live="polite">{move || shown(found)}</div>
        {own_root()}
    }
}

/// How far the keys are trusted, for whoever sends.
fn own_root() -> Option<impl IntoView> {
    let Session::In(account) = account::session().get_untracked() else {
        return None;
    };
    let root = account.own_root?;
    let words = tf(move |locale| portal::own_root(locale, &root));
    Some(view! { <p class="muted" data-test="trust">{words}</p> })
}

fn shown(found: Found) -> AnyView {
    let session = account::session();
    match found.rows.get() {
        None => found.failure.get().is_none().then(|| view! { <p class="muted">{t(common::WAIT)}</p> }).into_any(),
        Some(rows) if rows.is_empty() => view! { <Empty filtered=found.is_filtered() /> }.into_any(),
        Some(rows) => view! {
            <ul class="rows">
                {rows.into_iter().map(|row| view! { <li><Row row /></li> }).collect_view()}
            </ul>
            {found.next.get().map(|next| view! {
                <p class="row">
                    <Button label=portal::MORE press=move || found.ask_as(session, Some(next.clone())) />
                </p>
            })}
        }
        .into_any(),
    }
}

#[component]
fn Filters(found: Found) -> impl IntoView {
    let session = account::session();
    let pending = StoredValue::new_local(None::<Timeout>);
    let later = move || {
        let ask = move || found.ask_as(session, None);
        pending.set_value(Some(Timeout::new(TYPED_MS, ask)));
    };
    let mut options = vec![(String::new(), Choice::Words(portal::ALL_STATES))];
    options.extend(
        STATES.map(|(value, state)| (value.to_owned(), Choice::Words(envelope_state(state)))),
    );
    let chosen = move |value: String| {
        let known = STATES.iter().find(|(name, _)| *name == value);
        found.state.set(known.map_or("", |(name, _)| name));
        found.ask_as(session, None);
    };
    view! {
        <form class="filters" role="search" on:submit=|event| event.prevent_default()>
            <div class="field">
                <label for="search">{t(portal::SEARCH)}</label>
                <span class="search">
                    <Icon name="search" />
                    <input
                        class="input"
                        id="search"
                        type="search"
                        autocomplete="off"
                        placeholder=t(portal::SEARCH_HINT)
                        prop:value=move || found.words.get()
                        on:input=move |event| {
                            found.words.set(event_target_value(&event));
                            later();
                        }
                    />
                </span>
            </div>
            <Select id="state" label=portal::STATE options value=Signal::derive(move || found.state.get().to_owned()) chosen />
        </form>
    }
}

#[component]
fn Row(row: EnvelopeSummary) -> impl IntoView {
    let locale = language();
    let (signed, signers, documents) = (row.signed, row.signers, row.documents);
    let at_ms = row.launched_at_ms.unwrap_or(row.created_at_ms);
    view! {
        <a class="line split" data-test="envelope-row" href=["/envelopes/", &row.id].concat()>
            <span>
                <span class="name">{row.title}</span>
                <span class="facts">
                    <span>{tf(move |locale| portal::progress(locale, signed, signers))}</span>
                    <span>{tf(move |locale| portal::documents(locale, documents))}</span>
                    <time>{move || clock::day(at_ms, locale.get())}</time>
                </span>
            </span>
            <EnvelopeChip state=row.state />
        </a>
    }
}

#[component]
fn Empty(filtered: bool) -> impl IntoView {
    let (title, why) = if filtered {
        (portal::NONE_FOUND, portal::NONE_FOUND_WHY)
    } else {
        (portal::EMPTY, portal::EMPTY_WHY)
    };
    view! {
        <div class="empty">
            <Icon name=if filtered { "search" } else { "inbox" } />
            <h2>{t(title)}</h2>
            <p class="muted">{t(why)}</p>
        </div>
    }
}
