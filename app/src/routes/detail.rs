//! One envelope: its people and how far they are, its documents, what happened.

use gloo::timers::callback::Interval;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::wire::{Carrier, EnvelopeDetail, EnvelopeState, EventView};

pub mod cancel;
pub mod person;
pub mod rebuild;
pub mod save;

use super::account::{self, Portal};
use crate::browser::clock;
use crate::browser::http::{self, Failure};
use crate::browser::page;
use crate::components::button::Button;
use crate::components::chip::EnvelopeChip;
use crate::components::copy::CopyButton;
use crate::components::icon::Icon;
use crate::components::link_box::grouped;
use crate::components::notice::Failed;
use crate::i18n::{Text, language, portal, t, tf};

/// How often the screen asks again while somebody still has to act.
const AGAIN_MS: u32 = 8_000;

/// What the screen shows, and the way to ask again.
#[derive(Clone, Copy)]
pub struct Shown {
    /// The envelope's id.
    pub id: StoredValue<String>,
    /// What the server said last.
    pub detail: RwSignal<Option<EnvelopeDetail>>,
    failure: RwSignal<Option<Failure>>,
    session: RwSignal<account::Session>,
}

impl Shown {
    /// Asks the server again.
    pub fn ask(self) {
        let path = self.path("");
        spawn_local(async move {
            match http::get::<EnvelopeDetail>(&path, None).await {
                Ok(detail) => {
                    self.failure.try_set(None);
                    if self
                        .detail
                        .try_with_untracked(|shown| shown.as_ref() != Some(&detail))
                        == Some(true)
                    {
                        self.detail.set(Some(detail));
                    }
                }
                Err(failure) => {
                    account::note(self.session, &failure);
                    self.failure.try_set(Some(failure));
                }
            }
        });
    }

    /// Returns a part of what the server said, which changes only when that part does: what was
    /// typed, chosen or fetched beside it stays when somebody signs.
    pub fn part<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&EnvelopeDetail) -> Option<T> + Send + Sync + 'static,
    ) -> Memo<Option<T>> {
        Memo::new(move |_| self.detail.with(|detail| read(detail.as_ref()?)))
    }

    /// Returns the envelope's state.
    pub fn state(self) -> Memo<Option<EnvelopeState>> {
        self.part(|detail| Some(detail.summary.state))
    }

    /// Returns a path of the interface below the envelope.
    pub fn path(self, rest: &str) -> String {
        ["/v1/envelopes/", &self.id.get_value(), rest].concat()
    }
}

/// The screen of one envelope.
#[component]
pub fn Detail(
    /// The envelope's id.
    id: String,
) -> impl IntoView {
    let kept = StoredValue::new(id);
    view! {
        <Portal class="main wide" screen="detail">
            {move || view! { <Envelope id=kept.get_value() /> }}
        </Portal>
    }
}

#[component]
fn Envelope(id: String) -> impl IntoView {
    let shown = Shown {
        id: StoredValue::new(id),
        detail: RwSignal::new(None),
        failure: RwSignal::new(None),
        session: account::session(),
    };
    shown.ask();
    let open = move || {
        shown.detail.with_untracked(|detail| {
            detail
                .as_ref()
                .is_some_and(|detail| is_open(detail.summary.state))
        })
    };
    StoredValue::new_local(Interval::new(AGAIN_MS, move || {
        if open() {
            shown.ask();
        }
    }));
    on_cleanup(crate::browser::docworker::end);
    let known = shown.part(|_| Some(()));
    view! {
        <p class="back-link"><a href="/" class="button quiet"><Icon name="arrow-left" /> {t(portal::LIST)}</a></p>
        <Failed failure=shown.failure />
        {move || known.get().map(|()| view! { <Body shown /> })}
    }
}

/// Says whether something can still happen to an envelope.
pub fn is_open(state: EnvelopeState) -> bool {
    match state {
        EnvelopeState::Draft | EnvelopeState::InProgress | EnvelopeState::Sealing => true,
        EnvelopeState::Completed
        | EnvelopeState::Expired
        | EnvelopeState::Cancelled
        | EnvelopeState::Declined => false,
    }
}

#[component]
fn Body(shown: Shown) -> impl IntoView {
    let title = shown.part(|detail| Some(detail.summary.title.clone()));
    Effect::new(move |_| title.with(|title| page::set_title(title.as_deref().unwrap_or_default())));
    let state = shown.state();
    let people = shown.part(|detail| {
        let ids = detail.recipients.iter().map(|one| one.id.clone());
        Some(ids.enumerate().collect::<Vec<_>>())
    });
    view! {
        <div class="row apart heading">
            <h1 tabindex="-1">{move || title.get()}</h1>
            <span class="row">
                {move || state.get().map(|state| view! { <EnvelopeChip state /> })}
                <Button label=portal::REFRESH press=move || shown.ask() icon="refresh-cw" />
            </span>
        </div>
        <div class="columns">
            <div class="stack wide">
                <section class="stack tight" aria-labelledby="people">
                    <h2 id="people">{t(portal::PEOPLE)}</h2>
                    <ol class="rows">
                        <For each=move || people.get().unwrap_or_default() key=|(_, id)| id.clone()
                            children=move |(place, id)| view! { <li><person::Person shown place id /></li> } />
                    </ol>
                </section>
                <save::Documents shown />
                <Events shown />
            </div>
            <aside class="side stack">
                <Facts shown />
                <cancel::CancelBox shown />
            </aside>
        </div>
    }
}

