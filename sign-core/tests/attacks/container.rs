//! Attacks on certificates, timestamps and the container, in files of ours and of others.

use sign_core::bytes::hash::sha256;
use sign_core::digest::{embed, gap_proof};
use sign_core::signature::certificate::profile::{self, Issuer, Request};
use sign_core::signature::key::{P256Key, Signer as _};
use sign_core::signature::timestamp::{self, Authority};
use sign_core::signature::{cms, crl};

use super::pki::{self, BEGIN_MS, Pair, Pki};
use super::run::Ceremony;
use super::stage::{self, approved, gap, open, over, paper, written};

/// One signature of ours, nothing sealed.
fn ours() -> Vec<u8> {
    let mut ceremony = Ceremony::launched();
    ceremony.sign(1, "Anna Müller", BEGIN_MS);
    ceremony.bytes
}

pub(crate) fn letters_of_both_cases() -> Vec<u8> {
    let bytes = ours();
    let gap = gap(&bytes);
    let small = bytes[gap.clone()]
        .iter()
        .position(u8::is_ascii_lowercase)
        .unwrap();
    let at = gap.start + small;
    over(&bytes, at, &[bytes[at].to_ascii_uppercase()])
}

pub(crate) fn data_in_the_padding() -> Vec<u8> {
    let bytes = approved();
    over(&bytes, gap(&bytes).end - 3, b"7f")
}

/// A container of ours in indefinite length.
pub(crate) fn indefinite_container() -> Vec<u8> {
    let bytes = ours();
    let gap = gap(&bytes);
    let digits = &bytes[gap.start + 1..gap.end - 1];
    let length = usize::from_str_radix(core::str::from_utf8(&digits[4..8]).unwrap(), 16).unwrap();
    assert_eq!(&digits[..4], b"3082");
    let mut out = b"3080".to_vec();
    out.extend_from_slice(&digits[8..8 + 2 * length]);
    out.extend_from_slice(b"0000");
    out.resize(digits.len(), b'0');
    over(&bytes, gap.start + 1, &out)
}

/// Signs the paper with whatever `container` makes of the digest.
pub(crate) fn with(container: impl Fn(&Pki, &sign_core::wire::Hash) -> Vec<u8>) -> Vec<u8> {
    with_over(&approved(), container)
}

/// Signs a signed file anew.
fn with_over(bytes: &[u8], container: impl Fn(&Pki, &sign_core::wire::Hash) -> Vec<u8>) -> Vec<u8> {
    let gap = gap(bytes);
    let digest = sha256(&[&bytes[..gap.start], &bytes[gap.end..]].concat());
    let cms = container(&Pki::new(), &digest);
    let hex: String = cms.iter().map(|octet| format!("{octet:02x}")).collect();
    let room = gap.len() - 2;
    assert!(hex.len() <= room, "{} of {room}", hex.len());
    over(bytes, gap.start + 1, format!("{hex:0<room$}").as_bytes())
}

fn assembled(pki: &Pki, who: &Pair, attributes: &[u8], stamped: &[u8], tsa: &Pair) -> Vec<u8> {
    let chain = [&pki.issuing.der, &pki.root.der];
    let raw = who.key.sign(attributes).unwrap();
    let token = token(pki, &raw, stamped, tsa);
    cms::assemble(&who.der, &chain, attributes, &raw, Some(&token)).unwrap()
}

fn assembled_with(pki: &Pki, who: &Pair, attributes: &[u8], chain: &[&Vec<u8>]) -> Vec<u8> {
    let raw = who.key.sign(attributes).unwrap();
    let token = token(pki, &raw, &[], &pki.tsa);
    cms::assemble(&who.der, chain, attributes, &raw, Some(&token)).unwrap()
}

