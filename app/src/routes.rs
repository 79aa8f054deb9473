//! The route table and one screen a file; four binaries share it, each with its part of the screens.

use leptos::prelude::*;

pub mod account;
pub mod detail;
pub mod inbox;
pub mod list;
pub mod login;
pub mod missing;
pub mod new;
pub mod setup;
pub mod sign;
pub mod trust;
pub mod verify;

use crate::browser::page;
use crate::browser::visit::{Address, Visit};
use crate::i18n::Language;

/// A screen, as the address names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The list of envelopes.
    List,
    /// A new envelope.
    New,
    /// One envelope, by its id.
    Detail(String),
    /// Signing in.
    Login,
    /// The one-time link of the server's start; the secret is the fragment.
    Setup,
    /// The signer's screens; the link's secret is the fragment.
    Sign,
    /// Reading the signatures of a file.
    Verify,
    /// The local inbox, in development.
    Inbox,
    /// Nothing we know.
    Missing,
}

impl Route {
    /// Reads a path.
    pub fn parse(path: &str) -> Self {
        let parts = path
            .split('/')
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>();
        match parts.as_slice() {
            [] => Self::List,
            ["new"] => Self::New,
            ["envelopes", id] => Self::Detail((*id).to_owned()),
            ["login"] => Self::Login,
            ["setup"] => Self::Setup,
            ["s"] => Self::Sign,
            ["verify"] => Self::Verify,
            ["dev", "inbox"] => Self::Inbox,
            _ => Self::Missing,
        }
    }
}

/// Which page, and so which binary, shows a screen; from one part to another a page is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Those who send, behind a login.
    Portal,
    /// What they send, until it is on its way.
    Prepare,
    /// Those who sign.
    Signer,
    /// Those who check a file.
    Verify,
}

impl Route {
    /// Returns the part a screen belongs to; the server chooses the page of a path the same way.
    pub fn part(&self) -> Part {
        match self {
            Self::New => Part::Prepare,
            Self::Sign => Part::Signer,
            Self::Verify => Part::Verify,
            Self::List
            | Self::Detail(_)
            | Self::Login
            | Self::Setup
            | Self::Inbox
            | Self::Missing => Part::Portal,
        }
    }
}

/// The portal: language, address and account in context, and the screen of the address.
#[component]
pub fn PortalApp() -> impl IntoView {
    let route = begin(|path| Route::parse(path).part() == Part::Portal);
    account::provide();
    move || match route.get() {
        Route::List => view! { <list::List /> }.into_any(),
        Route::Detail(id) => view! { <detail::Detail id /> }.into_any(),
        Route::Login => view! { <login::Login /> }.into_any(),
        Route::Setup => view! { <setup::Setup /> }.into_any(),
        Route::Inbox => view! { <inbox::Inbox /> }.into_any(),
        Route::New | Route::Sign | Route::Verify | Route::Missing => {
            view! { <missing::Missing /> }.into_any()
        }
    }
}

/// The preparation of an envelope, up to its links.
#[component]
pub fn PrepareApp() -> impl IntoView {
    let route = begin(|path| Route::parse(path).part() == Part::Prepare);
    account::provide();
    move || match route.get() {
        Route::New => view! { <new::New /> }.into_any(),
        _ => view! { <missing::Missing /> }.into_any(),
    }
}

/// The signer's side: what opens from a link.
#[component]
pub fn SignerApp() -> impl IntoView {
    let route = begin(|path| Route::parse(path).part() == Part::Signer);
    move || match route.get() {
        Route::Sign => view! { <sign::Sign /> }.into_any(),
        _ => view! { <missing::Missing /> }.into_any(),
    }
}

/// What reads the signatures of a file.
#[component]
pub fn VerifyApp() -> impl IntoView {
    let route = begin(|path| Route::parse(path).part() == Part::Verify);
    move || match route.get() {
        Route::Verify => view! { <verify::Verify /> }.into_any(),
        _ => view! { <missing::Missing /> }.into_any(),
    }
}

/// Puts language and address into the context, and follows the address within the paths that are
/// `ours`.
fn begin(ours: fn(&str) -> bool) -> Memo<Route> {
    let locale = page::locale();
    page::set_locale(locale);
    provide_context(Language(RwSignal::new(locale)));
    let visit = Visit::start(ours);
    provide_context(visit);
    Memo::new(move |_| {
        let Address { path, .. } = visit.address();
        Route::parse(&path)
    })
}

#[cfg(test)]
mod tests {
    use super::{Part, Route};

    #[test]
    fn every_screen_has_an_address_and_the_rest_is_missing() {
        assert_eq!(Route::parse("/"), Route::List);
        assert_eq!(
            Route::parse("/envelopes/ab12"),
            Route::Detail("ab12".to_owned())
        );
        assert_eq!(Route::parse("/dev/inbox/"), Route::Inbox);
        assert_eq!(Route::parse("/s"), Route::Sign);
        assert_eq!(Route::parse("/envelopes"), Route::Missing);
    }

    #[test]
    fn each_part_is_loaded_by_those_who_need_it_alone() {
        for path in ["/s", "/s/"] {
            assert_eq!(Route::parse(path).part(), Part::Signer, "{path}");
        }
        for path in ["/verify", "/verify/"] {
            assert_eq!(Route::parse(path).part(), Part::Verify, "{path}");
        }
        for path in ["/new", "/new/"] {
            assert_eq!(Route::parse(path).part(), Part::Prepare, "{path}");
        }
        for path in [
            "/",
            "/new/more",
            "/envelopes/s",
            "/dev/inbox",
            "/login",
            "/verify/me",
        ] {
            assert_eq!(Route::parse(path).part(), Part::Portal, "{path}");
        }
    }
}
