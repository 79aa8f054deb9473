//! What a signer does: opens the link, reads, agrees, fills, draws, types the code, keeps the files.

use std::path::PathBuf;

use crate::browser::Browser;
use crate::sender::{Order, Person};
use crate::stack::Stack;

/// The screens of the flow by what a person acts on, later ones first: a screen that is left may
/// still stand there for a moment.
const SCREENS: [&str; 11] = [
    "done",
    "blocked",
    "waiting",
    "code",
    "preview-sign",
    "use-ink",
    "fill-next",
    "agree-next",
    "read-next",
    "pick-original-0",
    "start",
];
/// What is typed into every text; longer than a window of the search for leaks.
pub const ANSWER: &str = "Lu et approuvé, bon pour accord";
/// More than any flow has.
const MOVES_MAX: usize = 60;

/// One signer's visit.
pub struct Visit<'a> {
    /// Their browser.
    pub browser: &'a Browser,
    /// The server.
    pub stack: &'a Stack,
    /// Who they are.
    pub person: Person,
    /// What they were sent, for the originals.
    pub order: &'a Order,
    /// Whether the page is loaded again at each new screen.
    pub reloads: bool,
    /// What they type instead of drawing.
    pub typed: Option<&'static str>,
    /// Begins the names of pictures.
    pub name: String,
}

impl Visit<'_> {
    /// Opens the link and goes on to the end.
    pub async fn sign(&self, link: &str) {
        self.browser.visit(link).await;
        let end = self.go_to("done").await;
        assert_eq!(end, "done", "{}", self.browser.text(end).await);
        self.browser.picture(&format!("{}-done", self.name)).await;
    }

    /// Goes on until `goal` or an end is seen, and returns which.
    pub async fn go_to(&self, goal: &str) -> &'static str {
        let mut last = "";
        for _ in 0..MOVES_MAX {
            let screen = self.browser.see_one_of(&SCREENS).await;
            let fresh = screen != last;
            last = screen;
            if fresh {
                self.browser
                    .picture(&format!("{}-{screen}", self.name))
                    .await;
            }
            if screen == goal || ["done", "blocked", "waiting"].contains(&screen) {
                return screen;
            }
            if fresh && self.reloads {
                self.browser.reload().await;
                let again = self.browser.see_one_of(&SCREENS).await;
                assert_eq!(again, screen, "a reload loses nothing");
            }
            self.act(screen).await;
        }
        panic!("the flow does not end; the last screen was {last}")
    }

    /// Does what the screen asks for.
    pub async fn act(&self, screen: &str) {
        match screen {
            "pick-original-0" => self.pick_originals().await,
            "read-next" => self.read().await,
            "agree-next" => self.agree().await,
            "fill-next" => self.fill().await,
            "use-ink" => self.draw().await,
            "preview-sign" => self.ask_for_code().await,
            "code" => self.type_code().await,
            screen => self.browser.press_through(screen).await,
        }
    }

    /// Presses the downloads of the last screen, and returns the files in order.
    pub async fn keep_files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for document in 0..self.order.documents.len() {
            files.push(self.browser.keep(&format!("save-pdf-{document}")).await);
        }
        files
    }

    async fn pick_originals(&self) {
        for (document, file) in self.order.documents.iter().enumerate() {
            self.browser
                .give(&format!("pick-original-{document}"), &[file])
                .await;
        }
        self.browser.lose("pick-original-0").await;
    }

    /// Looks at every page of every document.
    async fn read(&self) {
        let count = self.browser.hooks("document-tab-").await.len().max(1);
        for document in 0..count {
            let pages = self.browser.some_hooks("page-").await;
            for page in &pages {
                self.browser.look_at(page).await;
                self.browser
                    .see_attribute(page, "data-rendered", "true")
                    .await;
            }
            self.browser.press("read-next").await;
            if document + 1 < count {
                let tab = format!("document-tab-{}", document + 1);
                self.browser
                    .see_attribute(&tab, "aria-current", "true")
                    .await;
            }
        }
        self.browser.lose("read-next").await;
    }

    async fn agree(&self) {
        let boxes = self.browser.hooks("agree").await;
        for hook in boxes.iter().filter(|hook| *hook != "agree-next") {
            self.browser.tick(hook).await;
        }
        self.browser.press_through("agree-next").await;
    }

    async fn fill(&self) {
        for input in self.browser.hooks("fill-").await {
            if input.contains("check") {
                self.browser.tick(&input).await;
            } else if input != "fill-next" {
                self.browser.write(&input, ANSWER).await;
            }
        }
        self.reload_keeping("fill-next").await;
        self.browser.press_through("fill-next").await;
    }

    async fn draw(&self) {
        match self.typed {
            Some(name) => {
                self.browser
                    .press("label:has([data-test=\"way-type\"])")
                    .await;
                self.browser.write("typed", name).await;
            }
            None => self.ink().await,
        }
        self.browser.picture(&format!("{}-drawn", self.name)).await;
        // Without its strokes the pad would not be left.
        self.reload_keeping("use-ink").await;
        self.browser.press_through("use-ink").await;
    }

    /// Loads the page again where that is asked for; what was typed stands there again.
    async fn reload_keeping(&self, screen: &str) {
        if self.reloads {
            self.browser.reload_keeping(screen).await;
        }
    }

    /// Draws a name on the pad.
    pub async fn ink(&self) {
        for stroke in name_strokes() {
            self.browser.draw("ink-pad", &stroke).await;
        }
    }

    async fn ask_for_code(&self) {
        self.browser.press_through("preview-sign").await;
    }

    async fn type_code(&self) {
        let (code, _) = self.stack.code(self.person.contact(), 0).await;
        self.browser.write("code", &code).await;
        self.browser
            .picture(&format!("{}-code-typed", self.name))
            .await;
        // The documents may still be opening; the code waits for the button then.
        self.browser
            .until("leave the code", || async {
                self.browser.press_if_there("sign").await;
                (!self.browser.sees("code").await).then_some(())
            })
            .await;
    }
}

/// Two strokes like a quick name: loops along the pad, and a line under them.
fn name_strokes() -> [Vec<(f64, f64)>; 2] {
    let loops = (0..60).map(|step| {
        let along = f64::from(step) / 59.0;
        let (down, across) = (f64::from(step) * 0.55).sin_cos();
        (
            0.12 + 0.7 * along + 0.04 * across,
            0.45 + 0.22 * down * (1.0 - 0.4 * along),
        )
    });
    let line = (0..16).map(|step| {
        let along = f64::from(step) / 15.0;
        (0.2 + 0.6 * along, 0.82 - 0.06 * along)
    });
    [loops.collect(), line.collect()]
}
