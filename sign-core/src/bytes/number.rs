//! Numbers as files write them, damage included (ISO 32000-2 §7.3.3).

/// A number as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// Without a point.
    Integer(i64),
    /// With a point, or too long for an integer.
    Real(f64),
}

/// Reads a whole word of digits.
pub fn unsigned(word: &[u8]) -> Option<u64> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u64::from(byte - b'0'));
    let next = |sum: u64, byte: &u8| sum.checked_mul(10)?.checked_add(digit(byte)?);
    word.iter().try_fold(0, next).filter(|_| !word.is_empty())
}

/// Returns whether a word is a number without damage.
pub fn is_sound(word: &[u8]) -> bool {
    let digits = word.strip_prefix(b"-").or(word.strip_prefix(b"+"));
    let digits = digits.unwrap_or(word);
    let points = digits.iter().filter(|byte| **byte == b'.').count();
    let figures = digits.iter().filter(|byte| byte.is_ascii_digit()).count();
    points <= 1 && figures > 0 && points + figures == digits.len()
}

/// Returns the nearest number that a file can hold: there is no infinity to write (ISO 32000-2 Annex C).
pub fn single(value: f64) -> f32 {
    (value as f32).clamp(f32::MIN, f32::MAX)
}

/// Reads a whole word as a number; damage in it is read as far as it makes sense.
pub fn read(word: &[u8]) -> Option<Number> {
    let signs = word
        .iter()
        .take_while(|byte| matches!(byte, b'+' | b'-'))
        .count();
    let negative = word[..signs].contains(&b'-');
    let digits = &word[signs..];
    let whole = run(digits);
    if whole == digits.len() && whole > 0 {
        return Some(integer(negative, digits));
    }
    if digits.get(whole) != Some(&b'.') {
        return prefix(negative, &digits[..whole], digits);
    }
    let decimals = run(&digits[whole + 1..]);
    if whole + decimals == 0 && signs == 0 && digits.len() > 1 {
        return None;
    }
    Some(real(negative, &digits[..whole + 1 + decimals]))
}

/// Numbers with a minus sign inside (`12-34`) are read up to it, as other readers do.
fn prefix(negative: bool, whole: &[u8], digits: &[u8]) -> Option<Number> {
    let damaged = !whole.is_empty() && digits.get(whole.len()) == Some(&b'-');
    damaged.then(|| integer(negative, whole))
}

fn run(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count()
}

fn integer(negative: bool, digits: &[u8]) -> Number {
    match unsigned(digits).map(i64::try_from) {
        Some(Ok(value)) if negative => Number::Integer(-value),
        Some(Ok(value)) => Number::Integer(value),
        _ => real(negative, digits),
    }
}

fn real(negative: bool, digits: &[u8]) -> Number {
    let text = core::str::from_utf8(digits).unwrap_or("0");
    let value = text.parse::<f64>().unwrap_or(0.0);
    Number::Real(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::{Number, read, single};

    #[test]
    fn a_number_beyond_all_others_is_the_last_of_them() {
        let digits = [b'9'; 400];
        let Some(Number::Real(value)) = read(&digits) else {
            panic!("it is a number");
        };
        assert_eq!((single(value), single(-value)), (f32::MAX, f32::MIN));
        assert_eq!(single(0.5), 0.5);
    }
}
