//! Step 4: name, word, carrier, expiry; everything once more; launch.

use leptos::prelude::*;
use sign_core::wire::entry::Fault;
use sign_core::wire::{Carrier, Locale};

use super::address;
use super::bench::Bench;
use super::findings::Findings;
use super::launch::{Stage, Trouble};
use crate::browser::http::Failure;
use crate::components::field::{Choice, Field, LocaleSelect, Select};
use crate::components::icon::Icon;
use crate::components::notice::{Failed, Notice, Tone, Trouble as Told};
use crate::components::picture::PictureView;
use crate::i18n::entry::fault;
use crate::i18n::refusal::refusal;
use crate::i18n::{Text, common, language, new, picture, portal, t, tf};
use crate::steps::new::check::Lack;
use crate::steps::new::{Draft, Person, Step};

const EXPIRIES: [u16; 5] = [7, 14, 30, 60, 90];

/// The last look before the launch.
#[component]
pub fn Check(
    /// What the steps share.
    bench: Bench,
) -> impl IntoView {
    let draft = bench.draft;
    let read = move |part: fn(&Draft) -> String| Signal::derive(move || draft.with(part));
    let no_title = lacking(bench, &[Lack::Title, Lack::LongTitle]);
    view! {
        <div class="stack wide">
            <div class="card">
                <Field id="title" test="title" label=new::TITLE hint=new::TITLE_HINT error=no_title
                    value=read(|draft| draft.title.clone())
                    typed=move |text| draft.update(|draft| draft.title = text.chars().take(200).collect()) />
                <Message bench />
                <Settings bench />
            </div>
            <Carriers bench />
            <Summary bench />
            <Launching bench />
        </div>
    }
}

/// Says the first of these that is lacking, once somebody wanted to go on.
fn lacking(bench: Bench, wanted: &'static [Lack]) -> Signal<Option<Text>> {
    Signal::derive(move || {
        let lacks = bench.lacks(Step::Check);
        let found = wanted.iter().find(|lack| lacks.contains(lack));
        found
            .filter(|_| bench.asked.get())
            .map(|lack| new::lack(*lack))
    })
}

#[component]
fn Message(bench: Bench) -> impl IntoView {
    let draft = bench.draft;
    let (locale, error) = (language(), lacking(bench, &[Lack::Message]));
    view! {
        <div class="field">
            <label for="message">
                {t(new::MESSAGE)} " " <span class="muted small">"(" {t(common::OPTIONAL)} ")"</span>
            </label>
            <textarea
                class="input"
                id="message"
                data-test="message-text"
                maxlength="1000"
                rows="3"
                aria-describedby="message-error"
                aria-invalid=move || error.get().is_some().to_string()
                prop:value=move || draft.with(|draft| draft.message.clone())
                on:input=move |event| draft.update(|draft| draft.message = event_target_value(&event))
            ></textarea>
            <p class="error" id="message-error" hidden=move || error.get().is_none()>
                <Icon name="circle-alert" />
                <span>{move || error.get().map(|text| text.of(locale.get()))}</span>
            </p>
        </div>
    }
}

#[component]
fn Settings(bench: Bench) -> impl IntoView {
    let draft = bench.draft;
    let locale: Signal<Locale> = Signal::derive(move || draft.with(|draft| draft.locale));
    let options = EXPIRIES
        .map(|days| (days.to_string(), Choice::Words(new::days(days))))
        .to_vec();
    let chosen = move |value: String| {
        draft.update(|draft| draft.expires_days = value.parse().unwrap_or(draft.expires_days));
    };
    view! {
        <div class="pair">
            <LocaleSelect id="envelope-locale" test="envelope-locale" label=new::LANGUAGE value=locale
                chosen=move |locale| draft.update(|draft| draft.locale = locale) />
            <Select id="expiry" test="expiry" label=new::EXPIRY options chosen
                value=Signal::derive(move || draft.with(|draft| draft.expires_days.to_string())) />
        </div>
    }
}

#[component]
fn Carriers(bench: Bench) -> impl IntoView {
    let choices = [
        (
            Carrier::Sealed,
            "carrier-sealed",
            new::SEALED,
            new::SEALED_WHY,
        ),
        (Carrier::Local, "carrier-local", new::LOCAL, new::LOCAL_WHY),
    ];
    let choices =
        choices.map(|(carrier, test, title, why)| view! { <Way bench carrier test title why /> });
    view! {
        <fieldset class="stack">
            <legend class="legend">{t(new::CARRIER)}</legend>
            {choices.collect_view()}
        </fieldset>
    }
}

#[component]
fn Way(
    bench: Bench,
    carrier: Carrier,
    test: &'static str,
    title: Text,
    why: Text,
) -> impl IntoView {
    let draft = bench.draft;
    view! {
        <label class="choice">
            <input
                type="radio"
                name="carrier"
                data-test=test
                prop:checked=move || draft.with(|draft| draft.carrier == carrier)
                on:change=move |_| draft.update(|draft| draft.carrier = carrier)
            />
            <span class="strong">{t(title)}</span>
            <span class="muted">{t(why)}</span>
        </label>
    }
}

