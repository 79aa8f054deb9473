//! Drawing the signature, typing it, or taking a picture of it.

use leptos::prelude::*;

use super::act;
use super::shell::{Actions, Screen};
use super::state::Signing;
use super::upload::Upload;
use crate::components::ink_pad::InkPad;
use crate::i18n::{Text, language, sign, t};
use crate::steps::sign::{Move, Step, Way};

/// The pad, an input, or a picture.
#[component]
pub fn Adopt(signing: Signing) -> impl IntoView {
    let locale = language();
    let strokes = RwSignal::new(signing.draft.with_untracked(|draft| draft.strokes.clone()));
    Effect::new(move |before: Option<()>| {
        let drawn = strokes.get();
        if before.is_some() {
            signing.draft.update(|draft| draft.strokes = drawn);
        }
    });
    let way = Memo::new(move |_| signing.draft.with(|draft| draft.way));
    let has_mark = Memo::new(move |_| signing.draft.with(|draft| draft.has_mark()));
    let tried = RwSignal::new(false);
    let note = Signal::derive(move || {
        let short = tried.get() && !has_mark.get();
        short.then(|| sign::mark_missing(way.get()).of(locale.get()).to_owned())
    });
    let next = move || {
        tried.set(true);
        if !has_mark.get_untracked() {
            return;
        }
        signing.run(sign::PREPARING, async move {
            signing.open_all().await?;
            act::begin(signing).await?;
            signing.go(Move::Forward);
            Ok(())
        });
    };
    let back = Callback::new(move |()| signing.go(Move::Back));
    view! {
        <Screen signing step=Step::Adopt name="adopt" title=sign::ADOPT lead=sign::ADOPT_LEAD>
            <fieldset class="stack">
                <legend class="hush">{t(sign::WAYS)}</legend>
                <div class="pair ways">
                    <WayChoice signing way=Way::Draw words=sign::WAY_DRAW />
                    <WayChoice signing way=Way::Type words=sign::WAY_TYPE />
                    <WayChoice signing way=Way::Picture words=sign::WAY_PICTURE />
                </div>
                {move || match way.get() {
                    Way::Draw => view! { <InkPad strokes /> }.into_any(),
                    Way::Type => view! { <Typed signing /> }.into_any(),
                    Way::Picture => view! { <Upload signing /> }.into_any(),
                }}
            </fieldset>
            <Actions signing label=sign::ADOPT_GO test="use-ink" press=next note back />
        </Screen>
    }
}

#[component]
fn WayChoice(signing: Signing, way: Way, words: Text) -> impl IntoView {
    let hook = match way {
        Way::Draw => "way-draw",
        Way::Type => "way-type",
        Way::Picture => "way-picture",
    };
    view! {
        <label class="choice">
            <input
                type="radio"
                name="way"
                data-test=hook
                prop:checked=move || signing.draft.with(|draft| draft.way == way)
                on:change=move |_| {
                    signing.draft.update(|draft| {
                        draft.way = way;
                        if draft.typed.is_empty() {
                            draft.typed = signing.name();
                        }
                    });
                }
            />
            <span class="strong">{t(words)}</span>
        </label>
    }
}

#[component]
fn Typed(signing: Signing) -> impl IntoView {
    let value = move || signing.draft.with(|draft| draft.typed.clone());
    view! {
        <div class="field">
            <label for="typed">{t(sign::TYPED)}</label>
            <p class="hint">{t(sign::TYPED_HINT)}</p>
            <input
                class="input typed"
                id="typed"
                type="text"
                maxlength="80"
                autocomplete="name"
                data-test="typed"
                prop:value=value
                on:input=move |event| {
                    let text = event_target_value(&event);
                    signing.draft.update(|draft| draft.typed = text);
                }
            />
        </div>
    }
}
