//! What a person does in a browser: see, press, type, draw, keep a file.

mod eye;
mod hand;
pub mod keys;
mod looks;
mod net;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use crate::cdp::Command;
use crate::driver::Device;
use crate::place::keepsakes;

/// How long a person waits for a screen.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// One person's browser.
pub struct Browser {
    client: Client,
    device: Device,
    downloads: PathBuf,
    net_log: PathBuf,
    looks: Option<looks::Looks>,
}

impl Browser {
    pub(crate) async fn new(
        client: Client,
        device: Device,
        downloads: PathBuf,
        net_log: PathBuf,
    ) -> Self {
        let browser = Self {
            client,
            device,
            downloads,
            net_log,
            looks: None,
        };
        let path = json!({ "behavior": "allow", "downloadPath": browser.downloads });
        browser.cdp("Browser.setDownloadBehavior", path).await;
        browser
    }

    /// Opens an address.
    pub async fn visit(&self, address: &str) {
        self.client.goto(address).await.expect("the address opens");
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.client.refresh().await.expect("a page can be reloaded");
    }

    /// Presses the browser's own way back.
    pub async fn back(&self) {
        self.client.back().await.expect("there is a way back");
    }

    /// Opens one more tab and looks at it.
    pub async fn new_tab(&self) {
        let tab = self.client.new_window(true).await.expect("a tab opens");
        self.client
            .switch_to_window(tab.handle)
            .await
            .expect("the new tab is there");
    }

    /// Looks at the n-th tab.
    pub async fn look_at_tab(&self, index: usize) {
        let tabs = self.client.windows().await.expect("tabs can be listed");
        self.client
            .switch_to_window(tabs[index].clone())
            .await
            .expect("the tab is there");
    }

    /// Closes this tab and looks at a new one, which knows nothing of what this one kept for itself.
    pub async fn leave_for_a_new_tab(&self) {
        let left = self.client.window().await.expect("a tab is open");
        self.new_tab().await;
        let new = self.client.window().await.expect("the new tab is open");
        for tab in [left.clone(), new] {
            let here = self.client.switch_to_window(tab.clone()).await;
            here.expect("both tabs are there");
            if tab == left {
                self.client.close_window().await.expect("a tab closes");
            }
        }
    }

    /// Closes this browser.
    pub async fn close(self) {
        self.client.close().await.expect("a session can be closed");
    }

    /// Presses it as soon as it can be pressed.
    pub async fn press(&self, hook: &str) {
        self.until(&format!("press {hook}"), || async move {
            let element = self.client.find(Locator::Css(&css(hook))).await.ok()?;
            let busy = element.attr("aria-busy").await.ok()?.as_deref() == Some("true");
            let ready = element.is_displayed().await.ok()? && element.is_enabled().await.ok()?;
            if busy || !ready {
                return None;
            }
            self.center(&element).await;
            element.click().await.ok()
        })
        .await;
    }

    /// Presses it and waits until it is gone, or stands there anew.
    pub async fn press_through(&self, hook: &str) {
        let before = self.see(hook).await.element_id();
        self.press(hook).await;
        self.until(&format!("leave {hook}"), || async {
            let now = self.client.find(Locator::Css(&css(hook))).await.ok();
            let same = now.is_some_and(|element| element.element_id() == before);
            (!same || !self.sees(hook).await).then_some(())
        })
        .await;
    }

    /// Presses it if it is there and can be pressed now.
    pub async fn press_if_there(&self, hook: &str) {
        if let Ok(element) = self.client.find(Locator::Css(&css(hook))).await
            && element.is_enabled().await.unwrap_or(false)
        {
            // It may go at this moment: what was pressed before was enough.
            drop(element.click().await);
        }
    }

    /// Types a code and signs with it.
    pub async fn sign_with(&self, code: &str) {
        self.write("code", code).await;
        self.press("sign").await;
    }

    /// Ticks a box that is not ticked.
    pub async fn tick(&self, hook: &str) {
        if !self.see(hook).await.is_selected().await.unwrap_or(false) {
            self.press(hook).await;
        }
    }

    /// Writes a text in place of what stood there.
    pub async fn write(&self, hook: &str, text: &str) {
        self.until(&format!("write in {hook}"), || async move {
            let element = self.client.find(Locator::Css(&css(hook))).await.ok()?;
            self.center(&element).await;
            element.clear().await.ok()?;
            element.send_keys(text).await.ok()
        })
        .await;
    }

