//! What a browser gets for a page, an asset and nothing.

#![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Method, Request, StatusCode};
use axum::response::Response;
use axum::routing::get;
use sign_core::stamp::fonts::SHIPPED;
use sign_core::wire::OwnFont;
use tower::ServiceExt as _;

use super::own_fonts::{FontsError, OwnFonts};
use super::{File, Pages, compose, is_hashed};
use crate::clock::SeededChance;

const INDEX: &str = "<script type=module nonce=\"{{__TRUNK NONCE__}}\">go()</script>";
const PREPARE: &str = "<script type=module nonce=\"{{__TRUNK NONCE__}}\">prepare()</script>";
const SIGNER: &str = "<script type=module nonce=\"{{__TRUNK NONCE__}}\">sign()</script>";
const VERIFY: &str = "<script type=module nonce=\"{{__TRUNK NONCE__}}\">check()</script>";

fn look(path: &str) -> Option<File> {
    let bytes: &'static [u8] = match path {
        "index.html" => INDEX.as_bytes(),
        "prepare.html" => PREPARE.as_bytes(),
        "signer.html" => SIGNER.as_bytes(),
        "verify.html" => VERIFY.as_bytes(),
        "app-0123456789abcdef_bg.wasm" => b"\0asm, long",
        "app-0123456789abcdef_bg.wasm.br" => b"short",
        "icon.svg" => b"<svg/>",
        "docworker_loader.js" => b"small()",
        "docworker_scripts_loader.js" => b"scripts()",
        _ => return None,
    };
    Some(File {
        bytes: Bytes::from_static(bytes),
        tag: format!("a{}", bytes.len()),
    })
}

fn router(https: bool) -> Router {
    lending(OwnFonts::default(), https)
}

fn lending(own: OwnFonts, https: bool) -> Router {
    let api = Router::new().route("/v1/ready", get(|| async { "yes" }));
    let (own, chance) = (Arc::new(own), Arc::new(SeededChance::new(1)));
    compose(api, Pages { look, own, chance }, https)
}

async fn ask(router: Router, request: Request<Body>) -> (Response<()>, String) {
    let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, 1_000_000).await.unwrap();
    (
        Response::from_parts(parts, ()),
        String::from_utf8_lossy(&bytes).into_owned(),
    )
}

async fn get_page(path: &str) -> (Response<()>, String) {
    ask(
        router(false),
        Request::get(path).body(Body::empty()).unwrap(),
    )
    .await
}

fn header<'a>(response: &'a Response<()>, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_path_of_the_app_gets_the_page_with_a_nonce_of_its_own() {
    let router = router(false);
    let mut seen = Vec::new();
    for path in ["/", "/new", "/s", "/verify", "/setup", "/envelopes/1"] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let (response, body) = ask(router.clone(), request).await;
        let nonce = body.split('"').nth(1).unwrap().to_owned();
        let policy = header(&response, "content-security-policy");
        assert_eq!(response.status(), StatusCode::OK);
        assert!(policy.contains(&format!(
            "script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'"
        )));
        assert_eq!(header(&response, "cache-control"), "no-store");
        assert!(!seen.contains(&nonce) && nonce.len() == 24);
        seen.push(nonce);
    }
}

#[tokio::test]
async fn each_part_of_the_app_has_a_page_of_its_own() {
    let pages = [
        ("sign()", ["/s", "/s/", "/s?a=b", "/signer.html"]),
        (
            "check()",
            ["/verify", "/verify/", "/verify?a=b", "/verify.html"],
        ),
        ("prepare()", ["/new", "/new/", "/new?a=b", "/prepare.html"]),
        (
            "go()",
            ["/", "/index.html", "/envelopes/new", "/verify/more"],
        ),
    ];
    for (script, paths) in pages {
        for path in paths {
            let (response, body) = get_page(path).await;
            assert!(body.contains(script), "{path}");
            assert_eq!(header(&response, "cache-control"), "no-store");
        }
    }
}

