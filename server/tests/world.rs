//! One server, its clock in our hands, and what it would have sent.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use seing_server::clock::{Chance, Clock, ManualClock, SeededChance};
use seing_server::config::Config;
use seing_server::http::app;
use seing_server::http::state::AppState;
use seing_server::outbox::{Claimed, NoticeKind, Outcome, Payload};
use seing_server::serve;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sign_core::bytes::hash::sha256;
use sign_core::wire::portal::Owner;
use sign_core::wire::{B64, Code, Problem, Setup};
use tokio::sync::Notify;
use tower::ServiceExt as _;

/// 2026-11-22 10:00:00.250 UTC.
pub(crate) const START_MS: i64 = 1_795_341_600_250;

pub(crate) const MINUTE_MS: i64 = 60_000;

/// Whom [`World::launched`] asks first; codes go to the address.
pub(crate) const ANNA: &str = "anna@example.org";

/// Whom it asks second; codes go to the phone.
pub(crate) const ZOE: &str = "+33612345678";

/// A server in memory.
pub(crate) struct World {
    pub(crate) state: AppState,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) app: Router,
    /// What the owner's browser sends as `Cookie`.
    pub(crate) cookie: String,
}

/// An answer that came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// A message as it would have been sent.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) row: Claimed,
    pub(crate) payload: Payload,
}

impl World {
    /// Starts a server that nobody owns.
    pub(crate) async fn empty() -> Self {
        Self::with(local(":memory:".into())).await
    }

    /// Starts a server with its owner signed in that takes documents up to a size.
    pub(crate) async fn holding(max_bytes: u64) -> Self {
        let config = Config {
            max_bytes,
            ..local(":memory:".into())
        };
        Self::owned(config).await
    }

    /// Starts a server with its owner signed in and its data on the disk.
    pub(crate) async fn on_disk(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::remove_dir_all(&folder).ok();
        Self::owned(local(folder)).await
    }

    /// As [`World::on_disk`], of a server whose seals let timestamps be renewed.
    pub(crate) async fn renewing(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::remove_dir_all(&folder).ok();
        let config = Config {
            renew_timestamps: true,
            ..local(folder)
        };
        Self::owned(config).await
    }

    /// Starts a server with its owner signed in that nothing can leave.
    pub(crate) async fn silent() -> Self {
        let config = Config {
            dev: false,
            ..local(":memory:".into())
        };
        Self::owned(config).await
    }

    async fn owned(config: Config) -> Self {
        let mut world = Self::with(config).await;
        world.cookie = world.set_up(Some(owner()), [1; 32]).await.cookie();
        world
    }

    /// Ends the server as a killed process ends, and starts the next one on a copy of the files as
    /// they lie there now: no connection was closed, nothing was written back from memory, and the
    /// keys are opened anew. What a power failure takes from the disk itself is not tried; that every commit is
    /// flushed is pinned in `store/sqlite.rs`.
    pub(crate) async fn crash(&mut self) {
        let AppState {
            config,
            clock,
            chance,
            ..
        } = self.state.clone();
        let mut config = Config::clone(&config);
        config.data_dir = as_it_lies(&config.data_dir);
        let opened = serve::open(&config, clock.clone(), chance.clone()).await;
        let (keys, store) = opened.unwrap();
        let wake = Arc::new(Notify::new());
        self.state = AppState::new(config, clock, chance, keys, store, wake);
        self.app = app(self.state.clone());
    }

    pub(crate) async fn with(config: Config) -> Self {
        let clock = Arc::new(ManualClock::new(START_MS));
        let time: Arc<dyn Clock> = clock.clone();
        let chance: Arc<dyn Chance> = Arc::new(SeededChance::new(7));
        let opened = serve::open(&config, time.clone(), chance.clone()).await;
        let (keys, store) = opened.unwrap();
        let wake = Arc::new(Notify::new());
        let state = AppState::new(config, time, chance, keys, store, wake);
        Self {
            app: app(state.clone()),
            state,
            clock,
            cookie: String::new(),
        }
    }

    /// Starts a server with its owner signed in.
    pub(crate) async fn new() -> Self {
        Self::owned(local(":memory:".into())).await
    }

    /// Makes a set-up link and uses it.
    pub(crate) async fn set_up(&self, owner: Option<Owner>, secret: [u8; 32]) -> Answer {
        let until_ms = self.clock.now_ms() + 86_400_000;
        self.state
            .store
            .put_setup_token(sha256(&secret), until_ms)
            .await
            .unwrap();
        self.setup(owner, secret).await
    }

    /// Uses a set-up link.
    pub(crate) async fn setup(&self, owner: Option<Owner>, secret: [u8; 32]) -> Answer {
        let told = serde_json::json!({
            "secret": B64(secret.to_vec()),
            "owner": owner.map(|one| serde_json::to_value(one).unwrap()),
        });
        let _: Setup = serde_json::from_value(told.clone()).unwrap();
        self.post("/v1/setup", "", &told).await
    }

