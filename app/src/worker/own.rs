//! Fonts of the server's own for other scripts: fetched when a text first needs one.

use std::collections::BTreeSet;

use sign_core::stamp::fonts::Fonts;
use sign_core::wire::OwnFont;

use super::ceremony;
use super::message::Ask;
use super::paper::Paper;

/// Where they stand among the files of the shelf.
const PLACE: &str = "own/";
/// Which there are, beside them.
const LIST: &str = "fonts.json";

/// The fonts that texts are set in.
#[derive(Default)]
pub struct Own {
    list: Option<Vec<OwnFont>>,
    fetched: BTreeSet<String>,
    fonts: Fonts,
}

impl Own {
    /// Returns the fonts that are here.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// Returns the files that have characters which are lacking, as far as there are any.
    pub fn wanted(&self, lacking: &[char]) -> Vec<String> {
        if lacking.is_empty() {
            return Vec::new();
        }
        let Some(list) = &self.list else {
            return vec![[PLACE, LIST].concat()];
        };
        let has = |character: &char| list.iter().position(|font| font.has(*character));
        let found: BTreeSet<usize> = lacking.iter().filter_map(has).collect();
        let files = found.into_iter().map(|place| &list[place].file);
        let new = files.filter(|file| !self.fetched.contains(*file));
        new.map(|file| [PLACE, file].concat()).collect()
    }

    /// Takes what was fetched. Where a font did not come the list may be an old one.
    pub fn put(&mut self, name: &str, file: Option<Vec<u8>>) {
        let name = name.strip_prefix(PLACE).unwrap_or(name);
        match file {
            None => self.list = None,
            Some(list) if name == LIST => self.list = serde_json::from_slice(&list).ok(),
            Some(font) if self.fetched.insert(name.to_owned()) => add(&mut self.fonts, font),
            Some(_) => {}
        }
    }
}

/// Says whether a file is one of these.
pub fn is_own(name: &str) -> bool {
    cfg!(feature = "scripts") && name.starts_with(PLACE)
}

/// Returns the characters that a question has written and no font here has. A question that cannot be
/// answered says so itself.
pub fn lacking(question: &Ask, paper: Option<&mut Paper>, fonts: &Fonts) -> Vec<char> {
    match (question, paper) {
        (Ask::Write(texts), _) => {
            let texts = texts.iter().map(|one| one.text.as_str());
            fonts.missing(&texts.collect::<String>())
        }
        (Ask::LayOut { plan, .. }, _) => ceremony::missing_in_plan(plan, fonts),
        (Ask::PrepareAct { act, .. }, Some(paper)) => {
            ceremony::missing_in_act(paper, act, fonts).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// One that cannot be used is passed over: what only it has is missing.
#[cfg(feature = "scripts")]
fn add(fonts: &mut Fonts, file: Vec<u8>) {
    fonts.add(file).ok();
}

#[cfg(not(feature = "scripts"))]
fn add(_: &mut Fonts, _: Vec<u8>) {}

#[cfg(test)]
mod tests {
    use super::Own;

    #[test]
    fn the_list_is_asked_for_first_and_then_each_font_once_in_its_order() {
        let mut own = Own::default();
        assert!(own.wanted(&[]).is_empty());
        assert_eq!(own.wanted(&['王']), ["own/fonts.json"]);
        own.put("own/fonts.json", None);
        assert_eq!(own.wanted(&['王']), ["own/fonts.json"], "it did not come");
        let list = r#"[{"file":"b.ttf","runs":[[65,90]]},{"file":"a.ttf","runs":[[65,70],[29579,29579]]}]"#;
        own.put("own/fonts.json", Some(list.into()));
        assert_eq!(own.wanted(&['王', 'A', 'é']), ["own/b.ttf", "own/a.ttf"]);
        own.put("own/a.ttf", Some(b"a font".to_vec()));
        assert_eq!(own.wanted(&['王', 'A']), ["own/b.ttf"]);
        own.put("own/b.ttf", None);
        assert_eq!(
            own.wanted(&['A']),
            ["own/fonts.json"],
            "it may be another by now"
        );
    }
}
