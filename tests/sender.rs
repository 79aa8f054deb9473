//! What a sender does: sets up the portal, prepares an envelope, hands out its links.

use std::path::PathBuf;

use crate::browser::Browser;

/// Long enough for the owner's account.
pub const PASSWORD: &str = "correct horse battery staple";
/// What the text asks for; longer than a window of the search for leaks.
pub const CAPTION: &str = "Plaque d’immatriculation du véhicule";

/// One who is asked to sign.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// First name.
    pub first: &'static str,
    /// Last name.
    pub last: &'static str,
    /// Address.
    pub email: &'static str,
    /// Mobile number in E.164; codes go there if it is given, else to the address.
    pub phone: Option<&'static str>,
    /// `fr` or `en`.
    pub locale: &'static str,
}

/// An envelope, as a sender thinks of it.
pub struct Order {
    /// Its title.
    pub title: &'static str,
    /// The files.
    pub documents: Vec<PathBuf>,
    /// Who signs, in order.
    pub people: Vec<Person>,
    /// `sealed` or `local`.
    pub carrier: &'static str,
}

impl Person {
    /// Where their code goes.
    pub fn contact(&self) -> &'static str {
        self.phone.unwrap_or(self.email)
    }
}

/// Opens the portal with the link that the server printed.
pub async fn set_up(browser: &Browser, owner_link: &str) {
    browser.visit(owner_link).await;
    browser.write("owner-name", "Odile Martin").await;
    browser.write("owner-email", "odile@example.org").await;
    browser.write("owner-password", PASSWORD).await;
    browser.write("owner-organisation", "Atelier Martin").await;
    browser.picture("portal-setup").await;
    browser.press("setup-go").await;
    browser.see("new-envelope").await;
}

/// Prepares and launches an envelope; returns one link a person.
pub async fn send(browser: &Browser, order: &Order) -> Vec<String> {
    make_ready(browser, order).await;
    links(browser, order).await
}

/// Does everything before the last press.
pub async fn make_ready(browser: &Browser, order: &Order) {
    prepare(browser, order).await;
    place_fields(browser, order).await;
    browser.press("next").await;
    look_over(browser, order).await;
}

/// Chooses the files and names the people.
pub async fn prepare(browser: &Browser, order: &Order) {
    browser.press("new-envelope").await;
    add_documents(browser, order).await;
    browser.press("next").await;
    name_people(browser, &order.people).await;
    browser.press("next").await;
}

/// Launches what is prepared; returns one link a person.
pub async fn launch(browser: &Browser, order: &Order) -> Vec<String> {
    look_over(browser, order).await;
    links(browser, order).await
}

/// The same with the page loaded again at the end of each step: nothing that was entered is lost.
pub async fn send_reloading(browser: &Browser, order: &Order) -> Vec<String> {
    browser.press("new-envelope").await;
    add_documents(browser, order).await;
    browser.reload_keeping("document-row").await;
    browser.press("next").await;
    name_people(browser, &order.people).await;
    browser.reload_keeping("first-name-0").await;
    browser.press("next").await;
    place_fields(browser, order).await;
    browser.reload_keeping("field-box").await;
    browser.press("next").await;
    look_over(browser, order).await;
    browser.reload_keeping("title").await;
    links(browser, order).await
}

async fn look_over(browser: &Browser, order: &Order) {
    browser.write("title", order.title).await;
    browser.press(&format!("carrier-{}", order.carrier)).await;
    browser.picture("portal-review").await;
}

/// Launches what was looked over; returns one link a person.
pub async fn links(browser: &Browser, order: &Order) -> Vec<String> {
    browser.press("launch").await;
    launched(browser, order).await
}

/// Waits for the links of what was launched.
pub async fn launched(browser: &Browser, order: &Order) -> Vec<String> {
    browser.see("launched").await;
    browser.picture("portal-launched").await;
    let mut links = Vec::new();
    for index in 0..order.people.len() {
        let hook = format!("link-{index}");
        browser.see(&hook).await;
        links.push(
            browser
                .attribute(&hook, "data-link")
                .await
                .expect("the link is there"),
        );
    }
    links
}

async fn add_documents(browser: &Browser, order: &Order) {
    let files: Vec<_> = order.documents.iter().map(PathBuf::as_path).collect();
    browser.give("drop-pdf", &files).await;
    browser.count("document-row", files.len()).await;
    browser.picture("portal-documents").await;
}

async fn name_people(browser: &Browser, people: &[Person]) {
    for (index, person) in people.iter().enumerate() {
        if !browser.sees(&format!("first-name-{index}")).await {
            browser.press("add-person").await;
        }
        browser
            .write(&format!("first-name-{index}"), person.first)
            .await;
        browser
            .write(&format!("last-name-{index}"), person.last)
            .await;
        browser.write(&format!("email-{index}"), person.email).await;
        if let Some(phone) = person.phone {
            browser.write(&format!("phone-{index}"), phone).await;
        }
        browser
            .choose(&format!("locale-{index}"), person.locale)
            .await;
        let method = if person.phone.is_some() {
            "sms"
        } else {
            "email"
        };
        browser.choose(&format!("method-{index}"), method).await;
    }
    browser.picture("portal-people").await;
}

/// A signature, a name and a date for everybody on every document, and one text.
async fn place_fields(browser: &Browser, order: &Order) {
    for document in 0..order.documents.len() {
        if order.documents.len() > 1 {
            browser.press(&format!("document-tab-{document}")).await;
        }
        browser.see("page-0").await;
        for person in 0..order.people.len() {
            let down = 0.18 + 0.22 * f64::from(u32::try_from(person).expect("few people sign"));
            browser.press(&format!("person-pick-{person}")).await;
            let sheet = sheet_to_sign(order, document, person);
            place(browser, "place-signature", (sheet, 0.3, down)).await;
            place(browser, "place-name", ("page-0", 0.7, down)).await;
            place(browser, "place-date", ("page-0", 0.7, down + 0.08)).await;
        }
    }
    browser.press("person-pick-0").await;
    place(browser, "place-text", ("page-0", 0.5, 0.85)).await;
    browser.write("caption", CAPTION).await;
    // What is chosen is not kept over a reload, and its input with it.
    browser
        .press("[data-test=\"field-box\"][data-kind=\"date\"]")
        .await;
    browser.picture("portal-fields").await;
}

/// The last one signs a scan on its second sheet, which lies rotated.
fn sheet_to_sign(order: &Order, document: usize, person: usize) -> &'static str {
    let is_scan = order.documents[document].ends_with("scan.pdf");
    if is_scan && person + 1 == order.people.len() {
        "page-1"
    } else {
        "page-0"
    }
}

/// Presses a tool, then a point of a page, in fractions of its width and height.
pub async fn place(browser: &Browser, tool: &str, (page, across, down): (&str, f64, f64)) {
    let before = browser.how_many("field-box").await;
    browser.press(tool).await;
    browser.press_at(page, across, down).await;
    browser.count("field-box", before + 1).await;
}
