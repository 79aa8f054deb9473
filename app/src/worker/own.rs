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
    come: BTreeSet<String>,
    fonts: Fonts,
}

impl Own {
    /// Returns the fonts that are here.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// Returns the files that have characters which are lacking, as far as there are any.
    pub fn wanted(&self, lacking: &[char]) -> Vec<String> {
        let Some(list) = &self.list else {
            let some = (!lacking.is_empty()).then(|| [PLACE, LIST].concat());
            return some.into_iter().collect();
        };
        let has = |character: &char| list.iter().find(|font| font.has(*character));
        let found = lacking.iter().filter_map(has).map(|font| &font.file);
        let new: BTreeSet<_> = found.filter(|file| !self.come.contains(*file)).collect();
        new.into_iter().map(|file| [PLACE, file].concat()).collect()
    }

    /// Takes what was fetched, if it is one of these; what did not come is asked for again.
    pub fn put(&mut self, name: &str, file: Option<&[u8]>) {
        let (Some(name), Some(file)) = (name.strip_prefix(PLACE), file) else {
            return;
        };
        if name == LIST {
            self.list = serde_json::from_slice(file).ok();
        } else if self.come.insert(name.to_owned()) {
            add(&mut self.fonts, file);
        }
    }
}

/// Returns the characters that a question has written and no font here has. A question that cannot be
/// answered says so itself.
pub fn lacking(question: &Ask, paper: Option<&mut Paper>, fonts: &Fonts) -> Vec<char> {
    match (question, paper) {
        (Ask::Write(texts), _) => {
            let texts = texts.iter().map(|one| one.text.as_str());
            fonts.missing(&texts.collect::<String>())
        }
        (Ask::LayOut { plan, .. }, _) => ceremony::unlaid(plan, fonts),
        (Ask::PrepareAct { act, .. }, Some(paper)) => {
            ceremony::unacted(paper, act, fonts).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// One that cannot be used is passed over: what only it has is missing.
#[cfg(feature = "scripts")]
fn add(fonts: &mut Fonts, file: &[u8]) {
    fonts.add(file.to_vec()).ok();
}

#[cfg(not(feature = "scripts"))]
fn add(_: &mut Fonts, _: &[u8]) {}

#[cfg(test)]
mod tests {
    use super::Own;

    #[test]
    fn the_list_is_asked_for_first_and_then_each_font_once() {
        let mut own = Own::default();
        assert!(own.wanted(&[]).is_empty());
        assert_eq!(own.wanted(&['王']), ["own/fonts.json"]);
        own.put("own/fonts.json", None);
        assert_eq!(own.wanted(&['王']), ["own/fonts.json"], "it did not come");
        let list = r#"[{"file":"a.ttf","runs":[[65,90]]},{"file":"b.ttf","runs":[[65,70],[29579,29579]]}]"#;
        own.put("own/fonts.json", Some(list.as_bytes()));
        assert_eq!(
            own.wanted(&['王', 'A', 'B', 'é']),
            ["own/a.ttf", "own/b.ttf"]
        );
        own.put("own/b.ttf", Some(b"no font"));
        own.put("own/a.ttf", None);
        own.put("FoxitSans.pfb", Some(b"of the shelf"));
        assert_eq!(own.wanted(&['王', 'A']), ["own/a.ttf"]);
        assert_eq!(own.fonts().missing("王"), ['王']);
    }
}
