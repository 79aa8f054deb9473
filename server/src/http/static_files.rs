//! The built app, from inside the binary, under headers that keep every other origin out.

use std::borrow::Cow;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    ETAG, HeaderName, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rust_embed::RustEmbed;
use sign_core::wire::{Code, Problem};

use crate::clock::{Chance, draw};

pub mod own_fonts;

use own_fonts::OwnFonts;

const NONCE_MARK: &str = "{{__TRUNK NONCE__}}";
const NOT_BUILT: &str = "the app is not built: `make run` builds it and starts again\n";
/// A worker lives under the policy of its own script, not under the page's.
const WORKER_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    connect-src 'self'; frame-ancestors 'none'";
/// Only features that browsers know: each other name is a warning in the console.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), \
    geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    serial=(), usb=(), xr-spatial-tracking=()";
const PORTAL: &str = "index.html";
const PREPARE: &str = "prepare.html";
const SIGNER: &str = "signer.html";
const VERIFY: &str = "verify.html";
/// Fonts that the deployment lends.
const OWN_FONTS: &str = "pdf-fonts/own/";
/// The document worker, and the one that is sent in its place where fonts are lent: it can set them.
const WORKER: &str = "docworker_loader.js";
const SCRIPTS_WORKER: &str = "docworker_scripts_loader.js";

#[derive(RustEmbed)]
#[folder = "../dist"]
#[allow_missing = true]
struct Dist;

/// A file of the app.
#[derive(Clone)]
pub(super) struct File {
    bytes: Bytes,
    tag: String,
}

/// Where files come from: the binary, or a table in tests.
type Look = fn(&str) -> Option<File>;

#[derive(Clone)]
struct Pages {
    look: Look,
    own: Arc<OwnFonts>,
    chance: Arc<dyn Chance>,
}

impl Pages {
    fn find(&self, path: &str) -> Option<File> {
        match path.strip_prefix(OWN_FONTS) {
            Some(name) => self.own.find(name),
            None => (self.look)(path),
        }
    }
}

/// Adds the app's pages to the API, and to every answer the headers of its kind.
pub fn with_pages(api: Router, own: OwnFonts, chance: Arc<dyn Chance>, https: bool) -> Router {
    let (look, own) = (embedded, Arc::new(own));
    compose(api, Pages { look, own, chance }, https)
}

fn compose(api: Router, pages: Pages, https: bool) -> Router {
    let pages = Router::new().fallback(page).with_state(pages);
    api.fallback_service(pages)
        .layer(middleware::from_fn_with_state(https, guard))
}

fn embedded(path: &str) -> Option<File> {
    let file = Dist::get(path)?;
    let hash = file.metadata.sha256_hash();
    let tag = hash[..16]
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    let bytes = match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    };
    Some(File { bytes, tag })
}

async fn page(State(pages): State<Pages>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    if path == "v1" || path.starts_with("v1/") {
        return problem(Code::NotFound);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response();
    }
    if path.contains('.') && ![PORTAL, PREPARE, SIGNER, VERIFY].contains(&path) {
        return asset(&pages, path, request.headers());
    }
    html(&pages, part(path))
}

/// Those who prepare, who sign and who check a file load a page of their own.
fn part(path: &str) -> &'static str {
    match path.trim_end_matches('/') {
        "new" | PREPARE => PREPARE,
        "s" | SIGNER => SIGNER,
        "verify" | VERIFY => VERIFY,
        _ => PORTAL,
    }
}

fn problem(code: Code) -> Response {
    let body = serde_json::to_vec(&Problem::new(code)).expect("a problem has text keys only");
    let status = StatusCode::from_u16(code.status()).expect("a code's status is a status");
    (status, [(CONTENT_TYPE, "application/problem+json")], body).into_response()
}

fn html(pages: &Pages, name: &str) -> Response {
    let Some(file) = (pages.look)(name) else {
        return (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response();
    };
    let nonce = STANDARD.encode(draw::<18>(pages.chance.as_ref()));
    let html = String::from_utf8_lossy(&file.bytes).replace(NONCE_MARK, &nonce);
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
        (
            HeaderName::from_static("content-security-policy"),
            policy(&nonce),
        ),
    ];
    (headers, html).into_response()
}

fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; img-src 'self' blob: data:; font-src 'self'; \
         connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    )
}

fn asset(pages: &Pages, path: &str, asked: &HeaderMap) -> Response {
    let path = match path {
        WORKER if !pages.own.is_empty() => SCRIPTS_WORKER,
        path => path,
    };
    let Some(file) = pages.find(path) else {
        return (StatusCode::NOT_FOUND, "not found\n").into_response();
    };
    let small = pages
        .find(&format!("{path}.br"))
        .filter(|_| takes_brotli(asked));
    let tag = format!(
        "\"{}{}\"",
        file.tag,
        if small.is_some() { "-br" } else { "" }
    );
    let mut headers = HeaderMap::new();
    let cache = if is_hashed(path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(ETAG, HeaderValue::from_str(&tag).expect("a tag is hex"));
    if kind(path).starts_with("text/javascript") {
        // In a 304, too: what it carries takes the place of what the browser kept.
        headers.insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(WORKER_POLICY),
        );
    }
    if asked
        .get(IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes())
    {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    if small.is_some() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    (headers, Body::from(small.unwrap_or(file).bytes)).into_response()
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |parts| parts.1) {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "ttc" => "font/collection",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The build puts up to sixteen hex digits of a file's hash into its name, without leading zeros.
fn is_hashed(path: &str) -> bool {
    path.split(['-', '_', '.', '/']).any(|part| {
        (13..=16).contains(&part.len()) && part.bytes().all(|octet| octet.is_ascii_hexdigit())
    })
}

fn takes_brotli(asked: &HeaderMap) -> bool {
    let offers = asked
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    offers.flat_map(|text| text.split(',')).any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        parts.next() == Some("br")
            && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

/// Puts on every answer what it does not carry already.
async fn guard(State(https): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let mut fixed = vec![
        (
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", PERMISSIONS),
        ("cache-control", "no-store"),
    ];
    if https {
        fixed.push((
            "strict-transport-security",
            "max-age=63072000; includeSubDomains",
        ));
    }
    for (name, value) in fixed {
        let headers = response.headers_mut();
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests;