#[component]
fn Summary(bench: Bench) -> impl IntoView {
    let draft = bench.draft.get_untracked();
    let documents = draft.documents.into_iter().map(|document| {
        let pages = u32::try_from(document.pages.len()).unwrap_or(u32::MAX);
        view! {
            <li class="stack tight">
                <span class="row apart">
                    <span>{document.name.clone()}</span>
                    <span class="muted small">{tf(move |locale| common::pages(locale, pages))}</span>
                </span>
                <Findings document />
            </li>
        }
    });
    let counts = draft.people.iter().map(|person| {
        draft
            .fields
            .iter()
            .filter(|field| field.person == person.number)
            .count()
    });
    let counts = counts.collect::<Vec<_>>();
    let mut order = draft
        .people
        .into_iter()
        .zip(counts)
        .enumerate()
        .collect::<Vec<_>>();
    order.sort_by_key(|(_, (person, _))| person.turn);
    let people = order.into_iter().map(|(place, (person, count))| {
        let contact = contact(&person);
        view! {
            <li class=["row signer-", &((place + 1) % 6).to_string()].concat()>
                <span class="dot" aria-hidden="true">{person.turn}</span>
                <span class="grow">
                    {person.name()} <br />
                    <span class="muted small">{contact}</span>
                </span>
                <span class="muted small">{tf(move |locale| new::fields(locale, count))}</span>
            </li>
        }
    });
    view! {
        <Part title=portal::DOCUMENTS step=Step::Documents>
            <ul class="stack tight">{documents.collect_view()}</ul>
        </Part>
        <Part title=portal::PEOPLE step=Step::People>
            <ol class="stack tight">{people.collect_view()}</ol>
        </Part>
        <Show when=move || bench.draft.with(|draft| draft.logo)>
            <Part title=picture::LOGO step=Step::Fields>
                <div class="logo-frame"><PictureView shown=bench.logo test="logo-review" /></div>
            </Part>
        </Show>
    }
}

/// The ways to reach a person that were entered.
fn contact(person: &Person) -> String {
    let ways = [person.email.trim(), person.phone.trim()];
    let entered = ways.into_iter().filter(|way| !way.is_empty());
    entered.collect::<Vec<_>>().join(" · ")
}

#[component]
fn Part(title: Text, step: Step, children: Children) -> impl IntoView {
    view! {
        <section class="card">
            <div class="row apart">
                <h2>{t(title)}</h2>
                <a class="button quiet" href=address(step)>
                    {t(new::CHANGE)} <span class="hush">" " {t(title)}</span>
                </a>
            </div>
            {children()}
        </section>
    }
}

/// How far the launch is, or why it stopped.
#[component]
fn Launching(bench: Bench) -> impl IntoView {
    let server = Signal::derive(move || match bench.trouble.get() {
        Some(Trouble::Server(failure)) => Some(failure),
        Some(Trouble::Document(_, _) | Trouble::Unsure) | None => None,
    });
    let document = move || match bench.trouble.get() {
        Some(Trouble::Document(name, failure)) => Some(
            view! {
                <p class="strong">{name}</p>
                <div data-test="message" data-code=failure.code.clone()>
                    <Told told=refusal(&failure.code) />
                </div>
            }
            .into_any(),
        ),
        Some(Trouble::Unsure) => Some(
            view! {
                <div data-test="message" data-code="unsure">
                    <Told told=new::UNSURE />
                </div>
            }
            .into_any(),
        ),
        Some(Trouble::Server(_)) | None => None,
    };
    let stage = move || bench.stage.get().map(|stage| view! { <Progress stage /> });
    view! {
        <div class="stack" aria-live="polite">
            <Failed failure=server />
            {move || server.get().as_ref().and_then(Failure::detail).map(named)}
            {document}
            <Show when=move || bench.trouble.with(|trouble| trouble.as_ref().is_some_and(Trouble::leaves_all))>
                <Notice tone=Tone::Info><p>{t(new::RETRY_WHY)}</p></Notice>
            </Show>
            {stage}
        </div>
    }
}

/// What of all that was entered the server refuses.
fn named(detail: &str) -> AnyView {
    match Fault::named(detail) {
        Some(found) => {
            view! { <p class="strong" data-test="fault">{t(fault(found))}</p> }.into_any()
        }
        None => view! { <p lang="en" data-test="fault">{detail.to_owned()}</p> }.into_any(),
    }
}

#[component]
fn Progress(stage: Stage) -> impl IntoView {
    let (at, of) = stage.share();
    view! {
        <div class="card">
            <p class="strong">{t(stage.words())}</p>
            <progress class="bar" max=of.to_string() value=at.to_string() aria-label=t(new::LAUNCHING)></progress>
        </div>
    }
}
