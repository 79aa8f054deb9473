//! What the benchmark's browser loads: the built app's worker, the contenders and the PDFs.

use std::path::PathBuf;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use seing_tests::place::{built, repository};
use seing_tests::scan::{scan, small};
use tokio::net::TcpListener;

use crate::Outcome;

const MB: usize = 1_000_000;
/// As many pages as are accepted, and 200,000 objects.
const PAGES: usize = 5_000;
const BESIDE: usize = 38;
const PAGE: &str = "<!doctype html><script src=/bench/rival.js></script><script type=module src=/bench/page.mjs></script>";

/// Serves on a free loopback port; returns its origin.
pub(crate) async fn open() -> Outcome<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let router = Router::new().route("/{*path}", get(serve));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(origin)
}

async fn serve(Path(path): Path<String>) -> Response {
    if let Some(size_mb) = path
        .strip_prefix("pdf/")
        .and_then(|size| size.parse::<usize>().ok())
    {
        return typed("application/pdf", scan(size_mb * MB));
    }
    match path.as_str() {
        "pdf/objects" => typed("application/pdf", small(PAGES, BESIDE)),
        "bench/page.html" => typed("text/html", PAGE.into()),
        path if path.ends_with(".mjs") => file(repository().join("tests").join(path)),
        path if path.starts_with("bench/") => file(built(path)),
        path => file(repository().join("dist").join(path)),
    }
}

fn file(path: PathBuf) -> Response {
    let kind = match path.extension().and_then(|end| end.to_str()) {
        Some("wasm") => "application/wasm",
        _ => "text/javascript",
    };
    match std::fs::read(path) {
        Ok(bytes) => typed(kind, bytes),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn typed(kind: &'static str, bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}
