//! What a sender may enter, said once for the form and the server: addresses, numbers, names, limits.

/// Most documents of an envelope (PROTOCOL §1).
pub const DOCUMENTS: usize = 20;
/// Most signers of an envelope (PROTOCOL §1).
pub const SIGNERS: usize = 50;
/// Most fields of an envelope, all documents together: what a launch, a body of facts, has room for.
pub const FIELDS: usize = 1_800;
/// Most characters of an envelope's title and of a file name.
pub const TITLE_CHARS: usize = 200;
/// Most characters of a first or a last name.
pub const NAME_CHARS: usize = 100;
/// Most characters of what a field asks for.
pub const CAPTION_CHARS: usize = 80;
/// Most characters of a word to the signers.
pub const MESSAGE_CHARS: usize = 1_000;

/// Most bytes of an address (RFC 5321 §4.5.3.1.3, without its brackets), and of what stands before
/// its at sign.
const EMAIL_BYTES: (usize, usize) = (254, 64);
/// Mobile prefixes of the French territories, typed as national numbers, and their country codes.
const TERRITORIES: [(&str, &str); 8] = [
    ("0639", "+262"),
    ("0690", "+590"),
    ("0691", "+590"),
    ("0692", "+262"),
    ("0693", "+262"),
    ("0694", "+594"),
    ("0696", "+596"),
    ("0697", "+596"),
];

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $detail:literal;)*) => {
        /// A rule that an entry breaks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Fault { $($(#[$doc])* $name,)* }

        impl Fault {
            /// Every fault.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns what stands in [`super::Problem::detail`].
            pub fn detail(self) -> &'static str { match self { $(Self::$name => $detail,)* } }
        }
    };
}

faults! {
    /// An address is none.
    Email = "an e-mail address is not valid";
    /// A number is none that takes text messages.
    Phone = "a mobile number is not valid";
    /// The code comes by SMS, and there is no number.
    NoPhone = "a code by SMS needs a mobile number";
    /// A first name is not one line of at most [`NAME_CHARS`].
    FirstName = "a first name is missing or too long";
    /// A last name is not one line of at most [`NAME_CHARS`].
    LastName = "a last name is missing or too long";
    /// A title is not one line of at most [`TITLE_CHARS`].
    Title = "a title has 1 to 200 characters";
    /// A word is over [`MESSAGE_CHARS`], or has characters that are not seen.
    Message = "a message has at most 1,000 characters";
    /// A file name is not one line of at most [`TITLE_CHARS`].
    FileName = "a file name has 1 to 200 characters";
    /// Not 1 to [`DOCUMENTS`].
    Documents = "1 to 20 documents";
    /// Not 1 to [`SIGNERS`].
    Signers = "1 to 50 recipients";
    /// More than [`FIELDS`].
    Fields = "at most 1,800 fields in an envelope";
    /// A document has too many pages.
    Pages = "a document has 1 to 5,000 pages";
    /// A document has too many bytes, or none.
    Size = "a document is too large or empty";
    /// Not 1 to 90 days.
    Days = "an envelope lives 1 to 90 days";
    /// Not 1 to 99.
    Turn = "turns are numbered from 1";
}

impl Fault {
    /// Returns the fault that a problem's detail names.
    pub fn named(detail: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|fault| fault.detail() == detail)
    }
}

/// Says whether an address is one that mail can be sent to, as it was typed.
pub fn is_email(typed: &str) -> bool {
    let address = typed.trim();
    let Some((local, domain)) = address.rsplit_once('@') else {
        return false;
    };
    let allowed = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    address.len() <= EMAIL_BYTES.0
        && (1..=EMAIL_BYTES.1).contains(&local.len())
        && domain.contains('.')
        && domain.split('.').all(is_label)
        && local.chars().all(allowed)
        && local.split('.').all(|part| !part.is_empty())
}

