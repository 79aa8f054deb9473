//! A whole ceremony with everything logged that can be: no line says what it must not.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::middleware;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use seing_server::channels::{Channels, DevInbox};
use seing_server::clock::{Chance, Clock, ManualClock, OsChance};
use seing_server::config::{Config, SmtpConfig, Tls};
use seing_server::http::log::log;
use seing_server::http::state::AppState;
use seing_server::http::static_files::own_fonts::OwnFonts;
use seing_server::http::{app, static_files};
use seing_server::outbox::Outbox;
use seing_server::serve::open;
use sign_core::protocol::derive::{bearer, verifier};
use sign_core::protocol::link::Link;
use sign_core::wire::{Code, Proven, Signed};
use tokio::sync::Notify;
use tracing_subscriber::filter::LevelFilter;

use crate::sender::Sender;
use crate::signer::Signer;
use crate::sink::{Act, Sink};
use crate::world::{ANNA, MINUTE_MS, START_MS, World, ZOE, owner};

const NAME: &str = "Dossier Vermeer";
const RELAY_USER: &str = "relay-user";
const RELAY_PASSWORD: &str = "relay-password";
/// A relay that says whom it means.
const GREYLISTED: &str = "450 4.7.1 <anna@example.org>: greylisted, ask olga@example.org";

