//! A code is never sent back bare: no request of a whole run holds one.

use seing_tests::recorder::Request;
use seing_tests::stack::Stack;

/// Digits of a code.
const DIGITS: usize = 6;

/// Looks for every code that was sent in every request that came.
pub(crate) async fn no_code_came_back(stack: &Stack, signers: usize) {
    let messages = stack.inbox().await;
    let codes: Vec<&str> = messages.iter().flat_map(|one| codes(&one.text)).collect();
    assert!(codes.len() >= signers, "the codes were not gathered");
    let requests = stack.recorder.requests();
    let bare = requests.iter().filter(|one| holds_one(one, &codes));
    let places: Vec<String> = bare.map(|one| one.path.clone()).collect();
    assert_eq!(places, Vec::<String>::new());
}

fn holds_one(request: &Request, codes: &[&str]) -> bool {
    let headers = request.headers.values().map(|value| value.as_bytes());
    let mut parts = headers.chain([request.path.as_bytes(), &request.body]);
    parts.any(|part| {
        let text = String::from_utf8_lossy(part);
        codes.iter().any(|code| stands_in(code, &text))
    })
}

/// Whether the digits stand there by themselves and not inside a hash, an id or a time.
fn stands_in(code: &str, text: &str) -> bool {
    let grows = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    text.match_indices(code).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + code.len()..]);
        !before.ends_with(grows) && !after.starts_with(grows)
    })
}

/// Every six digits that stand alone.
fn codes(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.filter(|word| word.len() == DIGITS && word.bytes().all(|letter| letter.is_ascii_digit()))
}

#[test]
fn a_code_is_seen_in_a_body_and_not_in_a_hash() {
    for body in ["{\"a\":\"123456\"}", "{\"a\":123456}", "/v1?a=123456"] {
        assert!(stands_in("123456", body), "{body}");
    }
    for body in ["{\"t0\":\"a123456\"}", "{\"at_ms\":1234567}", "-123456-"] {
        assert!(!stands_in("123456", body), "{body}");
    }
    assert_eq!(
        codes("Your code: 012345 (ab012345)").collect::<Vec<_>>(),
        ["012345"]
    );
}
