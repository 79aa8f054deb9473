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
    view! {
        <p class="back-link"><a href="/" class="button quiet"><Icon name="arrow-left" /> {t(portal::LIST)}</a></p>
        <Failed failure=shown.failure />
        {move || shown.detail.get().map(|detail| view! { <Body shown detail /> })}
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
fn Body(shown: Shown, detail: EnvelopeDetail) -> impl IntoView {
    let title = detail.summary.title.clone();
    page::set_title(&title);
    let people = detail
        .recipients
        .iter()
        .cloned()
        .enumerate()
        .map(|(place, person)| {
            view! { <li><person::Person shown place person /></li> }
        });
    let people = people.collect_view();
    let (state, events) = (detail.summary.state, detail.events.clone());
    let names = detail.recipients.iter().map(|one| {
        (
            one.id.clone(),
            [&one.first_name, " ", &one.last_name].concat(),
        )
    });
    let names = names.collect::<Vec<_>>();
    view! {
        <div class="row apart heading">
            <h1 tabindex="-1">{title}</h1>
            <span class="row">
                <EnvelopeChip state />
                <Button label=portal::REFRESH press=move || shown.ask() icon="refresh-cw" />
            </span>
        </div>
        <div class="columns">
            <div class="stack wide">
                <section class="stack tight" aria-labelledby="people">
                    <h2 id="people">{t(portal::PEOPLE)}</h2>
                    <ol class="rows">{people}</ol>
                </section>
                <save::Documents shown detail=detail.clone() />
                <Events events names />
            </div>
            <aside class="side stack">
                <Facts detail=detail.clone() />
                <cancel::CancelBox shown state />
            </aside>
        </div>
    }
}

#[component]
fn Facts(detail: EnvelopeDetail) -> impl IntoView {
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
        <section class="card" aria-labelledby="facts">
            <h2 id="facts">{t(portal::FACTS)}</h2>
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
        </section>
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
fn Events(events: Vec<EventView>, names: Vec<(String, String)>) -> impl IntoView {
    let locale = language();
    let rows = events.into_iter().map(|event| {
        let who = event.recipient.as_ref().and_then(|id| names.iter().find(|(own, _)| own == id));
        let who = who.map(|(_, name)| [" · ", name].concat());
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
    });
    view! {
        <details>
            <summary>{t(portal::EVENTS)} <Icon name="chevron-down" /></summary>
            <ol class="trail">{rows.collect_view()}</ol>
        </details>
    }
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