#[tokio::test]
async fn no_other_origin_stands_in_the_policy() {
    let (response, _) = get_page("/").await;
    let policy = header(&response, "content-security-policy");
    assert!(!policy.contains("http") && !policy.contains('*') && !policy.contains("unsafe-inline"));
    for part in [
        "default-src 'none'",
        "connect-src 'self'",
        "worker-src 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_hashed_asset_is_small_and_kept_for_ever() {
    let path = "/app-0123456789abcdef_bg.wasm";
    let request = Request::get(path)
        .header("accept-encoding", "gzip, br;q=0.9")
        .body(Body::empty());
    let (response, body) = ask(router(false), request.unwrap()).await;
    assert_eq!(
        (body.as_str(), header(&response, "content-encoding")),
        ("short", "br")
    );
    assert_eq!(header(&response, "content-type"), "application/wasm");
    assert!(header(&response, "cache-control").contains("immutable"));
    let (plain, body) = get_page(path).await;
    assert_eq!(
        (body.as_str(), header(&plain, "content-encoding")),
        ("\0asm, long", "")
    );
}

#[tokio::test]
async fn a_known_asset_is_not_sent_again() {
    let request = Request::get("/icon.svg")
        .header("if-none-match", "\"a6\"")
        .body(Body::empty());
    let (response, body) = ask(router(false), request.unwrap()).await;
    assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    assert!(body.is_empty());
}

#[tokio::test]
async fn what_is_missing_is_said_in_the_form_its_asker_reads() {
    let (response, body) = get_page("/v1/nothing").await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(
        header(&response, "content-type"),
        "application/problem+json"
    );
    assert!(body.contains("\"code\":\"not_found\""));
    assert_eq!(get_page("/gone.js").await.0.status(), StatusCode::NOT_FOUND);
    let post = Request::builder()
        .method(Method::POST)
        .uri("/s")
        .body(Body::empty())
        .unwrap();
    assert_eq!(
        ask(router(false), post).await.0.status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn every_answer_carries_the_guarding_headers() {
    for path in ["/", "/icon.svg", "/v1/ready", "/v1/nothing", "/gone.js"] {
        let (response, _) = get_page(path).await;
        assert_eq!(
            header(&response, "x-content-type-options"),
            "nosniff",
            "{path}"
        );
        assert_eq!(
            header(&response, "referrer-policy"),
            "no-referrer",
            "{path}"
        );
        assert_eq!(
            header(&response, "cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
        assert!(header(&response, "content-security-policy").contains("frame-ancestors 'none'"));
        assert!(!header(&response, "cache-control").is_empty(), "{path}");
        assert_eq!(header(&response, "strict-transport-security"), "");
    }
    let secure = Request::get("/").body(Body::empty()).unwrap();
    let (response, _) = ask(router(true), secure).await;
    assert!(header(&response, "strict-transport-security").starts_with("max-age=63072000"));
}

#[test]
fn only_a_hash_in_the_name_makes_an_asset_immutable() {
    assert!(is_hashed("app-0123456789abcdef.js"));
    assert!(is_hashed("app-123456789abcdef.js"));
    assert!(!is_hashed("fonts/noto-sans.woff2"));
    assert!(!is_hashed("app-123456789abc.js"));
}

#[tokio::test]
async fn fonts_are_lent_beside_the_worker_that_sets_them() {
    let folder = std::env::temp_dir().join(format!("seing-fonts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    assert!(matches!(OwnFonts::read(&folder), Err(FontsError::Empty(_))));
    std::fs::write(folder.join("a.TTF"), SHIPPED).unwrap();
    std::fs::write(folder.join("readme.txt"), "no font").unwrap();
    let lent = lending(OwnFonts::read(&folder).unwrap(), false);
    std::fs::write(folder.join("b.otf"), "no font").unwrap();
    assert!(
        matches!(OwnFonts::read(&folder), Err(FontsError::Unusable(path)) if path.ends_with("b.otf"))
    );
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(matches!(
        OwnFonts::read(&folder),
        Err(FontsError::Unread(..))
    ));

    let from =
        |router: Router, path: String| ask(router, Request::get(path).body(Body::empty()).unwrap());
    let (_, list) = from(lent.clone(), "/pdf-fonts/own/fonts.json".to_owned()).await;
    let list: Vec<OwnFont> = serde_json::from_str(&list).unwrap();
    assert!(list[0].has('é') && !list[0].has('王') && list.len() == 1);
    let (font, _) = from(lent.clone(), format!("/pdf-fonts/own/{}", list[0].file)).await;
    assert_eq!(header(&font, "content-type"), "font/ttf");
    assert!(header(&font, "cache-control").contains("immutable"));
    for (router, loaded) in [(lent, "scripts()"), (router(false), "small()")] {
        let (answer, body) = from(router, "/docworker_loader.js".to_owned()).await;
        assert_eq!(body, loaded);
        assert_eq!(header(&answer, "etag"), format!("\"a{}\"", loaded.len()));
    }
    let (none, _) = get_page("/pdf-fonts/own/fonts.json").await;
    assert_eq!(none.status(), StatusCode::NOT_FOUND);
}
