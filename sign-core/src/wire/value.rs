//! Octets, digests and hash states as they travel in JSON.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Octets, written as base64url without padding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct B64(pub Vec<u8>);

/// A SHA-256 digest (or another 32 octets), written as 64 lower-case hex digits.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

/// SHA-256 stopped inside a file: enough to go on hashing without the bytes before it (PROTOCOL §4, §5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HashState {
    /// The eight chaining words after the last whole block, big-endian.
    pub words: Hash,
    /// How many 64-byte blocks were compressed.
    pub blocks: u64,
    /// The bytes after those blocks: fewer than 64 beside a gap, 64 to 127 at a trailer's end.
    pub rest: B64,
}

/// What lets the server finish the two digests of a revision with a signature gap: the one over
/// the byte range, and, once the gap is filled, the one of the whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapProof {
    /// The state just before the gap's `<`.
    pub before: HashState,
    /// Length of the gap in bytes, with both angle brackets.
    pub gap: u32,
    /// The bytes after the gap's `>` up to the end of the file: the end of a dictionary, a
    /// cross-reference section, a trailer.
    pub after: B64,
}

/// An indirect object's number and generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectRef {
    /// Object number.
    pub number: u32,
    /// Generation number.
    pub generation: u16,
}

impl From<(u32, u16)> for ObjectRef {
    fn from((number, generation): (u32, u16)) -> Self {
        Self { number, generation }
    }
}

/// How a file's newest cross-reference section is written, which an update must continue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum XrefKind {
    /// A classic table with a `trailer` (ISO 32000-2 §7.5.4).
    Table,
    /// A cross-reference stream (ISO 32000-2 §7.5.8).
    Stream,
}

impl Hash {
    /// Returns the 64 lower-case hex digits.
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads 64 hex digits of either case.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.is_ascii() {
            return None;
        }
        let mut out = [0; 32];
        for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = core::str::from_utf8(pair).ok()?;
            if pair.starts_with('+') {
                return None;
            }
            *byte = u8::from_str_radix(pair, 16).ok()?;
        }
        Some(Self(out))
    }
}

impl core::fmt::Debug for Hash {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.hex())
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.hex())
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_hex(&text).ok_or_else(|| D::Error::custom("expected 64 hex digits"))
    }
}

impl B64 {
    /// Returns the base64url text.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.0)
    }

    /// Reads base64url text without padding.
    pub fn decode(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok().map(Self)
    }
}

impl From<Vec<u8>> for B64 {
    fn from(octets: Vec<u8>) -> Self {
        Self(octets)
    }
}

impl Serialize for B64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.encode())
    }
}

impl<'de> Deserialize<'de> for B64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::decode(&text).ok_or_else(|| D::Error::custom("expected base64url without padding"))
    }
}

#[cfg(test)]
mod tests {
    use super::{B64, Hash};

    #[test]
    fn a_hash_reads_what_it_writes_and_nothing_else() {
        let hash = Hash([0xa7; 32]);
        assert_eq!(Hash::from_hex(&hash.hex()), Some(hash));
        assert_eq!(Hash::from_hex(&"+7".repeat(32)), None);
        assert_eq!(Hash::from_hex("a7"), None);
    }

    #[test]
    fn octets_with_padding_are_refused() {
        assert_eq!(B64::decode("_-8"), Some(B64(vec![0xff, 0xef])));
        assert_eq!(B64::decode("_-8="), None);
    }
}
