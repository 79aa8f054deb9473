//! The master key: one file outside the database, from which every secret of the server derives.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::KeyError;
use crate::clock::{Chance, draw};

/// 32 octets that never leave this process and their file.
#[derive(Clone)]
pub struct Master(Zeroizing<[u8; 32]>);

impl Master {
    /// Draws a new one.
    pub fn draw(chance: &dyn Chance) -> Self {
        Self(Zeroizing::new(draw(chance)))
    }

    /// Reads the file, or makes it (mode 0600) where it is missing.
    pub fn open(path: &Path, chance: &dyn Chance) -> Result<Self, KeyError> {
        match Self::read(path) {
            Err(KeyError::Io(why)) if why.kind() == io::ErrorKind::NotFound => {
                Self::make(path, chance)
            }
            other => other,
        }
    }

    /// Reads the file; refuses one that others than its owner may read or write.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let file = fs::File::open(path)?;
        let mode = file.metadata()?.mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(KeyError::Exposed {
                path: path.to_owned(),
                mode,
            });
        }
        let mut octets = Zeroizing::new(Vec::with_capacity(33));
        file.take(33).read_to_end(&mut octets)?;
        let octets = <[u8; 32]>::try_from(octets.as_slice()).map_err(|_| KeyError::BadMaster)?;
        Ok(Self(Zeroizing::new(octets)))
    }

    fn make(path: &Path, chance: &dyn Chance) -> Result<Self, KeyError> {
        let master = Self::draw(chance);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(master.0.as_slice())?;
        file.sync_all()?;
        if let Some(folder) = path.parent() {
            fs::File::open(folder)?.sync_all()?;
        }
        Ok(master)
    }

    /// Derives the key of one purpose.
    pub fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, self.0.as_slice())
            .expand(purpose.as_bytes(), out.as_mut_slice())
            .expect("32 octets are fewer than HKDF's limit");
        out
    }
}

impl core::fmt::Debug for Master {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Master(…)")
    }
}

/// Encrypts `plain` as nonce ‖ ciphertext ‖ tag; `context` must be the same to open it.
pub(super) fn wrap(key: &[u8; 32], chance: &dyn Chance, context: &[u8], plain: &[u8]) -> Vec<u8> {
    let nonce: [u8; NONCE_LEN] = draw(chance);
    let mut body = plain.to_vec();
    cipher(key)
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(context),
            &mut body,
        )
        .expect("a few kilobytes are fewer than AES-GCM's limit");
    [nonce.as_slice(), &body].concat()
}

/// Opens what [`wrap`] made.
pub(super) fn unwrap(
    key: &[u8; 32],
    context: &[u8],
    wrapped: &[u8],
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let (nonce, body) = wrapped
        .split_at_checked(NONCE_LEN)
        .ok_or(KeyError::WrongMaster)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| KeyError::WrongMaster)?;
    let mut body = Zeroizing::new(body.to_vec());
    let plain = cipher(key)
        .open_in_place(nonce, Aad::from(context), &mut body)
        .map_err(|_| KeyError::WrongMaster)?
        .len();
    body.truncate(plain);
    Ok(body)
}

fn cipher(key: &[u8; 32]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("the key has 32 octets"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::PathBuf;

    use super::{KeyError, Master, unwrap, wrap};
    use crate::clock::SeededChance;

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("seing-{}-{name}", std::process::id()));
        fs::remove_dir_all(&path).ok();
        fs::create_dir_all(&path).unwrap();
        path
    }

    #[test]
    fn the_file_is_made_once_and_for_its_owner_alone() {
        let path = folder("master").join("master.key");
        let chance = SeededChance::new(1);
        let first = Master::open(&path, &chance).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        let again = Master::open(&path, &chance).unwrap();
        assert_eq!(first.derive("a"), again.derive("a"));
        assert_ne!(first.derive("a"), first.derive("b"));
    }

    #[test]
    fn a_file_others_can_read_is_refused() {
        let path = folder("exposed").join("master.key");
        Master::open(&path, &SeededChance::new(1)).unwrap();
        for mode in [0o640, 0o604, 0o620] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            assert!(matches!(Master::read(&path), Err(KeyError::Exposed { .. })));
        }
    }

    #[test]
    fn a_file_of_another_length_is_refused() {
        let path = folder("length").join("master.key");
        Master::open(&path, &SeededChance::new(1)).unwrap();
        for length in [0, 31, 33] {
            fs::write(&path, vec![7; length]).unwrap();
            assert!(matches!(Master::read(&path), Err(KeyError::BadMaster)));
        }
    }

    #[test]
    fn what_was_wrapped_opens_in_its_own_context_only() {
        let chance = SeededChance::new(3);
        let wrapped = wrap(&[1; 32], &chance, b"here", b"secret");
        assert_eq!(
            unwrap(&[1; 32], b"here", &wrapped).unwrap().as_slice(),
            b"secret"
        );
        assert!(unwrap(&[1; 32], b"there", &wrapped).is_err());
        assert!(unwrap(&[2; 32], b"here", &wrapped).is_err());
        assert!(unwrap(&[1; 32], b"here", &wrapped[..20]).is_err());
    }
}
