//! Signing in with an address and a password.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::wire::{Account, Login as Body};

use super::account::{Session, session};
use crate::browser::http::{self, Failure};
use crate::browser::visit::visit;
use crate::components::field::Field;
use crate::components::form::Form;
use crate::components::header::Header;
use crate::components::stepper::Heading;
use crate::i18n::{portal, t};

/// The screen to sign in; afterwards back to the path in the fragment.
#[component]
pub fn Login() -> impl IntoView {
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let (session, visit) = (session(), visit());
    let send = move || {
        busy.set(true);
        failure.set(None);
        let body = Body {
            email: email.get_untracked(),
            password: password.get_untracked(),
        };
        spawn_local(async move {
            match http::post::<_, Account>("/v1/session", None, &body).await {
                Ok(account) => {
                    session.set(Session::In(account));
                    visit.replace(&back(&visit.peek().fragment));
                }
                Err(failed) => failure.set(Some(failed)),
            }
            busy.set(false);
        });
    };
    view! {
        <Header />
        <main id="main" class="main slim" tabindex="-1" data-test="screen" data-screen="login">
            <Heading title=portal::LOGIN lead=portal::LOGIN_LEAD />
            <Form label=portal::SIGN_IN test="login-go" failure busy send>
                <Field id="email" test="login-email" label=portal::EMAIL kind="email" autocomplete="username"
                    value=email typed=move |text| email.set(text) />
                <Field id="password" test="login-password" label=portal::PASSWORD kind="password" autocomplete="current-password"
                    value=password typed=move |text| password.set(text) />
            </Form>
            <p class="muted small">{t(portal::LOGIN_LOST)}</p>
            <p class="small"><a href="/verify">{t(portal::VERIFY_LINK)}</a></p>
        </main>
    }
}

/// Only a path of this app may be gone back to.
fn back(fragment: &str) -> String {
    let inside = fragment.starts_with('/') && !fragment.starts_with("//");
    if inside {
        fragment.to_owned()
    } else {
        "/".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::back;

    #[test]
    fn only_a_path_of_this_app_is_gone_back_to() {
        assert_eq!(back("/envelopes/1"), "/envelopes/1");
        assert_eq!(back("//evil.example"), "/");
        assert_eq!(back("https://evil.example"), "/");
    }
}
