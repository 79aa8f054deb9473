//! One labelled input with its hint and its error.

use leptos::prelude::*;
use sign_core::wire::Locale;

use super::icon::Icon;
use crate::i18n::{Text, common, t};

/// A text input. `value` is what it shows, `typed` is told every change.
#[component]
pub fn Field(
    /// Id of the input, unique on the page.
    #[prop(into)]
    id: String,
    /// What belongs in it.
    label: Text,
    /// What it shows.
    #[prop(into)]
    value: Signal<String>,
    /// Told every change.
    typed: impl Fn(String) + 'static,
    /// `text`, `email`, `tel`, `password`, …
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// A sentence below the label.
    #[prop(optional)]
    hint: Option<Text>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<Text>>,
    /// True where it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// How many characters it takes; as many as are typed where nothing is said.
    #[prop(optional)]
    longest: Option<usize>,
    /// Name for the end-to-end tests.
    #[prop(optional, into)]
    test: Option<String>,
) -> impl IntoView {
    let locale = crate::i18n::language();
    let (hint_id, error_id) = ([&id, "-hint"].concat(), [&id, "-error"].concat());
    let described = [hint_id.as_str(), " ", error_id.as_str()].concat();
    view! {
        <div class="field">
            <label for=id.clone()>
                {t(label)} {optional.then(|| view! { <span class="muted small">" (" {t(common::OPTIONAL)} ")"</span> })}
            </label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{t(hint)}</p> })}
            <input
                class="input"
                id=id.clone()
                name=id
                data-test=test
                type=kind
                autocomplete=autocomplete
                autocapitalize=if kind == "text" { "words" } else { "off" }
                maxlength=longest.map(|most| most.to_string())
                aria-describedby=described
                aria-invalid=move || error.get().is_some().to_string()
                aria-required=(!optional).to_string()
                prop:value=move || value.get()
                on:input=move |event| typed(event_target_value(&event))
            />
            <p class="error" id=error_id hidden=move || error.get().is_none()>
                <Icon name="circle-alert" />
                <span>{move || error.get().map(|text| text.of(locale.get()))}</span>
            </p>
        </div>
    }
}

/// What an option of a drop-down says.
#[derive(Clone, Debug)]
pub enum Choice {
    /// A text of the product.
    Words(Text),
    /// A name or a number, the same in every language.
    Plain(String),
}

impl Choice {
    fn shown(self) -> AnyView {
        match self {
            Self::Words(words) => t(words).into_any(),
            Self::Plain(plain) => plain.into_any(),
        }
    }
}

/// A drop-down over a closed list.
#[component]
pub fn Select(
    /// Id of the control, unique on the page.
    #[prop(into)]
    id: String,
    /// What is chosen.
    label: Text,
    /// Value and words of every option.
    options: Vec<(String, Choice)>,
    /// The value that is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Told every change.
    chosen: impl Fn(String) + 'static,
    /// Name for the end-to-end tests.
    #[prop(optional, into)]
    test: Option<String>,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(own, words)| {
            let same = own.clone();
            view! { <option value=own selected=move || value.get() == same>{words.shown()}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>{t(label)}</label>
            <span class="select">
                <select
                    class="input"
                    id=id.clone()
                    name=id
                    data-test=test
                    prop:value=move || value.get()
                    on:change=move |event| chosen(event_target_value(&event))
                >
                    {options}
                </select>
                <Icon name="chevron-down" />
            </span>
        </div>
    }
}

/// A drop-down over the languages of the product.
#[component]
pub fn LocaleSelect(
    /// Id of the control.
    #[prop(into)]
    id: String,
    /// What the language is for.
    label: Text,
    /// The language that is chosen.
    #[prop(into)]
    value: Signal<Locale>,
    /// Told every change.
    chosen: impl Fn(Locale) + 'static,
    /// Name for the end-to-end tests.
    #[prop(into)]
    test: String,
) -> impl IntoView {
    let value = Signal::derive(move || crate::i18n::tag(value.get()).to_owned());
    let options = [Locale::Fr, Locale::En]
        .map(|own| {
            (
                crate::i18n::tag(own).to_owned(),
                Choice::Words(common::language_name(own)),
            )
        })
        .to_vec();
    let read = move |tag: String| chosen(if tag == "en" { Locale::En } else { Locale::Fr });
    view! { <Select id label options value chosen=read test /> }
}
