//! Names of fields: what ours say, and what stands for those of others outside their document.

use super::FieldKind;
use crate::document::Field;

/// What a field of others is called outside its document, before its object's number.
const OWN: &str = "own_";

/// Digits of the longest number in a name of ours: what is longer says something, as a date does.
const MOST_DIGITS: usize = 3;

/// Returns what a field of ours takes, by its name alone: `sig_01`, `ink_01_2`, `seing1_date_12_1`.
pub fn kind(name: &str) -> Option<FieldKind> {
    let mut words = unprefixed(name).split('_');
    let kind = match words.next()? {
        "sig" | "ink" => FieldKind::Signature,
        "name" => FieldKind::Name,
        "date" => FieldKind::Date,
        "text" => FieldKind::Text,
        "initials" => FieldKind::Initials,
        "check" => FieldKind::Check,
        _ => return None,
    };
    let numbers: Option<Vec<u32>> = words.map(count).collect();
    (1..=2).contains(&numbers?.len()).then_some(kind)
}

/// Returns what stands for a field in everything that leaves its document: the name of one of ours,
/// else the number of its object, `own_12`, for its name may be words of the document.
pub fn alias(field: &Field) -> String {
    match kind(&field.name) {
        Some(_) => field.name.clone(),
        None => format!("{OWN}{}", field.id.0),
    }
}

/// Returns the object's number from an [`alias`].
pub fn own_number(name: &str) -> Option<u32> {
    number(name.strip_prefix(OWN)?)
}

/// Returns the number of the signer whose field bears a name of ours, with the prefix before it:
/// `("seing1_", "02")` for `seing1_text_02_1`.
pub fn owner(name: &str) -> Option<(&str, &str)> {
    kind(name)?;
    let plain = unprefixed(name);
    let prefix = name.strip_suffix(plain)?;
    Some((prefix, plain.split('_').nth(1)?))
}

/// Returns whether a name is made of words of ours and numbers, so that it says nothing of what
/// stands in a document.
pub fn is_plain(name: &str) -> bool {
    kind(name).is_some() || own_number(name).is_some()
}

/// Takes `seing1_` away.
fn unprefixed(name: &str) -> &str {
    let rest = name
        .strip_prefix("seing")
        .and_then(|rest| rest.split_once('_'));
    match rest {
        Some((before, plain)) if count(before).is_some() => plain,
        _ => name,
    }
}

/// A number as it stands in a name of ours.
fn count(digits: &str) -> Option<u32> {
    let short = digits.len() <= MOST_DIGITS;
    short.then(|| number(digits)).flatten()
}

fn number(digits: &str) -> Option<u32> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::{FieldKind, is_plain, kind, own_number, owner};

    #[test]
    fn a_field_says_by_its_name_whose_it_is() {
        assert_eq!(owner("sig_01"), Some(("", "01")));
        assert_eq!(owner("seing1_text_02_1"), Some(("seing1_", "02")));
        assert_eq!(owner("amount"), None);
    }

    #[test]
    fn a_field_says_by_its_name_what_it_takes() {
        assert_eq!(kind("sig_01"), Some(FieldKind::Signature));
        assert_eq!(kind("seing2_ink_01_2"), Some(FieldKind::Signature));
        assert_eq!(kind("seing1_date_12_1"), Some(FieldKind::Date));
        assert_eq!(kind("initials_01_1"), Some(FieldKind::Initials));
        assert_eq!(kind("seing3_check_02_3"), Some(FieldKind::Check));
        for foreign in [
            "seingx_date_12_1",
            "amount",
            "date_of_birth",
            "name_",
            "sig",
            "date_19850412",
            "name_01_2024",
            "seing2024_sig_01",
        ] {
            assert_eq!(kind(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn a_name_that_could_carry_words_of_a_document_is_not_plain() {
        assert!(is_plain("text_03_12") && is_plain("own_12"));
        assert!(is_plain("initials_01_1") && is_plain("check_02_3"));
        assert_eq!(own_number("own_12"), Some(12));
        let words = [
            "Signature of Anna",
            "text_01_Anna",
            "initials_of_Anna",
            "check",
            "own_Anna",
            "own_+1",
            "sig_1_2_3",
            "date_19850412",
        ];
        assert!(!words.iter().any(|name| is_plain(name)));
    }
}
