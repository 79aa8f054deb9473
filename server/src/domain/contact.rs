//! Addresses and phone numbers: what is accepted, one way to write them, and how they are masked.

use sign_core::wire::Code;

use super::refusal::{Refusal, Result};

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

/// Returns the address in the one form it is kept in.
pub fn email(typed: &str) -> Result<String> {
    let address = typed.trim();
    let refused = || Refusal::because(Code::Invalid, "an e-mail address is not valid");
    let (local, domain) = address.rsplit_once('@').ok_or_else(refused)?;
    let labels: Vec<&str> = domain.split('.').collect();
    let sound = (1..=64).contains(&local.len())
        && address.len() <= 254
        && labels.len() >= 2
        && labels.iter().all(|label| sound_label(label))
        && local
            .chars()
            .all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c))
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    if sound {
        Ok(format!("{local}@{}", domain.to_lowercase()))
    } else {
        Err(refused())
    }
}

fn sound_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Returns a mobile number in E.164. National numbers are read as French.
pub fn phone(typed: &str) -> Result<String> {
    let refused = || Refusal::because(Code::Invalid, "a mobile number is not valid");
    let typed = typed.replace("(0)", "");
    if typed
        .chars()
        .any(|c| !c.is_ascii_digit() && !" .-()/+\u{a0}\u{202f}".contains(c))
    {
        return Err(refused());
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let number = if typed.trim_start().starts_with('+') {
        format!("+{digits}")
    } else if let Some(rest) = digits.strip_prefix("00") {
        format!("+{rest}")
    } else {
        national(&digits).ok_or_else(refused)?
    };
    let number = match number.strip_prefix("+330") {
        Some(rest) => national(&format!("0{rest}")).ok_or_else(refused)?,
        None => number,
    };
    if sound_number(&number) {
        Ok(number)
    } else {
        Err(refused())
    }
}

fn national(digits: &str) -> Option<String> {
    if digits.len() != 10 || !(digits.starts_with("06") || digits.starts_with("07")) {
        return None;
    }
    let territory = TERRITORIES.iter().find(|one| digits.starts_with(one.0));
    Some(format!(
        "{}{}",
        territory.map_or("+33", |one| one.1),
        &digits[1..]
    ))
}

fn sound_number(number: &str) -> bool {
    let digits = &number[1..];
    match digits.strip_prefix("33") {
        Some(rest) => rest.len() == 9 && (rest.starts_with('6') || rest.starts_with('7')),
        None => (8..=15).contains(&digits.len()) && !digits.starts_with('0'),
    }
}

/// Shows enough of an address to know it by: `a•••@example.org`.
pub fn masked_email(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}•••@{domain}")
}

/// Shows the last two digits: `•• •• •• •• 12`.
pub fn masked_phone(number: &str) -> String {
    let last = number.len().saturating_sub(2);
    format!("•• •• •• •• {}", &number[last..])
}

/// Refuses names and titles that could break a header, a template or a line of text.
pub fn line(text: &str, most: usize, detail: &'static str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > most || text.chars().any(unfit) {
        return Err(Refusal::because(Code::Invalid, detail));
    }
    Ok(text.to_owned())
}

/// Refuses text over a limit or with control characters other than line ends; empty is none.
pub fn note(text: Option<String>, most: usize, detail: &'static str) -> Result<Option<String>> {
    let Some(text) = text
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
    else {
        return Ok(None);
    };
    let bad = |c: char| unfit(c) && c != '\n' && c != '\r';
    if text.chars().count() > most || text.chars().any(bad) {
        return Err(Refusal::because(Code::Invalid, detail));
    }
    Ok(Some(text))
}

/// Control characters and those that turn the direction of text.
fn unfit(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::{email, line, masked_email, masked_phone, phone};

    #[test]
    fn numbers_are_read_as_they_are_typed_in_france() {
        for typed in [
            "0612345678",
            "06 12 34 56 78",
            "0033612345678",
            "+33(0)612345678",
            "+3306 12 34 56 78",
        ] {
            assert_eq!(phone(typed).as_deref(), Ok("+33612345678"), "{typed}");
        }
        assert_eq!(phone("0692123456").as_deref(), Ok("+262692123456"));
        assert_eq!(phone("+442071838750").as_deref(), Ok("+442071838750"));
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
            assert!(phone(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn addresses_are_checked_and_their_domain_lowered() {
        assert_eq!(email(" A.b@Example.ORG ").as_deref(), Ok("A.b@example.org"));
        for typed in [
            "a@b",
            "@example.org",
            "a b@example.org",
            "a@example.org\r\nBcc: x",
            "a@-x.org",
        ] {
            assert!(email(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn masks_show_little() {
        assert_eq!(masked_email("anna@example.org"), "a•••@example.org");
        assert_eq!(masked_phone("+33612345678"), "•• •• •• •• 78");
    }

    #[test]
    fn a_title_cannot_carry_a_line_end_or_turn_the_text_round() {
        assert!(line("Lease\r\nBcc: x", 200, "").is_err());
        assert!(line("abc\u{202e}fdp", 200, "").is_err());
    }
}
