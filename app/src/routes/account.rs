//! Who is signed in, and the frame of every screen that needs somebody to be.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::wire::Account;
use sign_core::wire::problem::Code;

use crate::browser::http::{self, Failure};
use crate::browser::visit::visit;
use crate::components::button::{Button, ButtonLink, Weight};
use crate::components::header::Header;
use crate::components::notice::Failed;
use crate::i18n::{common, portal};

/// What is known about the session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Session {
    /// Not asked yet.
    #[default]
    Unknown,
    /// Nobody is signed in.
    Out,
    /// Somebody is.
    In(Account),
    /// The server could not say.
    Lost(Failure),
}

/// The session as a signal in context.
#[derive(Clone, Copy)]
pub struct Present(pub RwSignal<Session>);

/// Puts an unknown session into the context; portal screens ask for it.
pub fn provide() {
    provide_context(Present(RwSignal::new(Session::Unknown)));
}

/// Returns the session's signal.
pub fn session() -> RwSignal<Session> {
    expect_context::<Present>().0
}

/// Asks the server who is signed in, unless that is known.
pub fn ask(session: RwSignal<Session>) {
    if matches!(session.get_untracked(), Session::In(_)) {
        return;
    }
    spawn_local(async move {
        let answer = http::get::<Account>("/v1/session", None).await;
        session.set(match answer {
            Ok(account) => Session::In(account),
            Err(failure) if failure.code() == Some(Code::SignedOut) => Session::Out,
            Err(failure) => Session::Lost(failure),
        });
    });
}

/// Notes that a call was refused because the session ended.
pub fn note(session: RwSignal<Session>, failure: &Failure) {
    if failure.code() == Some(Code::SignedOut) {
        session.set(Session::Out);
    }
}

/// The frame of a portal screen: header with the account, and the content once somebody is
/// signed in; else the way to sign in, and back here afterwards.
#[component]
pub fn Portal(
    /// Added to the class of the content: `wide`, `slim`.
    #[prop(default = Signal::stored("main"), into)]
    class: Signal<&'static str>,
    /// Name of the screen for the end-to-end tests.
    #[prop(into)]
    screen: Signal<&'static str>,
    /// The screen.
    children: ChildrenFn,
) -> impl IntoView {
    let session = session();
    let visit = visit();
    ask(session);
    let signed_in = Memo::new(move |_| matches!(session.get(), Session::In(_)));
    Effect::new(move |_| {
        if session.get() == Session::Out {
            // Untracked: the way to the login is an address, too.
            let back = visit.peek().path;
            visit.replace(&["/login#", &back].concat());
        }
    });
    let lost = Signal::derive(move || match session.get() {
        Session::Lost(failure) => Some(failure),
        Session::Unknown | Session::Out | Session::In(_) => None,
    });
    view! {
        <Header>
            <AccountBar session />
        </Header>
        <main id="main" class=move || class.get() tabindex="-1" data-test="screen" data-screen=move || screen.get()>
            <Failed failure=lost />
            <Show when=move || lost.get().is_some()>
                <p>
                    <Button label=common::RETRY press=move || ask(session) icon="refresh-cw" />
                </p>
            </Show>
            {move || signed_in.get().then(|| children())}
        </main>
    }
}

#[component]
fn AccountBar(session: RwSignal<Session>) -> impl IntoView {
    let account = move || match session.get() {
        Session::In(account) => Some(account),
        Session::Unknown | Session::Out | Session::Lost(_) => None,
    };
    move || {
        account().map(|account| {
            view! {
                <span class="account">
                    <span class="who">{account.organisation}</span>
                    {account.dev.then(|| view! {
                        <ButtonLink href="/dev/inbox" label=portal::INBOX weight=Weight::Quiet icon="inbox" />
                    })}
                    <Button
                        label=common::SIGN_OUT
                        press=move || leave(session)
                        weight=Weight::Quiet
                        icon="log-out"
                    />
                </span>
            }
        })
    }
}

fn leave(session: RwSignal<Session>) {
    spawn_local(async move {
        match http::order("DELETE", "/v1/session").await {
            Ok(()) => session.set(Session::Out),
            Err(failure) => session.set(Session::Lost(failure)),
        }
    });
}
