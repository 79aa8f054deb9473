//! Every route and its limit, and what no route takes.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use hyper::body::Frame;
use seing_server::http::{BLOB, ROUTES, Route};
use serde_json::{Value, json};
use sign_core::wire::{B64, Code};

use crate::sender::{Sender, new_envelope};
use crate::signer::Signer;
use crate::world::{ANNA, World, owner};

/// Largest body of facts.
const WIDE: usize = 256 * 1024;

/// Largest document of a small server, and its largest blob.
const MAX_BYTES: u64 = 1_000_000;
const BLOB_LIMIT: usize = 1_000_000 + 64 * 1024;

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

/// A route's path in this envelope.
fn path(route: &Route, sender: &Sender) -> String {
    let path = route.path.replace("{id}", &sender.id);
    let path = path.replace("{rid}", &sender.recipients[0]);
    path.replace("{doc}", &sender.documents[0])
        .replace("{n}", "0")
}

/// Who asks at a route.
fn who(route: &Route, anna: &Signer<'_>, world: &World) -> String {
    if route.path.starts_with("/v1/sign") {
        anna.who()
    } else {
        world.cookie.clone()
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_on_every_route() {
    let world = World::holding(MAX_BYTES).await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    for route in ROUTES.iter().filter(|route| route.schema != "-") {
        let (path, who) = (path(route, &sender), who(route, &anna, &world));
        let (method, kind, limit) = match route.schema {
            "blob" => ("PUT", "application/octet-stream", BLOB_LIMIT),
            _ => ("POST", "application/json", route.limit),
        };
        for (size, over) in [(limit, false), (limit + 1, true)] {
            let body = Some((kind, vec![b' '; size]));
            let answer = world.send(method, &path, &who, body).await;
            assert_eq!(answer.code() == Code::TooLarge, over, "{size}: {route:?}");
        }
    }
}

/// A body nobody may read: whoever does panics, and the server answers 500.
struct Unread;

impl hyper::body::Body for Unread {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        panic!("a body was read")
    }
}

#[tokio::test]
async fn a_route_that_takes_no_body_reads_none() {
    let world = World::new().await;
    let sender = world.launched(&["Lease"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    // Backwards: signing out comes after everything that needs the session.
    for route in ROUTES.iter().rev() {
        let name = if route.path.starts_with("/v1/sign") {
            header::AUTHORIZATION
        } else {
            header::COOKIE
        };
        let kind = match route.schema {
            "blob" => "application/octet-stream",
            _ => "application/json",
        };
        let request = Request::builder()
            .method(route.method.to_uppercase().as_str())
            .uri(path(route, &sender))
            .header(name, who(route, &anna, &world))
            .header(header::CONTENT_TYPE, kind);
        let request = request.body(Body::new(Unread)).unwrap();
        let read = world.ask(request).await.status == 500;
        assert_eq!(read, route.limit > 0, "{route:?}");
    }
}

/// A body each schema takes, from an act that is ready to be signed.
async fn bodies(sender: &Sender, anna: &Signer<'_>) -> BTreeMap<&'static str, Value> {
    let (prepared, proven) = anna.proven(ANNA).await;
    let sign = json!(anna.sign_request(&prepared, &proven));
    let one =
        |at: usize| json!({ "id": sender.documents[at], "gap": sign["documents"][at]["gap"] });
    let mut seal = anna.seal_request();
    seal.documents[0].info = Some((3, 0).into());
    seal.documents[0].store.crls = vec![(4, 0).into()];
    let reason = json!({ "reason": "A typing error" });
    let setup = json!({ "secret": B64(vec![9; 32]), "owner": owner() });
    BTreeMap::from([
        ("Setup", setup),
        ("Login", json!({ "email": "a@b.fr", "password": "x" })),
        ("NewEnvelope", json!(new_envelope(&["Lease"], &[1, 2]))),
        ("Certify", json!({ "documents": [one(0), one(1)] })),
        ("Launch", json!(sender.launch)),
        ("Cancel", reason.clone()),
        ("Seal", json!(seal)),
        ("Fence", json!(prepared.fence())),
        ("Commit", json!(prepared.commit)),
        ("Prove", json!(anna.proof(&prepared, "000000"))),
        ("SignRequest", sign),
        ("Decline", reason),
    ])
}

/// Where the objects of a body are, as JSON pointers (RFC 6901).
fn objects(told: &Value, at: &str, found: &mut Vec<String>) {
    if told.is_object() {
        found.push(at.to_owned());
    }
    let inner: Vec<(String, &Value)> = match told {
        Value::Object(all) => all.iter().map(|(key, one)| (key.clone(), one)).collect(),
        Value::Array(all) => (0..)
            .zip(all)
            .map(|(n, one): (u32, _)| (n.to_string(), one))
            .collect(),
        _ => Vec::new(),
    };
    for (key, one) in inner {
        objects(one, &format!("{at}/{key}"), found);
    }
}

#[tokio::test]
async fn unknown_fields_are_refused_however_deep() {
    let world = World::new().await;
    let sender = world.launched(&["Lease", "Annex"], &[1]).await;
    let anna = Signer::new(&world, &sender, 0);
    let bodies = bodies(&sender, &anna).await;
    let mut places = Vec::new();
    for route in ROUTES.iter().filter(|one| bodies.contains_key(one.schema)) {
        let (path, who) = (path(route, &sender), who(route, &anna, &world));
        let mut found = Vec::new();
        objects(&bodies[route.schema], "", &mut found);
        for at in found {
            let mut body = bodies[route.schema].clone();
            body.pointer_mut(&at).unwrap()["text"] = "JVBERi0=".into();
            let answer = world.post(&path, &who, &body).await;
            assert_eq!(answer.code(), Code::Malformed, "{at}: {route:?}");
            places.push(format!("{}{at}", route.schema));
        }
    }
    for deep in [
        "Certify/documents/1/gap/before",
        "SignRequest/documents/1/gap",
        "Seal/documents/0/state",
        "Seal/documents/0/store/crls/0",
        "Launch/documents/0/seal/page",
        "Commit/transcript/consents/0",
    ] {
        assert!(places.iter().any(|one| one == deep), "{deep}: {places:#?}");
    }
    for route in ROUTES.iter().filter(|one| one.schema != "-") {
        assert!(route.schema == "blob" || bodies.contains_key(route.schema));
    }
    expect_read(&world, &sender, &anna, &bodies).await;
}

/// What was refused with a text in it is read without.
async fn expect_read(
    world: &World,
    sender: &Sender,
    anna: &Signer<'_>,
    bodies: &BTreeMap<&str, Value>,
) {
    for route in ROUTES.iter().filter(|one| bodies.contains_key(one.schema)) {
        let (path, who) = (path(route, sender), who(route, anna, world));
        let answer = world.post(&path, &who, &bodies[route.schema]).await;
        let read = answer.status.is_success() || answer.code() != Code::Malformed;
        assert!(read, "{route:?}: {answer}");
    }
}

#[tokio::test]
async fn other_types_are_refused() {
    let world = World::new().await;
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
    let anna = Signer::new(&world, &sender, 0);
    let before = world.detail(&sender.id).await;
    for route in ROUTES.iter().filter(|route| route.method == "get") {
        let (path, who) = (path(route, &sender), who(route, &anna, &world));
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
