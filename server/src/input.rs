//! Files of this machine, read up to a size: no other limit stands before them.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// The largest file that is read: ten times what a server takes unless it is set otherwise.
pub const MAX_FILE_BYTES: u64 = 1 << 30;

/// Reads a file of at most `most` bytes.
///
/// # Errors
/// [`io::ErrorKind::FileTooLarge`] for a larger one, of which no more than that is read; what the
/// system says.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let larger = || {
        let text = format!("larger than {most} bytes, which is the most that is read");
        io::Error::new(io::ErrorKind::FileTooLarge, text)
    };
    let file = File::open(path)?;
    if file.metadata()?.len() > most {
        return Err(larger());
    }
    let mut octets = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut octets)?;
    if octets.len() as u64 > most {
        return Err(larger());
    }
    Ok(octets)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]
mod tests {
    use std::fs::{self, File};
    use std::io::ErrorKind;
    use std::path::Path;

    use super::read;

    #[test]
    fn a_file_is_read_up_to_a_size_and_one_without_end_is_not() {
        let name = format!("seing-input-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        File::create(&path).unwrap().set_len(1000).unwrap();
        assert_eq!(read(&path, 1000).unwrap(), [0; 1000]);
        assert_eq!(
            read(&path, 999).unwrap_err().kind(),
            ErrorKind::FileTooLarge
        );
        fs::remove_file(&path).unwrap();
        let endless = read(Path::new("/dev/zero"), 1000).unwrap_err();
        assert_eq!(endless.kind(), ErrorKind::FileTooLarge);
    }
}
