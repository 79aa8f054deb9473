//! Copies a text and says so; shares it where the system can.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::button::{Button, Weight};
use crate::browser::clipboard;
use crate::i18n::{Text, common, t};

/// How long it says what came of it.
const SAID_MS: u32 = 3_000;

/// A button that copies `value`.
#[component]
pub fn CopyButton(
    /// What is copied.
    value: String,
    /// Its words before it was pressed.
    #[prop(default = common::COPY)]
    label: Text,
) -> impl IntoView {
    let shown = RwSignal::new(label);
    let kept = StoredValue::new(value);
    let back = StoredValue::new_local(None::<Timeout>);
    let press = move || {
        spawn_local(async move {
            let done = clipboard::copy(&kept.get_value()).await;
            shown.set(if done {
                common::COPIED
            } else {
                common::COPY_FAILED
            });
            let later = Timeout::new(SAID_MS, move || shown.set(label));
            drop(back.try_set_value(Some(later)));
        });
    };
    let locale = crate::i18n::language();
    view! {
        <Button label=shown press icon="copy" />
        <span class="hush" aria-live="polite">
            {move || (shown.get() != label).then(|| shown.get().of(locale.get()))}
        </span>
    }
}

/// A button that opens the system's share sheet; nothing where there is none.
#[component]
pub fn ShareButton(
    /// Title of what is shared.
    title: String,
    /// A sentence before the link.
    words: Text,
    /// The link.
    url: String,
) -> impl IntoView {
    let locale = crate::i18n::language();
    let kept = StoredValue::new((title, url));
    let press = move || {
        spawn_local(async move {
            let (title, url) = kept.get_value();
            let words = words.of(locale.get_untracked());
            clipboard::share(&title, words, &url).await;
        });
    };
    clipboard::can_share()
        .then(|| view! { <Button label=common::SHARE press icon="share-2" weight=Weight::Plain /> })
}

/// A value in fixed-width type with its button, as one block.
#[component]
pub fn CopyLine(
    /// What it is.
    label: Text,
    /// The value.
    value: String,
) -> impl IntoView {
    view! {
        <div class="row apart">
            <span class="grow">
                <span class="muted small">{t(label)}</span>
                <br />
                <code>{value.clone()}</code>
            </span>
            <CopyButton value />
        </div>
    }
}
