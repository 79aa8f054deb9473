//! Stands between the browser and the server, and keeps every request.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use sign_core::wire::{Code, Problem};
use tokio::net::TcpListener;
use url::form_urlencoded;

use crate::leak::Secrets;
use crate::schema;

mod half;

use half::half;

/// Larger than any blob of our fixtures.
const BODY_MAX: usize = 256 << 20;

/// A request as the browser sent it.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path and query.
    pub path: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    /// The status of the answer, whether or not the browser heard it; 502 where there was none.
    pub status: StatusCode,
}

/// The proxy: everything a browser says to `origin` reaches the server and stays in its list.
pub struct Recorder {
    /// What the browser opens, `http://127.0.0.1:<port>`.
    pub origin: String,
    shared: Arc<Shared>,
}

struct Shared {
    server: Mutex<Option<SocketAddr>>,
    client: Client<HttpConnector, Body>,
    requests: Mutex<Vec<Request>>,
    cut: Mutex<Option<String>>,
    lost: Mutex<(String, usize)>,
    refused: Mutex<Option<(String, Code)>>,
    fall: Mutex<Option<(String, Fall)>>,
}

/// When a server goes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fall {
    /// Before it takes a request.
    Before,
    /// When half of its answer has been sent.
    Halfway,
}

impl Recorder {
    /// Starts on a free port; until [`Self::point_at`] every request fails as with a dead server.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("loopback has a free port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let client = Client::builder(TokioExecutor::new()).build_http();
        let shared = Arc::new(Shared {
            server: Mutex::new(None),
            client,
            requests: Mutex::new(Vec::new()),
            cut: Mutex::new(None),
            lost: Mutex::default(),
            refused: Mutex::new(None),
            fall: Mutex::new(None),
        });
        let router = Router::new().fallback(pass).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            origin: format!("http://{address}"),
            shared,
        }
    }

    /// Names the server, or takes it away: `None` is a server that is down.
    pub fn point_at(&self, server: Option<SocketAddr>) {
        *self.shared.server.lock().expect("no holder panics") = server;
    }

    /// Lets no request for this path reach the server; `None` lets all through again.
    pub fn cut(&self, path: Option<&str>) {
        *self.shared.cut.lock().expect("no holder panics") = path.map(str::to_owned);
    }

    /// Lets the next so many requests for paths with this end reach the server, and their answers not
    /// the browser.
    pub fn lose(&self, end: &str, answers: usize) {
        *self.shared.lost.lock().expect("no holder panics") = (end.to_owned(), answers);
    }

    /// Answers the requests for this path itself, as the server refuses with this code; `None` lets
    /// all through again.
    pub fn refuse(&self, path_and_code: Option<(&str, Code)>) {
        let refused = path_and_code.map(|(path, code)| (path.to_owned(), code));
        *self.shared.refused.lock().expect("no holder panics") = refused;
    }

    /// Takes the server away at the next request for a path with this end; it is gone until
    /// [`Self::point_at`].
    pub fn fall_at(&self, end: &str, fall: Fall) {
        *self.shared.fall.lock().expect("no holder panics") = Some((end.to_owned(), fall));
    }

    /// Returns every request so far.
    pub fn requests(&self) -> Vec<Request> {
        self.shared
            .requests
            .lock()
            .expect("no holder panics")
            .clone()
    }

    /// Lists every body that no schema names, and every place where a secret stands.
    ///
    /// `content` is all of the documents and ink; `meaning` is the part of it that structure bytes
    /// must not hold either: text, drawing and keys, but not the file's own syntax.
    pub fn findings(&self, content: &Secrets, meaning: &Secrets) -> Vec<String> {
        self.requests()
            .iter()
            .flat_map(|request| judge(request, content, meaning))
            .collect()
    }

    /// One line a request, for a person to read.
    pub fn listing(&self) -> String {
        let line = |request: &Request| {
            let name = match schema::read(request) {
                Ok(schema::Body::Empty) => "-",
                Ok(schema::Body::Json { name, .. }) => name,
                Ok(schema::Body::Blob) => "(sealed blob)",
                Err(_) => "NOT ALLOWED",
            };
            format!(
                "{:6} {:3} {:>9}  {:16} {}\n",
                request.method,
                request.status.as_u16(),
                request.body.len(),
                name,
                request.path
            )
        };
        self.requests().iter().map(line).collect()
    }
}

