//! A picture somebody chooses: the file input with its refusals, and the picture as it will be stamped.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::Icon;
use crate::browser::{canvas, files, photo};
use crate::i18n::{Text, language, picture, t};
use crate::steps::pixels::{Pixels, Unfit};

/// A file input for one picture.
#[component]
pub fn PictureInput(
    /// Id of the input, unique on the page.
    id: &'static str,
    /// What is chosen.
    #[prop(into)]
    label: Signal<Text>,
    /// What makes a good one.
    hint: Text,
    /// Most pixels across and down; larger pictures are made smaller.
    most: (u32, u32),
    /// Told the pixels.
    taken: Callback<Pixels>,
) -> impl IntoView {
    let locale = language();
    let reading = RwSignal::new(false);
    let unfit = RwSignal::new(None::<Unfit>);
    let chosen = move |event: leptos::ev::Event| {
        let Some(file) = files::chosen(&event).into_iter().next() else {
            return;
        };
        reading.set(true);
        unfit.set(None);
        spawn_local(async move {
            let read = photo::read(&file, most).await;
            // A screen that was left waits for nothing.
            if reading.try_set(false).is_none() {
                match read {
                    Ok(pixels) => taken.run(pixels),
                    Err(why) => unfit.set(Some(why)),
                }
            }
        });
    };
    let (hint_id, error_id) = ([id, "-hint"].concat(), [id, "-error"].concat());
    let described = [hint_id.as_str(), " ", error_id.as_str()].concat();
    let code = move || unfit.get().map(Unfit::code);
    view! {
        <div class="field">
            <p class="hint" id=hint_id>{t(hint)} " " {t(picture::STAYS_HERE)}</p>
            <label class="button pick">
                <Icon name="upload" />
                {move || label.get().of(locale.get())}
                <input
                    class="hush"
                    type="file"
                    id=id
                    accept="image/*"
                    data-test=id
                    aria-describedby=described
                    aria-invalid=move || unfit.get().is_some().to_string()
                    on:change=chosen
                />
            </label>
            <p class="muted" role="status">{move || reading.get().then(|| t(picture::READING)())}</p>
            <p class="error" id=error_id role="alert" data-test=[id, "-error"].concat() data-code=code hidden=move || unfit.get().is_none()>
                <Icon name="circle-alert" />
                <span>{move || unfit.get().map(|unfit| picture::unfit(unfit).of(locale.get()))}</span>
            </p>
        </div>
    }
}

/// A picture as it will be stamped, on white.
#[component]
pub fn PictureView(
    /// The picture, if there is one.
    #[prop(into)]
    shown: Signal<Option<Arc<Pixels>>>,
    /// Name for the end-to-end tests.
    test: &'static str,
) -> impl IntoView {
    let locale = language();
    let sheet = NodeRef::<html::Canvas>::new();
    Effect::new(move |_| {
        if let (Some(canvas), Some(pixels)) = (sheet.get(), shown.get()) {
            canvas::show(&canvas, &pixels);
        }
    });
    let size = move || shown.with(|pixels| pixels.as_ref().map(|pixels| pixels.size()));
    let says = move || picture::says(locale.get(), size());
    let shape = move || size().map(|(width, height)| format!("{width}x{height}"));
    view! {
        <canvas
            class="shown"
            data-test=test
            data-size=shape
            node_ref=sheet
            role="img"
            aria-label=says
            hidden=move || size().is_none()
        ></canvas>
        <p class="hush" aria-live="polite">{says}</p>
    }
}
