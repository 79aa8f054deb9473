//! Names in certificates: written clean, read as text.

use der::asn1::ObjectIdentifier;

use crate::signature::asn1::{self, PRINTABLE_STRING, SEQUENCE, SET, UTF8_STRING, Walk};
use crate::signature::oid;
use crate::{Kind, Result};

/// Most characters of a common name or an organisation (RFC 5280, upper bounds).
const MAX_CHARS: usize = 64;

const TELETEX_STRING: u8 = 0x14;
const BMP_STRING: u8 = 0x1e;

/// Whom a certificate is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subject<'a> {
    /// The name shown to people.
    pub common_name: &'a str,
    /// The organisation, where there is one.
    pub organisation: Option<&'a str>,
    /// A number that tells people of the same name apart: letters, digits, `-`.
    pub pseudonym: Option<&'a str>,
}

impl Subject<'_> {
    /// Writes the DER name: organisation, common name, serial number.
    ///
    /// # Errors
    /// [`Kind::BadCertificate`] where nothing printable is left of the common name.
    pub fn der(&self) -> Result<Vec<u8>> {
        let common_name = clean(self.common_name);
        if common_name.is_empty() {
            return Err(Kind::BadCertificate.into());
        }
        let organisation = self.organisation.map(clean).filter(|name| !name.is_empty());
        let organisation = organisation.map(|name| part(oid::ORGANISATION, UTF8_STRING, &name));
        let number = self
            .pseudonym
            .map(plain)
            .filter(|number| !number.is_empty());
        let number = number.map(|number| part(oid::SERIAL_NUMBER, PRINTABLE_STRING, &number));
        Ok(asn1::sequence(&[
            &organisation.unwrap_or_default(),
            &part(oid::COMMON_NAME, UTF8_STRING, &common_name),
            &number.unwrap_or_default(),
        ]))
    }
}

/// Drops control and invisible formatting characters, runs of white space and what is over 64
/// characters, so that a name is what it looks like.
pub fn clean(name: &str) -> String {
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    let kept: String = name
        .chars()
        .filter(|c| !is_formatting(*c))
        .map(visible)
        .collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let joined = words.join(" ");
    joined
        .chars()
        .take(MAX_CHARS)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// Tells the characters that change how others are shown: zero widths, direction marks, tags.
fn is_formatting(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// Keeps the letters, digits and dashes of ASCII, at most 64.
fn plain(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-');
    kept.take(MAX_CHARS).collect()
}

fn part(id: ObjectIdentifier, tag: u8, text: &str) -> Vec<u8> {
    let pair = asn1::sequence(&[&asn1::oid(id), &asn1::tlv(tag, &[text.as_bytes()])]);
    asn1::tlv(SET, &[&pair])
}

/// Reads a string of a name: BMPString, TeletexString as Latin-1, or else UTF-8.
fn decoded(tag: u8, octets: &[u8]) -> Option<String> {
    match tag {
        BMP_STRING => {
            let units = octets.chunks_exact(2);
            let units: Vec<u16> = units
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16(&units).ok()
        }
        TELETEX_STRING => Some(octets.iter().copied().map(char::from).collect()),
        _ => core::str::from_utf8(octets).ok().map(str::to_owned),
    }
}

/// Returns the first part of that kind in a DER name, where it is text.
pub fn text(name: &[u8], id: ObjectIdentifier) -> Option<String> {
    let outer = Walk::only(name, SEQUENCE, Kind::BadCertificate).ok()?;
    let mut parts = Walk::new(outer.value, Kind::BadCertificate);
    while !parts.is_done() {
        let set = parts.expect(SET).ok()?;
        let mut pairs = parts.within(set);
        while !pairs.is_done() {
            let mut pair = pairs.sequence().ok()?;
            let (found, value) = (pair.oid().ok()?, pair.next().ok()?);
            if found == id {
                return decoded(value.tag, value.value);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::{Subject, clean, text};
    use crate::signature::oid;

    #[test]
    fn a_name_is_what_it_looks_like() {
        assert_eq!(
            clean("  Anna\u{202e}\u{200b}\tMaria\r\nÉlise  "),
            "Anna Maria Élise"
        );
        assert_eq!(clean(&"é".repeat(80)).chars().count(), 64);
    }

    #[test]
    fn a_name_reads_back_as_text() {
        let subject = Subject {
            common_name: "Élise Ødegård",
            organisation: Some("ACME SA"),
            pseudonym: Some("r-01'"),
        };
        let der = subject.der().unwrap();
        assert_eq!(text(&der, oid::COMMON_NAME).unwrap(), "Élise Ødegård");
        assert_eq!(text(&der, oid::ORGANISATION).unwrap(), "ACME SA");
        assert_eq!(text(&der, oid::SERIAL_NUMBER).unwrap(), "r-01");
    }

    #[test]
    fn a_name_of_nothing_visible_is_refused() {
        let subject = Subject {
            common_name: " \u{200b}\n",
            ..Subject::default()
        };
        assert!(subject.der().is_err());
    }
}
