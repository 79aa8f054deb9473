//! Keys, codes and proofs, all derived (PROTOCOL §3).
//!
//! Every key is HKDF-SHA256 with an info string under `seing/1/`. What stands in a MAC is
//! length-prefixed (32 bits, big-endian) wherever its length can vary.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::bytes::hash::sha256;
use crate::wire::value::Hash;

/// Most digits a code can have: the eight octets it comes from carry no more evenly.
pub const MAX_CODE_DIGITS: u8 = 10;

/// HKDF-SHA256 (RFC 5869) with 32 octets of output.
pub fn hkdf(ikm: &[u8], salt: &[u8], info: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    Hkdf::<Sha256>::new(Some(salt), ikm)
        .expand(info, &mut out)
        .expect("32 octets are within HKDF's limit");
    out
}

/// HMAC-SHA256 (RFC 2104) over the concatenation of `parts`.
pub fn hmac(key: &[u8], parts: &[&[u8]]) -> Hash {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    Hash(mac.finalize().into_bytes().into())
}

/// Compares two secrets without telling where they differ.
pub fn same(left: &Hash, right: &Hash) -> bool {
    bool::from(subtle::ConstantTimeEq::ct_eq(&left.0[..], &right.0[..]))
}

/// Returns what the browser sends as its bearer token: `HKDF(secret, "seing/1/bearer")`.
pub fn bearer(secret: &[u8; 32]) -> [u8; 32] {
    hkdf(secret, &[], b"seing/1/bearer")
}

/// Returns what the server keeps of a bearer token: its SHA-256.
pub fn bearer_id(bearer: &[u8; 32]) -> Hash {
    sha256(bearer)
}

/// Returns `V`, the part of a proof that the link carries: `HKDF(secret, "seing/1/code")`.
pub fn verifier(secret: &[u8; 32]) -> [u8; 32] {
    hkdf(secret, &[], b"seing/1/code")
}

/// Returns the decimal code for one transcript: the first eight octets of
/// `HMAC(pepper, "seing/1/code" ‖ code_id ‖ T0)` modulo 10^`digits`, zero-padded. More than
/// [`MAX_CODE_DIGITS`] digits are cut to it.
pub fn code(pepper: &[u8; 32], code_id: &str, t0: &Hash, digits: u8) -> String {
    let digits = digits.min(MAX_CODE_DIGITS);
    let length = length(code_id.as_bytes());
    let mac = hmac(
        pepper,
        &[b"seing/1/code", &length, code_id.as_bytes(), &t0.0],
    );
    let mut head = [0; 8];
    head.copy_from_slice(&mac.0[..8]);
    let number = u64::from_be_bytes(head) % 10u64.pow(u32::from(digits));
    format!("{number:0width$}", width = usize::from(digits))
}

/// Returns the proof that link and code are known, for one transcript:
/// `HMAC(HKDF(V ‖ code, nonce, "seing/1/proof"), T0)`. In person without a code, `code` is empty.
pub fn proof(verifier: &[u8; 32], code: &str, nonce: &Hash, t0: &Hash) -> Hash {
    let ikm = [&verifier[..], code.as_bytes()].concat();
    hmac(&hkdf(&ikm, &nonce.0, b"seing/1/proof"), &[&t0.0])
}

/// Returns what the one-shot key signs to show that it is held: `"seing/1/possession" ‖ T0`.
pub fn possession_message(t0: &Hash) -> Vec<u8> {
    [&b"seing/1/possession"[..], &t0.0].concat()
}

/// Returns what the one-shot key signs to bind a second transcript to a proven first one:
/// `"seing/1/bind" ‖ SHA-256(T)`.
pub fn bind_message(t: &Hash) -> Vec<u8> {
    [&b"seing/1/bind"[..], &t.0].concat()
}

/// Returns what the log key signs as a receipt: the fields of the receipt, in order.
pub fn receipt_message(version: u8, envelope: &str, n: u32, event: &Hash, at_ms: i64) -> Vec<u8> {
    [
        &b"seing/1/receipt"[..],
        &[version],
        &length(envelope.as_bytes()),
        envelope.as_bytes(),
        &n.to_be_bytes(),
        &event.0,
        &at_ms.to_be_bytes(),
    ]
    .concat()
}

/// Returns the keyed commitment of a phone number or address, under the random key kept with the
/// evidence. `kind` is `mail` or `sms`.
pub fn contact(key: &[u8; 32], kind: &str, address: &str) -> Hash {
    let (kind, address) = (kind.as_bytes(), address.as_bytes());
    let lengths = (length(kind), length(address));
    hmac(
        key,
        &[b"seing/1/contact", &lengths.0, kind, &lengths.1, address],
    )
}

/// Returns the sixteen hex digits people compare: of the launch version's SHA-256, or of the
/// SHA-256 over all of them in order where there are several.
pub fn fingerprint(launch: &[Hash]) -> String {
    let whole = match launch {
        [one] => *one,
        many => sha256(&many.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>()),
    };
    whole.hex()[..16].to_owned()
}

/// Returns the 32-bit big-endian length that stands before a field in a MAC.
pub fn length(field: &[u8]) -> [u8; 4] {
    u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::{bearer, code, contact, fingerprint, hkdf, proof, verifier};
    use crate::bytes::hash::sha256;
    use crate::wire::value::Hash;

    const T0: Hash = Hash([3; 32]);

    fn hex(octets: &[u8]) -> String {
        octets.iter().map(|octet| format!("{octet:02x}")).collect()
    }

    #[test]
    fn hkdf_gives_the_first_vector_of_rfc_5869() {
        let info: Vec<u8> = (0xf0..=0xf9).collect();
        let salt: Vec<u8> = (0..=0x0c).collect();
        let out = hkdf(&[0x0b; 22], &salt, &info);
        assert_eq!(
            hex(&out),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
        );
    }

    #[test]
    fn a_code_keeps_its_leading_zeros_and_depends_on_all_parts() {
        let first = code(&[1; 32], "c1", &T0, 6);
        assert!(first.len() == 6 && first.bytes().all(|digit| digit.is_ascii_digit()));
        assert_ne!(first, code(&[1; 32], "c2", &T0, 6));
        assert_ne!(first, code(&[2; 32], "c1", &T0, 6));
        assert_ne!(first, code(&[1; 32], "c1", &Hash([4; 32]), 6));
        assert_eq!(code(&[1; 32], "c1", &T0, 4), first[2..]);
    }

    #[test]
    fn a_proof_needs_link_code_nonce_and_transcript() {
        let v = verifier(&[7; 32]);
        let good = proof(&v, "123456", &Hash([9; 32]), &T0);
        assert_ne!(good, proof(&v, "123457", &Hash([9; 32]), &T0));
        assert_ne!(
            good,
            proof(&bearer(&[7; 32]), "123456", &Hash([9; 32]), &T0)
        );
        assert_ne!(good, proof(&v, "123456", &Hash([8; 32]), &T0));
        assert_ne!(good, proof(&v, "123456", &Hash([9; 32]), &Hash([4; 32])));
    }

    #[test]
    fn a_fingerprint_of_one_document_is_its_own_hash() {
        let one = Hash([0xa1; 32]);
        assert_eq!(fingerprint(&[one]), "a1".repeat(8));
        assert_eq!(fingerprint(&[one, one]), sha256(&[0xa1; 64]).hex()[..16]);
    }

    #[test]
    fn a_commitment_does_not_confuse_kind_and_address() {
        assert_ne!(
            contact(&[1; 32], "sms", "mail"),
            contact(&[1; 32], "smsm", "ail")
        );
    }
}