/// An address without its escapes.
fn plain(address: &str) -> String {
    let pairs = form_urlencoded::parse(address.as_bytes());
    pairs
        .flat_map(|(name, value)| [name, "=".into(), value])
        .collect()
}

fn judge(request: &Request, content: &Secrets, meaning: &Secrets) -> Vec<String> {
    let place = format!("{} {}", request.method, request.path);
    let mut broken = Vec::new();
    let mut search = |what: &str, secrets: &Secrets, bytes: &[u8]| {
        broken.extend(
            secrets
                .find(bytes)
                .map(|found| format!("{place}: {what} holds {found}")),
        );
    };
    search("the address", content, request.path.as_bytes());
    search("the address", content, plain(&request.path).as_bytes());
    for (name, value) in &request.headers {
        search(name.as_str(), content, value.as_bytes());
    }
    match schema::read(request) {
        Ok(schema::Body::Empty) => {}
        Ok(schema::Body::Blob) => search("the blob", content, &request.body),
        Ok(schema::Body::Json {
            rest, structure, ..
        }) => {
            texts(&rest)
                .iter()
                .for_each(|text| search("the body", content, text.as_bytes()));
            structure
                .iter()
                .for_each(|bytes| search("the structure", meaning, bytes));
        }
        Err(why) => broken.push(why),
    }
    broken
}

/// Every text of a JSON value, keys and numbers too, without JSON's escapes.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Object(entries) => entries
            .iter()
            .flat_map(|(name, entry)| [vec![name.clone()], texts(entry)].concat())
            .collect(),
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

async fn pass(State(shared): State<Arc<Shared>>, request: axum::extract::Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_MAX).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let path = parts
        .uri
        .path_and_query()
        .map_or("/", |path| path.as_str())
        .to_owned();
    let fall = fall_of(&shared, &path);
    if fall == Some(Fall::Before) {
        away(&shared);
    }
    let mut response = forward(&shared, &parts.method, &path, &parts.headers, body.clone()).await;
    if fall == Some(Fall::Halfway) {
        away(&shared);
        response = half(response).await;
    }
    let status = response.status();
    let is_lost = is_lost(&shared, &path);
    let kept = Request {
        method: parts.method,
        path,
        headers: parts.headers,
        body,
        status,
    };
    shared.requests.lock().expect("no holder panics").push(kept);
    if is_lost {
        StatusCode::BAD_GATEWAY.into_response()
    } else {
        response
    }
}

/// Whether the answer is one of those that do not arrive, of which there is one less then.
fn is_lost(shared: &Shared, path: &str) -> bool {
    let mut lost = shared.lost.lock().expect("no holder panics");
    let (end, answers) = &mut *lost;
    let is_lost = *answers > 0 && path.ends_with(end.as_str());
    *answers -= usize::from(is_lost);
    is_lost
}

/// Whether the server goes away at this request, and when; that happens once.
fn fall_of(shared: &Shared, path: &str) -> Option<Fall> {
    let mut fall = shared.fall.lock().expect("no holder panics");
    let due = fall.take_if(|(end, _)| path.ends_with(end.as_str()));
    due.map(|(_, fall)| fall)
}

fn away(shared: &Shared) {
    *shared.server.lock().expect("no holder panics") = None;
}

async fn forward(
    shared: &Shared,
    method: &Method,
    path: &str,
    headers: &HeaderMap,
    body: Bytes,
) -> Response {
    let refused = shared.refused.lock().expect("no holder panics").clone();
    if let Some((_, code)) = refused.filter(|(refused, _)| refused == path) {
        return refusal(code);
    }
    let server = *shared.server.lock().expect("no holder panics");
    let cut = shared.cut.lock().expect("no holder panics").clone();
    let Some(server) = server.filter(|_| cut.as_deref() != Some(path)) else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let uri: Uri = format!("http://{server}{path}")
        .parse()
        .expect("a path that came in goes out");
    let mut request = axum::http::Request::new(Body::from(body));
    *request.method_mut() = method.clone();
    *request.uri_mut() = uri;
    *request.headers_mut() = headers.clone();
    request.headers_mut().remove(header::CONNECTION);
    match shared.client.request(request).await {
        Ok(response) => response.map(Body::new).into_response(),
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}

fn refusal(code: Code) -> Response {
    let problem = serde_json::to_vec(&Problem::new(code)).expect("a problem has text keys only");
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    let status = StatusCode::from_u16(code.status()).expect("the server answers with it");
    (status, kind, problem).into_response()
}

#[cfg(test)]
mod tests;
