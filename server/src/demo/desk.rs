//! The server in memory, and how its clients here call it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sign_core::bytes::hash::sha256;
use sign_core::wire::{B64, Problem};
use tokio::sync::Notify;
use tower::ServiceExt as _;

use super::DemoError;
use crate::channels::{Channels, DevInbox};
use crate::clock::{Chance, Clock, OsChance, draw};
use crate::config::Config;
use crate::http::app;
use crate::http::state::AppState;
use crate::outbox::Outbox;
use crate::serve;

/// Answers here are never larger: a blob is asked for by nobody.
const MAX_ANSWER_BYTES: usize = 16 << 20;

/// What links begin with; nobody follows them.
const PUBLIC_URL: &str = "http://demo.invalid";

/// A server nobody else can reach.
pub(super) struct Desk {
    pub(super) state: AppState,
    app: Router,
    outbox: Outbox,
    inbox: Arc<DevInbox>,
    /// The owner's session.
    cookie: String,
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asker<'a> {
    /// The owner, by session.
    Owner,
    /// A recipient, by bearer.
    Bearer(&'a str),
}

impl Desk {
    /// Starts a server in memory and signs its owner in; `renews` says whether timestamps are renewed
    /// in the files it seals.
    pub(super) async fn open(clock: Arc<dyn Clock>, renews: bool) -> Result<Self, DemoError> {
        let config = Config {
            data_dir: PathBuf::from(":memory:"),
            public_url: PUBLIC_URL.to_owned(),
            dev: true,
            renew_timestamps: renews,
            ..Config::default()
        };
        let chance: Arc<dyn Chance> = Arc::new(OsChance);
        let (keys, store) = serve::open(&config, clock.clone(), chance.clone()).await?;
        let inbox = Arc::new(DevInbox::new(clock.clone()));
        let page = |channel| Arc::new(inbox.page(channel));
        let channels = Channels::new(
            page(crate::outbox::Channel::Email),
            page(crate::outbox::Channel::Sms),
        );
        let outbox = Outbox::new(
            store.clone(),
            channels,
            keys.clone(),
            clock.clone(),
            chance.clone(),
            PUBLIC_URL,
        );
        let state = AppState::new(config, clock, chance, keys, store, Arc::new(Notify::new()));
        let app = app(state.clone());
        let mut desk = Self {
            state,
            app,
            outbox,
            inbox,
            cookie: String::new(),
        };
        desk.cookie = desk.set_up().await?;
        Ok(desk)
    }

    /// Random octets.
    pub(super) fn draw(&self) -> [u8; 32] {
        draw(self.state.chance.as_ref())
    }

    /// Posts JSON and reads the answer.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        asker: Asker<'_>,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, DemoError> {
        let body = serde_json::to_vec(body).expect("wire types have no keys that JSON lacks");
        let (_, answer) = self
            .send("POST", asker, path, "application/json", body)
            .await?;
        serde_json::from_slice(&answer).map_err(|why| refused(path, why.to_string()))
    }

    /// Posts JSON where no answer is expected.
    pub(super) async fn tell(
        &self,
        asker: Asker<'_>,
        path: &str,
        body: &impl Serialize,
    ) -> Result<(), DemoError> {
        let body = serde_json::to_vec(body).expect("wire types have no keys that JSON lacks");
        self.send("POST", asker, path, "application/json", body)
            .await
            .map(drop)
    }

    /// Uploads a blob.
    pub(super) async fn put(
        &self,
        asker: Asker<'_>,
        path: &str,
        blob: Vec<u8>,
    ) -> Result<(), DemoError> {
        self.send("PUT", asker, path, "application/octet-stream", blob)
            .await
            .map(drop)
    }

    /// Sends what waits, and reads the newest code out of the messages to `to`.
    pub(super) async fn code(&self, to: &str) -> Result<String, DemoError> {
        let sent = self.outbox.run_due().await;
        sent.map_err(|why| refused("outbox", why.to_string()))?;
        let messages = self.inbox.messages();
        let mine = messages.iter().filter(|message| message.to == to);
        let code = mine
            .filter_map(|message| Some((message.id, message.text.lines().last()?)))
            .filter_map(|(id, line)| Some((id, line.split_once(" #")?.1.to_owned())))
            .max_by_key(|(id, _)| *id);
        code.map(|(_, code)| code).ok_or(DemoError::NoCode)
    }

    async fn set_up(&self) -> Result<String, DemoError> {
        let secret = self.draw();
        let until_ms = self.state.clock.now_ms() + 60_000;
        let kept = self
            .state
            .store
            .put_setup_token(sha256(&secret), until_ms)
            .await;
        kept.map_err(|why| refused("setup", why.to_string()))?;
        let body = serde_json::json!({
            "secret": B64(secret.to_vec()),
            "owner": {
                "name": "Demo Sender",
                "email": "sender@demo.invalid",
                "password": B64(self.draw().to_vec()),
                "organisation": "Demo Organisation",
            },
        });
        let body = serde_json::to_vec(&body).expect("it was made of strings");
        let asker = Asker::Bearer("");
        let (headers, _) = self
            .send("POST", asker, "/v1/setup", "application/json", body)
            .await?;
        let cookie = headers
            .get(header::SET_COOKIE)
            .and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next());
        cookie
            .map(str::to_owned)
            .ok_or_else(|| refused("setup", "no session".to_owned()))
    }

    async fn send(
        &self,
        method: &str,
        asker: Asker<'_>,
        path: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> Result<(HeaderMap, Vec<u8>), DemoError> {
        let mut request = Request::builder().method(method).uri(path);
        request = match asker {
            Asker::Owner => request.header(header::COOKIE, &self.cookie),
            Asker::Bearer("") => request,
            Asker::Bearer(token) => request.header(header::AUTHORIZATION, token),
        };
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let mut request = request
            .body(Body::from(body))
            .expect("paths here are well-formed");
        let peer = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = match self.app.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, MAX_ANSWER_BYTES).await;
        let body = body.map_err(|why| refused(path, why.to_string()))?.to_vec();
        if parts.status.is_success() {
            return Ok((parts.headers, body));
        }
        let problem = serde_json::from_slice::<Problem>(&body);
        let words = problem.map(|problem| problem.detail.unwrap_or(problem.title));
        Err(refused(
            path,
            words.unwrap_or_else(|_| parts.status.to_string()),
        ))
    }
}

fn refused(what: &str, why: String) -> DemoError {
    DemoError::Server(what.to_owned(), why)
}
