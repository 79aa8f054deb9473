//! Addresses and phone numbers: one way to write them, and how they are masked.

use sign_core::wire::Code;
use sign_core::wire::entry::{self, Fault};

use super::refusal::{Refusal, Result};

/// Returns the address in the one form it is kept in.
pub fn email(typed: &str) -> Result<String> {
    let (local, domain) = typed.trim().rsplit_once('@').ok_or(Fault::Email)?;
    if entry::is_email(typed) {
        Ok(format!("{local}@{}", domain.to_lowercase()))
    } else {
        Err(Fault::Email.into())
    }
}

/// Returns a mobile number in E.164. National numbers are read as French.
pub fn phone(typed: &str) -> Result<String> {
    entry::phone(typed).ok_or_else(|| Fault::Phone.into())
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
    if entry::is_line(text, most) {
        Ok(text.trim().to_owned())
    } else {
        Err(Refusal::because(Code::Invalid, detail))
    }
}

/// Refuses text over a limit or with control characters other than line ends; empty is none.
pub fn note(text: Option<String>, most: usize, detail: &'static str) -> Result<Option<String>> {
    let text = text.map(|text| text.trim().to_owned());
    match text.filter(|text| !text.is_empty()) {
        Some(text) if !entry::is_note(&text, most) => Err(Refusal::because(Code::Invalid, detail)),
        text => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{email, masked_email, masked_phone};

    #[test]
    fn the_domain_of_an_address_is_lowered() {
        assert_eq!(email(" A.b@Example.ORG ").as_deref(), Ok("A.b@example.org"));
        assert!(email("a..b@example.org").is_err());
    }

    #[test]
    fn masks_show_little() {
        assert_eq!(masked_email("anna@example.org"), "a•••@example.org");
        assert_eq!(masked_phone("+33612345678"), "•• •• •• •• 78");
    }
}