    pub(crate) async fn post<T: Serialize>(&self, path: &str, who: &str, body: &T) -> Answer {
        let body = serde_json::to_vec(body).unwrap();
        self.send("POST", path, who, Some(("application/json", body)))
            .await
    }

    pub(crate) async fn get(&self, path: &str, who: &str) -> Answer {
        self.send("GET", path, who, None).await
    }

    pub(crate) async fn put(&self, path: &str, who: &str, octets: Vec<u8>) -> Answer {
        self.send("PUT", path, who, Some(("application/octet-stream", octets)))
            .await
    }

    /// Sends a request; `who` is a cookie, a bearer token, or nobody.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        who: &str,
        body: Option<(&str, Vec<u8>)>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if who.starts_with("Bearer ") {
            request = request.header(header::AUTHORIZATION, who);
        } else if !who.is_empty() {
            request = request.header(header::COOKIE, who);
        }
        let (kind, body) = body.unzip();
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        self.ask(request.body(Body::from(body.unwrap_or_default())).unwrap())
            .await
    }

    pub(crate) async fn ask(&self, mut request: Request<Body>) -> Answer {
        let peer = SocketAddr::from(([192, 0, 2, 1], 40_000));
        request
            .extensions_mut()
            .insert(axum::extract::ConnectInfo(peer));
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    /// Takes every message that is due, as the worker would, and opens it.
    pub(crate) async fn outbox(&self) -> Vec<Sent> {
        let now_ms = self.clock.now_ms();
        let rows = self.state.store.claim(now_ms, 60_000, 1000).await.unwrap();
        let mut sent = Vec::new();
        for row in rows {
            let payload =
                Payload::open(&self.state.keys, &row.envelope, row.kind, &row.payload).unwrap();
            let outcome = Outcome {
                state: "accepted",
                reason: None,
                at_ms: now_ms,
                retry_at_ms: None,
            };
            assert!(
                self.state
                    .store
                    .settle(&row.id, row.fence, &outcome)
                    .await
                    .unwrap()
            );
            sent.push(Sent { row, payload });
        }
        sent
    }

    /// Returns the code that would have arrived last at an address.
    pub(crate) async fn code(&self, to: &str) -> String {
        let sent = self.outbox().await;
        let last = sent
            .iter()
            .rfind(|one| one.row.kind == NoticeKind::Code && one.row.to == to);
        let code = last.unwrap().payload.code.clone().unwrap();
        self.state.keys.code(&code.id, &code.t0, code.digits)
    }
}

impl Answer {
    /// Reads a success.
    pub(crate) fn ok<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{self}");
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Checks a success without reading it.
    pub(crate) fn done(&self) {
        assert!(self.status.is_success(), "{self}");
    }

    /// Reads a refusal.
    pub(crate) fn problem(&self) -> Problem {
        assert!(!self.status.is_success(), "{self}");
        let kind = self.headers.get(header::CONTENT_TYPE).unwrap();
        assert_eq!(kind, "application/problem+json");
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem.status, self.status.as_u16());
        problem
    }

    /// Reads a refusal's code.
    pub(crate) fn code(&self) -> Code {
        self.problem().code
    }

    /// Returns what a browser would send back as `Cookie`.
    pub(crate) fn cookie(&self) -> String {
        assert!(self.status.is_success(), "{self}");
        let set = self
            .headers
            .get(header::SET_COOKIE)
            .unwrap()
            .to_str()
            .unwrap();
        set.split(';').next().unwrap().to_owned()
    }
}

impl core::fmt::Display for Answer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} {}", self.status, String::from_utf8_lossy(&self.body))
    }
}

/// Another code than this one.
pub(crate) fn wrong_code(right: &str) -> &'static str {
    if right == "000000" {
        "000001"
    } else {
        "000000"
    }
}

fn local(data_dir: PathBuf) -> Config {
    Config {
        data_dir,
        public_url: "http://127.0.0.1:8080".to_owned(),
        dev: true,
        ..Config::default()
    }
}

/// Copies a data folder beside itself, but for the index that SQLite's processes share in memory.
fn as_it_lies(folder: &Path) -> PathBuf {
    let copy = folder.with_extension(match folder.extension() {
        Some(count) => (count.to_str().unwrap().parse::<u32>().unwrap() + 1).to_string(),
        None => "1".to_owned(),
    });
    std::fs::remove_dir_all(&copy).ok();
    copy_all(folder, &copy);
    copy
}

fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_all(&from, &to);
        } else if from
            .extension()
            .is_none_or(|end| !end.to_string_lossy().ends_with("-shm"))
        {
            std::fs::copy(&from, &to).unwrap();
        }
    }
}

/// The owner of every test.
pub(crate) fn owner() -> Owner {
    Owner {
        name: "Olga Owner".to_owned(),
        email: "olga@example.org".to_owned(),
        password: "correct horse battery".to_owned(),
        organisation: "ACME SA".to_owned(),
    }
}
