//! The key of each envelope this browser launched: the server never has it.

use sign_core::wire::RecipientLink;
use sign_core::wire::value::{B64, Hash};

use super::{page, visit};

/// Keeps the key of an envelope.
pub fn keep(envelope: &str, key: &Hash) {
    page::keep(&name(envelope), &B64(key.0.to_vec()).encode());
}

/// Returns the key of an envelope, if this browser has it.
pub fn kept(envelope: &str) -> Option<Hash> {
    let octets = B64::decode(&page::recall(&name(envelope))?)?;
    octets.0.try_into().ok().map(Hash)
}

/// Makes a link from the server a whole address.
pub fn whole(link: &str) -> String {
    if link.starts_with('/') {
        [&visit::origin(), link].concat()
    } else {
        link.to_owned()
    }
}

/// Adds the document's key to links, as whole addresses.
pub fn with_key(links: Vec<RecipientLink>, key: &Hash) -> Vec<RecipientLink> {
    let key = B64(key.0.to_vec()).encode();
    let whole = |link: &str| self::whole(&[link, ".", &key].concat());
    links
        .into_iter()
        .map(|found| RecipientLink {
            link: whole(&found.link),
            ..found
        })
        .collect()
}

fn name(envelope: &str) -> String {
    ["key.", envelope].concat()
}
