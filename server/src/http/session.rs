//! Who asks: the sender by their cookie, from our own pages only; the signer by their link.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, header};
use sign_core::bytes::hash::sha256;
use sign_core::protocol::derive;
use sign_core::wire::{B64, Code, Hash};

use super::error::{Answer, Failure};
use super::state::AppState;
use crate::domain::act::Caller;
use crate::domain::token::Token;
use crate::store::{Session, User};

/// How long a session lives.
pub const SESSION_MS: i64 = 7 * 86_400_000;

/// The signed-in sender.
pub struct Sender(pub User);

/// A signer, by the link they came with.
pub struct Signer {
    pub envelope: String,
    pub caller: Caller,
}

impl FromRequestParts<AppState> for Sender {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Answer<Self> {
        expect_own_page(&parts.method, &parts.headers, state)?;
        let hash = cookie_hash(&parts.headers, state).ok_or(Code::SignedOut)?;
        let found = state.store.session_user(hash, state.clock.now_ms()).await?;
        found.map(Self).ok_or_else(|| Code::SignedOut.into())
    }
}

impl FromRequestParts<AppState> for Signer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Answer<Self> {
        let now_ms = state.clock.now_ms();
        let Some(token) = token(&parts.headers, state).await? else {
            state.limits.stray(peer(&parts.extensions), now_ms)?;
            return Err(Failure::NotFound);
        };
        state.limits.link(&token.id, now_ms)?;
        let caller = Caller {
            recipient: token.recipient,
            token: token.id,
            channel: token.channel,
            verifier: token.verifier,
        };
        Ok(Self {
            envelope: token.envelope,
            caller,
        })
    }
}

/// Returns the token of the link that asks; none where it does not open.
async fn token(headers: &HeaderMap, state: &AppState) -> Answer<Option<Token>> {
    let Some((id, bearer)) = bearer(headers) else {
        return Ok(None);
    };
    let found = state.store.token(&id).await?;
    Ok(found.filter(|token| derive::same(&derive::bearer_id(&bearer), &token.bearer)))
}

/// Returns where a request comes from.
pub fn peer(extensions: &Extensions) -> IpAddr {
    let told = extensions.get::<ConnectInfo<SocketAddr>>();
    told.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip())
}

/// A request from one of our own pages, and its peer: nothing else may set or use a session.
pub struct OwnPage(pub IpAddr);

impl FromRequestParts<AppState> for OwnPage {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Answer<Self> {
        expect_own_page(&parts.method, &parts.headers, state)?;
        Ok(Self(peer(&parts.extensions)))
    }
}

fn expect_own_page(method: &Method, headers: &HeaderMap, state: &AppState) -> Answer<()> {
    if method == Method::GET || method == Method::HEAD {
        return Ok(());
    }
    let site = text(headers, "sec-fetch-site");
    let own_site = site.is_none_or(|site| site == "same-origin" || site == "none");
    let own_origin = match text(headers, "origin") {
        Some(origin) => is_own_origin(origin, headers, state),
        None => true,
    };
    if own_site && own_origin {
        return Ok(());
    }
    Err(Failure::because(
        Code::SignedOut,
        "the request did not come from our own page",
    ))
}

fn is_own_origin(origin: &str, headers: &HeaderMap, state: &AppState) -> bool {
    let host = text(headers, "host").unwrap_or_default();
    let named = origin.split_once("://").is_some_and(|(scheme, authority)| {
        let safe = scheme == "https" || !is_https(state);
        safe && !host.is_empty() && authority == host
    });
    named || origin == state.config.public_url
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn bearer(headers: &HeaderMap) -> Option<(String, [u8; 32])> {
    let token = text(headers, "authorization")?.strip_prefix("Bearer ")?;
    let (id, bearer) = token.split_once('.')?;
    Some((id.to_owned(), B64::decode(bearer)?.0.try_into().ok()?))
}

fn cookie_name(state: &AppState) -> &'static str {
    if is_https(state) {
        "__Host-seing"
    } else {
        "seing"
    }
}

fn is_https(state: &AppState) -> bool {
    state.config.public_url.starts_with("https:")
}

/// Returns the hash of the session's cookie.
pub fn cookie_hash(headers: &HeaderMap, state: &AppState) -> Option<Hash> {
    let name = cookie_name(state);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|pair| pair.0 == name)
        .and_then(|pair| B64::decode(pair.1))
        .map(|secret| sha256(&secret.0))
}

/// Makes a session for a user and the cookie that carries it.
pub fn new_session(user: &str, state: &AppState) -> (Session, HeaderValue) {
    let moment = state.moment();
    let secret = moment.secret();
    let session = Session {
        hash: sha256(&secret),
        user: user.to_owned(),
        created_ms: moment.now_ms,
        expires_ms: moment.now_ms + SESSION_MS,
    };
    (
        session,
        cookie(&B64(secret.to_vec()).encode(), SESSION_MS / 1000, state),
    )
}

/// The cookie that ends a session in the browser.
pub fn no_cookie(state: &AppState) -> HeaderValue {
    cookie("", 0, state)
}

fn cookie(value: &str, seconds: i64, state: &AppState) -> HeaderValue {
    let secure = if is_https(state) { "; Secure" } else { "" };
    let name = cookie_name(state);
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    let mut line = HeaderValue::from_str(&line).expect("base64url fits a header");
    line.set_sensitive(true);
    line
}
