//! Digits of hexadecimal strings (ISO 32000-2 §7.3.4.3), many at once: containers of signatures are long.

/// How many are looked at before it is asked whether to go on.
const STRIDE: usize = 256;

/// Returns how many digits stand at the beginning, but for less than a stride.
pub(super) fn leading(bytes: &[u8]) -> usize {
    let strides = bytes.chunks_exact(STRIDE);
    strides.take_while(|stride| are_digits(stride)).count() * STRIDE
}

fn are_digits(bytes: &[u8]) -> bool {
    let digits = bytes.iter().map(u8::is_ascii_hexdigit);
    digits.fold(true, |all, is| all & is)
}

/// Decodes pairs of digits; nothing where one is alone or something else stands among them.
pub(super) fn plain(digits: &[u8]) -> Option<Vec<u8>> {
    let whole = digits.len().is_multiple_of(2) && digits.chunks(STRIDE).all(are_digits);
    whole.then(|| digits.chunks_exact(2).map(octet).collect())
}

/// Joins two digits; one alone has a zero behind it.
pub(super) fn octet(digits: &[u8]) -> u8 {
    let value = |digit: u8| (digit & 0x0f) + (digit >> 6) * 9;
    value(digits[0]) << 4 | digits.get(1).map_or(0, |digit| value(*digit))
}

#[cfg(test)]
mod tests {
    use super::{STRIDE, leading, octet, plain};

    #[test]
    fn every_octet_is_known_as_what_it_is() {
        for byte in 0..=u8::MAX {
            let digit = (byte as char).to_digit(16);
            for place in [0, 255, 256, 299] {
                let mut digits = vec![b'7'; 300];
                digits[place] = byte;
                let strides = if digit.is_some() { 1 } else { place / STRIDE };
                assert_eq!(leading(&digits), strides * STRIDE, "{byte} at {place}");
                assert_eq!(plain(&digits).is_some(), digit.is_some());
            }
            if let Some(digit) = digit {
                assert_eq!(u32::from(octet(&[byte])), digit << 4);
                assert_eq!(plain(&[b'A', byte]), Some(vec![0xa0 | digit as u8]));
            }
        }
        assert_eq!((plain(b""), plain(b"abc")), (Some(Vec::new()), None));
    }
}
