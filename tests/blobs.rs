//! What left a browser as a blob opens with a link's key, so it was sealed and not just named so.

use axum::http::Method;
use sign_core::protocol::carrier::{BlobKind, local_key, open_blob};

use crate::recorder::Request;

/// The keys that may open a blob.
pub struct Keys {
    kind: BlobKind,
    keys: Vec<[u8; 32]>,
}

/// Where a blob was put: document and revision.
struct Place<'a> {
    document: &'a str,
    revision: u32,
}

impl Keys {
    /// The keys of links; the originals count for `local`.
    pub fn new(carrier: &str, links: &[[u8; 32]], originals: &[Vec<u8>]) -> Self {
        if carrier == "sealed" {
            let (kind, keys) = (BlobKind::Sealed, links.to_vec());
            return Self { kind, keys };
        }
        let with = |link| {
            originals
                .iter()
                .map(move |original| local_key(original, Some(link)))
        };
        Self {
            kind: BlobKind::Local,
            keys: links.iter().flat_map(with).collect(),
        }
    }

    fn open(&self, envelope: &str, place: &Place<'_>, blob: &[u8]) -> bool {
        let Place { document, revision } = *place;
        let opens = |key| open_blob(key, self.kind, envelope, document, revision, blob).is_ok();
        self.keys.iter().any(opens)
    }
}

/// Counts the blobs of a run with one envelope, and names those that no key opens.
pub fn unopened(requests: &[Request], keys: &Keys) -> (usize, Vec<String>) {
    let puts = || requests.iter().filter(|one| one.method == Method::PUT);
    let envelope = puts().find_map(|one| {
        let rest = one.path.strip_prefix("/v1/envelopes/")?;
        rest.split('/').next()
    });
    let envelope = envelope.expect("a draft puts its blobs under its envelope");
    let blobs: Vec<_> = puts()
        .filter_map(|one| Some((one, place(&one.path)?)))
        .collect();
    let shut = blobs
        .iter()
        .filter(|(one, place)| !keys.open(envelope, place, &one.body));
    let shut = shut.map(|(one, _)| one.path.clone()).collect();
    (blobs.len(), shut)
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
    use axum::body::Bytes;
    use axum::http::{HeaderMap, Method, StatusCode};
    use sign_core::protocol::carrier::{BlobKind, local_key, seal_blob};

    use super::{Keys, Request, unopened};

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
            let keys = Keys::new(carrier, &[LINK], core::slice::from_ref(&original));
            let blob = seal_blob(&key, kind, "e", "d", 0, salt, &original);
            assert_eq!(unopened(&put(&blob), &keys), (1, vec![]), "{carrier}");
            let head = blob.len() - original.len() - 16;
            let plain = [&blob[..head], &original, &[0; 16]].concat();
            assert_eq!(unopened(&put(&plain), &keys).1.len(), 1, "{carrier}");
        }
    }
}
