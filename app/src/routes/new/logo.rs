//! The organisation's logo: chosen once, remembered by this browser, shown in the signatures of an envelope.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::bench::Bench;
use crate::browser::docworker::{Beside, Octets};
use crate::browser::{page, store};
use crate::components::button::{Button, Weight};
use crate::components::picture::{PictureInput, PictureView};
use crate::i18n::{picture as texts, t};
use crate::steps::new::Draft;
use crate::steps::pixels::Pixels;

/// Where this browser keeps it.
const LOGO: &str = "own/logo";
/// Id of the file input.
const INPUT: &str = "logo-file";
/// Most pixels across and down: a stamp shows it a few centimetres wide.
const MOST_PX: (u32, u32) = (600, 300);

/// A logo; cloning it does not copy its pixels.
pub type Logo = Arc<Pixels>;

/// The choice of the logo.
#[component]
pub fn LogoChoice(
    /// What the steps share.
    bench: Bench,
) -> impl IntoView {
    let has = Memo::new(move |_| bench.logo.with(Option::is_some));
    let label = Signal::derive(move || {
        if has.get() {
            texts::LOGO_REPLACE
        } else {
            texts::LOGO_CHOOSE
        }
    });
    let lost = RwSignal::new(false);
    let take = move |pixels: Pixels| {
        let octets = Octets::copied(&pixels.packed());
        bench.logo.set(Some(Arc::new(pixels)));
        bench.draft.update(|draft| draft.show_logo(true));
        spawn_local(async move {
            lost.try_set(!store::put_octets(LOGO, &octets).await);
        });
    };
    let forget = move || {
        bench.logo.set(None);
        bench.draft.update(|draft| draft.show_logo(false));
        lost.set(false);
        spawn_local(store::forget(LOGO));
        page::focus(INPUT);
    };
    view! {
        <fieldset class="stack tight">
            <legend class="strong">{t(texts::LOGO)}</legend>
            <Show when=move || has.get()>
                <Shown bench />
            </Show>
            <PictureInput id=INPUT label hint=texts::LOGO_HINT most=MOST_PX taken=Callback::new(take) />
            <p role="alert" hidden=move || !lost.get()>{move || lost.get().then(|| t(texts::LOGO_NOT_KEPT)())}</p>
            <Show when=move || has.get()>
                <div class="row">
                    <Button label=texts::LOGO_FORGET press=forget icon="trash-2" weight=Weight::Quiet test="logo-forget" />
                </div>
            </Show>
        </fieldset>
    }
}

/// The logo, and whether this envelope shows it.
#[component]
fn Shown(bench: Bench) -> impl IntoView {
    let shown = move || bench.draft.with(|draft| draft.logo);
    view! {
        <div class="logo-frame">
            <PictureView shown=bench.logo test="logo-view" />
        </div>
        <label class="check">
            <input
                type="checkbox"
                data-test="logo-shown"
                prop:checked=shown
                on:change=move |event| {
                    let wanted = event_target_checked(&event);
                    bench.draft.update(|draft| draft.show_logo(wanted));
                }
            />
            <span>{t(texts::LOGO_SHOWN)}</span>
        </label>
    }
}

/// Finds the logo of earlier envelopes: a new draft shows it, one that was begun only where it did.
pub async fn recall(bench: Bench) {
    let octets = store::get_octets(LOGO).await;
    let kept = octets.and_then(|octets| Pixels::unpacked(&octets.to_vec()));
    let found = kept.is_some();
    bench.logo.try_set(kept.map(Arc::new));
    bench.draft.try_update(|draft| {
        let wanted = draft.logo || draft.is_blank();
        if wanted {
            draft.show_logo(found);
        }
    });
}

/// Returns what rides beside a plan: the logo, where the draft shows it.
pub fn beside(draft: &Draft, logo: Option<&Logo>) -> Vec<Beside> {
    let logo = logo.filter(|_| draft.logo);
    let octets = logo.map(|logo| Beside::Octets(Octets::copied(&logo.pam())));
    octets.into_iter().collect()
}
