//! The link a signer opens: `/s#1.<id>.<secret>[.<key>]`, all of it in the fragment.

use core::fmt;

use zeroize::Zeroize;

use crate::wire::value::B64;
use crate::{Error, Kind, Result};

/// Characters of 32 octets in base64url.
const KEY_CHARS: usize = 43;

/// Longest token id.
const MAX_ID_CHARS: usize = 64;

/// A parsed link (PROTOCOL §3). Its secrets are wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    /// Format version: 1.
    pub version: u8,
    /// Names the token's row on the server.
    pub id: String,
    /// What authorises the acts; the server keeps only derivations of it.
    pub secret: [u8; 32],
    /// The document key, where it travels with the link; the server never sees it.
    pub key: Option<[u8; 32]>,
}

impl Link {
    /// Makes a link of version 1.
    pub fn new(id: &str, secret: [u8; 32], key: Option<[u8; 32]>) -> Self {
        Self {
            version: 1,
            id: id.to_owned(),
            secret,
            key,
        }
    }

    /// Reads a link, a path with a fragment, or the fragment alone. White space round it and the
    /// punctuation a mail program leaves behind are dropped.
    ///
    /// # Errors
    /// [`Kind::LinkVersion`] for a format that is not ours, [`Kind::LinkCut`] where characters are
    /// missing at its end, [`Kind::BadLink`] where one is wrong.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let fragment = text.rsplit_once('#').map_or(text, |(_, fragment)| fragment);
        let fragment = fragment.trim_end_matches(['.', ',', ';', ')', '>', '"']);
        let mut parts = fragment.split('.');
        match parts.next() {
            Some("1") => {}
            Some("") | None => return Err(Kind::LinkCut.into()),
            Some(other) if other.bytes().all(|octet| octet.is_ascii_digit()) => {
                return Err(Kind::LinkVersion.into());
            }
            Some(_) => return Err(Kind::BadLink.into()),
        }
        let id = token_id(parts.next())?;
        let secret = octets(parts.next())?;
        let key = parts.next().map(|part| octets(Some(part))).transpose()?;
        match parts.next() {
            None => Ok(Self::new(id, secret, key)),
            Some(_) => Err(Kind::BadLink.into()),
        }
    }

    /// Writes the path and fragment, without scheme and host.
    pub fn format(&self) -> String {
        let secret = B64(self.secret.to_vec()).encode();
        let key = self
            .key
            .map(|key| format!(".{}", B64(key.to_vec()).encode()));
        format!(
            "/s#{}.{}.{secret}{}",
            self.version,
            self.id,
            key.unwrap_or_default()
        )
    }
}

/// Reads the token's id.
fn token_id(part: Option<&str>) -> Result<&str> {
    let id = part.filter(|id| !id.is_empty()).ok_or(Kind::LinkCut)?;
    let known = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_';
    if id.len() > MAX_ID_CHARS || !id.bytes().all(known) {
        return Err(Kind::BadLink.into());
    }
    Ok(id)
}

/// Reads 32 octets of base64url.
fn octets(part: Option<&str>) -> Result<[u8; 32]> {
    let part = part.ok_or(Kind::LinkCut)?;
    if part.len() < KEY_CHARS {
        return Err(Kind::LinkCut.into());
    }
    let octets = B64::decode(part).ok_or(Error::new(Kind::BadLink))?;
    octets.0.try_into().map_err(|_| Kind::BadLink.into())
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Link({}.{})", self.version, self.id)
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.secret.zeroize();
        self.key.zeroize();
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::Link;
    use crate::Kind;

    fn link() -> Link {
        Link::new("0192-ab_Z", [0xfe; 32], Some([1; 32]))
    }

    #[test]
    fn a_link_of_version_1_is_for_ever_read_like_this() {
        let golden = "/s#1.t0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        assert_eq!(Link::new("t0", [0; 32], None).format(), golden);
        assert_eq!(Link::parse(golden), Ok(Link::new("t0", [0; 32], None)));
    }

    #[test]
    fn a_link_reads_back_from_a_whole_address_and_from_its_fragment() {
        let text = link().format();
        assert_eq!(Link::parse(&text).unwrap(), link());
        assert_eq!(
            Link::parse(&format!(" https://sign.example{text}. ")).unwrap(),
            link()
        );
        assert_eq!(Link::parse(&text[3..]).unwrap(), link());
    }

    #[test]
    fn a_cut_link_is_said_to_be_cut() {
        let text = Link::new("t0", [7; 32], None).format();
        for end in 0..text.len() {
            assert_eq!(
                Link::parse(&text[..end]).unwrap_err().kind,
                kind_of(&text[..end])
            );
        }
    }

    fn kind_of(prefix: &str) -> Kind {
        if prefix.starts_with("/s#") || prefix.is_empty() {
            Kind::LinkCut
        } else {
            Kind::BadLink
        }
    }

    #[test]
    fn a_mistyped_character_or_another_version_is_named() {
        let wrong = link().format().replace("AQ", "A*");
        assert_eq!(Link::parse(&wrong).unwrap_err().kind, Kind::BadLink);
        let newer = link().format().replace("#1.", "#2.");
        assert_eq!(Link::parse(&newer).unwrap_err().kind, Kind::LinkVersion);
    }

    #[test]
    fn printing_a_link_shows_no_secret() {
        assert_eq!(format!("{:?}", link()), "Link(1.0192-ab_Z)");
    }
}
