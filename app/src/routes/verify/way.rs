//! The way from one version of a file to another.

use leptos::prelude::*;

use super::history::History;
use crate::components::button::IconButton;
use crate::i18n::verify::version;
use crate::i18n::{Text, language};

/// Which version it is, and the buttons to the one before and the one after.
#[component]
pub fn Way(
    /// The file.
    history: History,
) -> impl IntoView {
    let locale = language();
    let now = move || {
        let at = history.shown.get()?;
        let what = history.what(at, locale.get());
        Some(version::now(locale.get(), at + 1, history.count(), &what))
    };
    view! {
        <div class="way">
            <Step history by=-1 label=version::PREVIOUS icon="chevron-left" test="version-previous" />
            <p role="status" class="strong" data-test="version-now">{now}</p>
            <Step history by=1 label=version::NEXT icon="chevron-right" test="version-next" />
        </div>
    }
}

#[component]
fn Step(
    history: History,
    by: isize,
    label: Text,
    icon: &'static str,
    test: &'static str,
) -> impl IntoView {
    let locale = language();
    let next = move |at: Option<usize>| {
        let next = at.and_then(|at| at.checked_add_signed(by));
        next.filter(|next| *next < history.count())
    };
    let label = Signal::derive(move || label.of(locale.get()).to_owned());
    let off = Signal::derive(move || next(history.shown.get()).is_none());
    let press = move || history.shown.update(|at| *at = next(*at).or(*at));
    view! { <IconButton icon label press off test /> }
}
