//! A sender at a desk, an envelope on its way, and phones to sign it with.

use std::fs;
use std::path::PathBuf;

use seing_server::config::Config;
use serde_json::Value;

use crate::browser::Browser;
use crate::driver::{Device, Driver};
use crate::judges::{Judges, LATER, text};
use crate::leak::Secrets;
use crate::place::fixture;
use crate::sender::{Order, Person, send, set_up};
use crate::signer::{ANSWER, Visit};
use crate::stack::Stack;

/// Why an envelope is taken back or declined.
pub const REASON: &str = "Une clause manque.";
/// Why a document is signed: it is printed in it.
pub const WHY: &str = "Location meublée pour 2027";
/// Signs in French; the code goes to a phone.
pub const ANNA: Person = Person {
    first: "Anna",
    last: "Durand",
    email: "anna@example.org",
    phone: Some("+33612345678"),
    locale: "fr",
};
/// Signs in English; the code goes by mail.
pub const BEN: Person = Person {
    first: "Ben",
    last: "Keller",
    email: "ben@example.org",
    phone: None,
    locale: "en",
};

const DOCUMENTS: [&str; 4] = ["contract.pdf", "letter.pdf", "scan.pdf", "other.pdf"];
/// Small words that English does not have.
const FRENCH: [&str; 16] = [
    "le", "la", "les", "de", "du", "des", "un", "une", "et", "est", "pas", "vous", "votre", "ce",
    "cette", "rien",
];
/// Small words that French does not have.
const ENGLISH: [&str; 14] = [
    "the", "of", "is", "not", "and", "you", "your", "this", "to", "for", "that", "was", "it",
    "nothing",
];

/// Server, browsers, and the sender signed in.
pub struct Scene {
    /// The server.
    pub stack: Stack,
    /// Opens more browsers.
    pub driver: Driver,
    /// The sender's.
    pub desk: Browser,
}

impl Scene {
    /// Sets up a portal with the default settings.
    pub async fn open() -> Self {
        Self::with("fr", |_| {}).await
    }

    /// Sets up a portal in a language, with other settings.
    pub async fn with(locale: &str, change: impl FnOnce(&mut Config)) -> Self {
        let (stack, driver) = (Stack::with(change).await, Driver::start());
        let desk = driver.open(Device::Desktop, locale).await;
        set_up(&desk, &stack.owner_link).await;
        Self {
            stack,
            driver,
            desk,
        }
    }

    /// Launches an envelope, and returns one link a person.
    pub async fn launch(&self, order: &Order) -> Vec<String> {
        self.desk
            .visit(&format!("{}/", self.stack.recorder.origin))
            .await;
        send(&self.desk, order).await
    }

    /// Shows the newest envelope on the sender's screen.
    pub async fn detail(&self) {
        self.desk.visit(&self.stack.recorder.origin).await;
        self.desk.press("envelope-row").await;
    }

    /// Takes the newest envelope back.
    pub async fn cancel(&self) {
        self.detail().await;
        self.desk.press("cancel").await;
        self.desk.write("#cancel-reason", REASON).await;
        self.desk.press("cancel-confirm").await;
    }

    /// Closes the sender's browser, and looks for what every scene has in all that was asked.
    pub async fn close(self) {
        self.desk.close().await;
        let (content, meaning) = secrets();
        let findings = self.stack.recorder.findings(&content, &meaning);
        assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    }

    /// Opens a phone in the person's language.
    pub async fn phone(&self, person: &Person) -> Browser {
        self.driver.open(Device::Phone, person.locale).await
    }

    /// A person's visit on a browser.
    pub fn visit<'a>(
        &'a self,
        browser: &'a Browser,
        person: Person,
        order: &'a Order,
        name: &str,
    ) -> Visit<'a> {
        Visit {
            browser,
            stack: &self.stack,
            person,
            order,
            reloads: false,
            typed: None,
            name: name.to_owned(),
        }
    }
}

/// Keeps the documents of a visit's last screen; every judge accepts each with that many signatures
/// an hour later: the server's clock may have been put forward by minutes.
pub async fn judged(visit: &Visit<'_>, signatures: usize) -> Vec<PathBuf> {
    let files = visit.keep_files().await;
    for file in &files {
        Judges::new(&visit.stack.roots())
            .accept(file, signatures, Some(LATER[0]))
            .unwrap_or_else(|refusal| panic!("{}: {refusal}", visit.name));
    }
    files
}

