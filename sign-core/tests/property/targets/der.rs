//! Containers, timestamps, certificates and lists, in DER.

use sign_core::protocol::transcript::Transcript;
use sign_core::signature::certificate::Certificate;
use sign_core::signature::crl::Crl;
use sign_core::signature::{cms as container, key, timestamp};
use sign_core::wire::Hash;

use crate::honest::HONEST;

/// A container that verifies under one of our certificates signs what was signed.
pub(super) fn cms(data: &[u8]) {
    let Ok(signed) = container::parse(data) else {
        return;
    };
    let _ = signed.message_digest();
    let _ = (signed.seal_facts(), signed.token());
    if let Some(token) = signed.token() {
        let _ = timestamp::check(token, &signed.imprint());
    }
    let Ok(signer) = signed.signer() else {
        return;
    };
    let _ = (signed.names(&signer), signed.is_past(&signer));
    if signed.verify(&signer, &HONEST.digest.0).is_ok() && signer.der == HONEST.leaf {
        let honest = container::parse(&HONEST.container).expect("ours reads");
        assert_eq!(signed.signed_der, honest.signed_der, "a forged container");
    }
}

/// A token of our authority says what it said.
pub(super) fn stamp(data: &[u8]) {
    let _ = timestamp::read_request(data);
    let asked = timestamp::Request {
        imprint: HONEST.imprint,
        nonce: None,
    };
    let _ = timestamp::read_response(data, &asked);
    let Ok(stamp) = timestamp::check(data, &HONEST.imprint) else {
        return;
    };
    if stamp.authority.der == HONEST.authority {
        let honest = timestamp::check(&HONEST.token, &HONEST.imprint).expect("ours reads");
        assert_eq!(stamp.time_ms, honest.time_ms, "a forged time");
        assert_eq!(stamp.serial, honest.serial, "a forged token");
    }
}

/// A certificate our authority signed is one that it issued; a transcript has one spelling.
pub(super) fn certificate(data: &[u8]) {
    if let Ok(transcript) = Transcript::from_der(data) {
        assert_eq!(transcript.der(), data, "a transcript has one spelling");
    }
    let _ = key::der_to_raw(data).map(|raw| key::raw_to_der(&raw));
    let Ok(certificate) = Certificate::parse(data) else {
        return;
    };
    touch(&certificate);
    for issuer in &HONEST.issuers {
        let issuer = Certificate::parse(issuer).expect("ours reads");
        if certificate.is_signed_by(&issuer).is_ok() {
            let known = HONEST.issued.iter().map(|der| Certificate::parse(der));
            let mut known = known.map(|known| known.expect("ours reads"));
            let same = |known: &Certificate| {
                (&known.serial, &known.spki) == (&certificate.serial, &certificate.spki)
                    && known.extensions == certificate.extensions
            };
            assert!(known.any(|known| same(&known)), "a forged certificate");
        }
    }
}

fn touch(certificate: &Certificate) {
    let _ = (certificate.common_name(), certificate.organisation());
    let _ = (certificate.is_self_issued(), certificate.unknown_critical());
    let _ = (certificate.authority(), certificate.key_usages());
    let _ = (certificate.purposes(), certificate.policies());
    let _ = (certificate.subject_key_id(), certificate.authority_key_id());
    let _ = (certificate.key_period_ms(), certificate.transcript());
}

/// A list our authority signed says what it said.
pub(super) fn crl(data: &[u8]) {
    let Ok(list) = Crl::parse(data) else {
        return;
    };
    let _ = list.entry(&Hash::default().0[..20]);
    for issuer in &HONEST.issuers {
        let issuer = Certificate::parse(issuer).expect("ours reads");
        if list.is_signed_by(&issuer).is_ok() {
            let honest = HONEST.lists.iter().map(|der| Crl::parse(der));
            let mut honest = honest.map(|honest| honest.expect("ours reads"));
            let same = |honest: &Crl| {
                (honest.this_update_ms, &honest.revoked) == (list.this_update_ms, &list.revoked)
            };
            assert!(honest.any(|honest| same(&honest)), "a forged list");
        }
    }
}
