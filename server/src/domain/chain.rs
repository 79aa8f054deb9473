//! The envelope's chain of events: each names the hash of the one before it.

use sign_core::bytes::hash::sha256;
use sign_core::wire::Hash;

use super::envelope::Envelope;

/// The end of a chain: how many events there are, hash and time of the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Link {
    pub n: u32,
    pub hash: Hash,
    pub at_ms: i64,
}

/// An event. Its body holds hashes and numbers, no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub n: u32,
    pub kind: &'static str,
    pub recipient: Option<String>,
    pub at_ms: i64,
    pub body: Vec<u8>,
    pub previous: Hash,
    pub hash: Hash,
}

impl Envelope {
    /// Adds an event to the chain; `parts` are what it states. Time in a chain never goes back,
    /// whatever the clock does.
    pub fn record(
        &mut self,
        kind: &'static str,
        recipient: Option<&str>,
        at_ms: i64,
        parts: &[&[u8]],
    ) -> Link {
        let at_ms = at_ms.max(self.chain.at_ms);
        let body = framed(parts);
        let n = self.chain.n + 1;
        let previous = self.chain.hash;
        let hash = event_hash(&previous, &self.id, n, kind, recipient, at_ms, &body);
        self.effects.events.push(Event {
            n,
            kind,
            recipient: recipient.map(str::to_owned),
            at_ms,
            body,
            previous,
            hash,
        });
        self.chain = Link { n, hash, at_ms };
        self.chain
    }
}

/// Hashes an event with everything before it.
pub fn event_hash(
    previous: &Hash,
    envelope: &str,
    n: u32,
    kind: &str,
    recipient: Option<&str>,
    at_ms: i64,
    body: &[u8],
) -> Hash {
    let message = framed(&[
        b"seing/1/event",
        &previous.0,
        envelope.as_bytes(),
        &n.to_be_bytes(),
        kind.as_bytes(),
        recipient.unwrap_or_default().as_bytes(),
        &at_ms.to_be_bytes(),
        body,
    ]);
    sha256(&message)
}

/// Puts a length before every part, so that no two lists of parts give the same octets.
fn framed(parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in parts {
        let length = u32::try_from(part.len()).expect("parts of an event are short");
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::framed;

    #[test]
    fn a_boundary_between_parts_is_part_of_the_hash() {
        assert_ne!(framed(&[b"ab", b"c"]), framed(&[b"a", b"bc"]));
    }
}
