//! The route table, one line a route.

pub mod account;
pub mod act;
pub mod blobs;
pub mod body;
pub mod dev;
pub mod envelopes;
pub mod error;
pub mod health;
pub mod limits;
pub mod listen;
pub mod log;
pub mod password;
pub mod seal;
pub mod session;
pub mod signer;
pub mod state;
pub mod static_files;
pub mod upkeep;
pub mod views;

use std::any::Any;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse as _, Response};
use axum::routing;
use sign_core::wire::Code;
use tower_http::catch_panic::CatchPanicLayer;

use error::Failure;
use state::AppState;

/// A route: what it takes, and how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    /// Largest body in bytes; [`BLOB`] takes it from the settings.
    pub limit: usize,
    /// The type of `sign_core::wire` its body must be; `-` for none, `blob` for a sealed carrier.
    pub schema: &'static str,
}

/// No body is read.
const NONE: usize = 0;

/// A body of facts.
const SMALL: usize = 64 * 1024;

/// A body of facts about many documents.
const WIDE: usize = 256 * 1024;

/// A sealed carrier: a document's size and what sealing adds.
pub const BLOB: usize = usize::MAX;

/// What sealing adds to a document at most: a header, and a tag a chunk of 1 MiB.
const OVERHEAD_BYTES: u64 = 64 * 1024;

macro_rules! routes {
    ($($method:ident $path:literal $limit:ident $schema:literal => $handler:path;)*) => {
        /// Every route of this server; `GET /v1/dev/inbox` comes beside them in development.
        pub const ROUTES: &[Route] = &[$(Route {
            method: stringify!($method),
            path: $path,
            limit: $limit,
            schema: $schema,
        },)*];

        fn routed(blob: usize) -> Router<AppState> {
            Router::new()$(.route(
                $path,
                routing::$method($handler).layer(DefaultBodyLimit::max(limit($limit, blob))),
            ))*
        }
    };
}

routes! {
    post "/v1/setup" SMALL "Setup" => account::setup;
    post "/v1/session" SMALL "Login" => account::login;
    get "/v1/session" NONE "-" => account::whoami;
    delete "/v1/session" NONE "-" => account::logout;
    post "/v1/envelopes" WIDE "NewEnvelope" => envelopes::create;
    get "/v1/envelopes" NONE "-" => envelopes::list;
    get "/v1/envelopes/{id}" NONE "-" => envelopes::detail;
    delete "/v1/envelopes/{id}" NONE "-" => envelopes::delete;
    post "/v1/envelopes/{id}/certify" WIDE "Certify" => envelopes::certify;
    put "/v1/envelopes/{id}/documents/{doc}/blobs/{n}" BLOB "blob" => blobs::put_own;
    get "/v1/envelopes/{id}/documents/{doc}/blobs/{n}" NONE "-" => blobs::get_own;
    post "/v1/envelopes/{id}/launch" WIDE "Launch" => envelopes::launch;
    post "/v1/envelopes/{id}/cancel" SMALL "Cancel" => envelopes::cancel;
    post "/v1/envelopes/{id}/recipients/{rid}/link" NONE "-" => envelopes::link;
    post "/v1/envelopes/{id}/seal" WIDE "Seal" => seal::own;
    get "/v1/sign" NONE "-" => signer::view;
    post "/v1/sign/open" NONE "-" => signer::open;
    post "/v1/sign/begin" NONE "-" => signer::begin;
    post "/v1/sign/renonce" SMALL "Fence" => signer::renonce;
    post "/v1/sign/commit" WIDE "Commit" => signer::commit;
    post "/v1/sign/prove" SMALL "Prove" => act::prove;
    post "/v1/sign/sign" WIDE "SignRequest" => act::sign;
    post "/v1/sign/finish" SMALL "Fence" => signer::finish;
    post "/v1/sign/lease" SMALL "Fence" => signer::lease;
    post "/v1/sign/decline" SMALL "Decline" => signer::decline;
    post "/v1/sign/seal" WIDE "Seal" => seal::signer;
    put "/v1/sign/documents/{doc}/blobs/{n}" BLOB "blob" => blobs::put;
    get "/v1/sign/documents/{doc}/blobs/{n}" NONE "-" => blobs::get;
    get "/v1/keys" NONE "-" => health::keys;
    get "/healthz" NONE "-" => health::healthz;
    get "/readyz" NONE "-" => health::readyz;
}

/// Every route over one state.
pub fn app(state: AppState) -> Router {
    let blob = state.config.max_bytes.saturating_add(OVERHEAD_BYTES);
    routed(usize::try_from(blob).unwrap_or(usize::MAX))
        .with_state(state)
        .layer(CatchPanicLayer::custom(broken))
}

/// Answers for a handler that panicked: its transaction was rolled back.
fn broken(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("A handler panicked");
    Failure::from(Code::Internal).into_response()
}

fn limit(told: usize, blob: usize) -> usize {
    if told == BLOB { blob } else { told }
}

#[cfg(test)]
mod tests {
    use sign_core::wire::entry;
    use sign_core::wire::{FieldKind, FieldRecord};

    /// More than the id, the hash and the seal's numbers of a document take.
    const DOCUMENT: usize = 512;

    #[test]
    fn a_launch_of_as_many_fields_as_are_allowed_is_within_its_limit() {
        let field = FieldRecord {
            name: "seing9_signature_50_20".to_owned(),
            recipient: "r".repeat(36),
            kind: FieldKind::Signature,
            page: 4_999,
            required: false,
        };
        let json = serde_json::to_vec(&vec![field; entry::FIELDS]).map(|json| json.len());
        let documents = entry::DOCUMENTS * DOCUMENT;
        assert!(json.is_ok_and(|octets| octets + documents < super::WIDE));
    }

    #[test]
    fn a_panic_is_answered_without_its_words() {
        let answer = super::broken(Box::new("a secret"));
        assert_eq!(answer.status(), 500);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
    }
}