    /// Chooses an option of a list by its value.
    pub async fn choose(&self, hook: &str, value: &str) {
        let list = self.see(hook).await;
        list.select_by_value(value)
            .await
            .unwrap_or_else(|error| panic!("{value} in {hook}: {error}"));
    }

    /// Gives files to a file input.
    pub async fn give(&self, hook: &str, files: &[&Path]) {
        let paths: Vec<_> = files
            .iter()
            .map(|path| path.to_str().expect("our paths are text"))
            .collect();
        self.until(&format!("give files to {hook}"), || async {
            let input = self.client.find(Locator::Css(&css(hook))).await.ok()?;
            input.send_keys(&paths.join("\n")).await.ok()
        })
        .await;
    }

    /// Presses the button of a download, and returns the file once it is whole.
    pub async fn keep(&self, hook: &str) -> PathBuf {
        let before = self.downloaded();
        self.press(hook).await;
        self.until(&format!("download from {hook}"), || async {
            self.downloaded()
                .into_iter()
                .find(|path| !before.contains(path))
        })
        .await
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client
            .execute(script, arguments)
            .await
            .unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Lets scripts take so long.
    pub async fn script_limit(&self, limit: Duration) {
        let limits = TimeoutConfiguration::new(Some(limit), None, None);
        let set = self.client.update_timeouts(limits).await;
        set.unwrap_or_else(|error| panic!("the limit of scripts: {error}"));
    }

    /// Calls a method of Chromium's own protocol.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Value {
        let command = Command::Call(method.to_owned(), parameters);
        self.client
            .issue_cmd(command)
            .await
            .unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Takes the network away, or gives it back.
    pub async fn offline(&self, offline: bool) {
        self.cdp("Network.enable", json!({})).await;
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.emulateNetworkConditions", conditions)
            .await;
    }

    /// Shows the page as a person with a dark screen sees it, or a light one.
    pub async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.cdp("Emulation.setEmulatedMedia", media).await;
    }

    /// Keeps a picture of the screen; where it is examined, one in every look.
    pub async fn picture(&self, name: &str) {
        if let Some(looks) = &self.looks {
            return self.examine(looks, name).await;
        }
        self.photograph(name).await;
    }

    async fn photograph(&self, name: &str) {
        let image = self
            .client
            .screenshot()
            .await
            .expect("a screen can be taken");
        fs::write(keepsakes().join(format!("{name}.png")), image)
            .expect("the build folder can be written");
    }

    /// Asks again and again until there is an answer; keeps a picture and stops when there is none.
    pub async fn until<T, F: Future<Output = Option<T>>>(
        &self,
        what: &str,
        mut ask: impl FnMut() -> F,
    ) -> T {
        let mut beat = tokio::time::interval(LOOK_EVERY);
        let answer = tokio::time::timeout(PATIENCE, async {
            loop {
                beat.tick().await;
                if let Some(answer) = ask().await {
                    return answer;
                }
            }
        });
        match answer.await {
            Ok(answer) => answer,
            Err(_) => self.give_up(what).await,
        }
    }

    async fn give_up(&self, what: &str) -> ! {
        let name: String = what
            .chars()
            .map(|letter| {
                if letter.is_alphanumeric() {
                    letter
                } else {
                    '-'
                }
            })
            .take(100)
            .collect();
        self.photograph(&format!("failed-{name}")).await;
        let address = self
            .client
            .current_url()
            .await
            .map(|address| address.to_string());
        let log = self
            .client
            .issue_cmd(Command::Log("browser"))
            .await
            .unwrap_or_default();
        let body = self
            .client
            .execute("return document.body.innerText", vec![])
            .await
            .unwrap_or_default();
        panic!(
            "could not {what} at {address:?}\nlog: {log:#}\npage: {}",
            body.as_str().unwrap_or_default()
        )
    }

    fn downloaded(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.downloads).expect("the folder was made");
        let paths = entries
            .collect::<Result<Vec<_>, io::Error>>()
            .expect("the folder can be read");
        let whole = |path: &PathBuf| {
            let partial = path
                .extension()
                .is_some_and(|end| end == "crdownload" || end == "tmp");
            !partial
                && !path
                    .file_name()
                    .is_some_and(|name| name.to_string_lossy().starts_with('.'))
        };
        paths
            .into_iter()
            .map(|entry| entry.path())
            .filter(whole)
            .collect()
    }
}

/// A hook, or a selector as it is.
fn css(hook: &str) -> String {
    if hook.contains(['[', '.', '#', ' ']) {
        hook.to_owned()
    } else {
        format!("[data-test=\"{hook}\"]")
    }
}
