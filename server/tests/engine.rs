//! The program's own verification of P-256 beside the core's.

use seing_server::keys::engine::verify;
use sign_core::bytes::hash::sha256;
use sign_core::signature::key::{self, P256Key, Signer as _};

/// Octets of SubjectPublicKeyInfo before the point.
const POINT: usize = 26;

#[test]
fn both_engines_agree_on_every_bit_of_a_signature() {
    let key = P256Key::from_bytes(&[7; 32]).unwrap();
    let (spki, message) = (key.spki(), b"sample");
    let raw = key.sign(message).unwrap();
    let digest = sha256(message).0;
    assert!(verify(&spki[POINT..], &digest, &raw));
    assert!(!verify(&spki[POINT..], &sha256(b"other").0, &raw));
    for bit in 0..raw.len() * 8 {
        let mut turned = raw.clone();
        turned[bit / 8] ^= 1 << (bit % 8);
        assert!(key::verify(&spki, message, &turned).is_err());
        assert!(!verify(&spki[POINT..], &digest, &turned));
    }
}

#[test]
fn numbers_out_of_range_and_points_off_the_curve_verify_nothing() {
    let key = P256Key::from_bytes(&[7; 32]).unwrap();
    let raw = key.sign(b"sample").unwrap();
    let digest = sha256(b"sample").0;
    let point = key.spki()[POINT..].to_vec();
    for octet in [0, 0xFF] {
        let odd = [&[octet; 32], &raw[32..]].concat();
        assert!(!verify(&point, &digest, &odd));
        let odd = [&raw[..32], &[octet; 32]].concat();
        assert!(!verify(&point, &digest, &odd));
    }
    let mut off = point;
    off[64] ^= 1;
    assert!(!verify(&off, &digest, &raw));
}
