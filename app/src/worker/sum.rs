//! The hash of a document as it grows: taken here, or told by the browser until the first update.

use sign_core::bytes::hash::Sha256Stream;
use sign_core::bytes::seam::{self, Seam};
use sign_core::bytes::trail::Trail;
use sign_core::wire::Hash;

/// What is known of the hash of a file.
#[derive(Clone)]
pub enum Known {
    /// The hash itself, which can go on.
    Trail(Trail),
    /// The digest alone, as a browser tells it.
    Digest(Hash),
}

/// The hash of a document.
pub struct Sum {
    trail: Trail,
    told: Option<Told>,
}

/// What the browser told, as long as the trail has not begun.
#[derive(Clone, Copy)]
struct Told {
    whole: Hash,
    /// SHA-256 of the file and of the text of its seam, from which the hash goes on.
    joined: Option<Hash>,
}

impl Known {
    /// Hashes a file here.
    pub fn here(bytes: &[u8]) -> Self {
        let mut trail = Trail::new();
        trail.update(bytes);
        Self::Trail(trail)
    }
}

impl From<Known> for Sum {
    fn from(known: Known) -> Self {
        let (trail, whole) = match known {
            Known::Trail(trail) => (trail, None),
            Known::Digest(whole) => (Trail::new(), Some(whole)),
        };
        let joined = None;
        let told = whole.map(|whole| Told { whole, joined });
        Self { trail, told }
    }
}

impl Sum {
    /// Returns the SHA-256 of the document.
    pub fn sha256(&self) -> Hash {
        let told = self.told.map(|told| told.whole);
        told.unwrap_or_else(|| self.trail.stream().finish())
    }

    /// Returns what is known of the hash on the way: nothing before the first update of a file that
    /// the browser hashed.
    pub fn trail(&self) -> &Trail {
        &self.trail
    }

    /// Returns the seam whose text has to be hashed with the document, if the hash is to go on from
    /// there.
    pub fn wanted(&self, bytes: &[u8]) -> Option<Seam> {
        self.told.and_then(|_| Seam::of(bytes))
    }

    /// Takes the SHA-256 of the document and the text of its seam.
    pub fn join(&mut self, digest: Hash) {
        if let Some(told) = &mut self.told {
            told.joined = Some(digest);
        }
    }

    /// Returns the hash of the document, to be gone on with.
    pub fn stream(&mut self, bytes: &[u8]) -> Sha256Stream {
        self.append(bytes, &[]);
        self.trail.stream()
    }

    /// Goes on over what is appended to a document of these bytes.
    pub fn append(&mut self, bytes: &[u8], tail: &[u8]) {
        let taken = match self.told.take() {
            Some(told) => self.begin(told, bytes, tail),
            None => 0,
        };
        self.trail.update(&tail[taken..]);
    }

    /// Begins the trail behind the seam, where there is one, else at the end of the bytes. Returns how
    /// much of the tail that is.
    fn begin(&mut self, told: Told, bytes: &[u8], tail: &[u8]) -> usize {
        let seam = Seam::of(bytes).map_or_else(Vec::new, |seam| seam.octets());
        let end = bytes.len() + seam.len();
        let joined = told.joined.filter(|_| tail.starts_with(&seam));
        match joined.and_then(|digest| seam::behind(end, digest)) {
            Some(stream) => {
                self.trail = Trail::behind(end, stream);
                seam.len()
            }
            None => {
                self.trail.update(bytes);
                0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use sign_core::bytes::hash::sha256;
    use sign_core::bytes::seam::Seam;

    use super::{Known, Sum};

    const FILE: &[u8] = b"%PDF the file before";
    const UPDATE: &[u8] = b"\n1 0 obj endobj %%EOF\n";

    fn told() -> Sum {
        Sum::from(Known::Digest(sha256(FILE)))
    }

    #[test]
    fn it_goes_on_from_the_digest_of_the_browser_behind_a_seam_alone() {
        let seam = Seam::of(FILE).unwrap();
        let seamed = [&seam.octets(), UPDATE].concat();
        for (tail, joins) in [(&seamed[..], true), (&seamed, false), (UPDATE, true)] {
            let mut sum = told();
            let wanted = sum.wanted(FILE).unwrap();
            if joins {
                sum.join(sha256(&[FILE, wanted.text()].concat()));
            }
            assert_eq!(sum.sha256(), sha256(FILE));
            sum.append(FILE, tail);
            assert_eq!(sum.sha256(), sha256(&[FILE, tail].concat()));
            assert!(sum.wanted(FILE).is_none(), "its first update is there");
        }
    }

    #[test]
    fn it_can_be_gone_on_with_whoever_began() {
        for mut sum in [told(), Sum::from(Known::here(FILE))] {
            let mut stream = sum.stream(FILE);
            stream.update(UPDATE);
            assert_eq!(stream.finish(), sha256(&[FILE, UPDATE].concat()));
            assert_eq!(sum.sha256(), sha256(FILE));
        }
    }
}