/// A timestamp of `stamped`, or of the signature itself where that is empty.
fn token(pki: &Pki, raw: &[u8], stamped: &[u8], tsa: &Pair) -> Vec<u8> {
    let authority = Authority {
        certificate: &tsa.der,
        chain: core::slice::from_ref(&pki.root.der),
        key: &tsa.key,
    };
    let value = cms::signature_value(raw).unwrap();
    let stamped = if stamped.is_empty() { &value } else { stamped };
    let asked = timestamp::Request {
        imprint: sha256(stamped),
        nonce: None,
    };
    timestamp::issue(&asked, &authority, &[7; 16], BEGIN_MS + 1000).unwrap()
}

pub(crate) fn token_of_another() -> Vec<u8> {
    with(|pki, digest| {
        let who = &pki.organisation;
        let attributes = cms::signed_attributes(digest, &who.der);
        assembled(pki, who, &attributes, b"another signature", &pki.tsa)
    })
}

/// A token by a certificate that may not stamp.
pub(crate) fn token_by_a_signer() -> Vec<u8> {
    with(|pki, digest| {
        let who = &pki.organisation;
        let attributes = cms::signed_attributes(digest, &who.der);
        assembled(pki, who, &attributes, &[], &pki.seal)
    })
}

/// The attributes name the seal's certificate, the container another.
pub(crate) fn other_certificate_named() -> Vec<u8> {
    with(|pki, digest| {
        let attributes = cms::signed_attributes(digest, &pki.seal.der);
        assembled(pki, &pki.organisation, &attributes, &[], &pki.tsa)
    })
}

/// A signer who issues a certificate for somebody else.
pub(crate) fn issued_by_a_signer() -> Vec<u8> {
    with(|pki, digest| {
        let key = P256Key::from_bytes(&[77; 32]).unwrap();
        let spki = key.spki();
        let issuer = Issuer {
            certificate: &pki.organisation.der,
            key: &pki.organisation.key,
        };
        let request = Request {
            ..pki::request("The President", &spki, 77)
        };
        let der = profile::certification(&request, &issuer).unwrap();
        let who = Pair { key, der };
        let attributes = cms::signed_attributes(digest, &who.der);
        let raw = who.key.sign(&attributes).unwrap();
        let chain = [&pki.organisation.der, &pki.issuing.der, &pki.root.der];
        cms::assemble(&who.der, &chain, &attributes, &raw, None).unwrap()
    })
}

/// The certificate was on a list before it signed.
pub(crate) fn revoked_certificate() -> Vec<u8> {
    let pki = Pki::new();
    let document = open(&written(&paper()));
    let mut update = sign_core::document::Update::new(&document).unwrap();
    let revoked = crl::Revoked {
        serial: profile::serial(&[4; 20]).to_vec(),
        at_ms: BEGIN_MS - 1000,
        reason: Some(1),
    };
    let list = crl::issue(
        &crl::Request {
            number: 2,
            this_update_ms: BEGIN_MS,
            next_update_ms: BEGIN_MS + 400 * 86_400_000,
            expired_since_ms: 0,
            revoked: &[revoked],
        },
        &Issuer {
            certificate: &pki.issuing.der,
            key: &pki.issuing.key,
        },
    );
    let stream = lopdf::Stream::new(lopdf::Dictionary::new(), list.unwrap());
    let list = update.add(lopdf::Object::Stream(stream));
    let value = format!("<< /CRLs [{} 0 R] >>", list.0);
    update
        .set_entry(document.root(), b"DSS", value.as_bytes())
        .unwrap();
    let bytes = [document.bytes(), &update.finish().bytes].concat();
    stage::sign(&bytes, &stage::Signing::default())
}

