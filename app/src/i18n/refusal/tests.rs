//! Every code of the core has words.

use sign_core::error::Kind;
use sign_core::inspection::CODES;

use super::finding::{kept, observed};
use super::known;
use crate::i18n::sign::{link_trouble, said_trouble};

/// What only a mistake of ours or of the server can cause.
const OURS: [&str; 9] = [
    "bad_certificate",
    "bad_cms",
    "bad_key",
    "bad_signature",
    "bad_timestamp",
    "bad_transcript",
    "gap_too_small",
    "not_structure",
    "unsupported_algorithm",
];

/// What keeps nobody from signing.
const HARMLESS: [&str; 7] = [
    "attachments",
    "form_fields",
    "hidden_annotations",
    "hidden_layers",
    "not_all_read",
    "signed",
    "value_differs",
];

fn of_a_link(code: &str) -> bool {
    code == "bad_link" || link_trouble(code) != link_trouble("bad_link")
}

#[test]
fn every_refusal_of_the_core_has_words_for_who_sends_and_who_signs() {
    let kinds = Kind::ALL.iter().map(|kind| kind.code());
    for code in kinds.filter(|code| !OURS.contains(code) && !of_a_link(code)) {
        let told = known(code);
        let told = told.unwrap_or_else(|| panic!("{code} has no words for the sender"));
        for text in [told.what, told.safe, told.act] {
            assert!(text.fr.ends_with('.') && text.en.ends_with('.'), "{code}");
        }
        assert!(said_trouble(code).is_some(), "{code}: none for the signer");
    }
}

#[test]
fn everything_the_inspection_finds_has_words() {
    for code in CODES {
        let refused = known(code).map(|told| told.what);
        let text = observed(code).or(refused);
        let text = text.unwrap_or_else(|| panic!("{code} has no words"));
        assert!(text.fr.ends_with('.') && text.en.ends_with('.'), "{code}");
        let told = HARMLESS.contains(&code) || said_trouble(code).is_some();
        assert!(told, "{code}: none for the signer");
    }
}

#[test]
fn nothing_is_said_to_be_taken_out_of_a_file_that_others_signed() {
    for code in CODES {
        let text = kept(code).en;
        assert!(!text.contains("taken out of") && !text.contains("rewritten"));
    }
    assert!(kept("javascript").en.contains("they stay in it"));
}
