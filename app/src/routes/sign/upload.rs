//! A picture in place of a drawing: chosen, freed of its paper, kept on this device where that is wished.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::Signing;
use crate::browser::docworker::Octets;
use crate::browser::{page, store};
use crate::components::button::{Button, Weight};
use crate::components::picture::{PictureInput, PictureView};
use crate::i18n::{picture as texts, t};
use crate::steps::pixels::Pixels;
use crate::steps::sign::Picture;

/// Where the picture of a visit is kept, and the one that stays for the next visits.
pub const PICTURE: &str = "picture";
pub const OWN: &str = "own/picture";
/// Id of the file input.
const INPUT: &str = "picture-file";
/// Most pixels across and down: as fine as print in the largest place for a signature.
const MOST_PX: (u32, u32) = (1000, 500);

/// The pad of a picture.
#[component]
pub fn Upload(signing: Signing) -> impl IntoView {
    let shown = Memo::new(move |_| signing.draft.with(|draft| draft.uploaded()));
    let chosen = Memo::new(move |_| signing.draft.with(|draft| draft.picture.is_some()));
    let own = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let keep = move |wanted: bool| {
        own.set(wanted);
        spawn_local(async move {
            failed.try_set(!keep_own(signing, wanted).await);
        });
    };
    let take = move |pixels: Pixels| {
        signing
            .draft
            .update(|draft| draft.picture = Some(Picture::of(pixels)));
        spawn_local(keep_here(signing));
        keep(own.get_untracked());
    };
    let remove = move || {
        signing.draft.update(|draft| draft.picture = None);
        spawn_local(keep_here(signing));
        keep(false);
        page::focus(INPUT);
    };
    spawn_local(async move {
        let kept = recall(OWN).await;
        own.try_set(kept.is_some());
        offer(signing, kept);
    });
    let label = Signal::derive(move || {
        if chosen.get() {
            texts::REPLACE
        } else {
            texts::CHOOSE
        }
    });
    view! {
        <div class="pad-frame">
            <PictureView shown test="picture-pad" />
            <p class="pad-empty muted" aria-hidden="true" hidden=move || chosen.get()>{t(texts::PAD_EMPTY)}</p>
        </div>
        <PictureInput id=INPUT label hint=texts::SIGNATURE_HINT most=MOST_PX taken=Callback::new(take) />
        <Show when=move || chosen.get()>
            <Choices signing own keep=Callback::new(keep) failed />
            <div class="row">
                <Button label=texts::REMOVE press=remove icon="trash-2" weight=Weight::Quiet test="picture-remove" />
            </div>
        </Show>
    }
}

/// What is done with the picture: its paper, and whether it stays on this device.
#[component]
fn Choices(
    signing: Signing,
    own: RwSignal<bool>,
    keep: Callback<bool>,
    failed: RwSignal<bool>,
) -> impl IntoView {
    let with_paper = Memo::new(move |_| signing.draft.with(|draft| draft.with_paper));
    let inkless = Memo::new(move |_| signing.draft.with(|draft| draft.uploaded().is_none()));
    view! {
        <div class="stack tight">
            <label class="check">
                <input
                    type="checkbox"
                    data-test="picture-clear"
                    prop:checked=move || !with_paper.get()
                    on:change=move |event| {
                        let clear = event_target_checked(&event);
                        signing.draft.update(|draft| draft.with_paper = !clear);
                    }
                />
                <span>{t(texts::CLEAR)}</span>
            </label>
            <p role="alert" data-test="picture-inkless" hidden=move || !inkless.get()>
                {move || inkless.get().then(|| t(texts::NO_INK)())}
            </p>
            <label class="check">
                <input
                    type="checkbox"
                    data-test="picture-keep"
                    aria-describedby="picture-keep-hint"
                    prop:checked=move || own.get()
                    on:change=move |event| keep.run(event_target_checked(&event))
                />
                <span>{t(texts::KEEP)}</span>
            </label>
            <p class="small muted" id="picture-keep-hint">{t(texts::KEEP_HINT)}</p>
            <p role="alert" hidden=move || !failed.get()>{move || failed.get().then(|| t(texts::NOT_KEPT)())}</p>
        </div>
    }
}

/// Returns a picture that was kept.
pub async fn recall(place: &str) -> Option<Picture> {
    let octets = store::get_octets(place).await?;
    Pixels::unpacked(&octets.to_vec()).map(Picture::of)
}

/// Takes the picture that stays on this device where none was chosen.
fn offer(signing: Signing, kept: Option<Picture>) {
    let blank = signing
        .draft
        .with_untracked(|draft| draft.picture.is_none());
    if kept.is_some() && blank {
        signing.draft.update(|draft| draft.picture = kept);
        spawn_local(keep_here(signing));
    }
}

/// Keeps the picture over a reload, or forgets it.
async fn keep_here(signing: Signing) {
    let place = signing.place(PICTURE);
    if !kept(signing, &place).await {
        store::forget(&place).await;
    }
}

/// Keeps the picture for the next visits, or forgets it; says whether it is as wished.
async fn keep_own(signing: Signing, wanted: bool) -> bool {
    if wanted {
        return kept(signing, OWN).await;
    }
    store::forget(OWN).await;
    true
}

async fn kept(signing: Signing, place: &str) -> bool {
    let picture = signing.draft.with_untracked(|draft| draft.picture.clone());
    match picture.filter(|_| signing.keeps()) {
        Some(picture) => store::put_octets(place, &Octets::copied(&picture.whole().packed())).await,
        None => false,
    }
}
