//! Finds a window of secret bytes in anything, as it is, in hex or in base64.

use std::collections::HashSet;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Length of a window in bytes.
pub const WINDOW: usize = 16;

/// What must not be found.
#[derive(Default)]
pub struct Secrets {
    windows: HashSet<[u8; WINDOW]>,
}

impl Secrets {
    /// Adds every window of `bytes`; a run of one repeated byte says nothing and is left out.
    pub fn add(&mut self, bytes: &[u8]) {
        let windows = bytes.windows(WINDOW).filter(|window| !is_one_byte(window));
        self.windows.extend(
            windows
                .map(|window| <[u8; WINDOW]>::try_from(window).expect("windows have this length")),
        );
    }

    /// Adds everything that others hold.
    pub fn add_all(&mut self, others: &Self) {
        self.windows.extend(&others.windows);
    }

    /// Returns how many windows are known.
    pub fn len(&self) -> usize {
        self.windows.len()
    }

    /// Returns whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.windows.is_empty()
    }

    /// Returns the first window that `body` holds, and in which form.
    pub fn find(&self, body: &[u8]) -> Option<String> {
        let forms = [
            ("raw", vec![body.to_vec()]),
            ("hex", hex_runs(body)),
            ("base64", base64_runs(body)),
        ];
        forms.iter().find_map(|(form, texts)| {
            let window = texts.iter().find_map(|text| self.first(text))?;
            Some(format!("{form}: {:?}", String::from_utf8_lossy(&window)))
        })
    }

    fn first(&self, text: &[u8]) -> Option<[u8; WINDOW]> {
        let mut windows = text
            .windows(WINDOW)
            .map(|window| <[u8; WINDOW]>::try_from(window).expect("windows have this length"));
        windows.find(|window| self.windows.contains(window))
    }
}

fn is_one_byte(window: &[u8]) -> bool {
    window.iter().all(|byte| *byte == window[0])
}

/// Every run of hex digits, decoded from its first and from its second digit.
fn hex_runs(body: &[u8]) -> Vec<Vec<u8>> {
    let runs = runs(body, 2 * WINDOW, |byte| byte.is_ascii_hexdigit());
    let decode = |digits: &[u8]| {
        digits
            .chunks_exact(2)
            .map(|pair| 16 * digit(pair[0]) + digit(pair[1]))
            .collect()
    };
    runs.iter()
        .flat_map(|run| [decode(run), decode(&run[1..])])
        .collect()
}

fn digit(byte: u8) -> u8 {
    u8::try_from(
        char::from(byte)
            .to_digit(16)
            .expect("only hex digits come here"),
    )
    .expect("a digit is below 16")
}

/// Every run of base64 letters of either alphabet, decoded from each of its first four letters.
fn base64_runs(body: &[u8]) -> Vec<Vec<u8>> {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
    let runs = runs(body, 22, letter);
    runs.iter()
        .flat_map(|run| (0..4).filter_map(|skip| decode_base64(&run[skip..])))
        .collect()
}

fn decode_base64(run: &[u8]) -> Option<Vec<u8>> {
    let lenient = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let plain: Vec<u8> = run
        .iter()
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => *other,
        })
        .collect();
    // A single letter at the end is no octet.
    let whole = if plain.len() % 4 == 1 {
        &plain[..plain.len() - 1]
    } else {
        &plain
    };
    GeneralPurpose::new(&alphabet::STANDARD, lenient)
        .decode(whole)
        .ok()
}

fn runs(body: &[u8], least: usize, member: impl Fn(u8) -> bool) -> Vec<&[u8]> {
    body.split(|byte| !member(*byte))
        .filter(|run| run.len() >= least)
        .collect()
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    use super::Secrets;

    const SECRET: &[u8] = b"1. Le prix est de 12 480,00 EUR hors taxes.";

    fn secrets() -> Secrets {
        let mut secrets = Secrets::default();
        secrets.add(SECRET);
        secrets.add(&[0; 64]);
        secrets
    }

    #[test]
    fn a_window_is_found_in_every_form_and_at_every_offset() {
        for skip in 0..5 {
            let part = [&b"xyzzy"[..skip], &SECRET[7..7 + 16], b"!"].concat();
            let hex: String = part.iter().map(|byte| format!("{byte:02X}")).collect();
            for body in [
                part.clone(),
                hex.clone().into_bytes(),
                format!("a{hex}").into_bytes(),
            ] {
                assert!(secrets().find(&body).is_some(), "{body:?}");
            }
            for text in [STANDARD.encode(&part), URL_SAFE_NO_PAD.encode(&part)] {
                assert!(
                    secrets()
                        .find(format!("{{\"a\":\"{text}\"}}").as_bytes())
                        .is_some(),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn shorter_pieces_and_plain_zeros_are_no_leak() {
        assert_eq!(secrets().find(&SECRET[7..7 + 15]), None);
        assert_eq!(secrets().find(&[0; 40]), None);
        assert_eq!(secrets().find(b"{\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}"), None);
    }
}