/// One part of a domain (RFC 1035 §2.3.1), in any script.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Returns a mobile number in E.164, if one was typed. National numbers are read as French.
pub fn phone(typed: &str) -> Option<String> {
    let typed = typed.replace("(0)", "");
    let allowed = |c: char| c.is_ascii_digit() || " .-()/+\u{a0}\u{202f}".contains(c);
    if !typed.chars().all(allowed) {
        return None;
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let number = if typed.trim_start().starts_with('+') {
        ["+", &digits].concat()
    } else if let Some(rest) = digits.strip_prefix("00") {
        ["+", rest].concat()
    } else {
        national(&digits)?
    };
    let number = match number.strip_prefix("+330") {
        Some(rest) => national(&["0", rest].concat())?,
        None => number,
    };
    takes_messages(&number).then_some(number)
}

fn national(digits: &str) -> Option<String> {
    if digits.len() != 10 || !(digits.starts_with("06") || digits.starts_with("07")) {
        return None;
    }
    let territory = TERRITORIES.iter().find(|one| digits.starts_with(one.0));
    let country = territory.map_or("+33", |one| one.1);
    Some([country, &digits[1..]].concat())
}

/// Of French numbers those that begin with 6 or 7; of others it cannot be told.
fn takes_messages(number: &str) -> bool {
    let digits = &number[1..];
    match digits.strip_prefix("33") {
        Some(rest) => rest.len() == 9 && (rest.starts_with('6') || rest.starts_with('7')),
        None => (8..=15).contains(&digits.len()) && !digits.starts_with('0'),
    }
}

/// Says whether a text is one line of 1 to `most` characters, all of which are seen.
pub fn is_line(text: &str, most: usize) -> bool {
    let text = text.trim();
    text.chars().any(is_seen) && text.chars().count() <= most && !text.chars().any(is_unfit)
}

/// Says whether a text has at most `most` characters, all of which are seen; lines may end.
pub fn is_note(text: &str, most: usize) -> bool {
    let text = text.trim();
    let bad = |c: char| is_unfit(c) && c != '\n' && c != '\r';
    text.chars().count() <= most && !text.chars().any(bad)
}

/// Returns a file name as it may be told: without what is not seen, and cut before its ending.
pub fn file_name(name: &str) -> String {
    let seen: String = name.chars().filter(|c| !is_unfit(*c)).collect();
    let seen = seen.trim();
    let (stem, end) = match seen.rsplit_once('.') {
        Some((stem, end)) if end.len() <= 8 => (stem, [".", end].concat()),
        _ => (seen, String::new()),
    };
    let most = TITLE_CHARS - end.chars().count();
    let stem: String = stem.chars().take(most).collect();
    match stem.trim() {
        "" => ["document", &end].concat(),
        stem => [stem, &end].concat(),
    }
}

/// Not white space, nor what has no width.
fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Control characters and those that turn the direction of text.
fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::{Fault, TITLE_CHARS, file_name, is_email, is_line, is_note, phone};

    #[test]
    fn numbers_are_read_as_they_are_typed_in_france() {
        for typed in [
            "0612345678",
            "06 12 34 56 78",
            "0033612345678",
            "+33(0)612345678",
            "+3306 12 34 56 78",
        ] {
            assert_eq!(phone(typed).as_deref(), Some("+33612345678"), "{typed}");
        }
        assert_eq!(phone("0692123456").as_deref(), Some("+262692123456"));
        assert_eq!(phone("+442071838750").as_deref(), Some("+442071838750"));
    }

    #[test]
    fn numbers_that_take_no_message_are_refused() {
        for typed in [
            "0145678900",
            "+33 6 12 34 56 789",
            "12",
            "",
            "+0612345678",
            "06123456ab",
        ] {
            assert_eq!(phone(typed), None, "{typed}");
        }
    }

    #[test]
    fn addresses_that_mail_cannot_reach_are_refused() {
        assert!(is_email(" A.b+c@Example.co.uk ") && is_email("zoé@exämple.fr"));
        for typed in [
            "a@b",
            "@example.org",
            "a b@example.org",
            "a..b@example.org",
            ".a@example.org",
            "a@example..org",
            "a@example.org\r\nBcc: x",
            "a@-x.org",
        ] {
            assert!(!is_email(typed), "{typed}");
        }
    }

    #[test]
    fn a_line_cannot_carry_a_line_end_or_turn_the_text_round() {
        assert!(is_line(" Bail ", 4) && !is_line("Baux!", 4) && !is_line(" ", 4));
        assert!(!is_line("\u{200b}", 4), "it has no width");
        assert!(!is_line("Lease\r\nBcc: x", 200) && !is_line("abc\u{202e}fdp", 200));
        assert!(is_note("Dear Ann,\r\nplease sign.", 200) && !is_note("a\u{200e}", 200));
    }

    #[test]
    fn a_file_name_is_cleaned_and_keeps_its_ending() {
        assert_eq!(file_name("Bail\u{200e} 2026.pdf"), "Bail 2026.pdf");
        assert_eq!(file_name("\u{202e}.pdf"), "document.pdf");
        assert_eq!(file_name("Bail"), "Bail");
        let long = file_name(&["é".repeat(300), ".pdf".to_owned()].concat());
        assert!(long.ends_with("é.pdf") && long.chars().count() == TITLE_CHARS);
        assert!(is_line(&long, TITLE_CHARS));
    }

    #[test]
    fn every_fault_is_found_by_its_detail() {
        for fault in Fault::ALL {
            assert_eq!(Fault::named(fault.detail()), Some(*fault));
        }
        assert_eq!(Fault::named("something else"), None);
    }
}
