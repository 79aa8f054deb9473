//! Decryption of a file that needs no password (ISO 32000-2 §7.6).

use lopdf::encryption::decrypt_object;
use lopdf::{Dictionary, Document as Holder, EncryptionState, Object, ObjectId, Permissions};

use super::Document;
use super::encryption::{self, Encryption};
use crate::wire::B64;

/// How deep an encryption dictionary is.
const DEPTH: u32 = 4;

/// What opens the strings and streams of a file.
#[derive(Debug)]
pub(super) struct Cipher {
    state: EncryptionState,
    own: Option<ObjectId>,
}

impl Cipher {
    /// Derives the key of a file from an empty password; nothing where that does not open it.
    pub(super) fn new(document: &Document) -> Option<Self> {
        let stored = document.trailer().get(b"Encrypt").ok()?;
        let Object::Dictionary(mut dict) = flat(document, stored, 0) else {
            return None;
        };
        settle_length(&mut dict);
        let mut holder = Holder::new();
        let id = document.trailer().get(b"ID").ok();
        let id = id.map(|id| flat(document, id, 0)).filter(is_id);
        holder.trailer.set("ID", id.unwrap_or_else(empty_id));
        holder.objects.insert((1, 0), Object::Dictionary(dict));
        holder.trailer.set("Encrypt", Object::Reference((1, 0)));
        let state = EncryptionState::decode(&holder, "").ok()?;
        let own = stored.as_reference().ok();
        Some(Self { state, own })
    }

    /// Whether an encryption dictionary can be read at all, whatever it says.
    pub(super) fn is_described(document: &Document) -> bool {
        let stored = document.trailer().get(b"Encrypt").ok();
        let dict = stored.map(|stored| flat(document, stored, 0));
        matches!(dict, Some(Object::Dictionary(dict)) if dict.has(b"Filter"))
    }

    /// Decrypts an object that stands outside object streams; what cannot be decrypted stays.
    pub(super) fn open(&self, id: ObjectId, object: &mut Object) {
        if self.own == Some(id) {
            return;
        }
        let plain = match object {
            Object::Stream(stream) => is_plain(&stream.dict, self.state.encrypt_metadata()),
            _ => false,
        };
        if !plain {
            // A string that is no ciphertext is read as it stands, as other readers do.
            drop(decrypt_object(&self.state, id, object));
            return;
        }
        if let Object::Stream(stream) = object {
            let mut dict = Object::Dictionary(stream.dict.clone());
            drop(decrypt_object(&self.state, id, &mut dict));
            if let Object::Dictionary(dict) = dict {
                stream.dict = dict;
            }
        }
    }

    /// Returns how an update's objects are encrypted; nothing where that cannot be done here.
    pub(super) fn encryption(&self) -> Option<Encryption> {
        let encryption = Encryption {
            dict: self.own?.into(),
            key: B64(self.state.file_encryption_key().to_vec()),
            strings: encryption::method(&*self.state.get_string_filter())?,
            streams: encryption::method(&*self.state.get_stream_filter())?,
            metadata: self.state.encrypt_metadata(),
        };
        encryption.is_sound().then_some(encryption)
    }

    /// Returns what whoever opens the file without a password may do, as `/P` says.
    pub(super) fn permits(&self) -> Permissions {
        self.state.permissions()
    }
}

/// Whether a stream's data is stored in clear; `metadata` says whether that of metadata is not.
pub(super) fn is_plain(dict: &Dictionary, metadata: bool) -> bool {
    let bare = dict.has_type(b"Metadata") && !metadata;
    bare || dict.has_type(b"XRef") || names_identity(dict)
}

/// Whether a dictionary is a signature's, whose container is never encrypted (§7.6.2).
pub(super) fn is_signature(dict: &Dictionary) -> bool {
    let typed = dict.has_type(b"Sig") || dict.has_type(b"DocTimeStamp");
    typed || dict.has(b"ByteRange") && dict.has(b"Contents")
}

/// Whether the first filter of a stream is the crypt filter that changes nothing (§7.4.10).
fn names_identity(dict: &Dictionary) -> bool {
    let first = |key: &[u8]| match dict.get(key) {
        Ok(Object::Array(items)) => items.first().cloned(),
        Ok(one) => Some(one.clone()),
        Err(_) => None,
    };
    let crypt = first(b"Filter") == Some(Object::Name(b"Crypt".to_vec()));
    let name = match first(b"DecodeParms") {
        Some(Object::Dictionary(parms)) => parms.get(b"Name").cloned().ok(),
        _ => None,
    };
    crypt && name.is_none_or(|name| name == Object::Name(b"Identity".to_vec()))
}

/// Gives a key length where the file has none that fits its version, or counts octets.
fn settle_length(dict: &mut Dictionary) {
    let number = |key: &[u8]| dict.get(key).and_then(Object::as_i64).unwrap_or(0);
    match (number(b"V"), number(b"Length")) {
        (2 | 3, length @ 5..=16) => dict.set("Length", length * 8),
        (2 | 3, length) if length % 8 == 0 && (40..=128).contains(&length) => {}
        (2 | 3, length) => dict.set("Length", if length > 128 { 128 } else { 40 }),
        _ => drop(dict.remove(b"Length")),
    }
}

fn is_id(id: &Object) -> bool {
    let first = id.as_array().ok().and_then(|parts| parts.first());
    first.is_some_and(|first| first.as_str().is_ok())
}

fn empty_id() -> Object {
    Object::Array(vec![Object::string_literal(""), Object::string_literal("")])
}

/// Resolves the references of an encryption dictionary, which is never encrypted itself.
fn flat(document: &Document, object: &Object, depth: u32) -> Object {
    let object = match object {
        Object::Reference(id) => document.stored(*id).unwrap_or(Object::Null),
        other => other.clone(),
    };
    match object {
        Object::Dictionary(dict) if depth < DEPTH => {
            let mut out = Dictionary::new();
            for (key, value) in dict.iter() {
                out.set(key.clone(), flat(document, value, depth + 1));
            }
            Object::Dictionary(out)
        }
        Object::Array(items) if depth < DEPTH => {
            let items = items.iter().map(|item| flat(document, item, depth + 1));
            Object::Array(items.collect())
        }
        other => other,
    }
}
