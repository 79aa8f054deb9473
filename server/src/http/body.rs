//! Request bodies: JSON of one schema, within the route's limit, or a problem document.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse as _;
use serde::de::DeserializeOwned;
use sign_core::wire::Code;
use tokio::sync::OwnedSemaphorePermit;

use super::error::Failure;
use super::state::AppState;

/// A JSON body of schema `T`.
pub struct Told<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Told<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        if !has_type(request.headers(), "application/json") {
            let why = "the body must be application/json";
            return Err(Failure::because(Code::Malformed, why));
        }
        let octets = octets(request, state).await?;
        match serde_json::from_slice(&octets) {
            Ok(told) => Ok(Self(told)),
            Err(_) => Err(Code::Malformed.into()),
        }
    }
}

/// A blob's octets, and the room in memory they take.
pub struct Octets(pub Bytes, pub OwnedSemaphorePermit);

impl FromRequest<AppState> for Octets {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        let headers = request.headers();
        if !has_type(headers, "application/octet-stream") {
            let why = "the body must be application/octet-stream";
            return Err(Failure::because(Code::Malformed, why));
        }
        let told = headers
            .get(header::CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok()?.parse().ok());
        let most = state.config.max_bytes;
        let room = state.limits.room(told.unwrap_or(most).min(most)).await?;
        Ok(Self(octets(request, state).await?, room))
    }
}

async fn octets<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Failure> {
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| match rejection.into_response().status() {
            StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge.into(),
            _ => Failure::because(Code::Malformed, "the body ended early"),
        })
}

fn has_type(headers: &HeaderMap, wanted: &str) -> bool {
    let told = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    told.and_then(|told| told.split(';').next())
        .is_some_and(|kind| kind.trim() == wanted)
}
