//! The local inbox of development: every mail and text message, links clickable.

use leptos::prelude::*;
use leptos::task::spawn_local;
use sign_core::wire::DevMessage;

use crate::browser::clock;
use crate::browser::http::{self, Failure};
use crate::browser::visit::origin;
use crate::components::button::Button;
use crate::components::header::Header;
use crate::components::icon::Icon;
use crate::components::notice::Failed;
use crate::components::stepper::Heading;
use crate::i18n::{language, portal, t};

/// The screen of the local inbox.
#[component]
pub fn Inbox() -> impl IntoView {
    let messages = RwSignal::new(None::<Vec<DevMessage>>);
    let failure = RwSignal::new(None::<Failure>);
    let ask = move || {
        spawn_local(async move {
            match http::get::<Vec<DevMessage>>("/v1/dev/inbox", None).await {
                Ok(mut found) => {
                    found.sort_by_key(|message| core::cmp::Reverse(message.id));
                    messages.set(Some(found));
                    failure.set(None);
                }
                Err(failed) => failure.set(Some(failed)),
            }
        });
    };
    ask();
    view! {
        <Header />
        <main id="main" class="main" tabindex="-1">
            <div class="topline">
                <Heading title=portal::INBOX_TITLE lead=portal::INBOX_LEAD />
                <Button label=portal::REFRESH press=ask icon="refresh-cw" />
            </div>
            <Failed failure />
            {move || messages.get().map(listed)}
        </main>
    }
}

fn listed(messages: Vec<DevMessage>) -> AnyView {
    if messages.is_empty() {
        return view! {
            <div class="empty">
                <Icon name="inbox" />
                <h2>{t(portal::INBOX_EMPTY)}</h2>
                <p class="muted">{t(portal::INBOX_EMPTY_WHY)}</p>
            </div>
        }
        .into_any();
    }
    let items = messages
        .into_iter()
        .map(|message| view! { <li><Message message /></li> });
    view! { <ul class="rows">{items.collect_view()}</ul> }.into_any()
}

#[component]
fn Message(message: DevMessage) -> impl IntoView {
    let locale = language();
    let (icon, channel) = match message.channel.as_str() {
        "sms" => ("smartphone", portal::BY_SMS),
        _ => ("mail", portal::BY_EMAIL),
    };
    let (at_ms, to) = (message.at_ms, message.to.clone());
    view! {
        <article class="line" data-channel=message.channel.clone() data-to=to.clone()>
            <p class="row apart">
                <span class="row">
                    <Icon name=icon />
                    <span class="strong">{message.subject.unwrap_or_default()}</span>
                    <span class="muted">{t(channel)}</span>
                </span>
                <time class="muted small">{move || clock::moment(at_ms, locale.get())}</time>
            </p>
            <p class="muted small">{t(portal::INBOX_TO)} " " {message.to}</p>
            <p class="message">{with_links(&message.text)}</p>
        </article>
    }
}

/// Makes every address in a text a link; one of this server opens in a new tab, too.
fn with_links(text: &str) -> Vec<AnyView> {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.to_owned().into_any(),
            Piece::Link(url) => {
                let inside = url.strip_prefix(&origin()).unwrap_or(url).to_owned();
                view! { <a href=inside target="_blank" rel="noopener">{url.to_owned()}</a> }
                    .into_any()
            }
        })
        .collect()
}

#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Words(&'a str),
    Link(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(start) = ["http://", "https://"]
        .iter()
        .filter_map(|mark| rest.find(mark))
        .min()
    {
        let (words, from) = rest.split_at(start);
        let length = from.find(char::is_whitespace).unwrap_or(from.len());
        let link = from[..length].trim_end_matches(['.', ',', ')', ';']);
        out.push(Piece::Words(words));
        out.push(Piece::Link(link));
        rest = &from[link.len()..];
    }
    out.push(Piece::Words(rest));
    out
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn links_are_found_and_a_full_stop_is_not_theirs() {
        let found = pieces("Read http://h/s#1.a.b. Thanks");
        let wanted = [
            Piece::Words("Read "),
            Piece::Link("http://h/s#1.a.b"),
            Piece::Words(". Thanks"),
        ];
        assert_eq!(found, wanted);
    }
}