/// What changes only where somebody signs or the envelope ends.
#[component]
fn Facts(shown: Shown) -> impl IntoView {
    let facts = shown.part(|detail| {
        Some(EnvelopeDetail {
            documents: Vec::new(),
            recipients: Vec::new(),
            events: Vec::new(),
            ..detail.clone()
        })
    });
    view! {
        <section class="card" aria-labelledby="facts">
            <h2 id="facts">{t(portal::FACTS)}</h2>
            {move || facts.get().map(|detail| view! { <Known detail /> })}
        </section>
    }
}

#[component]
fn Known(detail: EnvelopeDetail) -> impl IntoView {
    let (summary, locale) = (detail.summary, language());
    let carrier = match summary.carrier {
        Carrier::Sealed => portal::SEALED,
        Carrier::Local => portal::LOCAL,
    };
    let time =
        move |label: Text, at_ms: Option<i64>| {
            at_ms.map(|at_ms| view! {
            <div><dt>{t(label)}</dt><dd>{move || clock::moment(at_ms, locale.get())}</dd></div>
        })
        };
    let (signed, signers) = (summary.signed, summary.signers);
    view! {
        <p class="strong">{tf(move |locale| portal::progress(locale, signed, signers))}</p>
        <progress class="bar" max=signers.to_string() value=signed.to_string() aria-hidden="true"></progress>
        <dl class="facts-list">
            {detail.fingerprint.map(|fingerprint| view! { <Fingerprint fingerprint /> })}
            <div><dt>{t(portal::CARRIER)}</dt><dd>{t(carrier)}</dd></div>
            {time(portal::CREATED, Some(summary.created_at_ms))}
            {time(portal::LAUNCHED, summary.launched_at_ms)}
            {time(portal::EXPIRES, summary.expires_at_ms)}
            {detail.message.map(|message| view! {
                <div><dt>{t(portal::MESSAGE)}</dt><dd class="message">{message}</dd></div>
            })}
            {detail.close_reason.map(|reason| view! {
                <div><dt>{t(portal::CLOSE_REASON)}</dt><dd class="message">{reason}</dd></div>
            })}
        </dl>
    }
}

#[component]
fn Fingerprint(fingerprint: String) -> impl IntoView {
    let shown = grouped(&fingerprint);
    view! {
        <div>
            <dt>{t(portal::FINGERPRINT)}</dt>
            <dd class="row apart">
                <code data-test="fingerprint">{shown.clone()}</code>
                <CopyButton value=shown />
            </dd>
            <dd class="muted small">{t(portal::FINGERPRINT_WHY)}</dd>
        </div>
    }
}

/// The envelope's chain of events, newest last, folded away.
#[component]
fn Events(shown: Shown) -> impl IntoView {
    let locale = language();
    let events = shown.part(|detail| Some(named(detail)));
    let row = move |(event, who): (EventView, Option<String>)| {
        let who = who.map(|name| [" · ", &name].concat());
        let at_ms = event.at_ms;
        view! {
            <li>
                <div>
                    <span class="strong">{t(portal::event(&event.kind))}</span> {who} <br />
                    <span class="muted small">
                        <time>{move || clock::moment(at_ms, locale.get())}</time> " · " <code>{event.hash.hex()[..16].to_owned()}</code>
                    </span>
                </div>
            </li>
        }
    };
    let rows = move || {
        events
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(row)
            .collect_view()
    };
    view! {
        <details>
            <summary>{t(portal::EVENTS)} <Icon name="chevron-down" /></summary>
            <ol class="trail">{rows}</ol>
        </details>
    }
}

/// Returns every event, and the name of who did it.
fn named(detail: &EnvelopeDetail) -> Vec<(EventView, Option<String>)> {
    let name = |id: &String| {
        let one = detail.recipients.iter().find(|one| one.id == *id)?;
        Some([&one.first_name, " ", &one.last_name].concat())
    };
    let events = detail.events.iter().map(|event| {
        let who = event.recipient.as_ref().and_then(name);
        (event.clone(), who)
    });
    events.collect()
}

/// Says that something is under way.
#[component]
pub fn Waiting(
    /// What.
    words: Text,
    /// While true.
    #[prop(into)]
    busy: Signal<bool>,
) -> impl IntoView {
    let locale = language();
    view! {
        <p class="muted live" aria-live="polite">
            {move || if busy.get() { words.of(locale.get()) } else { "" }}
        </p>
    }
}
