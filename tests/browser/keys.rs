//! What the keyboard does: goes from one thing to the next, and types where it stands.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use serde_json::json;

use super::{Browser, css};

/// Keys by the code points that WebDriver gives them.
pub const ENTER: char = '\u{E007}';
/// The arrow upwards.
pub const UP: char = '\u{E013}';
/// The arrow to the right.
pub const RIGHT: char = '\u{E014}';
/// The arrow downwards.
pub const DOWN: char = '\u{E015}';
/// Takes away what is chosen.
pub const DELETE: char = '\u{E017}';
const TAB: char = '\u{E004}';
const SHIFT: char = '\u{E008}';
/// More than any screen has.
const STOPS_MAX: usize = 60;

impl Browser {
    /// Goes from stop to stop with the tabulator until it has the focus.
    pub async fn reach(&self, hook: &str) {
        // What is only heard is never displayed.
        self.until(&format!("find {hook}"), || async {
            (self.how_many(hook).await > 0).then_some(())
        })
        .await;
        for _ in 0..STOPS_MAX {
            if self.is_at(hook).await {
                return;
            }
            self.keys(&[TAB]).await;
        }
        panic!("the tabulator does not reach {hook}")
    }

    /// The same way back.
    pub async fn reach_back(&self, hook: &str) {
        for _ in 0..STOPS_MAX {
            if self.is_at(hook).await {
                return;
            }
            self.shifted(&[TAB]).await;
        }
        panic!("the tabulator does not go back to {hook}")
    }

    /// Waits until it has the focus by itself.
    pub async fn find_at(&self, hook: &str) {
        self.until(&format!("find the focus at {hook}"), || async {
            self.is_at(hook).await.then_some(())
        })
        .await;
    }

    /// Presses keys one after another where the focus is.
    pub async fn keys(&self, keys: &[char]) {
        let press = |source: KeyActions, key: &char| source.then(down(*key)).then(up(*key));
        let source = KeyActions::new("keys".into());
        self.play(keys.iter().fold(source, press)).await;
    }

    /// Presses keys while Shift is held.
    pub async fn shifted(&self, keys: &[char]) {
        let press = |source: KeyActions, key: &char| source.then(down(*key)).then(up(*key));
        let source = KeyActions::new("keys".into()).then(down(SHIFT));
        self.play(keys.iter().fold(source, press).then(up(SHIFT)))
            .await;
    }

    /// Goes to an input and types into it.
    pub async fn type_at(&self, hook: &str, text: &str) {
        self.reach(hook).await;
        self.keys(&text.chars().collect::<Vec<_>>()).await;
    }

    /// Goes to a button and presses it.
    pub async fn enter_at(&self, hook: &str) {
        self.reach(hook).await;
        self.keys(&[ENTER]).await;
    }

    async fn is_at(&self, hook: &str) -> bool {
        let script = "return document.activeElement?.matches(arguments[0]) ?? false";
        self.run(script, vec![json!(css(hook))]).await == json!(true)
    }

    async fn play(&self, keys: KeyActions) {
        let played = self.client.perform_actions(keys).await;
        played.unwrap_or_else(|error| panic!("keys: {error}"));
    }
}

fn down(value: char) -> KeyAction {
    KeyAction::Down { value }
}

fn up(value: char) -> KeyAction {
    KeyAction::Up { value }
}
