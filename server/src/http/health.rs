//! Health, and the public keys.

use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::error::Answer;
use super::state::AppState;

/// The certificates everything here stands on.
#[derive(Serialize)]
pub struct PublicKeys {
    organisation: String,
    root: String,
    issuing: String,
    tsa: String,
    /// PEM of the public key receipts are checked with.
    log: String,
}

/// `GET /healthz`: the process answers.
pub async fn healthz() -> &'static str {
    "ok"
}

/// `GET /readyz`: the database writes and the timestamp key signs.
pub async fn readyz(State(state): State<AppState>) -> Answer<&'static str> {
    state.store.probe().await?;
    state.keys.probe_tsa()?;
    Ok("ok")
}

/// `GET /v1/keys`
pub async fn keys(State(state): State<AppState>) -> Json<PublicKeys> {
    Json(PublicKeys {
        organisation: state.keys.organisation(),
        root: pem("CERTIFICATE", &state.keys.root_der()),
        issuing: pem("CERTIFICATE", &state.keys.issuing_der()),
        tsa: pem("CERTIFICATE", &state.keys.tsa_der()),
        log: pem("PUBLIC KEY", &state.keys.log_spki()),
    })
}

/// Writes PEM (RFC 7468).
fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .filter_map(|line| core::str::from_utf8(line).ok())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}
