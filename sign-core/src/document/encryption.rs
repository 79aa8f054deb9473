//! Encryption of the objects that an update adds to an encrypted file (ISO 32000-2 §7.6).
//!
//! Nothing here is random: the initialisation vector of a string or stream is derived from the
//! key, its object, the length of the file before it and what it says, so that the same update
//! always has the same octets and no two different texts share a vector.

use aes::{Aes128, Aes256};
use cbc::Encryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use hmac::{Hmac, KeyInit as _, Mac as _};
use lopdf::encryption::crypt_filters::{
    Aes128CryptFilter, Aes256CryptFilter, CryptFilter, IdentityCryptFilter, Rc4CryptFilter,
};
use lopdf::{Dictionary, Object, ObjectId};
use sha2::Sha256;

use super::cipher;
use super::read;
use super::tail::octets;
use crate::wire::{B64, ObjectRef};

/// Octets of a block, and so of an initialisation vector.
const BLOCK_BYTES: usize = 16;

/// Shortest file key with which AES-128 has a whole key for every object.
const LEAST_AES_128: usize = 11;

/// How the objects of a file are encrypted that opens without a password (ISO 32000-2 §7.6): what
/// everybody knows who has the file, and what is never sent: it has no form on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encryption {
    /// The encryption dictionary.
    pub dict: ObjectRef,
    /// The file encryption key, 5 to 32 octets.
    pub key: B64,
    /// How strings are encrypted.
    pub strings: CipherMethod,
    /// How the data of streams is.
    pub streams: CipherMethod,
    /// Whether that of metadata is, too.
    pub metadata: bool,
}

/// A method of a crypt filter (ISO 32000-2 Table 25).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CipherMethod {
    /// Nothing is encrypted.
    Identity,
    /// RC4 under a key for every object.
    Rc4,
    /// AES-128 in CBC mode under a key for every object.
    Aes128,
    /// AES-256 in CBC mode under the file's key.
    Aes256,
}

/// Encrypts what stands in one update.
pub(super) struct Closing<'a> {
    how: &'a Encryption,
    length: u64,
}

impl Encryption {
    /// Returns whether the key is one that its methods can use.
    pub fn is_sound(&self) -> bool {
        let octets = self.key.0.len();
        [self.strings, self.streams]
            .iter()
            .all(|method| match method {
                CipherMethod::Identity | CipherMethod::Rc4 => (5..=32).contains(&octets),
                CipherMethod::Aes128 => (LEAST_AES_128..=32).contains(&octets),
                CipherMethod::Aes256 => octets == 32,
            })
    }
}

/// Returns the method of a crypt filter; nothing for one that is not known here.
pub(super) fn method(filter: &dyn CryptFilter) -> Option<CipherMethod> {
    match filter.method() {
        b"Identity" => Some(CipherMethod::Identity),
        b"V2" => Some(CipherMethod::Rc4),
        b"AESV2" => Some(CipherMethod::Aes128),
        b"AESV3" => Some(CipherMethod::Aes256),
        _ => None,
    }
}

impl<'a> Closing<'a> {
    /// For an update of a file that is `length` bytes long.
    pub(super) fn new(how: &'a Encryption, length: u64) -> Self {
        Self { how, length }
    }

    /// Encrypts the octets of an object's value.
    pub(super) fn body(&self, id: ObjectId, body: &[u8]) -> Vec<u8> {
        let whole = [b"1 0 obj\n", body, b"\nendobj\n"].concat();
        let placed = read::indirect(&whole, 0, &|_| None);
        let placed = placed.expect("an update's values were read or written here");
        let mut object = placed.object(&whole);
        self.object(id, &mut object);
        octets(&object)
    }

    /// Encrypts the strings of a dictionary, but for what a signature dictionary signs with
    /// (§7.6.2).
    pub(super) fn dict(&self, id: ObjectId, dict: &mut Dictionary) {
        let signature = cipher::is_signature(dict);
        let open = |key: &[u8]| signature && key == b"Contents";
        dict.iter_mut()
            .filter(|(key, _)| !open(key))
            .for_each(|(_, value)| self.object(id, value));
    }

    fn object(&self, id: ObjectId, object: &mut Object) {
        match object {
            Object::String(text, _) => {
                let closed = self.octets(self.how.strings, id, text);
                *object = Object::String(closed, lopdf::StringFormat::Hexadecimal);
            }
            Object::Array(items) => items.iter_mut().for_each(|item| self.object(id, item)),
            Object::Dictionary(dict) => self.dict(id, dict),
            Object::Stream(stream) => {
                self.dict(id, &mut stream.dict);
                if !cipher::is_plain(&stream.dict, self.how.metadata) {
                    let closed = self.octets(self.how.streams, id, &stream.content);
                    stream.set_content(closed);
                }
            }
            _ => {}
        }
    }

    fn octets(&self, method: CipherMethod, id: ObjectId, plain: &[u8]) -> Vec<u8> {
        let filter: &dyn CryptFilter = match method {
            CipherMethod::Identity => &IdentityCryptFilter,
            CipherMethod::Rc4 => &Rc4CryptFilter,
            CipherMethod::Aes128 => &Aes128CryptFilter,
            CipherMethod::Aes256 => &Aes256CryptFilter,
        };
        let key = filter.compute_key(&self.how.key.0, id);
        let key = key.expect("every filter here has a key for every object");
        match method {
            CipherMethod::Identity => plain.to_vec(),
            CipherMethod::Rc4 => filter.encrypt(&key, plain).expect("RC4 takes every length"),
            CipherMethod::Aes128 => self.chained::<Encryptor<Aes128>>(&key, id, plain),
            CipherMethod::Aes256 => self.chained::<Encryptor<Aes256>>(&key, id, plain),
        }
    }

    /// Returns initialisation vector and ciphertext.
    fn chained<C: KeyIvInit + BlockModeEncrypt>(
        &self,
        key: &[u8],
        id: ObjectId,
        plain: &[u8],
    ) -> Vec<u8> {
        let vector = self.vector(key, id, plain);
        let cipher = C::new_from_slices(key, &vector).expect("the key was found sound");
        [vector.to_vec(), cipher.encrypt_padded_vec::<Pkcs7>(plain)].concat()
    }

    fn vector(&self, key: &[u8], id: ObjectId, plain: &[u8]) -> [u8; BLOCK_BYTES] {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
        mac.update(b"seing/1/pdf-iv");
        mac.update(&id.0.to_be_bytes());
        mac.update(&id.1.to_be_bytes());
        mac.update(&self.length.to_be_bytes());
        mac.update(plain);
        let code = mac.finalize().into_bytes();
        code[..BLOCK_BYTES].try_into().expect("32 octets hold 16")
    }
}
