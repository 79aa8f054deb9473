//! Windows' Latin letters: their octets, and how wide Helvetica sets them.

/// What stands from 0x80 to 0x9f (ISO 32000-2 Annex D.2); a space where there is nothing.
const UPPER: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// Widths from the space to the tilde, in thousandths of the size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// The width of letters beyond those, which differ little from it.
const USUAL: u16 = 556;

/// Returns the octets of a text; nothing where one of its characters has none.
pub(super) fn encoded(text: &str) -> Option<Vec<u8>> {
    text.chars().map(octet).collect()
}

fn octet(letter: char) -> Option<u8> {
    match letter {
        '\t' => Some(b' '),
        ' '..='~' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(letter)).ok(),
        _ => {
            let at = UPPER.chars().position(|known| known == letter)?;
            Some(0x80 + u8::try_from(at).ok()?)
        }
    }
}

/// Returns how wide octets are at a size, in points.
pub(super) fn width(octets: &[u8], size_pt: f64) -> f64 {
    let one = |octet: &u8| {
        let at = usize::from(octet.wrapping_sub(b' '));
        WIDTHS.get(at).copied().unwrap_or(USUAL)
    };
    octets
        .iter()
        .map(|octet| f64::from(one(octet)))
        .sum::<f64>()
        * size_pt
        / 1000.0
}

#[cfg(test)]
mod tests {
    use super::{encoded, width};

    #[test]
    fn letters_have_the_octets_of_windows() {
        assert_eq!(encoded("aé€œŸ"), Some(vec![b'a', 0xe9, 0x80, 0x9c, 0x9f]));
        assert_eq!(encoded("李"), None);
    }

    #[test]
    fn helvetica_is_as_wide_as_its_metrics_say() {
        assert!((width(b"Wi~", 1000.0) - 1750.0).abs() < 1e-9);
    }
}
