//! Fonts for scripts beyond the shipped one's, which a server lends its people's browsers.

use serde::{Deserialize, Serialize};

/// `GET /pdf-fonts/own/fonts.json` has one for each font, the first that has a letter serves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnFont {
    /// Its name beside that list.
    pub file: String,
    /// The characters it has: the first and the last of each run, in ascending order.
    pub runs: Vec<(u32, u32)>,
}

impl OwnFont {
    /// Says whether it has a character.
    pub fn has(&self, character: char) -> bool {
        let code = u32::from(character);
        let after = self.runs.partition_point(|run| run.0 <= code);
        after
            .checked_sub(1)
            .is_some_and(|run| code <= self.runs[run].1)
    }
}

#[cfg(test)]
mod tests {
    use super::OwnFont;

    #[test]
    fn a_character_is_found_in_its_run() {
        let font = OwnFont {
            file: "a.ttf".to_owned(),
            runs: vec![(0x41, 0x43), (0x61, 0x61)],
        };
        let has: String = ('\0'..'\u{ff}').filter(|c| font.has(*c)).collect();
        assert_eq!(has, "ABCa");
    }
}
