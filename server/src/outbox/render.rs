//! Puts a payload into the words of its kind and language.
//!
//! A template is plain text: the first line of a mail is its subject, `{name}` stands for a value,
//! and a line is left out where one of its values is missing.

use sign_core::bytes::date::Civil;
use sign_core::wire::Locale;

use super::notice::{Channel, NoticeKind, Payload};

const SHORT_TITLE_CHARS: usize = 40;
const MINUTE_MS: i64 = 60_000;

/// What the templates can name beside the payload.
pub(super) struct Setting<'a> {
    /// Host of the public address, which binds a code to its page.
    pub(super) host: &'a str,
    /// The code, derived a moment ago.
    pub(super) code: Option<String>,
    /// When this is sent.
    pub(super) now_ms: i64,
}

/// Returns subject (mail only) and text.
pub(super) fn render(
    channel: Channel,
    kind: NoticeKind,
    locale: Locale,
    payload: &Payload,
    setting: &Setting<'_>,
) -> (Option<String>, String) {
    let text = template(channel, kind, locale);
    let look = |name: &str| value(name, locale, payload, setting);
    if channel == Channel::Sms {
        return (None, fill(text, &look));
    }
    let (subject, body) = text
        .split_once('\n')
        .expect("a mail template has a subject line");
    (Some(fill(subject, &look)), fill(body, &look))
}

fn template(channel: Channel, kind: NoticeKind, locale: Locale) -> &'static str {
    macro_rules! pick {
        ($($kind:ident $name:literal),*) => {
            match (channel, kind, locale) {$(
                (Channel::Email, NoticeKind::$kind, Locale::Fr) =>
                    include_str!(concat!("../../templates/fr/", $name, ".txt")),
                (Channel::Email, NoticeKind::$kind, Locale::En) =>
                    include_str!(concat!("../../templates/en/", $name, ".txt")),
                (Channel::Sms, NoticeKind::$kind, Locale::Fr) =>
                    include_str!(concat!("../../templates/fr/", $name, ".sms.txt")),
                (Channel::Sms, NoticeKind::$kind, Locale::En) =>
                    include_str!(concat!("../../templates/en/", $name, ".sms.txt")),
            )*}
        };
    }
    pick!(
        Invitation "invitation", Code "code", Completed "completed", Cancelled "cancelled",
        Declined "declined", Expired "expired"
    )
}

fn fill(template: &str, look: &impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::new();
    for line in template.lines() {
        if let Some(line) = fill_line(line, look) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text.trim().to_owned()
}

fn fill_line(line: &str, look: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut pieces = line.split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('}').expect("a template closes its braces");
        filled.push_str(&look(name)?);
        filled.push_str(rest);
    }
    Some(filled)
}

fn value(name: &str, locale: Locale, payload: &Payload, setting: &Setting<'_>) -> Option<String> {
    let some = |text: &String| (!text.is_empty()).then(|| one_line(text));
    match name {
        "sender" => Some(one_line(&payload.sender)),
        "organisation" => Some(one_line(&payload.organisation)),
        "title" => Some(one_line(&payload.title)),
        "short_title" => Some(shorten(&one_line(&payload.title))),
        "name" => Some(one_line(&payload.name)),
        "documents" => some(&payload.documents.join(", ")),
        "message" => payload.message.as_ref().and_then(some),
        "reason" => payload.reason.as_ref().and_then(some),
        "who" => payload.who.as_ref().and_then(some),
        "fingerprint" => payload.fingerprint.as_deref().map(grouped),
        "expires" => payload.expires_at_ms.map(|at_ms| day(at_ms, locale)),
        "link_direct" => payload.link.clone().filter(|_| !payload.key_apart),
        "link_apart" => payload.link.clone().filter(|_| payload.key_apart),
        "if_apart" => payload
            .link
            .as_ref()
            .filter(|_| payload.key_apart)
            .map(|_| String::new()),
        "if_direct" => payload
            .link
            .as_ref()
            .filter(|_| !payload.key_apart)
            .map(|_| String::new()),
        "host" => Some(setting.host.to_owned()),
        "code" => setting.code.clone(),
        "minutes" => payload
            .code
            .as_ref()
            .map(|code| minutes(code.expires_ms - setting.now_ms)),
        _ => None,
    }
}

/// A value cannot start a line of its own, hide, or turn the text around.
fn one_line(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let spaced: String = text
        .chars()
        .map(|c| if hidden(c) { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shorten(title: &str) -> String {
    if title.chars().count() <= SHORT_TITLE_CHARS {
        return title.to_owned();
    }
    let start: String = title.chars().take(SHORT_TITLE_CHARS - 1).collect();
    format!("{}…", start.trim_end())
}

fn grouped(fingerprint: &str) -> String {
    let digits: Vec<char> = fingerprint.chars().filter(|c| !c.is_whitespace()).collect();
    let groups: Vec<String> = digits
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

fn minutes(left_ms: i64) -> String {
    (left_ms.max(0) + MINUTE_MS / 2)
        .div_euclid(MINUTE_MS)
        .max(1)
        .to_string()
}

fn day(at_ms: i64, locale: Locale) -> String {
    const FR: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let date = Civil::at(at_ms, 0);
    let names = match locale {
        Locale::Fr => FR,
        Locale::En => EN,
    };
    let month = names[usize::from(date.month - 1)];
    let first = locale == Locale::Fr && date.day == 1;
    let (day, suffix) = (date.day, if first { "er" } else { "" });
    match locale {
        Locale::Fr => format!(
            "{day}{suffix} {month} {} à {:02} h {:02}",
            date.year, date.hour, date.minute
        ),
        Locale::En => format!(
            "{day} {month} {}, {:02}:{:02}",
            date.year, date.hour, date.minute
        ),
    }
}

#[cfg(test)]
mod tests;
