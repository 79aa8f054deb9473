//! Where one is in a flow, and the heading the focus moves to.

use leptos::html;
use leptos::prelude::*;

use crate::browser::page;
use crate::i18n::{Text, common, language, t, tf};

/// The steps of a flow, the present one marked.
#[component]
pub fn Stepper(
    /// What the flow is, for assistive technology.
    label: Text,
    /// Every step's name.
    names: Vec<Text>,
    /// Zero-based place.
    #[prop(into)]
    at: Signal<usize>,
) -> impl IntoView {
    let count = names.len();
    let items = names
        .into_iter()
        .enumerate()
        .map(|(place, name)| {
            let here = move || (at.get() == place).then_some("step");
            view! {
                <li class:done=move || place < at.get() aria-current=here>
                    <span>{t(name)}</span>
                </li>
            }
        })
        .collect_view();
    let now = tf(move |locale| common::step_of(locale, at.get() + 1, count));
    view! {
        <nav class="steps" aria-label=t(label)>
            <p class="now">{now}</p>
            <ol>{items}</ol>
        </nav>
    }
}

/// A screen's heading: takes the focus when the screen appears, and names the page.
#[component]
pub fn Heading(
    /// The words.
    #[prop(into)]
    title: Signal<Text>,
    /// A sentence below.
    #[prop(optional)]
    lead: Option<Text>,
) -> impl IntoView {
    let locale = language();
    let node = NodeRef::<html::H1>::new();
    Effect::new(move |done: Option<bool>| match (done, node.get()) {
        (Some(true), _) => true,
        (_, None) => false,
        (_, Some(heading)) => {
            request_animation_frame(move || drop(heading.focus()));
            true
        }
    });
    Effect::new(move |_| page::set_title(title.get().of(locale.get())));
    view! {
        <div class="heading">
            <h1 tabindex="-1" node_ref=node>
                {move || title.get().of(locale.get())}
            </h1>
            {lead.map(|lead| view! { <p class="lead">{t(lead)}</p> })}
        </div>
    }
}
