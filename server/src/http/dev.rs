//! The inbox of development; without it the route does not exist.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use sign_core::wire::DevMessage;

use crate::channels::DevInbox;

/// Serves `GET /v1/dev/inbox`.
pub fn router(inbox: Arc<DevInbox>) -> Router {
    Router::new()
        .route("/v1/dev/inbox", get(messages))
        .with_state(inbox)
}

async fn messages(State(inbox): State<Arc<DevInbox>>) -> Json<Vec<DevMessage>> {
    Json(inbox.messages())
}
