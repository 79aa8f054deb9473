//! The one-time link the server prints at its start: the first use makes the owner, a later one
//! only signs in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::wire::entry::{Fault, is_email};
use sign_core::wire::portal::{Account, Owner, Setup as Body};
use sign_core::wire::problem::Code;
use sign_core::wire::value::B64;

use super::account::{Session, session};
use crate::browser::http::{self, Failure};
use crate::browser::visit::{hide_fragment, visit};
use crate::browser::{json, page, session as tab};
use crate::components::button::ButtonLink;
use crate::components::field::Field;
use crate::components::form::Form;
use crate::components::header::Header;
use crate::components::notice::{Failed, Trouble};
use crate::components::stepper::Heading;
use crate::i18n::entry::fault;
use crate::i18n::{Text, common, portal, t};

const PASSWORD_LENGTH: usize = 12;
/// Under which this tab keeps the link's secret, and what was typed but for the password.
const SECRET: &str = "setup";
const TYPED: &str = "setup.typed";

/// What the owner types.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    email: RwSignal<String>,
    password: RwSignal<String>,
    organisation: RwSignal<String>,
    checked: RwSignal<bool>,
}

impl Typed {
    /// Starts with what was typed before the page was loaded again, and keeps it from now on.
    fn kept() -> Self {
        let before = tab::recall(TYPED).and_then(|text| json::read(&text));
        let [name, email, organisation]: [String; 3] = before.unwrap_or_default();
        let typed = Self {
            name: RwSignal::new(name),
            email: RwSignal::new(email),
            password: RwSignal::new(String::new()),
            organisation: RwSignal::new(organisation),
            checked: RwSignal::new(false),
        };
        Effect::new(move |_| {
            let now = [
                typed.name.get(),
                typed.email.get(),
                typed.organisation.get(),
            ];
            if let Some(text) = json::write(&now) {
                tab::keep(TYPED, &text);
            }
        });
        typed
    }

    fn owner(self) -> Owner {
        Owner {
            name: self.name.get_untracked().trim().to_owned(),
            email: self.email.get_untracked().trim().to_owned(),
            password: self.password.get_untracked(),
            organisation: self.organisation.get_untracked().trim().to_owned(),
        }
    }

    fn is_complete(self) -> bool {
        let owner = self.owner();
        let filled = !owner.name.is_empty() && !owner.organisation.is_empty();
        filled && is_email(&owner.email) && owner.password.chars().count() >= PASSWORD_LENGTH
    }

    fn needed(self, value: RwSignal<String>) -> Signal<Option<Text>> {
        Signal::derive(move || {
            (self.checked.get() && value.get().trim().is_empty()).then_some(common::REQUIRED)
        })
    }

    fn email_error(self) -> Signal<Option<Text>> {
        Signal::derive(move || {
            (self.checked.get() && !is_email(&self.email.get())).then(|| fault(Fault::Email))
        })
    }

    fn password_error(self) -> Signal<Option<Text>> {
        Signal::derive(move || {
            let short = self.password.get().chars().count() < PASSWORD_LENGTH;
            (self.checked.get() && short).then_some(portal::PASSWORD_SHORT)
        })
    }
}

/// The screen of the one-time link.
#[component]
pub fn Setup() -> impl IntoView {
    let (session, visit) = (session(), visit());
    let secret = StoredValue::new(link_secret(&visit.peek().fragment));
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(true));
    let fresh = RwSignal::new(false);
    let typed = Typed::kept();
    hide_fragment();
    let send = move |owner: Option<Owner>| {
        busy.set(true);
        failure.set(None);
        let secret = B64::decode(&secret.get_value()).unwrap_or_default();
        spawn_local(async move {
            let first = owner.is_none();
            match http::post::<_, Account>("/v1/setup", None, &Body { secret, owner }).await {
                Ok(account) => {
                    tab::forget(SECRET);
                    tab::forget(TYPED);
                    session.set(Session::In(account));
                    visit.replace("/");
                }
                // A link that is good but has no owner yet asks for one.
                Err(failed) if first && failed.code() == Some(Code::Invalid) => fresh.set(true),
                Err(failed) => failure.set(Some(failed)),
            }
            busy.set(false);
        });
    };
    let cut = secret.with_value(String::is_empty);
    if !cut {
        send(None);
    }
    view! {
        <Header />
        <main id="main" class="main slim" tabindex="-1" data-test="screen" data-screen="setup">
            {move || match (fresh.get(), failure.get().is_some()) {
                _ if cut => view! {
                    <Heading title=portal::SETUP_FAILED />
                    <div class="stack">
                        <Trouble told=portal::SETUP_CUT />
                        <ButtonLink href="/login" label=portal::SIGN_IN />
                    </div>
                }.into_any(),
                (true, _) => view! { <OwnerForm typed failure busy send=move || send(Some(typed.owner())) /> }.into_any(),
                (false, false) => view! { <p class="muted" role="status">{t(common::WAIT)}</p> }.into_any(),
                (false, true) => view! {
                    <Heading title=portal::SETUP_FAILED />
                    <div class="stack">
                        <Failed failure />
                        <ButtonLink href="/login" label=portal::SIGN_IN />
                    </div>
                }.into_any(),
            }}
        </main>
    }
}

/// Returns the secret of the link, which this tab keeps: a reload finds it taken out of the address.
fn link_secret(fragment: &str) -> String {
    if fragment.is_empty() {
        return tab::recall(SECRET).unwrap_or_default();
    }
    tab::keep(SECRET, fragment);
    fragment.to_owned()
}

#[component]
fn OwnerForm(
    typed: Typed,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    send: impl Fn() + 'static,
) -> impl IntoView {
    let checked = move || {
        typed.checked.set(true);
        if typed.is_complete() {
            send();
        } else {
            page::focus_first_error();
        }
    };
    view! {
        <Heading title=portal::SETUP lead=portal::SETUP_LEAD />
        <Form label=portal::SETUP_DO test="setup-go" failure busy send=checked>
            <Field id="name" test="owner-name" label=portal::NAME autocomplete="name" value=typed.name
                error=typed.needed(typed.name) typed=move |text| typed.name.set(text) />
            <Field id="organisation" test="owner-organisation" label=portal::ORGANISATION hint=portal::ORGANISATION_HINT
                autocomplete="organization" value=typed.organisation
                error=typed.needed(typed.organisation) typed=move |text| typed.organisation.set(text) />
            <Field id="email" test="owner-email" label=portal::EMAIL kind="email" autocomplete="username" value=typed.email
                error=typed.email_error() typed=move |text| typed.email.set(text) />
            <Field id="password" test="owner-password" label=portal::PASSWORD hint=portal::PASSWORD_HINT kind="password"
                autocomplete="new-password" value=typed.password
                error=typed.password_error() typed=move |text| typed.password.set(text) />
        </Form>
    }
}
