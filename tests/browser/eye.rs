//! What the eye does: waits for something to be there, reads it, counts it.

use fantoccini::Locator;
use fantoccini::elements::Element;

use super::{Browser, css};

/// Everything somebody entered on a screen: files, texts, choices and the places of fields; but not
/// what they have in hand, as the page to add a field to.
const ENTERED: &str = "
const all = (hook) => [...document.querySelectorAll(hook)];
const inputs = all('input:not([type=file], [type=checkbox], [name=signer]), textarea, select:not(#page)');
const values = inputs.map((one) => one.type === 'radio' ? one.checked : one.value);
const places = all('[data-test=field-box]').map((one) => one.getAttribute('style'));
return [values, places, all('[data-test=document-row]').length];
";

impl Browser {
    /// Waits until the element is displayed, and returns it.
    pub async fn see(&self, hook: &str) -> Element {
        self.until(&format!("see {hook}"), || async move {
            let found = self.client.find(Locator::Css(&css(hook))).await.ok()?;
            found.is_displayed().await.ok()?.then_some(found)
        })
        .await
    }

    /// Returns whether it is displayed at this moment.
    pub async fn sees(&self, hook: &str) -> bool {
        match self.client.find(Locator::Css(&css(hook))).await {
            Ok(element) => element.is_displayed().await.unwrap_or(false),
            Err(_) => false,
        }
    }

    /// Waits until one of the elements is displayed, and returns its name.
    pub async fn see_one_of<'a>(&self, hooks: &[&'a str]) -> &'a str {
        self.until(&format!("see one of {hooks:?}"), || async move {
            for hook in hooks {
                if self.sees(hook).await {
                    return Some(*hook);
                }
            }
            None
        })
        .await
    }

    /// Waits until that many of them are there.
    pub async fn count(&self, hook: &str, wanted: usize) {
        self.until(&format!("count {wanted} of {hook}"), || async move {
            let found = self.client.find_all(Locator::Css(&css(hook))).await.ok()?;
            (found.len() == wanted).then_some(())
        })
        .await;
    }

    /// Returns how many of them are there at this moment.
    pub async fn how_many(&self, hook: &str) -> usize {
        let found = self.client.find_all(Locator::Css(&css(hook))).await;
        found.map_or(0, |found| found.len())
    }

    /// Returns the names of the hooks that begin so, in the order of the page.
    pub async fn hooks(&self, beginning: &str) -> Vec<String> {
        let selector = format!("[data-test^=\"{beginning}\"]");
        let found = self.client.find_all(Locator::Css(&selector)).await;
        let mut names = Vec::new();
        for element in found.unwrap_or_default() {
            names.extend(element.attr("data-test").await.ok().flatten());
        }
        names
    }

    /// Waits until some hooks begin so, and returns them.
    pub async fn some_hooks(&self, beginning: &str) -> Vec<String> {
        self.until(&format!("see some {beginning}"), || async {
            Some(self.hooks(beginning).await).filter(|hooks| !hooks.is_empty())
        })
        .await
    }

    /// Scrolls it into the middle of the screen.
    pub async fn look_at(&self, hook: &str) {
        let element = self.see(hook).await;
        self.center(&element).await;
    }

    /// Waits until the element is gone.
    pub async fn lose(&self, hook: &str) {
        self.until(&format!("no longer see {hook}"), || async move {
            (!self.sees(hook).await).then_some(())
        })
        .await;
    }

    /// Waits until the attribute has this value.
    pub async fn see_attribute(&self, hook: &str, name: &str, value: &str) {
        self.until(&format!("see {hook} with {name}={value}"), || async move {
            let found = self.attribute(hook, name).await?;
            (found == value).then_some(())
        })
        .await;
    }

    /// Returns an attribute's value at this moment.
    pub async fn attribute(&self, hook: &str, name: &str) -> Option<String> {
        let element = self.client.find(Locator::Css(&css(hook))).await.ok()?;
        element.attr(name).await.ok()?
    }

    /// Loads the page again; the same screen is there then, and all that was entered.
    pub async fn reload_keeping(&self, screen: &str) {
        self.see(screen).await;
        let before = self.run(ENTERED, vec![]).await;
        self.reload().await;
        self.see(screen).await;
        self.until(
            &format!("find again what was entered: {before}"),
            || async { (self.run(ENTERED, vec![]).await == before).then_some(()) },
        )
        .await;
    }

    /// Returns the text that stands in the element.
    pub async fn text(&self, hook: &str) -> String {
        self.see(hook)
            .await
            .text()
            .await
            .expect("an element has a text")
    }
}
