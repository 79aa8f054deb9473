//! Timestamps of others: asked for with a number below zero, as Acrobat does every other time, and of any digest.

use std::path::{Path, PathBuf};

use sign_core::bytes::hash::sha256;
use sign_core::signature::algorithm::DigestAlgorithm;
use sign_core::signature::timestamp::{check, check_over};

use crate::verify_foreign::{folder, openssl};

const AUTHORITY: &str = "[tsa]\ndefault_tsa = t\n[t]\nserial = serial\nsigner_digest = sha256\n\
default_policy = 1.2.3.4\ndigests = sha1, sha256, sha384, sha512\ness_cert_id_alg = sha1\n";

/// A request whose nonce is an INTEGER of these octets.
fn request(content: &[u8], nonce: [u8; 8]) -> Vec<u8> {
    let algorithm = [
        0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
    ];
    let hash = [&[0x04, 0x20][..], &sha256(content).0].concat();
    let imprint = [&[0x30, 0x2f][..], &algorithm, &hash].concat();
    let rest = [&[0x02, 0x08][..], &nonce, &[0x01, 0x01, 0xff]].concat();
    [&[0x30, 0x41, 0x02, 0x01, 0x01][..], &imprint, &rest].concat()
}

/// An authority of somebody else's, in a folder.
fn authority(name: &str) -> PathBuf {
    let folder = folder(name);
    std::fs::write(folder.join("tsa.cnf"), AUTHORITY).unwrap();
    std::fs::write(folder.join("serial"), "01\n").unwrap();
    let made = "req -x509 -nodes -newkey rsa:2048 -subj /CN=Stamps -days 9000 -keyout tsa.key -out tsa.pem \
                -addext extendedKeyUsage=critical,timeStamping";
    openssl(&folder, &made.split_whitespace().collect::<Vec<_>>());
    folder
}

/// Its answer to the request in the folder.
fn token(folder: &Path) -> Vec<u8> {
    let reply = "ts -reply -config tsa.cnf -queryfile request -signer tsa.pem -inkey tsa.key \
                 -token_out -out token";
    openssl(folder, &reply.split_whitespace().collect::<Vec<_>>());
    std::fs::read(folder.join("token")).unwrap()
}

#[test]
fn a_timestamp_with_a_negative_nonce_is_read() {
    let folder = authority("nonce");
    for nonce in [[0xc1, 2, 3, 4, 5, 6, 7, 8], [0x41, 2, 3, 4, 5, 6, 7, 8]] {
        std::fs::write(folder.join("request"), request(b"content", nonce)).unwrap();
        let token = token(&folder);
        assert!(check(&token, &sha256(b"content")).is_ok(), "{nonce:?}");
        assert!(check(&token, &sha256(b"other")).is_err());
    }
}

#[test]
fn a_timestamp_of_any_digest_is_read() {
    let folder = authority("digests");
    std::fs::write(folder.join("content"), b"content").unwrap();
    for digest in ["sha1", "sha384", "sha512"] {
        let query = format!("ts -query -{digest} -cert -data content -out request");
        openssl(&folder, &query.split(' ').collect::<Vec<_>>());
        let token = token(&folder);
        let of = |what: &'static [u8]| move |used: DigestAlgorithm| Some(used.hash(&[what]));
        let stamp = check_over(&token, &of(b"content"), &[]).unwrap();
        assert_eq!(stamp.is_past, digest == "sha1");
        assert!(check_over(&token, &of(b"other"), &[]).is_err());
    }
}