/// A second act of the same kind, signed with a certificate issued for the first.
pub(crate) fn stolen_leaf() -> Vec<u8> {
    let mut second = Ceremony::launched();
    second.sign(1, "Anna Müller", BEGIN_MS + 1000);
    let leaf = second.leaves.remove(0);
    let mut first = Ceremony::launched();
    first.sign(1, "Anna Müller", BEGIN_MS);
    let act = first.act(2, "Zoë Œuvré", BEGIN_MS);
    let appended = sign_core::signature::act::prepare(&open(&first.bytes), &act).unwrap();
    let digest = gap_proof(&first.bytes, &appended).unwrap().digest;
    let cms = first.pki.sign(&leaf, &digest, BEGIN_MS + 60_000);
    [&first.bytes[..], &embed(&appended, &cms).unwrap()].concat()
}

/// Our own signature, with a certificate beside its chain that nothing signs for.
pub(crate) fn certificate_added() -> Vec<u8> {
    let mut ceremony = Ceremony::launched();
    let act = ceremony.act(1, "Anna Müller", BEGIN_MS);
    let appended = sign_core::signature::act::prepare(&open(&ceremony.bytes), &act).unwrap();
    let digest = gap_proof(&ceremony.bytes, &appended).unwrap().digest;
    ceremony.sign(1, "Anna Müller", BEGIN_MS);
    let start = ceremony.bytes.len() - appended.bytes.len();
    let (pki, leaf) = (&ceremony.pki, &ceremony.leaves[0]);
    let attributes = cms::signed_attributes(&digest, &leaf.der);
    let chain = [&pki.issuing.der, &pki.root.der, &pki.seal.der];
    let cms = assembled_with(pki, leaf, &attributes, &chain);
    [&ceremony.bytes[..start], &embed(&appended, &cms).unwrap()].concat()
}

/// A signature after the lock seal.
pub(crate) fn after_the_seal() -> Vec<u8> {
    let mut ceremony = Ceremony::launched();
    ceremony.sign(1, "Anna Müller", BEGIN_MS);
    ceremony.seal(BEGIN_MS + 60_000);
    ceremony.sign(2, "Zoë Œuvré", BEGIN_MS + 120_000);
    ceremony.bytes
}

/// A container that is no signed data.
pub(crate) fn malformed_container() -> Vec<u8> {
    let bytes = approved();
    over(&bytes, gap(&bytes).start + 1 + "3082ffff".len(), b"05")
}

/// A signature by another key than that of the certificate.
pub(crate) fn other_key() -> Vec<u8> {
    with(|pki, digest| {
        let who = &pki.organisation;
        let attributes = cms::signed_attributes(digest, &who.der);
        let raw = pki.seal.key.sign(&attributes).unwrap();
        let token = token(pki, &raw, &[], &pki.tsa);
        let chain = [&pki.issuing.der, &pki.root.der];
        cms::assemble(&who.der, &chain, &attributes, &raw, Some(&token)).unwrap()
    })
}

/// One of ours, stamped hours after the time its key had.
pub(crate) fn stamped_too_late() -> Vec<u8> {
    let mut ceremony = Ceremony::launched();
    let act = ceremony.act(1, "Anna Müller", BEGIN_MS);
    let appended = sign_core::signature::act::prepare(&open(&ceremony.bytes), &act).unwrap();
    let before = ceremony.bytes.clone();
    let digest = gap_proof(&before, &appended).unwrap().digest;
    ceremony.sign(1, "Anna Müller", BEGIN_MS);
    let late = BEGIN_MS + 3 * 3_600_000;
    let cms = ceremony.pki.sign(&ceremony.leaves[0], &digest, late);
    [&before[..], &embed(&appended, &cms).unwrap()].concat()
}

/// Signed anew by a certificate alone: neither those above it nor a time beside it.
pub(crate) fn bare_of_time(bytes: &[u8]) -> Vec<u8> {
    with_over(bytes, |pki, digest| {
        let who = &pki.organisation;
        let attributes = cms::signed_attributes(digest, &who.der);
        let raw = who.key.sign(&attributes).unwrap();
        let chain: [&Vec<u8>; 0] = [];
        cms::assemble(&who.der, &chain, &attributes, &raw, None).unwrap()
    })
}
