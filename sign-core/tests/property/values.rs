//! Links, transcripts and values on the wire: what is written is read as it was meant.

use proptest::prelude::*;
use sign_core::protocol::link::Link;
use sign_core::protocol::transcript::{Consent, Transcript};
use sign_core::wire::{B64, GapProof, Hash, HashState};

fn hash() -> impl Strategy<Value = Hash> {
    any::<[u8; 32]>().prop_map(Hash)
}

fn octets(most: usize) -> impl Strategy<Value = B64> {
    proptest::collection::vec(any::<u8>(), 0..most).prop_map(B64)
}

fn link() -> impl Strategy<Value = Link> {
    let key = proptest::option::of(any::<[u8; 32]>());
    ("[A-Za-z0-9_-]{1,64}", any::<[u8; 32]>(), key)
        .prop_map(|(id, secret, key)| Link::new(&id, secret, key))
}

fn consent() -> impl Strategy<Value = Consent> {
    (hash(), ".{0,5}", ".{0,5}").prop_map(|(text, locale, version)| Consent {
        text,
        locale,
        version,
    })
}

fn transcript() -> impl Strategy<Value = Transcript> {
    let names = (
        ".{0,40}",
        ".{0,40}",
        ".{0,40}",
        "[0-9.]{1,30}",
        "[a-z]{0,9}",
    );
    let hashes = (hash(), hash(), hash(), proptest::option::of(hash()));
    let lists = (
        proptest::collection::vec(consent(), 0..4),
        proptest::collection::vec(hash(), 0..5),
        octets(100),
    );
    let times = (any::<i64>(), any::<i64>());
    (names, hashes, lists, times).prop_map(|(names, hashes, lists, times)| Transcript {
        version: 1,
        tenant: names.0,
        envelope: names.1,
        recipient: names.2,
        method_oid: names.3,
        channel: names.4,
        contact: hashes.0,
        consents: lists.0,
        key: lists.2,
        client: hashes.1,
        nonce: hashes.2,
        code_expires_ms: times.0,
        begin_ms: times.1,
        ta: hashes.3,
        documents: lists.1,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_link_reads_as_it_was_made_and_says_when_it_was_cut(link in link(), cut: prop::sample::Index) {
        let text = link.format();
        prop_assert!(Link::parse(&text).unwrap() == link);
        let mail = format!(" https://sign.example{text}>.\r\n");
        prop_assert!(Link::parse(&mail).unwrap() == link);
        let cut = &text[..cut.index(text.len())];
        // Without its last part a link of two secrets is a whole link of one.
        if let Ok(rest) = Link::parse(cut) {
            prop_assert!(link.key.is_some() && rest.key.is_none() && rest.secret == link.secret);
        }
    }

    #[test]
    fn a_transcript_reads_as_it_was_meant_from_der_and_json(transcript in transcript()) {
        let der = transcript.der();
        prop_assert_eq!(&Transcript::from_der(&der).unwrap(), &transcript);
        prop_assert!(Transcript::from_der(&der[..der.len() - 1]).is_err());
        let json = serde_json::to_string(&transcript).unwrap();
        prop_assert_eq!(serde_json::from_str::<Transcript>(&json).unwrap(), transcript);
    }

    #[test]
    fn two_transcripts_that_differ_have_two_hashes(one in transcript(), other in transcript()) {
        prop_assert_eq!(one == other, one.t0() == other.t0());
    }

    #[test]
    fn octets_and_digests_read_as_they_were_written(octets in octets(200), hash in hash()) {
        prop_assert_eq!(B64::decode(&octets.encode()), Some(octets.clone()));
        prop_assert_eq!(Hash::from_hex(&hash.hex()), Some(hash));
        let before = HashState { words: hash, blocks: 7, rest: octets.clone() };
        let proof = GapProof { before, gap: 12, after: octets };
        let json = serde_json::to_vec(&proof).unwrap();
        prop_assert_eq!(serde_json::from_slice::<GapProof>(&json).unwrap(), proof);
    }
}