/// One letter for these people.
pub fn one_document(people: &[Person], carrier: &'static str) -> Order {
    Order {
        title: "Lettre d’accord",
        documents: vec![fixture("letter.pdf")],
        people: people.to_vec(),
        carrier,
    }
}

/// The documents that scenes sign, and what they say and are answered.
fn secrets() -> (Secrets, Secrets) {
    let (mut content, mut meaning) = (Secrets::default(), Secrets::default());
    for file in DOCUMENTS.map(fixture) {
        content.add(&fs::read(&file).expect("a fixture can be read"));
        meaning.add(text(&file).as_bytes());
    }
    meaning.add(ANSWER.as_bytes());
    meaning.add(WHY.as_bytes());
    content.add_all(&meaning);
    (content, meaning)
}

/// Erases what the browser keeps; then it asks for the link again.
pub async fn erased(phone: &Browser) {
    phone.press("forget").await;
    phone.see("forgotten").await;
    let script = "return new Promise((tell) => { indexedDB.open('seing').onsuccess = (opened) => \
        opened.target.result.transaction('kept').objectStore('kept').count().onsuccess = \
        (counted) => tell(counted.target.result) })";
    assert_eq!(phone.run(script, vec![]).await, Value::from(0));
    phone.reload().await;
    phone.see("blocked").await;
}

/// Waits for a message with one of the codes, and checks that it says something in the language.
pub async fn told(browser: &Browser, hook: &str, codes: &[&str]) -> String {
    browser.see(hook).await;
    let code = browser
        .attribute(hook, "data-code")
        .await
        .unwrap_or_default();
    assert!(
        codes.contains(&code.as_str()),
        "{hook} says {code}, not one of {codes:?}"
    );
    let tag = page_language(browser).await;
    says(browser, hook, tag).await
}

/// The same, and once more in the other language, which is chosen on the page and chosen back: what
/// was said stands there all the time. Returns it in French and in English.
pub async fn told_in_both(browser: &Browser, hook: &str, codes: &[&str]) -> (String, String) {
    told(browser, hook, codes).await;
    said_in_both(browser, hook).await
}

/// Reads a text of a page in French and in English; the page is in its first language again then.
pub async fn said_in_both(browser: &Browser, hook: &str) -> (String, String) {
    let first = page_language(browser).await;
    let second = if first == "fr" { "en" } else { "fr" };
    let (mut french, mut english) = (String::new(), String::new());
    for tag in [second, first] {
        browser.press(&format!("lang-{tag}")).await;
        let said = says(browser, hook, tag).await;
        *(if tag == "fr" {
            &mut french
        } else {
            &mut english
        }) = said;
    }
    (french, english)
}

/// Waits until a text is in a language, and returns it.
async fn says(browser: &Browser, hook: &str, tag: &str) -> String {
    let read = || async {
        let text = browser.text(hook).await;
        (language(&text) == Some(tag)).then_some(text)
    };
    let text = browser.until(&format!("read {hook} in {tag}"), read).await;
    assert!(
        text.len() > 40,
        "it says what happened, what is safe and what to do: {text:?}"
    );
    text
}

/// What the page says it is in, which must be what the browser asks for.
async fn page_language(browser: &Browser) -> &'static str {
    let script = "return [navigator.language.slice(0, 2), document.documentElement.lang];";
    let found = browser.run(script, vec![]).await;
    assert_eq!(found[0], found[1], "the page is in another language");
    if found[0] == "fr" { "fr" } else { "en" }
}

/// Tells French from English by the small words that one of them has alone.
fn language(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphabetic())
        .collect();
    let any = |known: &[&str]| words.iter().any(|word| known.contains(word));
    match (any(&FRENCH), any(&ENGLISH)) {
        (true, false) => Some("fr"),
        (false, true) => Some("en"),
        _ => None,
    }
}

#[test]
fn a_text_in_two_languages_is_in_none() {
    assert_eq!(language("Demandez un nouveau code."), Some("fr"));
    assert_eq!(language("Ask for a new code."), Some("en"));
    assert_eq!(language("Le code est faux. Ask for a new code."), None);
}
