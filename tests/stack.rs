//! The real server on a free loopback port, with its own data, clock and inbox, behind a recorder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use seing_server::clock::{Clock, OsChance, SystemClock};
use seing_server::config::Config;
use seing_server::serve::{Server, start};
use sign_core::wire::DevMessage;

use crate::place::scratch;
use crate::recorder::Recorder;

const DAY_MS: i64 = 86_400_000;
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A deployment of one server.
pub struct Stack {
    /// What browsers talk to.
    pub recorder: Recorder,
    /// Opens the portal as its owner, once.
    pub owner_link: String,
    clock: Arc<ShiftedClock>,
    config: Config,
    server: Option<Server>,
}

/// The clock of this machine, put forward.
struct ShiftedClock(AtomicI64);

impl Clock for ShiftedClock {
    fn now_ms(&self) -> i64 {
        SystemClock.now_ms() + self.0.load(Ordering::Relaxed)
    }
}

impl Stack {
    /// Starts with an empty data folder.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// Starts with other settings.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let recorder = Recorder::start().await;
        let listen = ([127, 0, 0, 1], 0).into();
        let public_url = recorder.origin.clone();
        let data_dir = scratch("data");
        let mut config = Config {
            listen,
            data_dir,
            public_url,
            dev: true,
            ..Config::default()
        };
        change(&mut config);
        let clock = Arc::new(ShiftedClock(AtomicI64::new(0)));
        let owner_link = String::new();
        let mut stack = Self {
            recorder,
            owner_link,
            clock,
            config,
            server: None,
        };
        stack.resume().await;
        stack
    }

    /// Starts the server again on the same data.
    pub async fn resume(&mut self) {
        let clock: Arc<dyn Clock> = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let server = start(self.config.clone(), clock, Arc::new(OsChance)).await;
        let server = server.unwrap_or_else(|error| panic!("the server does not start: {error}"));
        self.recorder.point_at(Some(server.address));
        self.owner_link.clone_from(&server.owner_link);
        self.server = Some(server);
    }

    /// Stops the server; browsers get no answer until [`Self::resume`].
    pub async fn halt(&mut self) {
        self.recorder.point_at(None);
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
    }

    /// Starts the server again after it went away; browsers reach it again.
    pub async fn restart(&mut self) {
        self.halt().await;
        self.resume().await;
    }

    /// Returns the files of sealed blobs as the server keeps them, in the order of their names.
    pub fn blobs(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.config.data_dir.join("blobs"));
        let entries = entries.expect("a blob was kept");
        let path = |entry: io::Result<fs::DirEntry>| entry.expect("the folder can be read").path();
        let mut paths: Vec<PathBuf> = entries.map(path).collect();
        paths.sort();
        paths
    }

    /// Puts the server's clock forward.
    pub fn advance_days(&self, days: i64) {
        self.clock.0.fetch_add(days * DAY_MS, Ordering::Relaxed);
    }

    /// Puts the server's clock forward by minutes.
    pub fn advance_minutes(&self, minutes: i64) {
        self.clock.0.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    /// Returns every mail and message so far, newest first.
    pub async fn inbox(&self) -> Vec<DevMessage> {
        let address = self.server().address;
        let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build_http();
        let uri = format!("http://{address}/v1/dev/inbox")
            .parse()
            .expect("an address is a URI");
        let answer = client.get(uri).await.expect("the server answers");
        let body = to_bytes(Body::new(answer.into_body()), usize::MAX)
            .await
            .expect("a whole answer");
        serde_json::from_slice(&body).expect("the inbox is a list of messages")
    }

    /// Waits for the code sent to `contact` after the message `after`, and returns it with its number.
    pub async fn code(&self, contact: &str, after: u64) -> (String, u64) {
        let mut beat = tokio::time::interval(LOOK_EVERY);
        let found = tokio::time::timeout(PATIENCE, async {
            loop {
                beat.tick().await;
                let messages = self.inbox().await;
                let mut fresh = messages
                    .iter()
                    .filter(|row| row.id > after && row.to == contact)
                    .filter(|row| !row.text.contains("/s#"));
                if let Some(found) = fresh.find_map(|row| Some((digits(&row.text)?, row.id))) {
                    return found;
                }
            }
        });
        found
            .await
            .unwrap_or_else(|_| panic!("no code was sent to {contact}"))
    }

    /// Returns the number of the newest message.
    pub async fn newest_message(&self) -> u64 {
        self.inbox()
            .await
            .iter()
            .map(|row| row.id)
            .max()
            .unwrap_or_default()
    }

    /// Writes `root.pem`, `issuing.pem` and `tsa.pem` to a folder for the judges.
    pub fn roots(&self) -> PathBuf {
        let folder = scratch("roots");
        let keys = &self.server().state.keys;
        write_pem(&folder.join("root.pem"), &keys.root_der());
        write_pem(&folder.join("issuing.pem"), &keys.issuing_der());
        write_pem(&folder.join("tsa.pem"), &keys.tsa_der());
        folder
    }

    fn server(&self) -> &Server {
        self.server.as_ref().expect("the server was not halted")
    }
}

/// The six digits that stand alone.
fn digits(text: &str) -> Option<String> {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    let code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    words.find(code).map(str::to_owned)
}

fn write_pem(path: &Path, der: &[u8]) {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).expect("base64 is ASCII"))
        .collect();
    let pem = format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    );
    fs::write(path, pem).expect("the build folder can be written");
}
