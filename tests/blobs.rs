//! What left a browser as a blob opens with a link, and is a piece of the document and no more.

use std::collections::BTreeMap;

use axum::http::Method;
use sign_core::protocol::carrier::{BlobKind, local_key, open_blob};

use crate::recorder::Request;

/// The keys that one link gives.
pub struct Keys {
    kind: BlobKind,
    keys: Vec<[u8; 32]>,
}

/// What the blobs of each document hold, by revision.
pub type Pieces = BTreeMap<String, BTreeMap<u32, Vec<u8>>>;

/// Where a blob was put: document and revision.
struct Place<'a> {
    document: &'a str,
    revision: u32,
}

impl Keys {
    /// The keys that a link gives with `sealed`, or with `local` beside each of the originals.
    pub fn new(carrier: &str, link: &[u8; 32], originals: &[Vec<u8>]) -> Self {
        if carrier == "sealed" {
            let (kind, keys) = (BlobKind::Sealed, vec![*link]);
            return Self { kind, keys };
        }
        let with = |original: &Vec<u8>| local_key(original, Some(link));
        let (kind, keys) = (BlobKind::Local, originals.iter().map(with).collect());
        Self { kind, keys }
    }

    fn open(&self, envelope: &str, place: &Place<'_>, blob: &[u8]) -> Option<Vec<u8>> {
        let Place { document, revision } = *place;
        let open = |key| open_blob(key, self.kind, envelope, document, revision, blob).ok();
        self.keys.iter().find_map(open)
    }
}

/// Opens every blob of a run with one envelope, or names one that does not open.
pub fn pieces(requests: &[Request], keys: &Keys) -> Result<Pieces, String> {
    let mut found = Pieces::new();
    let envelope = envelope(requests).ok_or("no draft put a blob under its envelope")?;
    for one in requests.iter().filter(|one| one.method == Method::PUT) {
        let place = place(&one.path).ok_or_else(|| format!("{} is no blob's place", one.path))?;
        let plain = keys.open(envelope, &place, &one.body);
        let plain = plain.ok_or_else(|| format!("{} does not open", one.path))?;
        let document = found.entry(place.document.to_owned()).or_default();
        document.insert(place.revision, plain);
    }
    Ok(found)
}

/// Whether pieces in their order, after `before`, make up the beginning of a finished file; the
/// gap of each signature was still zeros when it was sealed.
pub fn make_up(file: &[u8], before: &[u8], pieces: &BTreeMap<u32, Vec<u8>>) -> bool {
    let joined = pieces.values().flatten();
    let written: Vec<u8> = before.iter().chain(joined).copied().collect();
    let same = |(now, then): (&u8, &u8)| now == then || (*then == b'0' && now.is_ascii_hexdigit());
    written.len() < file.len() && file.iter().zip(&written).all(same)
}

fn envelope(requests: &[Request]) -> Option<&str> {
    let mut puts = requests.iter().filter(|one| one.method == Method::PUT);
    puts.find_map(|one| one.path.strip_prefix("/v1/envelopes/")?.split('/').next())
}

/// Reads `…/documents/{document}/blobs/{revision}`.
fn place(path: &str) -> Option<Place<'_>> {
    let (_, rest) = path.split('?').next()?.split_once("/documents/")?;
    let (document, revision) = rest.split_once("/blobs/")?;
    let revision = revision.parse().ok()?;
    Some(Place { document, revision })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use axum::body::Bytes;
    use axum::http::{HeaderMap, Method, StatusCode};
    use sign_core::protocol::carrier::{BlobKind, local_key, seal_blob};

    use super::{Keys, Request, make_up, pieces};

    const LINK: [u8; 32] = [7; 32];

    fn put(body: &[u8]) -> [Request; 1] {
        [Request {
            method: Method::PUT,
            path: "/v1/envelopes/e/documents/d/blobs/0?fence=1".to_owned(),
            headers: HeaderMap::new(),
            body: Bytes::copy_from_slice(body),
            status: StatusCode::OK,
        }]
    }

    #[test]
    fn a_sealed_blob_opens_and_a_plain_one_with_its_header_does_not() {
        let (original, salt) = (b"%PDF-1.7 original".to_vec(), [9; 32]);
        let of_both = local_key(&original, Some(&LINK));
        for (carrier, kind, key) in [
            ("sealed", BlobKind::Sealed, LINK),
            ("local", BlobKind::Local, of_both),
        ] {
            let keys = Keys::new(carrier, &LINK, core::slice::from_ref(&original));
            let blob = seal_blob(&key, kind, "e", "d", 0, salt, &original);
            let found = pieces(&put(&blob), &keys).expect("it opens");
            assert_eq!(found["d"][&0], original, "{carrier}");
            let head = blob.len() - original.len() - 16;
            let plain = [&blob[..head], &original, &[0; 16]].concat();
            assert!(pieces(&put(&plain), &keys).is_err(), "{carrier}");
        }
    }

    #[test]
    fn pieces_make_up_a_file_but_for_gaps_that_were_filled_later() {
        let file = b"%PDF one <00> two <a1b2> seal";
        let made = |pieces: [&[u8]; 2]| {
            let pieces = pieces.into_iter().map(<[u8]>::to_vec);
            make_up(file, b"%PDF ", &BTreeMap::from_iter((0..).zip(pieces)))
        };
        assert!(made([b"one <00> ", b"two <0000> "]));
        assert!(!made([b"one <00> ", b"two <0000> more"]));
        assert!(!made([b"two <0000> ", b"one <00> "]));
        assert!(!made([b"one <00> ", b"two <a1b2> seal"]));
    }
}
