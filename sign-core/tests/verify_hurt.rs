//! Files hurt at random: every one gets a report, and none that was touched where it was signed is valid.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any, proptest};
use proptest::test_runner::Config;
use sign_core::bytes::trail::Trail;
use sign_core::verify::{Trust, Verdict, verify, verify_versions};

use crate::ceremony::pki::{BEGIN_MS, Pki};
use crate::ceremony::run::ceremony;
use crate::corpus::corpus;

/// A day after the signatures.
const NEXT_DAY_MS: i64 = BEGIN_MS + 86_400_000;

/// One way to hurt a file, at a place given as a fraction of it.
#[derive(Clone, Debug)]
enum Hurt {
    Flip(f64, u8),
    Cut(f64),
    Insert(f64, Vec<u8>),
    Remove(f64, usize),
    Repeat(f64, usize),
}

fn hurt() -> impl Strategy<Value = Hurt> {
    use proptest::prop_oneof;
    prop_oneof![
        (0.0..1.0, 1_u8..).prop_map(|(at, bits)| Hurt::Flip(at, bits)),
        (0.0..1.0).prop_map(Hurt::Cut),
        (0.0..1.0, vec(any::<u8>(), 1..40)).prop_map(|(at, octets)| Hurt::Insert(at, octets)),
        (0.0..1.0, 1_usize..200).prop_map(|(at, count)| Hurt::Remove(at, count)),
        (0.0..1.0, 1_usize..2000).prop_map(|(at, count)| Hurt::Repeat(at, count)),
    ]
}

fn apply(bytes: &mut Vec<u8>, hurt: &Hurt) {
    let place = |at: f64| (at * bytes.len() as f64) as usize;
    match hurt {
        _ if bytes.is_empty() => {}
        Hurt::Flip(at, bits) => {
            let at = place(*at);
            bytes[at] ^= bits;
        }
        Hurt::Cut(at) => bytes.truncate(place(*at)),
        Hurt::Insert(at, octets) => {
            let at = place(*at);
            bytes.splice(at..at, octets.iter().copied());
        }
        Hurt::Remove(at, count) => {
            let at = place(*at);
            bytes.drain(at..(at + count).min(bytes.len()));
        }
        Hurt::Repeat(at, count) => {
            let at = place(*at);
            let again = bytes[at..(at + count).min(bytes.len())].to_vec();
            bytes.splice(at..at, again);
        }
    }
}

fn judged(bytes: Vec<u8>, trust: &Trust) -> Verdict {
    verify_versions(&Arc::new(bytes), &Trail::new(), trust, NEXT_DAY_MS).verdict
}

/// The ceremony's own root: without it nothing at all would be valid.
fn root() -> Trust {
    let pki = Pki::new();
    Trust {
        roots: vec![pki.root.der],
        others: vec![pki.issuing.der, pki.tsa.der],
    }
}

fn few(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(few(60))]

    #[test]
    fn a_hurt_ceremony_gets_a_report_and_no_good_one(hurts in vec(hurt(), 1..4)) {
        let honest = sealed();
        let mut bytes = honest.to_vec();
        hurts.iter().for_each(|hurt| apply(&mut bytes, hurt));
        let same = bytes == honest;
        assert_eq!(judged(bytes, &root()) == Verdict::Valid, same, "{hurts:?}");
    }

    #[test]
    fn a_hurt_file_of_others_gets_a_report(which in 0.0..1.0, hurts in vec(hurt(), 1..4)) {
        let files = corpus();
        if let Some(path) = files.get((which * files.len() as f64) as usize) {
            let mut bytes = std::fs::read(path).unwrap();
            hurts.iter().for_each(|hurt| apply(&mut bytes, hurt));
            let verdict = judged(bytes, &Trust::default());
            assert!(verdict != Verdict::Valid, "nobody's root is trusted: {}", path.display());
        }
    }
}

#[test]
fn the_ceremony_is_valid_until_it_is_hurt() {
    assert_eq!(judged(sealed().to_vec(), &root()), Verdict::Valid);
}

/// A download that broke off is told as such, and not as what hides a second document.
#[test]
fn a_file_that_was_cut_is_said_to_be_cut() {
    let whole = sealed();
    for lost in [1 << 4, 1 << 8, 1 << 12] {
        let cut = Arc::new(whole[..whole.len() - lost].to_vec());
        let report = verify(&cut, &root(), NEXT_DAY_MS);
        let codes: Vec<&str> = report
            .findings
            .iter()
            .map(|one| one.code.as_str())
            .collect();
        assert!(codes.contains(&"trailing_bytes"), "{lost}: {codes:?}");
        assert!(!codes.contains(&"objects_hidden"), "{lost}: {codes:?}");
        let signatures = report.signatures.iter().flat_map(|one| &one.findings);
        let mut accused = signatures.map(|one| one.code.as_str());
        let unfounded = ["certified_late", "transcript_mismatch"];
        assert!(!accused.any(|code| unfounded.contains(&code)), "{lost}");
        let bad = matches!(report.verdict, Verdict::Changed | Verdict::Invalid);
        assert!(bad, "{lost}: {:?}", report.verdict);
    }
}

/// The sealed file of the ceremony, made once.
fn sealed() -> &'static [u8] {
    static SEALED: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    SEALED.get_or_init(|| ceremony().bytes)
}
