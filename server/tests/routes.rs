//! Every route and its limit, and what no route takes.

use axum::body::Body;
use axum::http::{Request, header};
use seing_server::http::{BLOB, ROUTES};
use sign_core::wire::Code;

use crate::world::World;

/// Largest body of facts.
const WIDE: usize = 256 * 1024;

/// Every schema a request may have; none has a field for a page, a text of the document or ink.
const SCHEMAS: [&str; 14] = [
    "Setup",
    "Login",
    "NewEnvelope",
    "Certify",
    "Launch",
    "Cancel",
    "Seal",
    "Fence",
    "Commit",
    "Prove",
    "SignRequest",
    "Decline",
    "blob",
    "-",
];

#[test]
fn no_route_has_room_for_a_document() {
    for route in ROUTES {
        assert!(SCHEMAS.contains(&route.schema), "{route:?}");
        match route.schema {
            "blob" => assert!(route.method == "put" && route.path.ends_with("/blobs/{n}")),
            "-" => assert_eq!(route.limit, 0, "{route:?}"),
            _ => assert!(route.limit <= WIDE && route.limit != BLOB, "{route:?}"),
        }
    }
    let large = ROUTES.iter().filter(|route| route.limit == BLOB).count();
    assert_eq!((ROUTES.len(), large), (31, 2));
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_on_every_route() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = crate::signer::Signer::new(&world, &sender, 0);
    for route in ROUTES
        .iter()
        .filter(|route| !["-", "blob"].contains(&route.schema))
    {
        let path = route.path.replace("{id}", &sender.id);
        let who = if path.starts_with("/v1/sign") {
            anna.who()
        } else {
            world.cookie.clone()
        };
        let body = vec![b' '; route.limit + 1];
        let answer = world
            .send("POST", &path, &who, Some(("application/json", body)))
            .await;
        assert_eq!(answer.code(), Code::TooLarge, "{route:?}");
    }
}

#[tokio::test]
async fn unknown_fields_and_other_types_are_refused() {
    let world = World::new().await;
    let body = br#"{"email":"a@b.fr","password":"x","page":"JVBERi0="}"#.to_vec();
    let answer = world
        .send("POST", "/v1/session", "", Some(("application/json", body)))
        .await;
    assert_eq!(answer.code(), Code::Malformed);
    let body = br#"{"email":"a@b.fr","password":"x"}"#.to_vec();
    let answer = world
        .send("POST", "/v1/session", "", Some(("text/plain", body)))
        .await;
    assert_eq!(answer.code(), Code::Malformed);
}

#[tokio::test]
async fn a_get_changes_nothing() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = crate::signer::Signer::new(&world, &sender, 0);
    let before = world.detail(&sender.id).await;
    for route in ROUTES.iter().filter(|route| route.method == "get") {
        let path = route.path.replace("{id}", &sender.id);
        let path = path
            .replace("{doc}", &sender.documents[0])
            .replace("{n}", "0");
        let who = if path.starts_with("/v1/sign") {
            anna.who()
        } else {
            world.cookie.clone()
        };
        assert_eq!(world.get(&path, &who).await.status, 200, "{route:?}");
    }
    assert_eq!(world.detail(&sender.id).await, before);
}

#[tokio::test]
async fn a_session_is_used_from_our_own_pages_only() {
    let world = World::new().await;
    for (name, value, free) in [
        ("origin", "https://evil.example", false),
        ("origin", "null", false),
        ("sec-fetch-site", "cross-site", false),
        ("sec-fetch-site", "same-site", false),
        ("sec-fetch-site", "same-origin", true),
        ("origin", "http://127.0.0.1:8080", true),
    ] {
        let request = Request::post("/v1/envelopes")
            .header(header::COOKIE, &world.cookie)
            .header(header::CONTENT_TYPE, "application/json")
            .header(name, value);
        let answer = world.ask(request.body(Body::from("{}")).unwrap()).await;
        let wanted = if free {
            Code::Malformed
        } else {
            Code::SignedOut
        };
        assert_eq!(answer.code(), wanted, "{name}: {value}");
    }
}
