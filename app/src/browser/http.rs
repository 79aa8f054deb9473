//! Typed calls to the server over [`wire`](sign_core::wire).

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sign_core::wire::problem::{Code, Problem};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, RequestInit, Response};

use super::docworker::Octets;
use super::json;

/// Why a call gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server could not be reached.
    Offline,
    /// The server said no, and why.
    Refused(Box<Problem>),
    /// The answer is not of its schema.
    Unreadable,
}

/// The last moment that a calendar knows (ECMA-262 §21.4.1.1).
const LAST_MS: i64 = 8_640_000_000_000_000;

impl Failure {
    /// Returns the stable code, if the server gave one.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            Self::Offline | Self::Unreadable => None,
        }
    }

    /// Returns when it can be tried again, if the server says so and the time is one a calendar has.
    pub fn again_ms(&self) -> Option<i64> {
        match self {
            Self::Refused(problem) => problem.retry_at_ms.filter(|at_ms| *at_ms < LAST_MS),
            Self::Offline | Self::Unreadable => None,
        }
    }

    /// Returns what the server says beyond the code.
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Refused(problem) => problem.detail.as_deref(),
            Self::Offline | Self::Unreadable => None,
        }
    }
}

/// Asks for a value; changes nothing.
pub async fn get<A: DeserializeOwned>(path: &str, bearer: Option<&str>) -> Result<A, Failure> {
    read(&text(&send("GET", path, bearer, None).await?).await?)
}

/// Asks for a text; changes nothing.
pub async fn get_text(path: &str) -> Result<String, Failure> {
    text(&send("GET", path, None, None).await?).await
}

/// Sends a value and reads the answer.
pub async fn post<B: Serialize, A: DeserializeOwned>(
    path: &str,
    bearer: Option<&str>,
    body: &B,
) -> Result<A, Failure> {
    let body = json::write(body).ok_or(Failure::Unreadable)?;
    read(&text(&send("POST", path, bearer, Some(Body::Json(body))).await?).await?)
}

/// Asks for a change that needs no more words than its address, and reads the answer.
pub async fn post_nothing<A: DeserializeOwned>(
    path: &str,
    bearer: Option<&str>,
) -> Result<A, Failure> {
    read(&text(&send("POST", path, bearer, None).await?).await?)
}

/// Asks for something to be done that needs no words, and reads the answer.
pub async fn call<A: DeserializeOwned>(method: &str, path: &str) -> Result<A, Failure> {
    read(&text(&send(method, path, None, None).await?).await?)
}

/// Asks for something to be done that needs no words and has no answer.
pub async fn order(method: &str, path: &str) -> Result<(), Failure> {
    send(method, path, None, None).await.map(drop)
}

/// Sends a value whose answer says nothing but that it was taken.
pub async fn tell<B: Serialize>(
    method: &str,
    path: &str,
    bearer: Option<&str>,
    body: &B,
) -> Result<(), Failure> {
    let body = json::write(body).ok_or(Failure::Unreadable)?;
    send(method, path, bearer, Some(Body::Json(body)))
        .await
        .map(drop)
}

/// Uploads a ciphertext.
pub async fn put_blob(path: &str, bearer: Option<&str>, blob: Octets) -> Result<(), Failure> {
    let body = Body::Octets(blob.0);
    send("PUT", path, bearer, Some(body)).await.map(drop)
}

/// Downloads a ciphertext.
pub async fn get_blob(path: &str, bearer: Option<&str>) -> Result<Octets, Failure> {
    let response = send("GET", path, bearer, None).await?;
    let promise = response.array_buffer().map_err(|_| Failure::Unreadable)?;
    let buffer = JsFuture::from(promise)
        .await
        .map_err(|_| Failure::Offline)?;
    let buffer = buffer
        .dyn_into::<ArrayBuffer>()
        .map_err(|_| Failure::Unreadable)?;
    Ok(Octets(Uint8Array::new(&buffer)))
}

enum Body {
    Json(String),
    Octets(Uint8Array),
}

async fn send(
    method: &str,
    path: &str,
    bearer: Option<&str>,
    body: Option<Body>,
) -> Result<Response, Failure> {
    let request = request(method, path, bearer, body).map_err(|_| Failure::Unreadable)?;
    let answer = JsFuture::from(window().fetch_with_request(&request)).await;
    let response = answer.map_err(|_| Failure::Offline)?;
    let response = response
        .dyn_into::<Response>()
        .map_err(|_| Failure::Unreadable)?;
    if response.ok() {
        return Ok(response);
    }
    Err(refusal(&response).await)
}

fn request(
    method: &str,
    path: &str,
    bearer: Option<&str>,
    body: Option<Body>,
) -> Result<Request, JsValue> {
    let init = RequestInit::new();
    init.set_method(method);
    let kind = match &body {
        Some(Body::Json(json)) => {
            init.set_body(&JsValue::from_str(json));
            Some("application/json")
        }
        Some(Body::Octets(octets)) => {
            init.set_body(octets);
            Some("application/octet-stream")
        }
        None => None,
    };
    let request = Request::new_with_str_and_init(path, &init)?;
    let headers = request.headers();
    if let Some(kind) = kind {
        headers.set("Content-Type", kind)?;
    }
    if let Some(bearer) = bearer {
        headers.set("Authorization", &["Bearer ", bearer].concat())?;
    }
    Ok(request)
}

async fn refusal(response: &Response) -> Failure {
    let problem = text(response).await.and_then(|json| read::<Problem>(&json));
    match (problem, response.status()) {
        (Ok(problem), _) => Failure::Refused(Box::new(problem)),
        (Err(_), 502..=504) => Failure::Offline,
        (Err(_), _) => Failure::Unreadable,
    }
}

async fn text(response: &Response) -> Result<String, Failure> {
    let promise = response.text().map_err(|_| Failure::Unreadable)?;
    let text = JsFuture::from(promise)
        .await
        .map_err(|_| Failure::Offline)?;
    Ok(text.as_string().unwrap_or_default())
}

fn read<A: DeserializeOwned>(json: &str) -> Result<A, Failure> {
    json::read(json).ok_or(Failure::Unreadable)
}

/// Writes a text so that it can stand in a query.
pub fn escaped(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text))
}
