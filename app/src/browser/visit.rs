//! The address bar: where we are and how we move, without a request to the server within one part.

use gloo::events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What the address bar says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Path, from its slash.
    pub path: String,
    /// What follows `#`, which never reaches a server.
    pub fragment: String,
}

/// The address as a signal, and the way to change it.
#[derive(Clone, Copy)]
pub struct Visit {
    address: RwSignal<Address>,
    ours: fn(&str) -> bool,
}

impl Visit {
    /// Starts to follow the address bar: back, forward and links to the paths that are `ours`;
    /// any other path is another part of the app, and a page is loaded.
    pub fn start(ours: fn(&str) -> bool) -> Self {
        let address = RwSignal::new(here());
        let visit = Self { address, ours };
        listen("popstate", move |_| address.set(here()));
        listen("hashchange", move |_| address.set(here()));
        listen("click", move |event| {
            if let Some(link) = followed(event).filter(|link| ours(&link.pathname())) {
                event.prevent_default();
                visit.go(&(link.pathname() + &link.search() + &link.hash()));
            }
        });
        visit
    }

    /// Returns the address, and subscribes to it.
    pub fn address(self) -> Address {
        self.address.get()
    }

    /// Returns the address without subscribing to it.
    pub fn peek(self) -> Address {
        self.address.get_untracked()
    }

    /// Moves to `path` as a new entry of the history.
    pub fn go(self, path: &str) {
        if self.leads_away(path) {
            // A browser that refuses stays where it is, which the address bar says.
            return drop(window().location().assign(path));
        }
        change(path, false);
        window().scroll_to_with_x_and_y(0.0, 0.0);
        self.address.set(here());
    }

    /// Moves to `path` in place of the present entry.
    pub fn replace(self, path: &str) {
        if self.leads_away(path) {
            return drop(window().location().replace(path));
        }
        change(path, true);
        self.address.set(here());
    }

    fn leads_away(self, path: &str) -> bool {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        !(self.ours)(path)
    }
}

/// Returns the way to move, from the context.
pub fn visit() -> Visit {
    expect_context::<Visit>()
}

/// Says whether a fragment is meant as a signer's link, and not as a place of the page.
pub fn is_link(fragment: &str) -> bool {
    fragment.starts_with(|first: char| first.is_ascii_digit())
}

/// Takes a secret out of the address bar and the history; the signal keeps it.
pub fn hide_fragment() {
    change(&here().path, true);
}

/// Returns scheme, host and port of this page.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Loads the page again.
pub fn reload() {
    // A page that cannot reload has nothing better to do.
    drop(window().location().reload());
}

pub(super) fn here() -> Address {
    let location = window().location();
    let fragment = location.hash().unwrap_or_default();
    Address {
        path: location.pathname().unwrap_or_default(),
        fragment: fragment.trim_start_matches('#').to_owned(),
    }
}

fn change(path: &str, replace: bool) {
    let Ok(history) = window().history() else {
        return;
    };
    let null = &wasm_bindgen::JsValue::NULL;
    let done = if replace {
        history.replace_state_with_url(null, "", Some(path))
    } else {
        history.push_state_with_url(null, "", Some(path))
    };
    drop(done);
}

/// Listens as long as the page is there.
fn listen(name: &'static str, act: impl Fn(&web_sys::Event) + 'static) {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window(), name, options, act).forget();
}

/// Returns the link of this app that a plain click follows.
fn followed(event: &web_sys::Event) -> Option<web_sys::HtmlAnchorElement> {
    let click = event.dyn_ref::<web_sys::MouseEvent>()?;
    if event.default_prevented() || click.button() != 0 || with_modifier(click) {
        return None;
    }
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = target.closest("a[href]").ok()??;
    let link = link.dyn_into::<web_sys::HtmlAnchorElement>().ok()?;
    let foreign = link.has_attribute("download") || link.has_attribute("target");
    let jump = link.pathname() == here().path && !link.hash().is_empty();
    let inside = link.origin() == origin() && !foreign && !jump;
    inside.then_some(link)
}

fn with_modifier(click: &web_sys::MouseEvent) -> bool {
    click.meta_key() || click.ctrl_key() || click.shift_key() || click.alt_key()
}
