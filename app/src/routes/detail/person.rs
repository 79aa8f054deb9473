//! One who signs: where they are, what was sent to them, and their link to share.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::wire::{MessageView, RecipientLink, RecipientState, RecipientView};

use super::Shown;
use crate::browser::http::{self, Failure};
use crate::browser::{clock, keys};
use crate::components::button::Button;
use crate::components::chip::RecipientChip;
use crate::components::icon::Icon;
use crate::components::link_box::LinkBox;
use crate::components::notice::{Failed, Notice, Tone};
use crate::i18n::{language, portal, t};

/// A row of the list of signers.
#[component]
pub fn Person(
    /// What the screen shows.
    shown: Shown,
    /// Zero-based place.
    place: usize,
    /// The signer's id.
    id: String,
) -> impl IntoView {
    let kept = StoredValue::new(id.clone());
    let person = shown.part(move |detail| {
        let mut all = detail.recipients.iter();
        all.find(|one| one.id == id).cloned()
    });
    let acts = move || person.with(|one| one.as_ref().is_some_and(|one| !has_ended(one.state)));
    view! {
        <div class="person">
            {move || person.get().map(|person| view! { <Progress place person /> })}
            <Show when=acts>
                <Link shown place id=kept.get_value() />
            </Show>
        </div>
    }
}

fn has_ended(state: RecipientState) -> bool {
    matches!(
        state,
        RecipientState::Signed | RecipientState::Declined | RecipientState::Void
    )
}

/// Where they are, and what was sent to them.
#[component]
fn Progress(place: usize, person: RecipientView) -> impl IntoView {
    let locale = language();
    let at_ms = person.state_at_ms;
    let contact = [Some(person.email.clone()), person.phone.clone()];
    let contact = contact
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <div class="row apart">
            <span class="row">
                <span class="turn" aria-hidden="true">{person.turn}</span>
                <span class="grow">
                    <span class="strong">{[&person.first_name, " ", &person.last_name].concat()}</span> <br />
                    <span class="muted small">{contact}</span>
                </span>
            </span>
            <span class="row">
                {person.signing_now.then(|| view! {
                    <span class="chip live"><Icon name="pen-line" /> {t(portal::SIGNING_NOW)}</span>
                })}
                <RecipientChip state=person.state place />
                <time class="muted small">{move || clock::moment(at_ms, locale.get())}</time>
            </span>
        </div>
        <Messages messages=person.messages />
    }
}

#[component]
fn Messages(messages: Vec<MessageView>) -> impl IntoView {
    let locale = language();
    let rows = messages.into_iter().map(|message| {
        let icon = if message.channel == "sms" { "smartphone" } else { "mail" };
        let at_ms = message.at_ms;
        let bad = matches!(message.state.as_str(), "refused" | "dropped" | "deferred");
        view! {
            <li class="sent" class:bad=bad>
                <Icon name=if bad { "triangle-alert" } else { icon } />
                <span>
                    {t(portal::message_kind(&message.kind))} ", " {t(portal::message_state(&message.state))} " · "
                    <time class="muted">{move || clock::moment(at_ms, locale.get())}</time>
                    {message.reason.map(|reason| view! { <span class="reason"><br /> {reason}</span> })}
                </span>
            </li>
        }
    });
    view! { <ul class="stack tight live" aria-label=t(portal::MESSAGES)>{rows.collect_view()}</ul> }
}

/// Asks for a link to share; the key is added here, where this browser has it.
#[component]
fn Link(shown: Shown, place: usize, id: String) -> impl IntoView {
    let link = RwSignal::new(None::<String>);
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let key = keys::kept(&shown.id.get_value());
    let title = shown.detail.with_untracked(|detail| {
        detail
            .as_ref()
            .map(|detail| detail.summary.title.clone())
            .unwrap_or_default()
    });
    let path = StoredValue::new(shown.path(&["/recipients/", &id, "/link"].concat()));
    let get = move || {
        busy.set(true);
        spawn_local(async move {
            match http::call::<RecipientLink>("POST", &path.get_value()).await {
                Ok(found) => {
                    let whole =
                        key.map(|key| keys::with_key(vec![found.clone()], &key).remove(0).link);
                    link.set(Some(whole.unwrap_or_else(|| keys::whole(&found.link))));
                }
                Err(failed) => failure.set(Some(failed)),
            }
            busy.set(false);
        });
    };
    view! {
        <Failed failure />
        {move || match link.get() {
            None => view! {
                <p><Button label=portal::GET_LINK press=get icon="link" busy test=["get-link-", &place.to_string()].concat() /></p>
            }.into_any(),
            Some(link) => view! {
                <LinkBox link title=title.clone() test=["link-", &place.to_string()].concat() />
                <p class="muted small">{t(portal::LINK_WHY)}</p>
                {key.is_none().then(|| view! { <Notice tone=Tone::Warn><p>{t(portal::LINK_NO_KEY)}</p></Notice> })}
            }.into_any(),
        }}
    }
}
