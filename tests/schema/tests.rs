//! A file's bytes stand in three requests, each at its place, and nowhere else.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode};
use serde_json::{Value, json};
use sign_core::wire::B64;

use super::{Body, read, take};
use crate::recorder::Request;

const CERTIFY: &str = "/v1/envelopes/e/certify";
const SIGN: &str = "/v1/sign/sign";
const SEALS: [&str; 2] = ["/v1/sign/seal", "/v1/envelopes/e/seal"];
/// The names under which bytes of a file travel.
const NAMES: [&str; 4] = ["after", "before", "rest", "state"];

fn post(path: &str, body: &Value) -> Request {
    Request {
        method: Method::POST,
        path: path.to_owned(),
        headers: HeaderMap::new(),
        body: Bytes::from(body.to_string()),
        status: StatusCode::OK,
    }
}

fn octets(count: usize) -> String {
    B64(vec![b'<'; count]).encode()
}

fn state(rest: usize) -> Value {
    json!({ "words": "0a".repeat(32), "blocks": 1, "rest": octets(rest) })
}

fn gap(before: usize, after: usize) -> Value {
    json!({ "before": state(before), "gap": 9, "after": octets(after) })
}

fn certify(gap: &Value) -> Value {
    json!({ "documents": [{ "id": "a", "gap": gap }, { "id": "b", "gap": gap }] })
}

fn sign(gap: &Value) -> Value {
    let signature = B64(vec![7; 64]).encode();
    let of = |id| json!({ "id": id, "signature": signature, "gap": gap });
    json!({ "fence": 1, "documents": [of("a"), of("b")] })
}

fn seal(rest: usize) -> Value {
    let root = json!({ "number": 1, "generation": 0 });
    let store = json!({ "certificates": [root], "crls": [], "ocsps": [] });
    json!({ "documents": [{
        "id": "a", "sha256": "0b".repeat(32), "size": 900, "state": state(rest), "next": 7,
        "root": root, "file_id": [octets(16), octets(16)], "xref": "table", "store": store,
    }] })
}

/// The lengths of what is taken out as structure, and the rest of the body.
fn taken(path: &str, body: &Value) -> Result<(Vec<usize>, String), String> {
    match read(&post(path, body))? {
        Body::Json {
            rest, structure, ..
        } => Ok((structure.iter().map(Vec::len).collect(), rest.to_string())),
        Body::Empty | Body::Blob => Err("not JSON".to_owned()),
    }
}

/// Every request that may hold bytes of a file.
fn bodies() -> Vec<(&'static str, Value)> {
    let beside = gap(63, 80);
    let mut all = vec![(CERTIFY, certify(&beside)), (SIGN, sign(&beside))];
    all.extend(SEALS.map(|path| (path, seal(127))));
    all
}

#[test]
fn structure_is_taken_from_beside_a_gap_and_from_a_trailers_end() {
    for (path, body) in bodies() {
        let (lengths, rest) = taken(path, &body).unwrap_or_else(|why| panic!("{why}"));
        let wanted: &[usize] = if SEALS.contains(&path) {
            &[127]
        } else {
            &[63, 63, 80, 80]
        };
        assert_eq!(lengths, wanted, "{path}");
        assert!(!rest.contains(&octets(63)), "{path}: searched as a text");
    }
}

#[test]
fn more_bytes_than_the_protocol_allows_are_refused() {
    let refused = [
        (CERTIFY, certify(&gap(64, 80))),
        (SIGN, sign(&gap(63, 64 * 1024 + 1))),
        (SEALS[0], seal(128)),
    ];
    for (path, body) in refused {
        let why = taken(path, &body).err();
        assert!(why.is_some_and(|why| why.contains("at most")), "{path}");
    }
}

#[test]
fn the_same_names_anywhere_else_in_a_request_are_refused() {
    for (path, body) in bodies() {
        let mut planted = 0;
        for place in objects(&body, "") {
            for name in NAMES {
                let mut more = body.clone();
                let object = more.pointer_mut(&place).and_then(Value::as_object_mut);
                let object = object.expect("the place was found in this body");
                if object.contains_key(name) {
                    continue;
                }
                object.insert(name.to_owned(), Value::String(octets(20)));
                assert!(taken(path, &more).is_err(), "{path}: {name} in {place:?}");
                planted += 1;
            }
        }
        assert!(planted > 8, "{path}: only {planted} places were tried");
    }
}

#[test]
fn the_same_names_in_other_requests_are_refused() {
    for (path, body) in [
        ("/v1/sign/lease", json!({ "fence": 3 })),
        ("/v1/sign/decline", json!({ "reason": "no" })),
        ("/v1/envelopes/e/cancel", json!({ "reason": "no" })),
        ("/v1/envelopes/e/launch", json!({ "documents": [] })),
    ] {
        assert!(taken(path, &body).is_ok_and(|(lengths, _)| lengths.is_empty()));
        for (name, value) in [
            ("after", json!(octets(20))),
            ("gap", gap(20, 20)),
            ("state", state(20)),
        ] {
            let mut more = body.clone();
            more[name] = value;
            assert!(taken(path, &more).is_err(), "{path}: {name}");
        }
    }
}

#[test]
fn a_place_is_followed_from_the_top_and_stops_where_it_ends() {
    let path: &[&str] = &["documents", "*", "gap", "after"];
    let mut odd = json!({
        "after": octets(20), "gap": { "after": octets(20) },
        "documents": [{ "after": octets(20), "gap": [{ "after": octets(20) }] }],
    });
    let (before, mut found) = (odd.clone(), Vec::new());
    take(&mut odd, path, 99, &mut found).expect("nothing stands there");
    assert!(found.is_empty() && odd == before);
}

/// Every object in a value, as a JSON pointer (RFC 6901).
fn objects(value: &Value, at: &str) -> Vec<String> {
    let below: Vec<String> = match value {
        Value::Object(entries) => {
            let inside = |(name, entry): (&String, &Value)| objects(entry, &format!("{at}/{name}"));
            entries.iter().flat_map(inside).collect()
        }
        Value::Array(items) => {
            let inside = |(place, item)| objects(item, &format!("{at}/{place}"));
            items.iter().enumerate().flat_map(inside).collect()
        }
        _ => Vec::new(),
    };
    let own = value.is_object().then(|| at.to_owned());
    own.into_iter().chain(below).collect()
}
