//! Passing over an object and reading it tell the same, or nothing is told.

use lopdf::Object;
use proptest::prelude::*;
use sign_core::bytes::lexer::Lexer;
use sign_core::bytes::{skim, syntax};

fn references(object: &Object, ids: &mut Vec<(u32, u16)>) {
    match object {
        Object::Reference(id) => ids.push(*id),
        Object::Array(items) => items.iter().for_each(|item| references(item, ids)),
        Object::Dictionary(dict) => dict.iter().for_each(|(_, value)| references(value, ids)),
        _ => {}
    }
}

/// What a reader finds: references, where the object ends, and that nothing was mended.
fn read(text: &[u8]) -> Option<(Vec<(u32, u16)>, usize)> {
    let mut lexer = Lexer::new(text, 0);
    let object = syntax::object(&mut lexer).ok()?;
    let mut ids = Vec::new();
    references(&object, &mut ids);
    (!lexer.mended()).then(|| (ids, lexer.at()))
}

fn skimmed(text: &[u8]) -> Option<(Vec<(u32, u16)>, usize)> {
    let mut lexer = Lexer::new(text, 0);
    let mut ids = Vec::new();
    skim::object(&mut lexer, &mut |id| ids.push(id))?;
    Some((ids, lexer.at()))
}

fn sorted(found: Option<(Vec<(u32, u16)>, usize)>) -> Option<(Vec<(u32, u16)>, usize)> {
    found.map(|(mut ids, end)| {
        ids.sort_unstable();
        (ids, end)
    })
}

proptest! {
    #[test]
    fn whatever_is_passed_over_would_be_read_without_mending(
        text in "[ /AB<>()\\[\\]\\\\%#01R.+\n-]{1,40}",
    ) {
        if let found @ Some(_) = sorted(skimmed(text.as_bytes())) {
            prop_assert_eq!(found, sorted(read(text.as_bytes())));
        }
    }

    #[test]
    fn sound_dictionaries_are_passed_over(
        values in proptest::collection::vec("[1-9] 0 R|-?[0-9]\\.[0-9]|\\(a\\)|<< /A \\[2 0 R\\] >>|<0F>|/N", 0..30),
    ) {
        let entry = |(at, value): (usize, &String)| format!("/K{at} {value} ");
        let text: String = values.iter().enumerate().map(entry).collect();
        let text = format!("<< {text}>>");
        let found = sorted(skimmed(text.as_bytes()));
        prop_assert!(found.is_some());
        prop_assert_eq!(found, sorted(read(text.as_bytes())));
    }
}