/// What was logged by everything in this process.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    /// Keeps every line of every level from here on, without times: their digits look like codes.
    fn start() -> Self {
        let lines = Self::default();
        let writer = lines.clone();
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_ansi(false)
            .without_time()
            .with_writer(move || writer.clone())
            .init();
        lines
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// What no line may hold, each with its name.
#[derive(Default)]
struct Unsaid(Vec<(&'static str, String)>);

impl Unsaid {
    fn text(&mut self, what: &'static str, text: &str) {
        assert!(text.len() > 4, "{what} is too short to be looked for");
        self.0.push((what, text.to_owned()));
    }

    /// Adds octets in every form in which a line may show them.
    fn octets(&mut self, what: &'static str, octets: &[u8]) {
        let hex: String = octets.iter().map(|one| format!("{one:02x}")).collect();
        let listed = format!("{octets:?}");
        self.text(what, &hex.to_uppercase());
        self.text(what, &hex);
        self.text(what, STANDARD.encode(octets).trim_end_matches('='));
        self.text(what, &URL_SAFE_NO_PAD.encode(octets));
        self.text(what, listed.trim_matches(['[', ']']));
    }

    fn link(&mut self, link: &str) {
        let read = Link::parse(link).unwrap();
        self.text("a link", link.split_once('#').unwrap().1);
        self.octets("a link's secret", &read.secret);
        self.octets("a bearer", &bearer(&read.secret));
        self.octets("a verifier", &verifier(&read.secret));
    }

    /// Returns what stands in `lines`.
    fn found_in(&self, lines: &str) -> Vec<String> {
        let said = |(what, text): &(&str, String)| {
            let line = lines.lines().find(|line| line.contains(text))?;
            Some(format!("{what}: {line}"))
        };
        self.0.iter().filter_map(said).collect()
    }
}

/// A server as it is deployed: keys and data on the disk, log, pages, outbox; its mails go to the
/// relay where there is one.
struct Deployed {
    world: World,
    outbox: Outbox,
    inbox: Arc<DevInbox>,
    relay: Option<Sink>,
    master: Vec<u8>,
}

async fn deployed(name: &str, relay: Option<Sink>) -> Deployed {
    let data_dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::remove_dir_all(&data_dir).ok();
    let config = Config {
        data_dir: data_dir.clone(),
        public_url: "http://127.0.0.1:8080".to_owned(),
        dev: true,
        smtp: relay.as_ref().map(way_to),
        ..Config::default()
    };
    let clock = Arc::new(ManualClock::new(START_MS));
    let time: Arc<dyn Clock> = clock.clone();
    let chance: Arc<dyn Chance> = Arc::new(OsChance);
    drop(open(&config, time.clone(), chance.clone()).await.unwrap());
    let (keys, store) = open(&config, time.clone(), chance.clone()).await.unwrap();
    let (channels, inbox) = Channels::from_config(&config, time.clone()).unwrap();
    let (url, queue) = (config.public_url.clone(), store.clone());
    let outbox = Outbox::new(
        queue,
        channels,
        keys.clone(),
        time.clone(),
        chance.clone(),
        &url,
    );
    let wake = Arc::new(Notify::new());
    let state = AppState::new(config, time, chance.clone(), keys, store, wake);
    let api = app(state.clone()).layer(middleware::from_fn(log));
    Deployed {
        world: World {
            state,
            clock,
            app: static_files::with_pages(api, OwnFonts::default(), chance, false),
            cookie: String::new(),
        },
        outbox,
        inbox: inbox.unwrap(),
        relay,
        master: std::fs::read(data_dir.join("master.key")).unwrap(),
    }
}

fn way_to(relay: &Sink) -> SmtpConfig {
    SmtpConfig {
        host: relay.address.ip().to_string(),
        port: relay.address.port(),
        login: Some((RELAY_USER.to_owned(), RELAY_PASSWORD.to_owned())),
        tls: Tls::None,
        from: "sign@seing.example".to_owned(),
        timeout_ms: 5_000,
    }
}

impl Deployed {
    /// Sends what is due, and a minute later what a relay put off.
    async fn deliver(&self) {
        self.outbox.run_due().await.unwrap();
        self.world.clock.advance(MINUTE_MS);
        self.outbox.run_due().await.unwrap();
    }

    /// What arrived at an address, newest first: messages, and mails without their headers.
    fn arrived(&self, to: &str) -> Vec<String> {
        let messages = self.inbox.messages().into_iter();
        let texts = messages.filter(|one| one.to == to).map(|one| one.text);
        let header = format!("To: {to}\n");
        let mails = self.relay.iter().flat_map(Sink::mails).rev();
        let bodies = mails.filter(|mail| mail.contains(&header)).map(|mail| {
            let (_, body) = mail.split_once("\n\n").unwrap();
            body.replace("=\n", "")
        });
        texts.chain(bodies).collect()
    }

    /// Sends what is due and returns the six digits that came last to an address.
    async fn code(&self, to: &str) -> String {
        self.outbox.run_due().await.unwrap();
        let arrived = self.arrived(to);
        let mut own = arrived.iter().filter(|text| !text.contains("/s#"));
        let digits = |text: &String| {
            let mut words = text.split(|letter: char| !letter.is_ascii_digit());
            words.rfind(|word| word.len() == 6).map(str::to_owned)
        };
        own.find_map(digits).unwrap()
    }

    async fn sign(&self, signer: &mut Signer<'_>, contact: &str, unsaid: &mut Unsaid) {
        signer.open().await;
        let prepared = signer.prepare().await;
        signer.commit(&prepared).await;
        let code = self.code(contact).await;
        let wrong = if code == "482915" { "482916" } else { "482915" };
        let refused = signer.prove(&prepared, wrong).await;
        assert_eq!(refused.code(), Code::CodeWrong);
        let proven: Proven = signer.prove(&prepared, &code).await.ok();
        signer.upload(&prepared).await;
        let request = signer.sign_request(&prepared, &proven);
        let signed: Signed = signer.post("sign", &request).await.ok();
        signer.embed(&prepared, &signed);
        unsaid.text("a wrong code", wrong);
        let proof = signer.proof(&prepared, &code).proof;
        unsaid.octets("a proof", &proof.0);
        unsaid.text("a code", &code);
    }

    /// Signs the owner in: with the link, wrongly, and with the password.
    async fn own(&mut self, unsaid: &mut Unsaid) {
        let (secret, one) = ([0xc5; 32], owner());
        let cookie = self.world.set_up(Some(owner()), secret).await.cookie();
        for password in ["hunter2 hunter2", &one.password] {
            let body = serde_json::json!({ "email": one.email, "password": password });
            self.world.post("/v1/session", "", &body).await;
            unsaid.text("a password", password);
        }
        unsaid.octets("the set-up secret", &secret);
        unsaid.text("a session", cookie.split_once('=').unwrap().1);
        unsaid.text("the owner's address", &one.email);
        self.world.cookie = cookie;
    }

    /// Asks for what is not there, with what must not be said in every part of the question.
    async fn stray(&self, signer: &Signer<'_>, sender: &Sender) {
        let (world, who) = (&self.world, signer.who());
        let token = who.trim_start_matches("Bearer ");
        for path in ["/v1/sign/", "/v1/envelopes/", "/s/", "/"] {
            for word in [token, ANNA, "Vermeer"] {
                world.get(&format!("{path}{word}?{word}"), &who).await;
            }
        }
        world.get("/v1/sign", &format!("{who}A")).await;
        let path = format!("/v1/envelopes/{}/cancel", sender.id);
        world.post(&path, &world.cookie, &NAME).await;
        world.post("/v1/sign/prove", &who, &ANNA).await;
    }
}

fn files(unsaid: &mut Unsaid) {
    unsaid.text("a document's name", NAME);
    unsaid.text("a document's name", "Vermeer");
    unsaid.text("an envelope's title", "Lease");
    unsaid.text("an envelope's message", "Please sign.");
    for (what, text) in [
        ("an address", ANNA),
        ("an address", "zoe@example.org"),
        ("a number", ZOE),
        ("a number", "612345678"),
        ("a number", "06 12 34 56 78"),
        ("a person", "Müller"),
        ("a person", "Œuvré"),
    ] {
        unsaid.text(what, text);
    }
}

/// Two people sign, one with a code from a mail and one with a code from an SMS.
async fn ceremony(deployed: &mut Deployed, unsaid: &mut Unsaid) {
    unsaid.octets("the master key", &deployed.master);
    deployed.own(unsaid).await;
    let sender = deployed.world.launched(&[NAME], &[1, 2]).await;
    sender.links.iter().for_each(|link| unsaid.link(link));
    deployed.deliver().await;
    let mut anna = Signer::new(&deployed.world, &sender, 0);
    deployed.sign(&mut anna, ANNA, unsaid).await;
    let mut zoe = Signer::new(&deployed.world, &sender, 1);
    zoe.files.clone_from(&anna.files);
    deployed.sign(&mut zoe, ZOE, unsaid).await;
    zoe.seal().await;
    deployed.outbox.run_due().await.unwrap();
    deployed.stray(&zoe, &sender).await;
}

/// The same with every mail through a relay that wants a login and puts the first mail off.
async fn relayed(unsaid: &mut Unsaid) {
    let relay = Sink::start(&[Act::AtRecipient(GREYLISTED)]).await;
    let mut deployed = deployed("silence-relayed", Some(relay)).await;
    unsaid.text("the relay's password", RELAY_PASSWORD);
    let login = format!("\0{RELAY_USER}\0{RELAY_PASSWORD}");
    unsaid.octets("the relay's login", login.as_bytes());
    ceremony(&mut deployed, unsaid).await;
    let relay = deployed.relay.unwrap();
    assert_eq!(relay.left(), 0, "no mail was put off");
    assert!(relay.mails().len() > 2, "the mails went another way");
}

#[tokio::test]
async fn a_whole_ceremony_logs_no_key_token_code_address_or_name() {
    let (lines, mut unsaid) = (Lines::start(), Unsaid::default());
    files(&mut unsaid);
    ceremony(&mut deployed("silence", None).await, &mut unsaid).await;
    relayed(&mut unsaid).await;

    let said = lines.text();
    for line in [
        "/v1/sign/prove",
        "kind=\"code\"",
        "/v1/sign/seal",
        "state=\"deferred\"",
    ] {
        assert!(said.contains(line), "{line} was not logged: {said:.2000}");
    }
    assert_eq!(unsaid.found_in(&said), Vec::<String>::new());
    let planted = format!("{said}\nsent to {ANNA}");
    assert_eq!(unsaid.found_in(&planted).len(), 1);
}
