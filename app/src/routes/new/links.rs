//! The envelope is on its way: one link a person to copy or share.

use leptos::prelude::*;
use sign_core::wire::{Carrier, RecipientLink};

use super::launch::Outcome;
use crate::components::button::{ButtonLink, Weight};
use crate::components::icon::Icon;
use crate::components::link_box::{LinkBox, grouped};
use crate::components::notice::{Notice, Tone};
use crate::components::stepper::Heading;
use crate::i18n::{new, portal, t};
use crate::steps::new::Person;

/// The links of a launched envelope.
#[component]
pub fn Links(
    /// What was launched.
    outcome: Outcome,
) -> impl IntoView {
    let why = match outcome.draft.carrier {
        Carrier::Sealed => new::LINKS_SEALED,
        Carrier::Local => new::LINKS_LOCAL,
    };
    let title = outcome.draft.title.clone();
    let people = outcome
        .draft
        .people
        .into_iter()
        .zip(outcome.launched.links)
        .enumerate();
    let rows = people.map(|(place, (person, link))| {
        let title = title.clone();
        view! { <li><Row place person link title /></li> }
    });
    view! {
        <Heading title=new::LINKS lead=why />
        <div class="stack wide" data-test="launched">
            <ul class="stack">{rows.collect_view()}</ul>
            <div class="card">
                <p class="row"><Icon name="hash" /> <span class="strong">{t(portal::FINGERPRINT)}</span>
                    <code data-test="fingerprint">{grouped(&outcome.launched.fingerprint)}</code></p>
                <p class="muted small">{t(portal::FINGERPRINT_WHY)}</p>
            </div>
            <Notice tone=Tone::Warn><p>{t(new::KEY_LOST)}</p></Notice>
        </div>
        <div class="actions">
            <ButtonLink href=["/envelopes/", &outcome.envelope].concat() label=new::TO_ENVELOPE weight=Weight::Primary test="to-envelope" />
        </div>
    }
}

#[component]
fn Row(place: usize, person: Person, link: RecipientLink, title: String) -> impl IntoView {
    view! {
        <div class=["card signer-", &((place + 1) % 6).to_string()].concat()>
            <p class="row">
                <span class="dot" aria-hidden="true">{place + 1}</span>
                <span class="strong">{person.name()}</span>
                <span class="muted small">{person.email}</span>
            </p>
            <LinkBox link=link.link title test=["link-", &place.to_string()].concat() />
        </div>
    }
}
